"""Whatever somebody sends, the service refuses or takes in; it never falls over, and says nothing of what it was sent."""
