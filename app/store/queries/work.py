"""How far the work of each family is: each is one question over all families, and every part of it is found by a key."""

from typing import Any, NamedTuple

from sqlalchemy import ClauseElement, ColumnElement, FromClause, ScalarSelect, func, literal_column, select

from app.store import tables
from app.store.workspace import Reading

ONE: ColumnElement[int] = literal_column("1")
NOUGHT: ColumnElement[int] = literal_column("0")


class Work(NamedTuple):
    """Of one stream: how far it is here, what waits, and since when (ms). `arriving` is a number up to which it still comes."""

    stream: bytes
    state: str
    role: str | None
    cursor: int
    arriving: int | None
    waiting: int
    oldest: int | None


class Taken(NamedTuple):
    """When (ms) the municipality took in the last change of one laptop in one stream."""

    stream: bytes
    device: bytes
    at: int


class Apart(NamedTuple):
    """Own changes in one row that the server keeps apart for one reason, and when the oldest was made."""

    stream: bytes
    record: str
    row: bytes
    reason: str
    changes: int
    oldest: int


def work_of_all(reading: Reading) -> list[Work]:
    """Return the work of every stream on this laptop, by id."""
    state, wall = tables.stream_state, tables.log_tables.change.c.wall

    def write() -> ClauseElement:
        columns = [state.c[name] for name in ("stream", "state", "role", "cursor", "arriving")]
        return select(*columns, _waiting(func.count()), _waiting(func.min(wall))).order_by(state.c.stream)

    return [Work(*row) for row in reading.tx.rows(reading.log.write.own("work of all", (), write))]


def taken_of_all(reading: Reading) -> list[Taken]:
    """Return for every laptop that wrote in a stream when its last change was taken in.

    Goes from one laptop to the next by the log's own key: two thousand changes of one are passed by at once.
    """

    def write() -> ClauseElement:
        first, following = _changes("first"), _changes("following")
        state = tables.stream_state
        begin = select(func.min(first.c.dev)).where(first.c.stream == state.c.stream).scalar_subquery()
        writer = select(state.c.stream, begin.label("dev")).cte("writer", recursive=True)
        next_one = (following.c.stream == writer.c.stream, following.c.dev > writer.c.dev)
        after = select(func.min(following.c.dev)).where(*next_one).scalar_subquery()
        writer = writer.union_all(select(writer.c.stream, after).where(writer.c.dev.is_not(None)))
        last = _changes("last")
        by_writer = (last.c.stream == writer.c.stream, last.c.dev == writer.c.dev, last.c.seq.is_not(None))
        found = select(last.c.received_at).where(*by_writer).order_by(last.c.inc.desc(), last.c.ctr.desc())
        at = found.limit(ONE).offset(NOUGHT).correlate(writer).scalar_subquery()
        return select(writer.c.stream, writer.c.dev, at).where(writer.c.dev.is_not(None))

    return [Taken(*row) for row in reading.tx.rows(reading.log.write.own("taken of all", (), write)) if row[2] is not None]


def apart_of_all(reading: Reading) -> list[Apart]:
    """Return what the server keeps apart of own work, oldest first."""
    table, state = tables.log_tables.change, tables.stream_state

    def write() -> ClauseElement:
        by = (table.c.stream, table.c.record, table.c.row, table.c.held)
        since, first = func.min(table.c.wall), func.min(table.c.ctr)
        here = table.c.stream.in_(select(state.c.stream))  # so that the key finds what has no number, one stream after another
        mine = (here, table.c.seq.is_(None), table.c.held.is_not(None))
        return select(*by, func.count(), since).where(*mine).group_by(*by).order_by(since, first)

    return [Apart(*row) for row in reading.tx.rows(reading.log.write.own("apart of all", (), write))]


def names_of_all(reading: Reading) -> dict[bytes, str]:
    """Return what the families are called of which the first row is here."""
    family = tables.log_tables.records["family"]
    rows = reading.tx.rows(reading.log.write.select(family, ("stream", "display_name"), ()))
    return {stream: name for stream, name in rows if name}


def _changes(name: str) -> FromClause:
    return tables.log_tables.change.alias(name)


def _waiting(what: ColumnElement[Any]) -> ScalarSelect[Any]:
    change = tables.log_tables.change
    mine = (change.c.stream == tables.stream_state.c.stream, change.c.seq.is_(None), change.c.held.is_(None))
    return select(what).select_from(change).where(*mine).scalar_subquery()
