"""What a screen reader gets of the running program, over AT-SPI, from outside."""
