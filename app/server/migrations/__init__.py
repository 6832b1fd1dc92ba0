"""The steps from each released form of the server's database to the next. A step spells out its tables and imports nothing of `app`."""
