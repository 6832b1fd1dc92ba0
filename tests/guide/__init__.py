"""Follows docs/beheer.md to the letter in a fresh Debian: `make guide`."""
