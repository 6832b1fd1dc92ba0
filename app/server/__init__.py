"""The municipal service that laptops sync with."""
