"""Stories of laptops that meet at the server."""
