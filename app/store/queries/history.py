"""What happened in a family, out of the log."""

from sqlalchemy import ClauseElement, bindparam, func, select

from app.changelog.change import WHOLE_ROW, Cell, Change
from app.changelog.dominance import shown
from app.changelog.gesture import Author
from app.changelog.log import CHANGE, Stream
from app.store import tables


def begins_after(stream: Stream) -> int:
    """Return the number from which this laptop has every change; of what is older it may have only what stood then."""
    query = stream.log.write.select(tables.stream_state, ("base_seq",), ("stream",))
    return next((int(base or 0) for (base,) in stream.tx.rows(query, stream.scope)), 0)


def of_cell(stream: Stream, cell: Cell) -> list[Change]:
    """Return every change of a cell that this laptop knows, oldest first; pending ones last."""
    return [change for change in of_row(stream, cell.record, cell.row) if change.grp == cell.grp]


def of_row(stream: Stream, record: str, row: bytes) -> list[Change]:
    """Return every change of a row that this laptop knows, oldest first; pending ones last."""
    query = stream.log.write.select(stream.log.tables.change, CHANGE, (*stream.keys, "record", "row"))
    found = [Change(*values) for values in stream.tx.rows(query, (*stream.scope, record, row))]
    return sorted(found, key=lambda change: (change.seq is None, change.seq or 0, change.ctr))


def last_own(stream: Stream, author: Author, count: int) -> list[Change]:
    """Return this laptop's newest changes in a family, oldest first."""
    table = stream.log.tables.change

    def write() -> ClauseElement:
        where = (table.c[key] == bindparam(key) for key in (*stream.keys, "dev", "inc"))
        return select(*(table.c[name] for name in CHANGE)).where(*where, table.c.ctr > bindparam("above")).order_by(table.c.ctr)

    query = stream.log.write.own("last_own", (*stream.keys, "dev", "inc", "above"), write)
    above = stream.last_ctr(author.dev, author.inc) - count
    return [Change(*values) for values in stream.tx.rows(query, (*stream.scope, author.dev, author.inc, above))]


def newest_wall(stream: Stream) -> int:
    """Return when the family was last changed, in ms by the clock of who changed it; 0 when never.

    It is the newest of what the municipality numbered last and of what waits here, found by its key. A laptop whose clock was
    wrong may have written a later moment before: that one is passed by, for the whole log would have to be read to find it.
    """
    table = stream.log.tables.change
    mine = [table.c[key] == bindparam(key) for key in stream.keys]

    def write() -> ClauseElement:
        return select(table.c.wall).where(*mine).order_by(table.c.seq.desc()).limit(bindparam("most")).offset(bindparam("none"))

    def write_waiting() -> ClauseElement:
        return select(func.max(table.c.wall)).where(*mine, table.c.seq.is_(None))

    numbered = stream.tx.rows(stream.log.write.own("newest_wall", (*stream.keys, "most", "none"), write), (*stream.scope, 1, 0))
    waiting = stream.tx.rows(stream.log.write.own("newest_waiting", stream.keys, write_waiting), stream.scope)
    return max((int(wall or 0) for (wall,) in (*numbered, *waiting)), default=0)


def standing_wall(stream: Stream, record: str, row: bytes, field: str) -> int | None:
    """Return when the value that a field shows was written, in ms by the clock of who wrote it; None for a row that is not here."""
    stand = stream.heads(record, row)
    writers = stand.get(Cell(record, row, field)) or stand.get(Cell(record, row, WHOLE_ROW))
    found = stream.find(*shown(writers)[:3]) if writers else None
    return found.wall if found else None
