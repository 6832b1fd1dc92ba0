"""What a laptop gets: changes of its streams after its cursors, in pages that never cut a gesture in two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ClauseElement, bindparam, select

from app.changelog.change import Change
from app.changelog.log import CHANGE, Stream
from app.changelog.transaction import Tx
from app.domain.ids import as_text
from app.protocol.messages import Own, Page
from app.protocol.parts import MOST_CHANGES, MOST_IN_TX
from app.protocol.wire import gestures, pulled
from app.server.access import Actor, Grant, House
from app.server.ledger import KEY
from app.server.streams import spans

MOST_BYTES = 2 * 1024 * 1024
AROUND = 340
"""What a change weighs on the wire beside its value."""


@dataclass
class Allowance:
    """How much of an answer is still free."""

    changes: int = MOST_CHANGES
    size: int = MOST_BYTES
    empty: bool = True

    def takes(self, gesture: Sequence[Change]) -> bool:
        """Take a gesture off the allowance if it fits; the first of an answer always does, so that it ever moves on."""
        size = sum(AROUND + len(change.val) for change in gesture)
        if not self.empty and (len(gesture) > self.changes or size > self.size):
            return False
        self.changes -= len(gesture)
        self.size -= size
        self.empty = False
        return True


@dataclass(frozen=True)
class Shelf:
    """Where pages are taken from: one consistent moment, for one laptop. Of the streams in `whole` it gets its own changes too."""

    house: House
    tx: Tx
    actor: Actor
    whole: frozenset[bytes] = frozenset()

    def pages(self, grants: Sequence[Grant], cursors: dict[bytes, int], most: Allowance) -> Iterator[Page]:
        """Yield one page of each stream that has something after its cursor, while the allowance lasts."""
        for grant in grants:
            cursor = cursors.get(grant.stream, 0)
            if cursor < grant.head_seq and (changes := self._taken(grant, cursor, most)):
                yield self._page(grant, cursor, changes)

    def page(self, grant: Grant, cursor: int) -> Page:
        """Return one page of what follows a cursor before the head: at least one whole gesture."""
        return self._page(grant, cursor, self._taken(grant, cursor, Allowance()))

    def _taken(self, grant: Grant, cursor: int, most: Allowance) -> list[Change]:
        """Return whole gestures; of a last one that was not read whole there are more changes than are allowed."""
        stream = self.house.database.log.stream(self.tx, self.actor.municipality, grant.stream)
        taken: list[Change] = []
        for gesture in gestures(after(stream, cursor, most.changes + MOST_IN_TX + 1)):
            if not most.takes(gesture):
                break
            taken += gesture
        return taken

    def _page(self, grant: Grant, cursor: int, changes: Sequence[Change]) -> Page:
        me = (self.actor.device, self.actor.inc)
        mine = [] if grant.stream in self.whole else [change for change in changes if (change.dev, change.inc) == me]
        return Page(
            stream=as_text(grant.stream),
            first=cursor + 1,
            last=changes[-1].seq or 0,
            head=grant.head_seq,
            head_hash=grant.head_hash.hex(),
            changes=[pulled(change) for change in changes if not mine or (change.dev, change.inc) != me],
            own=[Own(one.from_ctr, one.to_ctr, one.from_seq, one.received_at, one.clock_err) for one in spans(mine)],
        )


def after(stream: Stream, cursor: int, most: int) -> list[Change]:
    """Return the changes that follow a number, in order, at most so many: numbers have no gaps."""
    change = stream.log.tables.change

    def write() -> ClauseElement:
        of = (change.c[name] == bindparam(name) for name in KEY)
        between = change.c.seq.between(bindparam("first"), bindparam("last"))
        return select(*(change.c[name] for name in CHANGE)).where(*of, between).order_by(change.c.seq)

    query = stream.log.write.own("changes after", (*KEY, "first", "last"), write)
    return [Change(*row) for row in stream.tx.rows(query, (*stream.scope, cursor + 1, cursor + most))]
