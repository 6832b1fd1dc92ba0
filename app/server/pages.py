"""What a laptop gets: changes of its streams after its cursors, in pages that never cut a gesture in two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ClauseElement, bindparam, select

from app.changelog.change import Change
from app.changelog.log import CHANGE, Stream
from app.changelog.transaction import Tx
from app.domain.ids import as_text
from app.protocol.messages import MOST_CHANGES, MOST_IN_TX, Own, Page
from app.protocol.wire import pulled
from app.server.access import Actor, Grant, House
from app.server.streams import KEY, spans

MOST_BYTES = 2 * 1024 * 1024
AROUND = 260
"""What a change weighs on the wire beside its value."""


@dataclass
class Allowance:
    """How much of an answer is still free."""

    changes: int = MOST_CHANGES
    size: int = MOST_BYTES

    def spent(self) -> bool:
        """Tell whether nothing more fits."""
        return self.changes <= 0 or self.size <= 0


@dataclass(frozen=True)
class Shelf:
    """Where pages are taken from: one consistent moment, for one laptop."""

    house: House
    tx: Tx
    actor: Actor

    def pages(self, grants: Sequence[Grant], cursors: dict[bytes, int], most: Allowance) -> Iterator[Page]:
        """Yield one page of each stream that has something after its cursor, while the allowance lasts."""
        for grant in grants:
            cursor = cursors.get(grant.stream, 0)
            if cursor < grant.head_seq and not most.spent():
                yield self.page(grant, cursor, most)

    def page(self, grant: Grant, cursor: int, most: Allowance) -> Page:
        """Return what follows the cursor: at least one whole gesture, more as far as the allowance goes."""
        stream = self.house.database.log.stream(self.tx, self.actor.municipality, grant.stream)
        changes = whole_gestures(after(stream, cursor, most.changes + MOST_IN_TX + 1), grant.head_seq, most)
        mine = [change for change in changes if (change.dev, change.inc) == (self.actor.device, self.actor.inc)]
        return Page(
            stream=as_text(grant.stream),
            first=cursor + 1,
            last=changes[-1].seq or 0,
            head=grant.head_seq,
            head_hash=grant.head_hash.hex(),
            changes=[pulled(change) for change in changes if (change.dev, change.inc) != (self.actor.device, self.actor.inc)],
            own=[Own(one.from_ctr, one.to_ctr, one.from_seq, one.received_at, one.clock_err) for one in spans(mine)],
        )


def whole_gestures(changes: Sequence[Change], head: int, most: Allowance) -> list[Change]:
    """Return the changes that fit, cut between two gestures, and take them off the allowance."""
    taken: list[Change] = []
    cut = 0
    for place, change in enumerate(changes):
        if place and change.tx != changes[place - 1].tx:
            cut = place
            if most.spent():
                return taken[:cut]
        taken.append(change)
        most.changes -= 1
        most.size -= AROUND + len(change.val)
    ended = bool(taken) and taken[-1].seq == head
    return taken if ended or not cut else taken[:cut]


def after(stream: Stream, cursor: int, most: int) -> list[Change]:
    """Return the changes that follow a number, in order, at most so many: numbers have no gaps."""
    change = stream.log.tables.change

    def write() -> ClauseElement:
        of = (change.c[name] == bindparam(name) for name in KEY)
        between = change.c.seq.between(bindparam("first"), bindparam("last"))
        return select(*(change.c[name] for name in CHANGE)).where(*of, between).order_by(change.c.seq)

    query = stream.log.write.own("changes after", (*KEY, "first", "last"), write)
    return [Change(*row) for row in stream.tx.rows(query, (*stream.scope, cursor + 1, cursor + most))]
