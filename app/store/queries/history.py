"""What happened in a family, out of the log."""

from sqlalchemy import ClauseElement, bindparam, func, select

from app.changelog.change import Cell, Change
from app.changelog.gesture import Author
from app.changelog.log import CHANGE, Stream


def of_cell(stream: Stream, cell: Cell) -> list[Change]:
    """Return every change of a cell that this laptop knows, oldest first; pending ones last."""
    query = stream.log.write.select(stream.log.tables.change, CHANGE, (*stream.keys, "record", "row", "grp"))
    found = [Change(*values) for values in stream.tx.rows(query, (*stream.scope, *cell))]
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
    """Return when the family was last changed, in ms by the clock of who changed it; 0 when never."""
    table = stream.log.tables.change

    def write() -> ClauseElement:
        return select(func.max(table.c.wall)).where(*(table.c[key] == bindparam(key) for key in stream.keys))

    found = stream.tx.rows(stream.log.write.own("newest_wall", stream.keys, write), stream.scope)
    return int(found[0][0] or 0)
