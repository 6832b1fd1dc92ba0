"""What the program costs, each figure against a limit or a peer measured in the same run."""
