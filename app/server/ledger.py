"""The rows by which a stream's place is kept: its head, up to where each device handed in, and what is held. Judges nothing."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ClauseElement, bindparam, select, update

from app.changelog.apply import apply
from app.changelog.chain import START, extend, leaf
from app.changelog.change import Change
from app.changelog.log import CHANGE, Log, Stream
from app.changelog.transaction import Tx
from app.domain.record import StreamClass
from app.domain.rules.roles import REGISSEUR
from app.server import tables
from app.server.birth import Birth
from app.server.rights import confidants, give

KEY = tables.SCOPE
CONTENT = CHANGE[5:16]
"""What the change's author wrote: from `seen` to `kind`."""
HELD = (*KEY, "dev", "inc", "ctr", "leaf", *CONTENT, "reason", "received_at", "clock_err", "head")
HEAD = (*KEY, "head_seq", "head_hash", "class")

Said = tuple[object, ...]
"""What a change says, without its name."""
Device = tuple[bytes, int]
"""A device and its incarnation."""


class Head(NamedTuple):
    """Where a stream is: its last number, its chain, and which records live in it."""

    seq: int
    chain: bytes
    stream_class: str


def locked_head(log: Log, tx: Tx, scope: tuple[object, ...]) -> Head | None:
    """Lock the stream's head row: numbers are given under this lock only (on SQLite the writer is alone anyway)."""

    def write() -> ClauseElement:
        of = (tables.stream.c[name] == bindparam(name) for name in KEY)
        return select(tables.stream.c.head_seq, tables.stream.c.head_hash, tables.stream.c["class"]).where(*of).with_for_update()

    rows = tx.rows(log.write.own("locked head", KEY, write), scope)
    return Head(rows[0][0], bytes(rows[0][1]), rows[0][2]) if rows else None


def head_of(stream: Stream) -> Head | None:
    """Return where a stream is."""
    rows = stream.tx.rows(stream.log.write.select(tables.stream, HEAD[2:], KEY), stream.scope)
    return Head(rows[0][0], bytes(rows[0][1]), rows[0][2]) if rows else None


def begin_stream(log: Log, tx: Tx, scope: tuple[str, bytes], birth: Birth, whom: tuple[bytes, int]) -> Head:
    """Make a stream, as of now; who began it (worker, and the moment) is its regisseur, or those of its family where it is kept apart."""
    worker, now = whom
    begun = Head(0, START, birth.stream_class)
    tx.run(log.write.insert(tables.stream, HEAD), (*scope, *begun))
    who = [(worker, REGISSEUR)]
    if birth.stream_class is StreamClass.CONFIDENTIAL:
        who = confidants(log, tx, (scope[0], birth.family), now)
    for one, role in who:
        give(log, tx, (*scope, one), role, now)
    return begun


def go_on(stream: Stream, head: Head, numbered: Sequence[Change]) -> None:
    """Apply changes that have their numbers, and move the head past them."""
    apply(stream, numbered)
    put = stream.log.write.upsert(tables.stream, HEAD)
    stream.tx.run(put, (*stream.scope, head.seq + len(numbered), extend(head.chain, stream.id, numbered), head.stream_class))


def last_received(stream: Stream, device: Device) -> int:
    """Return up to which counter a device handed in, applied or held."""
    query = stream.log.write.select(tables.device_stream, ("last_ctr",), (*KEY, "device", "inc"))
    rows = stream.tx.rows(query, (*stream.scope, *device))
    return int(rows[0][0]) if rows else 0


def note_received(stream: Stream, device: Device, last: int) -> None:
    """Note up to which counter a device handed in."""
    put = stream.log.write.upsert(tables.device_stream, (*KEY, "device", "inc", "last_ctr"))
    stream.tx.run(put, (*stream.scope, *device, last))


def hold(stream: Stream, held: Iterable[tuple[Change, str]]) -> None:
    """Keep changes apart, each with the reason; they have their moment of arrival, and no number."""
    head = head_of(stream)
    rows: list[tuple[Any, ...]] = []
    for change, reason in held:
        name = (change.dev, change.inc, change.ctr, leaf(stream.id, change))
        rows.append((*stream.scope, *name, *change[5:16], reason, change.received_at, change.clock_err, head.seq if head else 0))
    stream.tx.many(stream.log.write.upsert(tables.held, HELD), rows)
    if rows:
        mark_held(stream, max(row[-3] or 0 for row in rows))


def no_longer_held(stream: Stream, numbered: Iterable[Change], now: int) -> None:
    """Take out of what is held what has a number: it was taken over after the copy was made that the server was put back from."""
    name = ("dev", "inc", "ctr", "leaf")
    held = {
        (bytes(dev), inc, ctr, bytes(one))
        for dev, inc, ctr, one in stream.tx.rows(stream.log.write.select(tables.held, name, KEY), stream.scope)
    }
    gone = held and held.intersection((change.dev, change.inc, change.ctr, leaf(stream.id, change)) for change in numbered)
    if gone:
        stream.tx.many(stream.log.write.delete(tables.held, (*KEY, *name)), [(*stream.scope, *one) for one in sorted(gone)])
        mark_held(stream, now)


def mark_held(stream: Stream, now: int) -> None:
    """Let whoever may see the stream know that what is held of it is not what it was; of one that never began nobody may."""
    row = tables.stream

    def write() -> ClauseElement:
        return select(row.c.held_mark).where(*(row.c[name] == bindparam(name) for name in KEY)).with_for_update()

    def write_mark() -> ClauseElement:
        return update(row).values(held_mark=bindparam("mark")).where(*(row.c[name] == bindparam(f"of_{name}") for name in KEY))

    for (mark,) in stream.tx.rows(stream.log.write.own("held mark", KEY, write), stream.scope):
        put = stream.log.write.own("mark held", ("mark", *(f"of_{name}" for name in KEY)), write_mark)
        stream.tx.run(put, (max(now, (mark or 0) + 1), *stream.scope))


def numbered_of(stream: Stream, device: Device, first: int, last: int) -> list[Change]:
    """Return a device's numbered changes with these counters."""
    change = stream.log.tables.change

    def write() -> ClauseElement:
        mine = (change.c[name] == bindparam(name) for name in (*KEY, "dev", "inc"))
        between = change.c.ctr.between(bindparam("first"), bindparam("last"))
        return select(*(change.c[name] for name in CHANGE)).where(*mine, between).order_by(change.c.ctr)

    query = stream.log.write.own("own changes", (*KEY, "dev", "inc", "first", "last"), write)
    return list(map(Change._make, stream.tx.rows(query, (*stream.scope, *device, first, last))))


def kept_apart(stream: Stream, device: Device, first: int, last: int) -> dict[tuple[int, Said], str]:
    """Return why a device's changes with these counters are held, by counter and what they say."""
    held = tables.held

    def write() -> ClauseElement:
        mine = (held.c[name] == bindparam(name) for name in (*KEY, "dev", "inc"))
        columns = (held.c[name] for name in ("ctr", *CONTENT[1:], "reason"))
        return select(*columns).where(*mine, held.c.ctr.between(bindparam("first"), bindparam("last")))

    query = stream.log.write.own("kept", (*KEY, "dev", "inc", "first", "last"), write)
    rows = stream.tx.rows(query, (*stream.scope, *device, first, last))
    return {(row[0], tuple(row[1:-1])): row[-1] for row in rows}


def said(change: Change) -> Said:
    """Return what a change says: all that its author wrote but `seen`, which a laptop that rewound may have lowered."""
    return change[6:16]


def same(stream: Stream, known: Change, change: Change) -> bool:
    """Tell whether a change that comes again is the one that is known; of what was destroyed only the leaf is left."""
    return said(known) == said(change) or known.redacted == leaf(stream.id, change._replace(seen=known.seen))


def after(stream: Stream, cursor: int, most: int) -> list[Change]:
    """Return the changes that follow a number, in order, at most so many: numbers have no gaps."""
    change = stream.log.tables.change

    def write() -> ClauseElement:
        of = (change.c[name] == bindparam(name) for name in KEY)
        between = change.c.seq.between(bindparam("first"), bindparam("last"))
        return select(*(change.c[name] for name in CHANGE)).where(*of, between).order_by(change.c.seq)

    query = stream.log.write.own("changes after", (*KEY, "first", "last"), write)
    return list(map(Change._make, stream.tx.rows(query, (*stream.scope, cursor + 1, cursor + most))))
