"""The municipal service, asked as a laptop asks it."""
