"""Between a change in the log and a change on the wire. Ids are text there; the bytes of a value are never touched."""

import functools
from collections.abc import Iterator, Sequence

from msgspec import UNSET, Raw

from app.changelog.change import Change
from app.domain.ids import as_text, as_texts, from_text, from_texts
from app.errors import ProgramFault
from app.protocol.messages import PulledChange, PushedChange
from app.protocol.parts import Kind, MalformedError

KINDS: dict[str, Kind] = {"set": "set", "delete": "delete", "restore": "restore", "redact": "redact", "typed": "typed"}


def pushed(change: Change) -> PushedChange:
    """Return a change as its own device sends it."""
    return all_pushed([change])[0]


def all_pushed(changes: Sequence[Change]) -> list[PushedChange]:
    """Return `pushed` of each; all ids of a push are spelled at once."""
    ids = as_texts([part for one in changes for part in (one.tx, one.row, one.salt, one.author)])
    return [
        PushedChange(one.seen, tx, one.record, row, one.grp, Raw(one.val), salt, one.wall, author, one.schema, KINDS[one.kind])
        for one, tx, row, salt, author in zip(changes, ids[0::4], ids[1::4], ids[2::4], ids[3::4], strict=True)
    ]


def pulled(change: Change) -> PulledChange:
    """Return a numbered change as the server hands it to others."""
    return all_pulled([change])[0]


def all_pulled(changes: Sequence[Change]) -> list[PulledChange]:
    """Return `pulled` of each; ids of which a page is full are spelled at once, those of a few devices and authors looked up."""
    ids = as_texts([part for one in changes for part in (one.tx, one.row, one.salt)])
    return [
        PulledChange(
            as_text(one.dev),
            one.inc,
            one.ctr,
            one.seen,
            tx,
            one.record,
            row,
            one.grp,
            Raw(one.val),
            salt,
            one.wall,
            as_text(one.author),
            one.schema,
            KINDS[one.kind],
            one.received_at or 0,
            one.clock_err or 0,
            one.redacted.hex() if one.redacted else UNSET,
        )
        for one, tx, row, salt in zip(changes, ids[0::3], ids[1::3], ids[2::3], strict=True)
    ]


def from_pushed(wire: PushedChange, dev: bytes, inc: int, ctr: int) -> Change:
    """Return a device's change, not yet numbered; raises MalformedError."""
    return arrived([wire], (dev, inc, ctr), (0, 0))[0]._replace(ord=None, received_at=None, clock_err=None)


def arrived(wire: Sequence[PushedChange], name: tuple[bytes, int, int], at: tuple[int, int]) -> list[Change]:
    """Return a device's changes, the first of which has this name, as they came in: at a moment, from a clock that was so wrong.

    All ids of a push are read at once, and each change is made once: a server does this for everybody. Raises MalformedError.
    """
    (dev, inc, ctr), (now, clock_err) = name, at
    _check_words(wire)
    ids = _ids([text for one in wire for text in (one.tx, one.row, one.salt, one.author)])
    return [
        Change(
            dev,
            inc,
            ctr + place,
            None,
            ordered(one.wall, clock_err, now),
            one.seen,
            tx,
            one.record,
            row,
            one.grp,
            bytes(one.val),
            salt,
            one.wall,
            author,
            one.schema,
            one.kind,
            None,
            now,
            clock_err,
        )
        for place, (one, tx, row, salt, author) in enumerate(zip(wire, ids[0::4], ids[1::4], ids[2::4], ids[3::4], strict=True))
    ]


def from_pulled(wire: PulledChange, seq: int) -> Change:
    """Return a numbered change, with the order that follows from what the server measured; raises MalformedError."""
    return all_from_pulled([wire], [seq])[0]


def all_from_pulled(wire: Sequence[PulledChange], seqs: Sequence[int]) -> list[Change]:
    """Return `from_pulled` of each; ids of which a page is full are read at once, and each change is made once."""
    _check_words(wire)
    ids = _ids([text for one in wire for text in (one.tx, one.row, one.salt)])
    return [
        Change._make(
            (
                *(_id(one.dev), one.inc, one.ctr, seq, ordered(one.wall, one.clock_err, one.received_at), one.seen, tx),
                *(one.record, row, one.grp, bytes(one.val), salt, one.wall, _id(one.author), one.schema, one.kind),
                *(None, one.received_at, one.clock_err, head_hash(one.redacted) if one.redacted else None),
            )
        )
        for one, seq, tx, row, salt in zip(wire, seqs, ids[0::3], ids[1::3], ids[2::3], strict=True)
    ]


def ordered(wall: int, clock_err: int, received_at: int) -> int:
    """Return the key by which changes are shown: no edit is newer than its arrival (sync.md 3.5)."""
    return min(wall + clock_err, received_at)


def _check_words(wire: Sequence[PushedChange | PulledChange]) -> None:
    """Refuse a NUL in the names of records and fields: PostgreSQL keeps none. A pattern would look at each of them, and they are few."""
    if any("\0" in word for word in {one.record for one in wire} | {one.grp for one in wire}):
        raise MalformedError("a word with a sign that is no text")


@functools.lru_cache(maxsize=8192)
def _id(text: str) -> bytes:
    """Log and database take plain bytes. Most ids of a page come up many times."""
    try:
        return bytes(from_text(text))
    except ProgramFault as fault:
        raise MalformedError(fault.what) from fault


def _ids(texts: Sequence[str]) -> list[bytes]:
    try:
        return from_texts(texts)
    except ProgramFault as fault:
        raise MalformedError(fault.what) from fault


def stream_id(text: str) -> bytes:
    """Return the 16 bytes of an id on the wire; raises MalformedError."""
    return _id(text)


def head_hash(text: str) -> bytes:
    """Return the 32 bytes of a chain head on the wire; raises MalformedError."""
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise MalformedError("a head that is none") from error


def gestures(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Yield changes in runs of one transaction."""
    start = 0
    for place in range(1, len(changes) + 1):
        if place == len(changes) or changes[place].tx != changes[start].tx:
            yield list(changes[start:place])
            start = place
