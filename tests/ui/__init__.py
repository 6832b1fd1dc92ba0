"""Tests of the desktop: its look, its widgets, its windows."""
