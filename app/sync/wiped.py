"""Saying to the municipality that a family was wiped here, once it is proven that nothing of it is left (docs/decisions/0017)."""

from sqlalchemy import ClauseElement, Engine, select

from app.domain.ids import as_text
from app.log import get_log
from app.protocol.messages import Wiped
from app.store import tables
from app.store.place import place_of
from app.store.reserve import copies_of
from app.store.workspace import Reading, StreamState, Workspace, Writing

log = get_log(__name__)

MOST = 1_000
TABLE = ("stream", "version", "wiped_at", "proven", "told")


def note_wiped(writing: Writing, state: StreamState) -> None:
    """Remember that a family was wiped; it is told once it is proven."""
    row = (state.stream, state.grant_version, writing.wall, 0, None)
    writing.tx.run(writing.log.write.upsert(tables.wiped, TABLE), row)


def forget_names(writing: Writing) -> None:
    """Forget what those are called who wrote nothing that is still here, and of whom nothing waits for a decision."""
    change = tables.log_tables.change

    def write() -> ClauseElement:
        return select(change.c.author).distinct()

    said = b"".join(bytes(one) for (one,) in writing.tx.rows(writing.log.write.select(tables.offered, ("said",), ())))
    here = {bytes(author) for (author,) in writing.tx.rows(writing.log.write.own("authors", (), write))}
    for worker in writing.known("name"):
        if worker not in here and as_text(worker).encode() not in said:
            writing.tx.run(writing.log.write.delete(tables.meta, ("name",)), (f"name:{worker.hex()}",))


def not_proven(reading: Reading) -> list[tuple[bytes, int, int]]:
    """Return what was wiped and was not looked for since, or was found."""
    return [row[:3] for row in _rows(reading) if not row[3]]


def prove(workspace: Workspace) -> None:
    """Look whether really nothing is left of what was wiped: no row, no page in the write-ahead log, no copy. Else it is tried again."""
    with workspace.read() as reading:
        waiting = not_proven(reading)
    emptied = leave_no_trace(workspace.engine)
    with workspace.write() as writing:
        there = {state.stream for state in writing.states()}
        for stream, version, at in waiting:
            left = ["log"] * (not emptied) + ["copy"] * bool(copies_of(place_of(workspace.engine))) + _left(writing, bytes(stream))
            if bytes(stream) not in there and left:
                log.trouble("wipe.not_proven", stream=bytes(stream), left="_".join(left))
            elif bytes(stream) not in there:
                writing.tx.run(writing.log.write.upsert(tables.wiped, TABLE), (stream, version, at, 1, None))


def to_tell(reading: Reading, epoch: str) -> list[Wiped]:
    """Return what was wiped and proven, and not told to the municipality in the history in which it lives now."""
    rows = [row for row in _rows(reading) if row[3] and row[4] != epoch]
    there = {state.stream for state in reading.states()} if rows else set()
    gone = [row for row in rows if bytes(row[0]) not in there]
    return [Wiped(as_text(bytes(stream)), version) for stream, version, *_ in gone[:MOST]]


def told(writing: Writing, wiped: list[bytes], epoch: str) -> None:
    """Remember that the municipality knows it."""
    for row in _rows(writing):
        if bytes(row[0]) in wiped:
            writing.tx.run(writing.log.write.upsert(tables.wiped, TABLE), (*row[:4], epoch))


def _rows(reading: Reading) -> list[tuple[bytes, int, int, int, str | None]]:
    found = reading.tx.rows(reading.log.write.select(tables.wiped, TABLE, (), ("stream",)))
    return [(stream, version, at, proven, epoch) for stream, version, at, proven, epoch in found]


def _left(reading: Reading, stream: bytes) -> list[str]:
    """Return the tables in which something of a stream is left; a look that was not handed in yet says only that somebody looked."""
    kept = (tables.wiped, tables.look)
    families = [table for table in tables.metadata.sorted_tables if "stream" in table.c and table not in kept]
    return [table.name for table in families if reading.tx.rows(reading.log.write.select(table, ("stream",), ("stream",)), (stream,))]


def leave_no_trace(engine: Engine) -> bool:
    """Empty the write-ahead log, in which deleted pages would stay readable to whoever has the key; tells whether it is empty."""
    with engine.connect() as connection:
        [(busy, *_)] = connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return not busy
