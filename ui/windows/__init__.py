"""The frames a worker opens: first start, unlock, main window."""
