"""After the server was put back from a reserve copy: until when it waits for the laptops, who has reported, who brought back what.

A laptop *reports* when it has handed in all it has beyond the copy. Until every laptop that may have a stream has, no new number is
given in it, so that what comes back finds its old place (docs/decisions/0012).
"""

import secrets
from typing import NamedTuple

from sqlalchemy import ClauseElement, bindparam, or_, select, update

from app.changelog.log import Log
from app.changelog.transaction import Prepared, Tx
from app.server import tables

WINDOW_MS = 72 * 3_600_000
"""How long new work waits for a laptop that stays away: a weekend and a day."""
ACTIVE = "active"


class Era(NamedTuple):
    """In which history a municipality lives, since when, and until when it waits for what may come back."""

    epoch: str
    restored_at: int | None
    healing_until: int | None

    def heals(self, now: int) -> bool:
        """Tell whether there may be laptops to wait for."""
        return self.healing_until is not None and now < self.healing_until


class Missing(NamedTuple):
    """A laptop that has not reported since the server was put back; `seen_at` is its last contact, in ms, to the day."""

    municipality: str
    device: bytes
    worker: bytes
    seen_at: int | None


class BroughtBack(NamedTuple):
    """Numbers of a stream that a laptop brought back, and when (ms)."""

    municipality: str
    stream: bytes
    epoch: str
    first_seq: int
    last_seq: int
    device: bytes
    at: int


def begin(log: Log, tx: Tx, now: int) -> None:
    """Begin a new epoch for every municipality of a database that was just put back. Open codes are void: one may have been used since."""
    for (town,) in tx.rows(log.write.select(tables.municipality, ("municipality",), ())):
        tx.run(_set_era(log), (secrets.token_hex(8), now, now + WINDOW_MS, town))
    code = tables.enrol_code

    def write() -> ClauseElement:
        return update(code).values(used_at=bindparam("now")).where(code.c.used_at.is_(None))

    tx.run(log.write.own("void codes", ("now",), write), (now,))


def finish(log: Log, tx: Tx) -> None:
    """Wait no longer: new numbers are given at once. What comes back later finds another place; it is still taken in."""
    town = tables.municipality

    def write() -> ClauseElement:
        return update(town).values(healing_until=bindparam("none"))

    tx.run(log.write.own("finish healing", ("none",), write), (None,))


def era_of(log: Log, tx: Tx, municipality: str) -> Era:
    """Return in which history a municipality lives."""
    return Era(*tx.rows(log.write.select(tables.municipality, Era._fields, ("municipality",)), (municipality,))[0])


def waits(log: Log, tx: Tx, stream: tuple[str, bytes], era: Era) -> bool:
    """Tell whether a laptop that may have a stream (municipality and id) has not reported yet."""
    device, grant = tables.device, tables.grant

    def write() -> ClauseElement:
        theirs = (grant.c.municipality == device.c.municipality) & (grant.c.worker == device.c.worker)
        silent = or_(device.c.epoch.is_(None), device.c.epoch != bindparam("epoch"))
        lasted = or_(grant.c.until.is_(None), grant.c.until > bindparam("restored_at"))
        of = (grant.c.municipality == bindparam("municipality"), grant.c.stream == bindparam("stream"))
        active = device.c.status == bindparam("status")
        return select(device.c.device).select_from(grant).join(device, theirs).where(*of, active, silent, lasted)

    query = log.write.own("awaited", ("municipality", "stream", "status", "epoch", "restored_at"), write)
    return bool(tx.rows(query, (*stream, ACTIVE, era.epoch, era.restored_at or 0)))


def report(log: Log, tx: Tx, device: tuple[str, bytes], epoch: str) -> None:
    """Note that a laptop (municipality and id) has nothing more to bring back."""
    of = tables.device

    def write() -> ClauseElement:
        mine = (of.c.municipality == bindparam("of_municipality"), of.c.device == bindparam("of_device"))
        return update(of).values(epoch=bindparam("reported")).where(*mine)

    tx.run(log.write.own("report", ("reported", "of_municipality", "of_device"), write), (epoch, *device))


def see(log: Log, tx: Tx, device: tuple[str, bytes], now: int) -> None:
    """Note that a laptop was in contact."""
    of = tables.device

    def write() -> ClauseElement:
        mine = (of.c.municipality == bindparam("of_municipality"), of.c.device == bindparam("of_device"))
        return update(of).values(seen_at=bindparam("seen")).where(*mine)

    tx.run(log.write.own("see", ("seen", "of_municipality", "of_device"), write), (now, *device))


def mark(log: Log, tx: Tx, brought: BroughtBack) -> None:
    """Write down who brought back which numbers."""
    tx.run(log.write.upsert(tables.restored, BroughtBack._fields), brought)


def missing(log: Log, tx: Tx) -> list[Missing]:
    """Return the laptops that have not reported since the server was put back; none where it never was."""
    device, town = tables.device, tables.municipality

    def write() -> ClauseElement:
        here = town.c.municipality == device.c.municipality
        silent = or_(device.c.epoch.is_(None), device.c.epoch != town.c.epoch)
        columns = (device.c.municipality, device.c.device, device.c.worker, device.c.seen_at)
        active = (town.c.restored_at.is_not(None), device.c.status == bindparam("status"))
        return select(*columns).join(town, here).where(*active, silent).order_by(device.c.municipality, device.c.device)

    rows = tx.rows(log.write.own("missing", ("status",), write), (ACTIVE,))
    return [Missing(town_, bytes(one), bytes(worker), seen_at) for town_, one, worker, seen_at in rows]


def brought_back(log: Log, tx: Tx) -> list[BroughtBack]:
    """Return who brought back what, in order."""
    rows = tx.rows(log.write.select(tables.restored, BroughtBack._fields, (), BroughtBack._fields[:4]))
    return [BroughtBack(town, bytes(stream), epoch, first, last, bytes(one), at) for town, stream, epoch, first, last, one, at in rows]


def _set_era(log: Log) -> Prepared:
    town = tables.municipality

    def write() -> ClauseElement:
        new = update(town).values({name: bindparam(name) for name in Era._fields})
        return new.where(town.c.municipality == bindparam("of_municipality"))

    return log.write.own("set era", (*Era._fields, "of_municipality"), write)
