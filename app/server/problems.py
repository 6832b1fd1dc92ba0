"""What can be wrong on the side of whoever runs the service, and with which exit code a command then ends."""

from app.errors import UserProblem

DONE = 0
REFUSED = 1
"""What was asked for cannot be done, or is not there; nothing was changed."""
WRONG_USAGE = 2
"""The command or a setting is not understood, or would be unsafe."""
NO_DATABASE = 3
"""The database cannot be used: not there, not reached, of another form, or broken off."""
FOUND = 4
"""`check` found something that does not hold."""


class ServerProblem(UserProblem):
    """Something the administrator can act on. `sentence` is English, and the key of the Dutch one (app/server/admin/speaking.py)."""

    exit_code = REFUSED

    def __init__(self, key: str, sentence: str, **values: object) -> None:
        super().__init__(key, **values)
        self.sentence = sentence


class UsageProblem(ServerProblem):
    """A command or a setting that is not understood or not safe."""

    exit_code = WRONG_USAGE


class DatabaseProblem(ServerProblem):
    """A database that cannot be used as it is."""

    exit_code = NO_DATABASE
