"""What shows that the packages work where nothing was prepared; `make installer-proof` runs it as root."""
