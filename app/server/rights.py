"""Giving and ending rights: at a stream's birth, and by whoever runs the service. No change in a stream can do this.

A right on a family is also one on what is kept apart of it, for who is its regisseur or deputy; for anybody else it is not.
"""

from sqlalchemy import ClauseElement, bindparam, select

from app.changelog.log import Log
from app.changelog.transaction import Tx
from app.domain.ids import confidential_of
from app.domain.rules.roles import CONFIDANTS
from app.server import tables

KEY = ("municipality", "stream", "worker")
ALL = (*KEY, "role", "since", "until", "version")

Whom = tuple[str, bytes, bytes]
"""Municipality, stream and worker."""


def give(log: Log, tx: Tx, whom: Whom, role: str, now: int) -> None:
    """Grant `whom` a role; giving it again after it ended is a new version."""
    _give(log, tx, whom, role, now)
    apart = _apart(log, tx, whom)
    if apart is not None and role in CONFIDANTS:
        _give(log, tx, apart, role, now)
    elif apart is not None:
        _end(log, tx, apart, now)


def end(log: Log, tx: Tx, whom: Whom, now: int) -> bool:
    """End a right as of now; tells whether there was one."""
    apart = _apart(log, tx, whom)
    if apart is not None:
        _end(log, tx, apart, now)
    return _end(log, tx, whom, now)


def confidants(log: Log, tx: Tx, family: tuple[str, bytes], now: int) -> list[tuple[bytes, str]]:
    """Return who is regisseur or deputy of a family (municipality and id) now, with the role."""
    grant = tables.grant

    def write() -> ClauseElement:
        of = (grant.c.municipality == bindparam("municipality"), grant.c.stream == bindparam("stream"))
        lasts = (grant.c.until.is_(None)) | (grant.c.until > bindparam("now"))
        return select(grant.c.worker, grant.c.role).where(*of, lasts).order_by(grant.c.worker)

    rows = tx.rows(log.write.own("confidants", ("municipality", "stream", "now"), write), (*family, now))
    return [(bytes(worker), role) for worker, role in rows if role in CONFIDANTS]


def _give(log: Log, tx: Tx, whom: Whom, role: str, now: int) -> None:
    rows = tx.rows(log.write.select(tables.grant, ("version",), KEY), whom)
    version = rows[0][0] + 1 if rows else 1
    tx.run(log.write.upsert(tables.grant, ALL), (*whom, role, now, None, version))


def _end(log: Log, tx: Tx, whom: Whom, now: int) -> bool:
    rows = tx.rows(log.write.select(tables.grant, ("role", "since", "until", "version"), KEY), whom)
    if not rows or rows[0][2] is not None:
        return False
    role, since, _, version = rows[0]
    tx.run(log.write.upsert(tables.grant, ALL), (*whom, role, since, now, version + 1))
    return True


def _apart(log: Log, tx: Tx, whom: Whom) -> Whom | None:
    """Return the same worker's place at what is kept apart of the family; None where nothing is kept apart."""
    municipality, family, worker = whom
    apart = bytes(confidential_of(family))
    there = tx.rows(log.write.select(tables.stream, ("class",), ("municipality", "stream")), (municipality, apart))
    return (municipality, apart, worker) if there else None
