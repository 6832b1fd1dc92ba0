"""What a person, a disk or a server can get wrong, seen at the window: a clear sentence or simply right, and nothing lost."""
