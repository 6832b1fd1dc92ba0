"""Between a change in the log and a change on the wire. Ids are text there; the bytes of a value are never touched."""

import functools
from collections.abc import Iterator, Sequence

from msgspec import UNSET, Raw

from app.changelog.change import Change
from app.domain.ids import as_text, from_text
from app.errors import ProgramFault
from app.protocol.messages import PulledChange, PushedChange
from app.protocol.parts import Kind, MalformedError

_text = functools.lru_cache(maxsize=8192)(as_text)
KINDS: dict[str, Kind] = {"set": "set", "delete": "delete", "restore": "restore", "redact": "redact"}


def pushed(change: Change) -> PushedChange:
    """Return a change as its own device sends it."""
    return PushedChange(
        change.seen,
        _text(change.tx),
        change.record,
        _text(change.row),
        change.grp,
        Raw(change.val),
        as_text(change.salt),
        change.wall,
        _text(change.author),
        change.schema,
        KINDS[change.kind],
    )


def pulled(change: Change) -> PulledChange:
    """Return a numbered change as the server hands it to others."""
    return PulledChange(
        _text(change.dev),
        change.inc,
        change.ctr,
        change.seen,
        _text(change.tx),
        change.record,
        _text(change.row),
        change.grp,
        Raw(change.val),
        as_text(change.salt),
        change.wall,
        _text(change.author),
        change.schema,
        KINDS[change.kind],
        change.received_at or 0,
        change.clock_err or 0,
        change.redacted.hex() if change.redacted else UNSET,
    )


def from_pushed(wire: PushedChange, dev: bytes, inc: int, ctr: int) -> Change:
    """Return a device's change, not yet numbered; raises MalformedError."""
    return _change(wire, (dev, inc, ctr))


def from_pulled(wire: PulledChange, seq: int) -> Change:
    """Return a numbered change, with the order that follows from what the server measured; raises MalformedError."""
    change = _change(wire, (_id(wire.dev), wire.inc, wire.ctr))
    order = ordered(wire.wall, wire.clock_err, wire.received_at)
    redacted = head_hash(wire.redacted) if wire.redacted else None
    return change._replace(seq=seq, ord=order, received_at=wire.received_at, clock_err=wire.clock_err, redacted=redacted)


def ordered(wall: int, clock_err: int, received_at: int) -> int:
    """Return the key by which changes are shown: no edit is newer than its arrival (sync.md 3.5)."""
    return min(wall + clock_err, received_at)


def _change(wire: PushedChange | PulledChange, name: tuple[bytes, int, int]) -> Change:
    return Change(
        *name,
        seq=None,
        ord=None,
        seen=wire.seen,
        tx=_id(wire.tx),
        record=wire.record,
        row=_id(wire.row),
        grp=wire.grp,
        val=bytes(wire.val),
        salt=_id(wire.salt),
        wall=wire.wall,
        author=_id(wire.author),
        schema=wire.schema,
        kind=wire.kind,
    )


@functools.lru_cache(maxsize=8192)
def _id(text: str) -> bytes:
    """Log and database take plain bytes. Most ids of a page come up many times."""
    try:
        return bytes(from_text(text))
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
