"""What the server says of own work, written into the log: its numbers, or why it is kept apart."""

from sqlalchemy import ClauseElement, ColumnElement, bindparam, case, null, select, update

from app.changelog.apply import settle
from app.changelog.change import Change
from app.changelog.gesture import Author
from app.changelog.log import CHANGE, Stream
from app.log import get_log
from app.protocol.messages import Ack, Kept, Own
from app.store import tables

log = get_log(__name__)

Numbered = Ack | Own
OWN_SPAN = ("of_stream", "of_dev", "of_inc", "first", "last")


def own_cells() -> list[ColumnElement[bool]]:
    """Return the condition of OWN_SPAN: own changes of one stream, with these counters."""
    change = tables.log_tables.change
    mine = [change.c[name] == bindparam(f"of_{name}") for name in ("stream", "dev", "inc")]
    return [*mine, change.c.ctr.between(bindparam("first"), bindparam("last"))]


class PageError(Exception):
    """A page that does not continue what this laptop has; nothing of the slice is kept."""


class OwnWorkGoneError(PageError):
    """A page that only names own changes which are not here any more: the family was wiped, and granted again."""


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
    if stream.tx.run(stream.log.write.own("take numbers", names, write), (shift, err, at, err, at, at, err, *of)):
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


def own_span(stream: Stream, author: Author, own: Own) -> list[Change]:
    """Return own changes that the server only names; a store put back from a copy may not have them."""
    change = tables.log_tables.change

    def write() -> ClauseElement:
        return select(*(change.c[name] for name in CHANGE)).where(*own_cells()).order_by(change.c.ctr)

    of = (stream.id, author.dev, author.inc, own.from_ctr, own.to_ctr)
    found = [Change(*row) for row in stream.tx.rows(stream.log.write.own("own span", OWN_SPAN, write), of)]
    if [one.seq for one in found] != list(range(own.from_seq, own.from_seq + own.to_ctr - own.from_ctr + 1)):
        raise OwnWorkGoneError("own work is not here")
    return found
