"""Logging that cannot tell a secret: events with ids, counts, durations and error types. Never a name or a text."""

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

SAFE = re.compile(r"^[A-Za-z0-9_.:/\-]{0,64}$")


class Log:
    """A named log whose lines are an event and plain facts."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def event(self, event: str, **facts: int | float | str | bytes) -> None:
        """Write one line at INFO."""
        self._logger.info("%s", line(event, facts))

    def trouble(self, event: str, **facts: int | float | str | bytes) -> None:
        """Write one line at WARNING: somebody should look at it."""
        self._logger.warning("%s", line(event, facts))


def get_log(name: str) -> Log:
    """Return the log of a module."""
    return Log(name)


def write_to(folder: Path) -> None:
    """Write what happens into the folder's `gebeurtenissen.log`, at most 1 MB, readable by this worker only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / "gebeurtenissen.log", maxBytes=500_000, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for name in ("app", "ui"):
        logging.getLogger(name).setLevel(logging.INFO)
        logging.getLogger(name).addHandler(handler)


def line(event: str, facts: dict[str, int | float | str | bytes]) -> str:
    """Return the event with its facts in the order given; what does not look like an id or a figure becomes `?`."""
    return " ".join([event, *(f"{name}={shown(fact)}" for name, fact in facts.items())])


def shown(fact: float | str | bytes) -> str:
    """Return bytes as hex, figures as they are, and text only where it has the form of an identifier."""
    if isinstance(fact, bytes):
        return fact.hex()
    text = str(fact)
    return text if SAFE.match(text) else "?"
