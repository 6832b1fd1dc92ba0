"""The demo: two laptops and a server as real processes, played by keys and mouse, judged by what the windows show."""
