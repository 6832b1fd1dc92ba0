"""Giving and ending rights: at a family's birth, and by whoever runs the service. No change in a stream can do this."""

from app.changelog.log import Log
from app.changelog.transaction import Tx
from app.server import tables

KEY = ("municipality", "stream", "worker")
ALL = (*KEY, "role", "since", "until", "version")


def give(log: Log, tx: Tx, whom: tuple[str, bytes, bytes], role: str, now: int) -> None:
    """Grant `whom` (municipality, stream, worker) a role; giving it again after it ended is a new version."""
    rows = tx.rows(log.write.select(tables.grant, ("version",), KEY), whom)
    version = rows[0][0] + 1 if rows else 1
    tx.run(log.write.upsert(tables.grant, ALL), (*whom, role, now, None, version))


def end(log: Log, tx: Tx, whom: tuple[str, bytes, bytes], now: int) -> bool:
    """End a right as of now; tells whether there was one."""
    rows = tx.rows(log.write.select(tables.grant, ("role", "since", "until", "version"), KEY), whom)
    if not rows or rows[0][2] is not None:
        return False
    role, since, _, version = rows[0]
    tx.run(log.write.upsert(tables.grant, ALL), (*whom, role, since, now, version + 1))
    return True
