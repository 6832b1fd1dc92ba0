"""The chain over a stream's changes: equal heads mean equal histories (sync.md 3.4)."""

import hashlib
from collections.abc import Iterable

from app.changelog.change import Change

START = bytes(32)


def content(stream: bytes, change: Change) -> bytes:
    """Return what is hashed of a change, each part behind its length. Holds no number that the server gave."""
    parts = (
        stream,
        change.dev,
        b"%d" % change.inc,
        b"%d" % change.ctr,
        b"%d" % change.seen,
        change.tx,
        change.record.encode(),
        change.row,
        change.grp.encode(),
        change.val,
        b"%d" % change.wall,
        change.author,
        b"%d" % change.schema,
        change.kind.encode(),
    )
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def leaf(stream: bytes, change: Change) -> bytes:
    """Return H(salt, content): it stays when a redaction later blanks salt and value."""
    return change.redacted or hashlib.sha256(change.salt + content(stream, change)).digest()


def extend(head: bytes, stream: bytes, changes: Iterable[Change]) -> bytes:
    """Return the chain's head after the changes, which are in `seq` order."""
    for change in changes:
        head = hashlib.sha256(head + leaf(stream, change)).digest()
    return head
