"""The encrypted store of this device: its key, its file, its tables. Knows nothing of a network or a screen."""
