"""What travels between a laptop and the server, checked by the same models on both sides."""
