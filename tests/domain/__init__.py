"""The rules and declarations of the domain, each alone: no store, no server, no window."""
