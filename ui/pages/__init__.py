"""One screen each: what it shows comes from one question, what is done goes through one action."""
