"""What travels, and what is refused on the way."""
