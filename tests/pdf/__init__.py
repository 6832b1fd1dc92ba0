"""What is printed, read back with the tools a reader has: poppler, and the tree in the file."""
