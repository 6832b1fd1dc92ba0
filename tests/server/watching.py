"""What a sync asks of the database, and by which way the database finds it: told by SQLite and PostgreSQL themselves.

SQLite says every statement that it runs (its trace), and is asked for the plan of each. PostgreSQL says the plan of each statement
that it ran (its module `auto_explain`), with the values and the statistics of that moment.
"""

import json
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import quote

from sqlalchemy import BigInteger, LargeBinary, Table, event

from app.server import tables
from app.server.engines import BY_INDEX
from tests.world import TOWN, World

TELLS = " ".join(
    f"-c {setting}"
    for setting in (
        "session_preload_libraries=auto_explain",
        "auto_explain.log_min_duration=0",
        "auto_explain.log_level=notice",
        "auto_explain.log_format=json",
        *(f"{name}={value}" for name, value in BY_INDEX.items()),
    )
)
LITERAL = re.compile(r"x'[0-9A-Fa-f]*'|'(?:[^']|'')*'|\b\d+\b")
FOUND_BY = re.compile(r"(\w+)[=<>]")
MANY = 600
"""With so many rows in every table no planner takes a whole table for the shortest way."""


class Read(NamedTuple):
    """How rows of one table were found: by which columns, with the statement and what the database said of it."""

    table: str
    by: frozenset[str]
    sql: str
    said: str

    @property
    def grows(self) -> bool:
        """Tell whether it takes longer the larger the municipality is; of municipalities there is one row each."""
        return self.table != "municipality" and not self.by - {"municipality"}


@dataclass
class Watched:
    """A town whose database tells what it is asked, while it is watched."""

    world: World
    on: bool = False
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        engine = self.world.house.database.engine
        self.tells_plans = engine.dialect.name == "postgresql"
        engine.dispose()
        event.listen(engine, "connect", self._connected)

    def _connected(self, line: Any, _record: object) -> None:
        if self.tells_plans:
            line.add_notice_handler(lambda said: self._hear(said.message_primary))
        else:
            line.set_trace_callback(self._hear)

    def _hear(self, said: str) -> None:
        if self.on and not said.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "--")):
            self.heard.append(said)

    @contextmanager
    def during(self) -> Iterator[list[str]]:
        """Listen for as long as this lasts; gives the list in which everything is kept that was said meanwhile."""
        self.heard, self.on = [], True
        yield self.heard
        self.on = False

    def reads(self) -> list[Read]:
        """Return every way by which rows were found that was heard of, each once."""
        if self.tells_plans:
            plans = (json.loads(said.partition("plan:")[2]) for said in self.heard)
            found = {read for plan in plans for read in told_by_postgresql(plan["Plan"], plan["Query Text"], "")}
        else:
            with sqlite3.connect(self.world.database) as line:
                found = {read for sql in {LITERAL.sub("?", said) for said in self.heard} for read in told_by_sqlite(line, sql)}
            line.close()
        return sorted(found)


def told_by_sqlite(line: sqlite3.Connection, sql: str) -> Iterator[Read]:
    """Yield how SQLite would find what a statement reads."""
    for *_, said in line.execute(f"EXPLAIN QUERY PLAN {sql}", [None] * sql.count("?")):
        how, table = said.split(" ")[:2]
        if how in ("SCAN", "SEARCH") and table in tables.metadata.tables:
            yield Read(table, frozenset(FOUND_BY.findall(said.partition("(")[2])), sql, said)


def told_by_postgresql(node: dict[str, Any], sql: str, above: str) -> Iterator[Read]:
    """Yield how PostgreSQL found what a statement read."""
    table = node.get("Relation Name", above)
    kind: str = node["Node Type"]
    if kind in ("Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Index Scan"):
        names = set(re.findall(r"\w+", re.sub(r"'[^']*'", "", node.get("Index Cond", ""))))
        yield Read(table, frozenset(names & set(tables.metadata.tables[table].c.keys())), sql, f"{kind} {node.get('Index Cond', '')}")
    for below in node.get("Plans", []):
        yield from told_by_postgresql(below, sql, table)


def watched_address(address: str) -> str:
    """Return the address of a database that tells its plans, where it can be made to."""
    return f"{address}&options={quote(TELLS)}" if address.startswith("postgresql") else address


def filled(world: World, many: int = MANY) -> None:
    """Give every table rows of other families, workers and laptops."""
    with world.house.database.write() as tx:
        for table in tables.metadata.sorted_tables:
            if table is not tables.municipality:
                columns = [column.name for column in table.c]
                tx.many(world.house.database.log.write.insert(table, columns), [row_of(table, number) for number in range(many)])
    counted(world)


def counted(world: World) -> None:
    """Let PostgreSQL count what there is, as it does by itself in time. SQLite is never told: so it is where the service runs."""
    if world.house.database.engine.dialect.name == "postgresql":
        with world.house.database.write() as tx:
            tx.connection.exec_driver_sql("ANALYZE")


def row_of(table: Table, number: int) -> list[object]:
    """Return a row that nobody asks for."""
    chance = os.urandom(32)
    values: list[object] = []
    for column in table.c:
        if column.name == "municipality":
            values.append(TOWN)
        elif isinstance(column.type, LargeBinary):
            values.append(chance[: column.type.length])
        else:
            values.append(number if isinstance(column.type, BigInteger) else f"{number}")
    return values
