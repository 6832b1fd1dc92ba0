"""The one log of changes and the one way a row changes, on the laptop and on the server."""
