"""How the service writes its log: for a person, or as JSON lines. Facts by a list of names; of libraries only who and what kind."""

import json
import logging
import sys
from typing import TextIO

from app.clock import from_ms

FACTS = frozenset(
    (
        "again",
        "applied",
        "changes",
        "device",
        "error",
        "families",
        "forked",
        "held",
        "pages",
        "port",
        "pushed",
        "reason",
        "rows",
        "stream",
        "streams",
        "taken",
        "turn",
    )
)
"""What a line may tell beside its event. A name, a text, a value or an address of a person is not among them, and never will be."""
OURS = ("app", "ui")


class Plain(logging.Formatter):
    """A line for a person."""

    def format(self, record: logging.LogRecord) -> str:
        """Return moment, level, event and facts."""
        facts = " ".join(f"{name}={fact}" for name, fact in facts_of(record).items())
        return f"{moment_of(record)} {record.levelname} {event_of(record)} {facts}".rstrip()


class JsonLines(logging.Formatter):
    """A line for a program."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one JSON object."""
        line = {"at": moment_of(record), "level": record.levelname, "logger": record.name, "event": event_of(record), **facts_of(record)}
        return json.dumps(line, ensure_ascii=True)


def write_log(kind: str, out: TextIO | None = None) -> logging.Handler:
    """Write the log of this process to standard error from now on."""
    handler = logging.StreamHandler(out or sys.stderr)
    handler.setFormatter(JsonLines() if kind == "json" else Plain())
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    return handler


def moment_of(record: logging.LogRecord) -> str:
    """Return the record's moment in UTC."""
    return from_ms(int(record.created * 1000)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def event_of(record: logging.LogRecord) -> str:
    """Return our own event, or the kind of error of a library: what it says may hold a value."""
    if is_ours(record):
        return record.getMessage().split(" ", maxsplit=1)[0]
    kind = record.exc_info[0] if isinstance(record.exc_info, tuple) else None
    return f"library.{kind.__name__ if kind else 'message'}"


def facts_of(record: logging.LogRecord) -> dict[str, str]:
    """Return the facts of our own line that may be told; `app.log` has seen to what is in them."""
    if not is_ours(record):
        return {"by": record.name}
    pairs = (word.partition("=") for word in record.getMessage().split(" ")[1:])
    return {name: fact for name, sign, fact in pairs if sign and name in FACTS}


def is_ours(record: logging.LogRecord) -> bool:
    """Tell whether the line was written through `app.log`, which lets through no text: the words there have no spaces."""
    return record.name.split(".")[0] in OURS
