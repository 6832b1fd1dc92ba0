"""The exchange of changes with the municipal server, seen from the laptop."""
