"""What the server keeps apart of others' work until this worker decides, as it said so, and what she decided."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from app.domain.ids import confidential_of
from app.store import tables
from app.store.workspace import Reading, Writing


class Offered(NamedTuple):
    """Of one stream: how many pieces wait for a decision, and all that the server said of them (`HeldWork`, as it came)."""

    stream: bytes
    waits: int
    said: bytes


class Decision(NamedTuple):
    """What was decided on the gestures of one piece, `txs` one behind the other; `tx` is the first of them."""

    stream: bytes
    dev: bytes
    tx: bytes
    txs: bytes
    taken: int
    decided_at: int


KEY = ("stream", "dev", "tx")


def offered_in(reading: Reading, stream: bytes) -> Offered | None:
    """Return what is offered of a stream."""
    rows = reading.tx.rows(reading.log.write.select(tables.offered, Offered._fields, ("stream",)), (stream,))
    return Offered(*rows[0]) if rows else None


def all_offered(reading: Reading) -> list[Offered]:
    """Return what is offered of every stream."""
    return [Offered(*row) for row in reading.tx.rows(reading.log.write.select(tables.offered, Offered._fields, ()))]


def decisions_of(reading: Reading) -> list[Decision]:
    """Return every decision of which the server has not said what became of it, the oldest first."""
    query = reading.log.write.select(tables.decision, Decision._fields, (), ("decided_at", *KEY))
    return [Decision(*row) for row in reading.tx.rows(query)]


def to_decide(reading: Reading) -> dict[bytes, int]:
    """Return on how many pieces somebody here is to decide, by stream."""
    rows = reading.tx.rows(reading.log.write.select(tables.offered, ("stream", "waits"), ()))
    done = decided(reading) if rows else {}
    return {bytes(stream): max(0, waits - done.get(stream, 0)) for stream, waits in rows}


def decided(reading: Reading) -> dict[bytes, int]:
    """Return on how many pieces was decided of which the server has not said what became of it, by stream."""
    return Counter(bytes(one.stream) for one in decisions_of(reading))


def in_family(counts: Mapping[bytes, int], family: bytes) -> int:
    """Return the sum of a family's own stream and of what is kept apart of it."""
    return counts.get(family, 0) + counts.get(bytes(confidential_of(family)), 0)


def put_offered(writing: Writing, offered: Offered) -> None:
    """Write what is offered of a stream, in place of what was."""
    writing.tx.run(writing.log.write.upsert(tables.offered, Offered._fields), offered)


def drop_offered(writing: Writing, stream: bytes) -> None:
    """Forget what was offered of a stream."""
    writing.tx.run(writing.log.write.delete(tables.offered, ("stream",)), (stream,))


def put_decision(writing: Writing, decision: Decision) -> None:
    """Write a decision; it replaces another on the same piece."""
    writing.tx.run(writing.log.write.upsert(tables.decision, Decision._fields), decision)


def drop_decision(writing: Writing, name: tuple[bytes, bytes, bytes]) -> None:
    """Take a decision back: stream, device, first gesture."""
    writing.tx.run(writing.log.write.delete(tables.decision, KEY), name)


def drop_decisions(writing: Writing, stream: bytes) -> None:
    """Take every decision on a stream back."""
    writing.tx.run(writing.log.write.delete(tables.decision, ("stream",)), (stream,))
