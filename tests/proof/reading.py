"""Reading tables whole and fast: the proof does so after every step. SQL as it is, written once per table."""

import functools
from typing import Any

from sqlalchemy import Engine, Table

Rows = list[dict[str, Any]]


@functools.cache
def _whole(name: str, key: str) -> str:
    return " ".join(["SELECT * FROM", f'"{name}"', *([f'WHERE "{key}" = ?'] if key else [])])


def all_of(engine: Engine, table: Table, stream: bytes | None = None) -> Rows:
    """Return the rows of a table; of one stream where that is given."""
    sql = _whole(table.name, "" if stream is None else "stream")
    with engine.connect() as connection:
        found = connection.exec_driver_sql(sql, () if stream is None else (bytes(stream),))
        names = list(found.keys())
        return [dict(zip(names, row, strict=True)) for row in found]


def one(engine: Engine, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Return what a question of one's own brings."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql, values)]
