"""The narrow way to the database: prepared statements on one open transaction, the same for SQLite and PostgreSQL.

SQLAlchemy writes the SQL once per engine; the rows go straight to the driver, because a change is five statements and a
worker notices (record-spike.md 2).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect, Select, String, Table, Text, bindparam, delete, func, select
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.record import Id
from app.errors import ProgramFault

POSTGRESQL = "postgresql"

Row = Sequence[Any]


BOUND_AS: dict[type, Callable[..., bytes | None]] = {bytes: bytes, Id: bytes, type(None): {}.get}


def bind_at_once(driver: Any) -> None:
    """Tell a driver of SQLite how to hand on what it does not know: without it each bytes and None costs a search that finds nothing,
    and that is half of writing a page of changes.
    """
    for kind, way_in in BOUND_AS.items():
        driver.register_adapter(kind, way_in)


@dataclass(frozen=True)
class Prepared:
    """SQL for one dialect; values go in the order in which the statement was written.

    `bulk`, on PostgreSQL, writes any number of rows at once: its values are columns. `key` are the places of what a row is known by.
    """

    sql: str
    bulk: str = ""
    key: tuple[int, ...] = ()


class Tx:
    """One open transaction. Opens and ends nothing itself."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor = connection.connection.cursor()

    @property
    def connection(self) -> Connection:
        """Return the connection, for who needs the broad way."""
        return self._connection

    def run(self, statement: Prepared, values: Row = ()) -> None:
        """Run one statement."""
        self._cursor.execute(statement.sql, values)

    def touched(self, statement: Prepared, values: Row = ()) -> int:
        """Run one statement and return how many rows it touched."""
        self.settle()
        self._cursor.execute(statement.sql, values)
        return int(self._cursor.rowcount)

    def rows(self, statement: Prepared, values: Row = ()) -> list[Any]:
        """Return all rows of a query."""
        self._cursor.execute(statement.sql, values)
        return list(self._cursor.fetchall())

    def many(self, statement: Prepared, rows: Iterable[Row]) -> None:
        """Run one statement for each row; nothing for no rows.

        PostgreSQL takes them as columns in one go, in a third of the time; of rows with one key the last counts, as if one by one.
        """
        rows = list(rows)
        if len(rows) > 1 and statement.bulk:
            if statement.key:
                rows = list({tuple(row[place] for place in statement.key): row for row in rows}.values())
            self._cursor.execute(statement.bulk, [list(column) for column in zip(*rows, strict=True)])
        elif rows:
            self._cursor.executemany(statement.sql, rows)

    def settle(self) -> None:
        """Wait until everything is written, where it is not at once."""


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

        def write(rows: Rows) -> ClauseElement:
            made: ClauseElement = rows(plain_insert(table))
            return made

        return self._keep_both(("insert", table.name, *columns), (table, columns), write)

    def upsert(self, table: Table, columns: Sequence[str]) -> Prepared:
        """Return an insert that overwrites the given columns where the key is there already."""

        def write(rows: Rows) -> ClauseElement:
            key = [column.name for column in table.primary_key]
            rest = [column for column in columns if column not in key]
            made = rows((postgresql if self._dialect.name == POSTGRESQL else sqlite).insert(table))
            update: ClauseElement = made.on_conflict_do_update(index_elements=key, set_={c: made.excluded[c] for c in rest or key})
            nothing: ClauseElement = made.on_conflict_do_nothing(index_elements=key)
            return update if rest else nothing

        return self._keep_both(("upsert", table.name, *columns), (table, columns), write)

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

    def _keep(self, name: tuple[object, ...], order: Sequence[str], write: Callable[[], ClauseElement]) -> Prepared:
        if name not in self._kept:
            self._kept[name] = self.prepared(write(), order)
        return self._kept[name]

    def _keep_both(self, name: tuple[object, ...], of: tuple[Table, Sequence[str]], write: Callable[["Rows"], ClauseElement]) -> Prepared:
        """Keep an insert for one row and, on PostgreSQL, for any number at once; nothing is built for one that is kept."""
        if name not in self._kept:
            table, columns = of
            one = self.prepared(write(lambda made: made.values({column: bindparam(column) for column in columns})), columns)
            if self._dialect.name == POSTGRESQL:
                bulk = self.prepared(write(lambda made: made.from_select(columns, as_rows(table, columns))), columns)
                known_by = {column.name for column in table.primary_key} if name[0] == "upsert" else set()
                key = tuple(place for place, column in enumerate(columns) if column in known_by)
                one = Prepared(one.sql, bulk.sql.replace("%s", "%b"), key)  # psycopg would send bytes as text, twice as long
            self._kept[name] = one
        return self._kept[name]


Rows = Callable[[Any], Any]
"""Gives an insert its rows: one of parameters, or all that come as columns."""


def as_rows(table: Table, columns: Sequence[str]) -> Select[Any]:
    """Return, on PostgreSQL, the rows of which each parameter is a column. Texts are of no stated length: a cast would cut one off."""
    texts = {column: isinstance(table.c[column].type, String) for column in columns}
    arrays = [bindparam(column, type_=postgresql.ARRAY(Text() if texts[column] else table.c[column].type)) for column in columns]
    rows = func.unnest(*arrays).table_valued(*columns).render_derived()
    return select(*(rows.c[column] for column in columns))
