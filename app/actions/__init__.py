"""What a worker can do, one function per thing, named in her words."""
