"""Which families have a row that asks whether it goes: one question over all of them, as nearly always there is none."""

from sqlalchemy import ClauseElement, bindparam, select, union

from app.changelog.rows import ASKS
from app.changelog.tables import GONE
from app.store import tables
from app.store.workspace import Reading


def asking(reading: Reading) -> set[bytes]:
    """Return the streams in which a row was deleted by one and changed by another."""
    records = sorted(tables.log_tables.records.items())
    names = [f"asks_{name}" for name, _ in records]

    def write() -> ClauseElement:
        return union(*(select(table.c.stream).where(table.c[GONE] == bindparam(f"asks_{name}")) for name, table in records))

    found = reading.tx.rows(reading.log.write.own("asking", names, write), [ASKS] * len(names))
    return {bytes(stream) for (stream,) in found}
