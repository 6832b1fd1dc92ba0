"""What the server says of own work, written into the log: its numbers, or why it is kept apart."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import ClauseElement, ColumnElement, bindparam, case, func, null, select, update

from app.changelog.apply import anew, settle
from app.changelog.change import LEFT, Change
from app.changelog.gesture import Author
from app.changelog.log import CHANGE, Stream
from app.log import get_log
from app.protocol.messages import Ack, Kept, Own
from app.store import tables

log = get_log(__name__)

Numbered = Ack | Own
OWN = ("stream", "dev", "inc")
OWN_SPAN = ("of_stream", "of_dev", "of_inc", "first", "last")


def own_cells() -> list[ColumnElement[bool]]:
    """Return the condition of OWN_SPAN: own changes of one stream, with these counters."""
    change = tables.log_tables.change
    mine = [change.c[name] == bindparam(f"of_{name}") for name in OWN]
    return [*mine, change.c.ctr.between(bindparam("first"), bindparam("last"))]


class PageError(Exception):
    """A page that does not continue what this laptop has; nothing of the slice is kept."""


class OwnWorkGoneError(PageError):
    """A page that only names own changes which are not here under these numbers: this store did not write them, or it wrote others."""


def take_numbers(stream: Stream, author: Author, span: Numbered) -> None:
    """Write the server's numbers to own changes that have none, and settle what shows."""
    change = tables.log_tables.change

    def write() -> ClauseElement:
        right = change.c.wall + bindparam("err")
        values = {
            "seq": change.c.ctr + bindparam("shift"),
            "ord": case((right < bindparam("arrived"), right), else_=bindparam("arrival")),
            "received_at": bindparam("received_at"),
            "clock_err": bindparam("clock_err"),
            "held": null(),
        }
        return update(change).values(values).where(*own_cells(), change.c.seq.is_(None))

    names = ("shift", "err", "arrived", "err", "arrival", "received_at", "clock_err", *OWN_SPAN)
    shift, at, err = span.from_seq - span.from_ctr, span.received_at, span.clock_err
    of = (stream.id, author.dev, author.inc, span.from_ctr, span.to_ctr)
    if stream.tx.touched(stream.log.write.own("take numbers", names, write), (shift, err, at, err, at, at, err, *of)):
        settle(stream, author.dev, author.inc, (span.from_ctr, span.to_ctr), shift)


def keep_apart(stream: Stream, author: Author, note: Kept) -> None:
    """Mark own changes as held by the server, with the reason; they stay readable here."""
    change = tables.log_tables.change

    def write() -> ClauseElement:
        return update(change).values(held=bindparam("reason")).where(*own_cells(), change.c.seq.is_(None))

    of = (stream.id, author.dev, author.inc, note.from_ctr, note.to_ctr)
    stream.tx.run(stream.log.write.own("keep apart", ("reason", *OWN_SPAN), write), (note.reason, *of))
    put = stream.log.write.upsert(tables.held_note, ("stream", "first_ctr", "last_ctr", "reason"))
    stream.tx.run(put, (stream.id, note.from_ctr, note.to_ctr, note.reason))
    log.trouble("sync.held", stream=stream.id, reason=note.reason, count=note.to_ctr - note.from_ctr + 1)


def lay_aside(stream: Stream, author: Author, first: int, last: int) -> bool:
    """Let own held work, on which it was decided that it is not taken over, stand nowhere any more; tells whether it did."""
    change = tables.log_tables.change

    def write() -> ClauseElement:
        held = (change.c.seq.is_(None), change.c.held != bindparam("not_yet"))
        return update(change).values(held=bindparam("reason")).where(*own_cells(), *held)

    of = (stream.id, author.dev, author.inc, first, last)
    if not stream.tx.touched(stream.log.write.own("lay aside", ("reason", *OWN_SPAN, "not_yet"), write), (LEFT, *of, LEFT)):
        return False
    note_again(stream, author.dev)
    anew(stream)
    return True


def note_again(stream: Stream, device: bytes) -> None:
    """Note anew, out of the log, what is held of own work and why."""
    change = tables.log_tables.change

    def write() -> ClauseElement:
        mine = [change.c[name] == bindparam(f"of_{name}") for name in ("stream", "dev")]
        found = select(change.c.inc, change.c.ctr, change.c.held).where(*mine, change.c.seq.is_(None), change.c.held.is_not(None))
        return found.order_by(change.c.inc, change.c.ctr)

    rows = stream.tx.rows(stream.log.write.own("held own", OWN_SPAN[:2], write), (stream.id, device))
    stream.tx.run(stream.log.write.delete(tables.held_note, ("stream",)), (stream.id,))
    put = stream.log.write.upsert(tables.held_note, ("stream", "first_ctr", "last_ctr", "reason"))
    for (_, reason, _), group in groupby(enumerate(rows), key=lambda placed: (placed[1][0], placed[1][2], placed[1][1] - placed[0])):
        run = [ctr for _, (_, ctr, _) in group]
        stream.tx.run(put, (stream.id, run[0], run[-1], reason))


def own_span(stream: Stream, author: Author, own: Own, sent: Sequence[Change] = ()) -> Sequence[Change]:
    """Return own changes that the server only names; of a store that was copied a change without its number may be another than meant.

    What was `sent` just now is not read again: a name is never given to two changes, so it is enough that it has its number.
    """
    count, shift = own.to_ctr - own.from_ctr + 1, own.from_ctr - own.from_seq
    if _numbered(stream, author, (own.from_seq, own.from_seq + count - 1)) != (count, shift, shift):
        raise OwnWorkGoneError("own work is not here")
    start = own.from_ctr - sent[0].ctr if sent and sent[0].inc == author.inc else -1
    at_hand = sent[start : start + count] if start >= 0 else ()
    return at_hand if len(at_hand) == count else _read_span(stream, author, own)


def _numbered(stream: Stream, author: Author, seqs: tuple[int, int]) -> tuple[int, int | None, int | None]:
    """Return how many own changes have one of these numbers, and the least and most by which a counter is beyond its number."""
    change = tables.log_tables.change

    def write() -> ClauseElement:
        mine = [change.c[name] == bindparam(f"of_{name}") for name in OWN]
        shift = change.c.ctr - change.c.seq
        between = change.c.seq.between(bindparam("first"), bindparam("last"))
        return select(func.count(), func.min(shift), func.max(shift)).where(*mine, between)

    of = (stream.id, author.dev, author.inc, *seqs)
    [(count, least, most)] = stream.tx.rows(stream.log.write.own("numbered", (*OWN_SPAN[:3], "first", "last"), write), of)
    return count, least, most


def _read_span(stream: Stream, author: Author, own: Own) -> list[Change]:
    """Return own changes by counter."""
    change = tables.log_tables.change

    def write() -> ClauseElement:
        return select(*(change.c[name] for name in CHANGE)).where(*own_cells()).order_by(change.c.ctr)

    of = (stream.id, author.dev, author.inc, own.from_ctr, own.to_ctr)
    return list(map(Change._make, stream.tx.rows(stream.log.write.own("own span", OWN_SPAN, write), of)))
