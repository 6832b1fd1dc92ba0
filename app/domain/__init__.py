"""What a family plan is: records and the rules on them. Knows no database, no network and no screen."""
