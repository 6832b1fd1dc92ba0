"""What a machine does on which nobody prepared anything; not part of `make test`, for it takes a machine of its own."""
