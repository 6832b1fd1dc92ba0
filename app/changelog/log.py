"""The log of one stream inside one transaction: reading and writing its changes and what stands. Decides nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ClauseElement, Dialect, Table, bindparam, func, select, update

from app.changelog.change import Cell, Change, Found
from app.changelog.dominance import Standing, shown
from app.changelog.tables import LogTables
from app.changelog.transaction import Prepared, Tx

CHANGE = Change._fields
STANDING = Standing._fields
AT_ONCE = (1, 10, 40)
"""How many rows one question for what stands names: the least of these that is enough, where need be with one of them again."""


class Log:
    """The tables of one side with their statements, in the dialect of an engine."""

    def __init__(self, tables: LogTables, dialect: Dialect) -> None:
        self.tables = tables
        self.write = tables.writer(dialect)

    def stream(self, tx: Tx, *scope: object) -> "Stream":
        """Return the log of the stream that the scope names: its id, behind the municipality on the server."""
        return Stream(self, tx, scope)


@dataclass(frozen=True)
class Stream:
    """One stream's log in one transaction."""

    log: Log
    tx: Tx
    scope: tuple[object, ...]

    @property
    def id(self) -> bytes:
        """Return the stream's own id, without the municipality."""
        last = self.scope[-1]
        return bytes(last) if isinstance(last, bytes) else b""

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the names of the scope's columns."""
        return self.log.tables.scope

    def append(self, changes: Iterable[Change]) -> None:
        """Write changes into the log."""
        statement = self.log.write.insert(self.log.tables.change, (*self.keys, *CHANGE))
        self.tx.many(statement, [(*self.scope, *change) for change in changes])

    def find(self, dev: bytes, inc: int, ctr: int) -> Change | None:
        """Return a change by its name."""
        statement = self.log.write.select(self.log.tables.change, CHANGE, (*self.keys, "dev", "inc", "ctr"))
        rows = self.tx.rows(statement, (*self.scope, dev, inc, ctr))
        return Change(*rows[0]) if rows else None

    def history(self, after: int = 0) -> list[Change]:
        """Return the changes with a number beyond `after`, in its order, then those without one, by counter."""
        found = [Change(*row) for row in self.tx.rows(self.log.write.select(self.log.tables.change, CHANGE, self.keys), self.scope)]
        later = (one for one in found if one.seq is None or one.seq > after)
        return sorted(later, key=lambda one: (one.seq is None, one.seq or 0, one.dev, one.inc, one.ctr))

    def blank(self, change: Change) -> None:
        """Take away what a change said: its value and salt become those of `change`, which has its leaf in `redacted`."""
        table = self.log.tables.change

        def write() -> ClauseElement:
            of = (table.c[name] == bindparam(f"of_{name}") for name in (*self.keys, "dev", "inc", "ctr"))
            return update(table).values(val=bindparam("val"), salt=bindparam("salt"), redacted=bindparam("redacted")).where(*of)

        names = ("val", "salt", "redacted", *(f"of_{name}" for name in (*self.keys, "dev", "inc", "ctr")))
        self.tx.run(self.log.write.own("blank", names, write), (change.val, change.salt, change.redacted, *self.scope, *change[:3]))

    def last_ctr(self, dev: bytes, inc: int) -> int:
        """Return the highest counter this incarnation used in this stream, or 0."""
        table = self.log.tables.change

        def write() -> ClauseElement:
            return select(func.max(table.c.ctr)).where(*(table.c[k] == bindparam(k) for k in (*self.keys, "dev", "inc")))

        rows = self.tx.rows(self.log.write.own("last_ctr", (*self.keys, "dev", "inc"), write), (*self.scope, dev, inc))
        return int(rows[0][0] or 0)

    def heads(self, record: str, row: bytes) -> dict[Cell, list[Standing]]:
        """Return what stands in every cell of one row."""
        return self._cells(1, (record, row))

    def heads_of(self, rows: Iterable[tuple[str, bytes]]) -> dict[Cell, list[Standing]]:
        """Return what stands in every cell of these rows, each named as (record, row): one question for many of a record."""
        of: dict[str, list[bytes]] = defaultdict(list)
        for record, row in dict.fromkeys(rows):
            of[record].append(row)
        cells: dict[Cell, list[Standing]] = {}
        for record, all_of in of.items():
            for start in range(0, len(all_of), AT_ONCE[-1]):
                some = all_of[start : start + AT_ONCE[-1]]
                asked = next(size for size in AT_ONCE if size >= len(some))
                cells |= self._cells(asked, (record, *some, *[some[0]] * (asked - len(some))))
        return cells

    def all_heads(self) -> dict[Cell, list[Standing]]:
        """Return what stands in every cell of the stream."""
        return self._cells(0, ())

    def _cells(self, rows: int, values: tuple[object, ...]) -> dict[Cell, list[Standing]]:
        """Return the cells of so many rows of a record, or for none those of the whole stream."""
        given = (*self.scope, *values)
        cells: dict[Cell, list[Standing]] = {}
        several = False
        for record, row, grp, dev, inc, ctr, seq, order, n in self.tx.rows(self._standing(rows, "head", (*STANDING, "n")), given):
            cells[Cell(record, row, grp)] = [] if n > 1 else [Standing(dev, inc, ctr, seq, order)]
            several = several or n > 1
        if several:
            for record, row, grp, *stand in self.tx.rows(self._standing(rows, "frontier", STANDING), given):
                cells[Cell(record, row, grp)].append(Standing(*stand))
        return cells

    def _standing(self, rows: int, name: str, columns: Sequence[str]) -> Prepared:
        names = [f"row_{place}" for place in range(rows)]
        order = (*self.keys, *(["record", *names] if names else []))

        def write() -> ClauseElement:
            table: Table = getattr(self.log.tables, name)
            query = select(*(table.c[one] for one in ("record", "row", "grp", *columns)))
            query = query.where(*(table.c[key] == bindparam(key) for key in order[: len(order) - len(names)]))
            return query.where(table.c.row.in_([bindparam(one) for one in names])) if names else query

        return self.log.write.own(f"standing in {rows} {name}", order, write)

    def put_heads(self, cells: dict[Cell, list[Standing]], before: dict[Cell, int]) -> None:
        """Write what stands in these cells; `before` is how many stood in each."""
        head = self.log.write.upsert(self.log.tables.head, (*self.keys, "record", "row", "grp", *STANDING, "n"))
        self.tx.many(head, [(*self.scope, *cell, *shown(stand), len(stand)) for cell, stand in cells.items()])
        clear = self.log.write.delete(self.log.tables.frontier, (*self.keys, "record", "row", "grp"))
        self.tx.many(clear, [(*self.scope, *cell) for cell in cells if before.get(cell, 0) > 1])
        fill = self.log.write.insert(self.log.tables.frontier, (*self.keys, "record", "row", "grp", *STANDING))
        self.tx.many(fill, [(*self.scope, *cell, *one) for cell, stand in cells.items() if len(stand) > 1 for one in stand])

    def contested(self) -> dict[Cell, list[Standing]]:
        """Return the cells in which more than one change stands, whether or not their values differ."""
        frontier = self.log.write.select(self.log.tables.frontier, ("record", "row", "grp", *STANDING), self.keys)
        cells: dict[Cell, list[Standing]] = {}
        for record, row, grp, *stand in self.tx.rows(frontier, self.scope):
            cells.setdefault(Cell(record, row, grp), []).append(Standing(*stand))
        return cells

    def put_row(self, record: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Write rows of a record: the id, then the values of `columns`, which stand in the table's own order."""
        statement = self.log.write.upsert(self.log.tables.records[record], (*self.keys, "id", *columns))
        self.tx.many(statement, [(*self.scope, *row) for row in rows])

    def put_search(self, texts: Iterable[Found]) -> None:
        """Write the folded texts by which cells are found, on a side that keeps them; an emptied text overwrites the old one."""
        if self.log.tables.search is not None:
            statement = self.log.write.upsert(self.log.tables.search, (*self.keys, "record", "row", "grp", "text"))
            self.tx.many(statement, [(*self.scope, *found) for found in texts])

    def clear(self, record: str) -> None:
        """Take away what is written of a record's rows: themselves, what is parked of them, and the texts they are found by."""
        tables = self.log.tables
        self.tx.run(self.log.write.delete(tables.records[record], self.keys), self.scope)
        for table in (tables.parked, tables.search):
            if table is not None:
                self.tx.run(self.log.write.delete(table, (*self.keys, "record")), (*self.scope, record))

    def clear_all(self) -> None:
        """Take away everything that follows from the log: what stands, the rows of every record, what is parked, and search texts."""
        tables = self.log.tables
        for table in (tables.head, tables.frontier, tables.parked, tables.search, *tables.records.values()):
            if table is not None:
                self.tx.run(self.log.write.delete(table, self.keys), self.scope)

    def park(self, cells: Iterable[Cell], reason: str) -> None:
        """Remember cells that this program cannot write into a row."""
        statement = self.log.write.upsert(self.log.tables.parked, (*self.keys, "record", "row", "grp", "reason"))
        self.tx.many(statement, [(*self.scope, *cell, reason) for cell in cells])

    def number(self, dev: bytes, inc: int, span: tuple[int, int], shift: int) -> None:
        """Give head and frontier the `seq` (`ctr` + shift) and the log's `ord` of own changes `span[0]`..`span[1]`."""
        change = self.log.tables.change
        for table in (self.log.tables.head, self.log.tables.frontier):

            def write(table: Any = table) -> ClauseElement:
                same = (change.c[k] == table.c[k] for k in (*self.keys, "dev", "inc", "ctr"))
                mine = (table.c[k] == bindparam(f"of_{k}") for k in (*self.keys, "dev", "inc"))
                order = select(change.c.ord).where(*same).scalar_subquery()
                between = table.c.ctr.between(bindparam("first"), bindparam("last"))
                return update(table).values(seq=table.c.ctr + bindparam("shift"), ord=order).where(*mine, between)

            order = ("shift", *(f"of_{k}" for k in (*self.keys, "dev", "inc")), "first", "last")
            self.tx.run(self.log.write.own(f"number {table.name}", order, write), (shift, *self.scope, dev, inc, *span))
