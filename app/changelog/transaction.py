"""The narrow way to the database: prepared statements on one open transaction, the same for SQLite and PostgreSQL.

SQLAlchemy writes the SQL once per engine; the rows go straight to the driver, because a change is five statements and a
worker notices (record-spike.md 2).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect, Table, bindparam, delete, select
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects import postgresql, sqlite

from app.errors import ProgramFault

Row = Sequence[Any]


@dataclass(frozen=True)
class Prepared:
    """SQL for one dialect; values go in the order in which the statement was written."""

    sql: str


class Tx:
    """One open transaction. Opens and ends nothing itself."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._cursor = connection.connection.cursor()

    def run(self, statement: Prepared, values: Row = ()) -> int:
        """Run one statement and return how many rows it touched."""
        self._cursor.execute(statement.sql, values)
        return int(self._cursor.rowcount)

    def rows(self, statement: Prepared, values: Row = ()) -> list[Any]:
        """Return all rows of a query."""
        self._cursor.execute(statement.sql, values)
        return list(self._cursor.fetchall())

    def many(self, statement: Prepared, rows: Iterable[Row]) -> None:
        """Run one statement for each row; nothing for no rows."""
        rows = list(rows)
        if rows:
            self._cursor.executemany(statement.sql, rows)


class Writer:
    """Writes the SQL of one dialect and keeps it."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._kept: dict[tuple[object, ...], Prepared] = {}

    def prepared(self, statement: ClauseElement, order: Sequence[str]) -> Prepared:
        """Return the statement as SQL; raises ProgramFault when its values would not go in the order given."""
        compiled = statement.compile(dialect=self._dialect)
        if list(getattr(compiled, "positiontup", None) or []) != list(order):
            raise ProgramFault("a statement with its values in another order")
        return Prepared(str(compiled))

    def insert(self, table: Table, columns: Sequence[str]) -> Prepared:
        """Return an insert of these columns, which stand in the table's own order."""
        return self._keep(("insert", table.name, *columns), columns, lambda: plain_insert(table).values({c: bindparam(c) for c in columns}))

    def upsert(self, table: Table, columns: Sequence[str]) -> Prepared:
        """Return an insert that overwrites the given columns where the key is there already."""
        return self._keep(("upsert", table.name, *columns), columns, lambda: self._upsert(table, columns))

    def delete(self, table: Table, key: Sequence[str]) -> Prepared:
        """Return a delete of the rows with these key values."""
        return self._keep(("delete", table.name, *key), key, lambda: delete(table).where(*(table.c[k] == bindparam(k) for k in key)))

    def select(self, table: Table, columns: Sequence[str], key: Sequence[str], order: Sequence[str] = ()) -> Prepared:
        """Return a query of columns by key values, sorted by `order`."""

        def write() -> ClauseElement:
            query = select(*(table.c[c] for c in columns)).where(*(table.c[k] == bindparam(k) for k in key))
            return query.order_by(*(table.c[o] for o in order))

        return self._keep(("select", table.name, *columns, "by", *key, "in", *order), key, write)

    def own(self, name: str, order: Sequence[str], write: Callable[[], ClauseElement]) -> Prepared:
        """Return a statement written elsewhere, prepared once under its name."""
        return self._keep(("own", name), order, write)

    def _upsert(self, table: Table, columns: Sequence[str]) -> ClauseElement:
        key = [column.name for column in table.primary_key]
        rest = [column for column in columns if column not in key]
        made = (postgresql if self._dialect.name == "postgresql" else sqlite).insert(table).values({c: bindparam(c) for c in columns})
        update: ClauseElement = made.on_conflict_do_update(index_elements=key, set_={c: made.excluded[c] for c in rest or key})
        nothing: ClauseElement = made.on_conflict_do_nothing(index_elements=key)
        return update if rest else nothing

    def _keep(self, name: tuple[object, ...], order: Sequence[str], write: Callable[[], ClauseElement]) -> Prepared:
        if name not in self._kept:
            self._kept[name] = self.prepared(write(), order)
        return self._kept[name]
