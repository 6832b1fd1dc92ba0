"""Item models over plain objects."""
