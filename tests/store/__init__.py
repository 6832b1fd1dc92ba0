"""The encrypted store: its key, its file, its guards and its forms through the years."""
