"""Faults on purpose, in real processes: whatever ends, breaks or lies, in the end nothing that was kept is lost and nothing is stuck."""
