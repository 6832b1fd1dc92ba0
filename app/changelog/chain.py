"""The chain over a stream's changes: equal heads mean equal histories (sync.md 3.4)."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from app.changelog.change import Change

START = bytes(32)
LENGTHS = [length.to_bytes(4, "big") for length in range(21)]
"""Before the figures of a number of 64 bits: at most 20."""
ID = LENGTHS[16]
"""Before an id."""


def content(stream: bytes, change: Change) -> bytes:
    """Return what is hashed of a change, each part behind its length. Holds no number that the server gave."""
    dev, inc, ctr, _, _, seen, tx, record, row, grp, val, _, wall, author, schema, kind, _, _, _, _ = change
    size = len(val).to_bytes(4, "big")
    written = (ID, dev, _number(inc), _number(ctr), _number(seen), ID, tx, _word(record), ID, row, _word(grp), size, val)
    return b"".join((ID, stream, *written, _number(wall), ID, author, _number(schema), _word(kind)))


@lru_cache(4_000)
def _number(number: int) -> bytes:
    figures = b"%d" % number
    return LENGTHS[len(figures)] + figures


@lru_cache(1_000)
def _word(word: str) -> bytes:
    """Names of records, fields and kinds: a few hundred words in every history."""
    letters = word.encode()
    return len(letters).to_bytes(4, "big") + letters


def leaf(stream: bytes, change: Change) -> bytes:
    """Return H(salt, content): it stays when a redaction later blanks salt and value."""
    return change.redacted or hashlib.sha256(change.salt + content(stream, change)).digest()


def extend(head: bytes, stream: bytes, changes: Iterable[Change]) -> bytes:
    """Return the chain's head after the changes, which are in `seq` order."""
    for change in changes:
        head = hashlib.sha256(head + leaf(stream, change)).digest()
    return head
