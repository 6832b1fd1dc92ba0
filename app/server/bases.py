"""What a laptop that begins with a family gets instead of all that is long ago: what stood at a number; and which family comes first.

Nothing is kept for it: a base is computed from the log when it is asked for, so that it is right by construction, also after the server
was put back. That is less work than handing out the whole history would be.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import ClauseElement, bindparam, func, select

from app.changelog.base import Base, long_ago
from app.changelog.log import Stream
from app.changelog.rows import STANDS
from app.changelog.tables import GONE
from app.changelog.transaction import Tx
from app.clock import today
from app.domain.ids import confidential_of
from app.server import tables
from app.server.access import Actor, Grant, House
from app.server.ledger import after

AT_ONCE = 5_000
SOON = timedelta(days=7)


def base_of(house: House, stream: Stream, head: int) -> tuple[int, Base] | None:
    """Return what stood at the highest number that is old with everything before it; None where that is not worth it."""
    before, worth = house.now() - house.tail_ms, house.base_worth
    probe = after(stream, worth - 1, 1) if head >= worth else []  # most families are short, and then nothing is asked
    if not probe or not long_ago(probe, before):
        return None
    base, number = Base(stream.id), 0
    while part := after(stream, number, AT_ONCE):
        old = long_ago(part, before)
        base.lay(part[:old])
        number += old
        if old < len(part):
            break
    return (number, base) if number >= worth else None


def base_at(stream: Stream, number: int) -> Base:
    """Return what stood at a number that the stream has reached."""
    base = Base(stream.id)
    for first in range(0, number, AT_ONCE):
        base.lay(after(stream, first, min(AT_ONCE, number - first)))
    return base


def by_appointment(house: House, tx: Tx, actor: Actor, grants: Sequence[Grant], cursors: Mapping[bytes, int]) -> Sequence[Grant]:
    """Return the grants in the order in which a laptop wants them that begins with some: who is visited first, then the others."""
    if all(cursors.get(grant.stream, 0) for grant in grants):
        return grants
    visits = _next_visits(house, tx, actor)
    family_of = {bytes(confidential_of(grant.stream)): grant.stream for grant in grants}

    def wanted(grant: Grant) -> tuple[str, bytes, bool]:
        family = family_of.get(grant.stream, grant.stream)
        return visits.get(family, date.max.isoformat()), family, family != grant.stream

    return sorted(grants, key=wanted)


def _next_visits(house: House, tx: Tx, actor: Actor) -> Mapping[bytes, str]:
    """Return on which of the coming days the worker's families are visited: one question, over the rows of those families only."""
    grant, visit = tables.grant, tables.log_tables.records["visit"]

    def write() -> ClauseElement:
        same = (visit.c.municipality == grant.c.municipality) & (visit.c.stream == grant.c.stream)
        planned = (visit.c.visit_on.between(bindparam("first"), bindparam("last")), visit.c[GONE] == bindparam("stands"))
        soonest = select(func.min(visit.c.visit_on)).where(same, *planned).correlate(grant).scalar_subquery()
        return select(grant.c.stream, soonest).where(
            grant.c.municipality == bindparam("municipality"), grant.c.worker == bindparam("worker")
        )

    query = house.database.log.write.own("next visits", ("first", "last", "stands", "municipality", "worker"), write)
    day = today(house.clock)
    days = (day.isoformat(), (day + SOON).isoformat())
    found = tx.rows(query, (*days, STANDS, actor.municipality, actor.worker))
    return {bytes(stream): on for stream, on in found if on is not None}
