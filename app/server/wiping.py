"""Which laptop has which family, and which laptop still has to wipe one, for its worker has no right to it any more.

A laptop says that it wiped a family once it has proven so to itself (app/sync/wiping.py); that it says so is all that anybody can
know of a laptop far away (docs/decisions/0017).
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ClauseElement, bindparam, select

from app.changelog.log import Log
from app.changelog.transaction import Tx
from app.protocol.messages import Wiped
from app.protocol.wire import stream_id
from app.server import tables
from app.server.access import Actor, Grant, House

ON_LAPTOP = ("municipality", "device", "stream", "version", "since", "wiped_at")


class MustWipe(NamedTuple):
    """A laptop that has not said yet that it wiped a family, since when (ms) it must, and whether it is let in."""

    stream: bytes
    device: bytes
    worker: bytes
    since: int
    status: str
    seen_at: int | None


def handed_anew(house: House, tx: Tx, actor: Actor, touched: Sequence[Grant]) -> list[Grant]:
    """Return of the streams that this laptop is handed something of which ones were not noted yet, under the right of now."""
    here = _here(house.database.log, tx, actor) if touched else {}
    return [one for one in touched if here.get(one.stream) != (one.version, None)]


def note_handed(house: House, actor: Actor, news: Sequence[Grant]) -> None:
    """Note that this laptop has these streams from now on."""
    if not news:
        return
    log, now = house.database.log, house.now()
    rows = [(actor.municipality, actor.device, one.stream, one.version, now, None) for one in news]
    house.database.writing(lambda tx: tx.many(log.write.upsert(tables.on_laptop, ON_LAPTOP), rows))


def note_wiped(house: House, tx: Tx, actor: Actor, wiped: Sequence[Wiped]) -> None:
    """Note what this laptop says it wiped. A word of before the family was handed out again counts for nothing, however late it comes."""
    log = house.database.log
    here = _here(log, tx, actor)
    for one in wiped:
        stream = stream_id(one.stream)
        version, wiped_at = here.get(stream, (None, None))
        if version is not None and version <= one.version and wiped_at is None:
            row = (actor.municipality, actor.device, stream, one.version, house.now(), house.now())
            tx.run(log.write.upsert(tables.on_laptop, ON_LAPTOP), row)


def must_wipe(log: Log, tx: Tx, municipality: str, now: int) -> list[MustWipe]:
    """Return which laptops still have a family to which their worker has no right, the longest first."""
    here, device, grant = tables.on_laptop, tables.device, tables.grant

    def write() -> ClauseElement:
        theirs = (device.c.municipality == here.c.municipality) & (device.c.device == here.c.device)
        right = (grant.c.municipality == here.c.municipality) & (grant.c.stream == here.c.stream) & (grant.c.worker == device.c.worker)
        columns = (here.c.stream, here.c.device, device.c.worker, grant.c.until, device.c.status, device.c.seen_at)
        ended = grant.c.until <= bindparam("now")
        found = select(*columns).select_from(here).join(device, theirs).join(grant, right)
        still = (here.c.municipality == bindparam("municipality"), here.c.wiped_at.is_(None), ended)
        return found.where(*still).order_by(grant.c.until, here.c.device, here.c.stream)

    rows = tx.rows(log.write.own("must wipe", ("municipality", "now"), write), (municipality, now))
    return [MustWipe(bytes(stream), bytes(one), bytes(worker), *rest) for stream, one, worker, *rest in rows]


def _here(log: Log, tx: Tx, actor: Actor) -> dict[bytes, tuple[int, int | None]]:
    query = log.write.select(tables.on_laptop, ("stream", "version", "wiped_at"), ("municipality", "device"))
    return {bytes(stream): (version, wiped_at) for stream, version, wiped_at in tx.rows(query, (actor.municipality, actor.device))}
