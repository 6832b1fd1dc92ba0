"""Pure functions on records: what may, what is missing, how a name or a date is written."""
