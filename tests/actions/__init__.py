"""Everything a worker can do, on a real store."""
