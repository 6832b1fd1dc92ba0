"""The proof of the sync: chance against the real laptops and the real server, judged by an oracle that knows nothing of the program."""
