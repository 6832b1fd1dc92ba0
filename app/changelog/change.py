"""One change: a fact about one cell of one row, named by device, incarnation and counter within its stream."""

from typing import NamedTuple

WHOLE_ROW = "*"
"""The cell of a row's creation: its value holds every field that has no default or differs from it."""
LEFT = "left"
"""Why a change is held of which somebody decided that it is not taken over: it is kept, and stands nowhere."""
REDACT = "redact"
"""The kind of the municipality's own change by which it destroys what other changes said (app/changelog/redaction.py)."""
TYPED = "typed"
"""The kind of a change with words that nobody had left yet when a right ended: it goes nowhere before somebody decides that it does."""
DELETED = "_deleted"
"""The cell that says whether a row was thrown away; an ordinary register (sync.md 3.6)."""


class Change(NamedTuple):
    """What travels and what the log keeps. `seq`, `ord`, `received_at` and `clock_err` are empty until the server has numbered it.

    `redacted` is there when what it said was destroyed: its leaf in the chain, from before.
    """

    dev: bytes
    inc: int
    ctr: int
    seq: int | None
    ord: int | None
    seen: int
    tx: bytes
    record: str
    row: bytes
    grp: str
    val: bytes
    salt: bytes
    wall: int
    author: bytes
    schema: int
    kind: str
    held: str | None = None
    received_at: int | None = None
    clock_err: int | None = None
    redacted: bytes | None = None


class Cell(NamedTuple):
    """The unit that merges: a group of fields of one row."""

    record: str
    row: bytes
    grp: str


Found = tuple[str, bytes, str, str]
"""A cell, part by part, and the folded text by which it is found."""
