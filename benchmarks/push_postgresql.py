"""Push of 10,000 changes to our server on PostgreSQL, against the same rows written raw: one transaction, the same cluster, in turns.

Raw are the rows that stand in the log, what stands and the records after such a push, read back, written into the same tables
by psycopg alone: executemany, and COPY. Whatever is committed is on the disk, for ours and for raw.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from app.server.tables import log_tables
from benchmarks.caseload import CHANGES, FAMILIES, WARMER, WRITER, Caseload, changes_in, prepared
from benchmarks.costs import Cost, cost, spread, typical
from benchmarks.figures import Figure, NotRun
from benchmarks.ours import sitting
from tests.postgres import CAREFUL, Cluster, NoPostgresError, running

RUNS = 9
"""Of each of the three: of nine the ratio was from 1.76 to 2.05 within minutes, on a machine that is half as fast for seconds on end."""
BAR = 3.0
TABLES = [table.name for table in (log_tables.change, log_tables.head, *log_tables.records.values())]

Line = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True)
class Rows:
    """The rows of one table, as they were read back."""

    table: str
    columns: Sequence[str]
    rows: Sequence[tuple[Any, ...]]

    @property
    def names(self) -> sql.Composed:
        """Return the columns, as a statement names them."""
        return sql.SQL(", ").join(map(sql.Identifier, self.columns))

    def insert(self, line: Line) -> None:
        """Write them by one statement for all rows."""
        marks = sql.SQL(", ").join(sql.Placeholder() * len(self.columns))
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(self.table), self.names, marks)
        with line.cursor() as cursor:
            cursor.executemany(statement, self.rows)

    def copy(self, line: Line) -> None:
        """Write them by COPY."""
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(self.table), self.names)
        with line.cursor() as cursor, cursor.copy(statement) as copy:
            for row in self.rows:
                copy.write_row(row)


def measure() -> list[Figure]:
    """Return how many times the raw rows a push takes; medians of turns taken in one run."""
    try:
        with running(CAREFUL) as cluster, tempfile.TemporaryDirectory() as folder, cluster.database() as begin:
            caseload = prepared(Path(folder), begin, changes_in(CHANGES, FAMILIES))
            with cluster.database() as raw:
                return figures(cluster, caseload, (begin, raw))
    except NoPostgresError as error:
        return [NotRun("push_postgresql", why=(str(error).splitlines() or ["it does not start"])[0])]


def figures(cluster: Cluster, caseload: Caseload, databases: tuple[str, str]) -> list[Figure]:
    """Let ours, executemany and COPY take turns; `databases` are the one as it was before the push, and the one for raw rows."""
    begin, raw = databases
    took: dict[str, list[Cost]] = {"ours": [], "executemany": [], "copy": []}
    rows: list[Rows] = []
    for number in range(RUNS):
        with copy_of(cluster, begin, number) as database:
            took["ours"].append(push(cluster, caseload, database))
            rows = rows or read_back(database, caseload.families)
        for name, way in (("executemany", Rows.insert), ("copy", Rows.copy)):
            took[name].append(written(cluster, raw, rows, way))
    middle = {name: typical(costs) for name, costs in took.items()}
    return [
        Figure("push_postgresql_to_executemany", middle["ours"].ms / middle["executemany"].ms, BAR),
        Figure("push_postgresql_to_copy", middle["ours"].ms / middle["copy"].ms),
        Figure("push_postgresql_rows", sum(len(one.rows) for one in rows), None, ""),
        *(spread(f"push_postgresql_{name}", costs) for name, costs in took.items()),
    ]


@contextmanager
def copy_of(cluster: Cluster, begin: str, number: int) -> Iterator[str]:
    """Lend a copy of a database to which nobody is connected."""
    source, name = make_url(begin).database or "", f"run_{number}"
    with cluster.connection() as line:
        line.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source)))
        yield cluster.address(name)
        line.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def push(cluster: Cluster, caseload: Caseload, database: str) -> Cost:
    """Push everything once; the processor time of the server is that of our process and of PostgreSQL together."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        caseload.copied(folder)
        with sitting(caseload, folder, database) as here:
            here.laptops[WARMER].sync()
            before = cluster.cpu_ms()
            taken = here.do(lambda: here.laptops[WRITER].sync().pushed, CHANGES)
            return replace(taken, server=taken.server + cluster.cpu_ms() - before)


def read_back(database: str, families: Sequence[bytes]) -> list[Rows]:
    """Return what stands after the push in the tables that it fills row by row, of the families that were pushed."""
    found = []
    with psycopg.connect(database) as line:
        for table in TABLES:
            statement = sql.SQL("SELECT * FROM {} WHERE stream = ANY(%s)").format(sql.Identifier(table))
            cursor = line.execute(statement, [list(families)])
            rows = cursor.fetchall()
            if rows:
                found.append(Rows(table, [column.name for column in cursor.description or ()], rows))
    return found


def written(cluster: Cluster, database: str, rows: Sequence[Rows], way: Callable[[Rows, Line], None]) -> Cost:
    """Write the rows into empty tables in one transaction, and return what that cost from begin to commit."""
    with psycopg.connect(database) as line:
        for one in rows:
            line.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier(one.table)))
        line.commit()

        def write() -> None:
            for one in rows:
                way(one, line)
            line.commit()

        return cost(write, cluster.cpu_ms)


if __name__ == "__main__":
    for figure in measure():
        print(figure)
