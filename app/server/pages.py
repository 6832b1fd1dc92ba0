"""What a laptop gets: changes of its streams after its cursors, in pages that never cut a gesture in two."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from app.changelog.base import Base
from app.changelog.change import Change
from app.changelog.log import Stream
from app.changelog.transaction import Tx
from app.domain.ids import as_text
from app.protocol.messages import Own, Page
from app.protocol.parts import MOST_CHANGES, MOST_IN_TX, Mark
from app.protocol.wire import gestures, pulled
from app.server.access import Actor, Grant, House
from app.server.bases import base_at, base_of
from app.server.ledger import after
from app.server.streams import spans

MOST_BYTES = 2 * 1024 * 1024
AROUND = 340
"""What a change weighs on the wire beside its value."""
MOST_READ = 20_000
"""How many changes are read for the bases of one answer: nobody waits long for it, and the first family is soon there."""


@dataclass
class Allowance:
    """How much of an answer is still free."""

    changes: int = MOST_CHANGES
    size: int = MOST_BYTES
    empty: bool = True
    read: int = MOST_READ

    @property
    def full(self) -> bool:
        """Tell whether nothing more can go in, or was read enough for."""
        return min(self.changes, self.size, self.read) <= 0

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
    """Where pages are taken from: one consistent moment, for one laptop. Of the streams in `whole` it gets its own changes too.

    `standing` is given for a laptop that takes what stood at a number for what is long ago: the numbers it is underway to.
    """

    house: House
    tx: Tx
    actor: Actor
    whole: frozenset[bytes] = frozenset()
    standing: Mapping[bytes, int] | None = None

    def pages(self, grants: Sequence[Grant], cursors: Mapping[bytes, int], most: Allowance) -> Iterator[Page]:
        """Yield a page of each stream that has something after its cursor, behind one with its base, while the allowance lasts."""
        for grant in grants:
            cursor = cursors.get(grant.stream, 0)
            if cursor == grant.head_seq:
                continue
            if most.full:
                return
            found = self._base(grant, cursor)
            if found is not None:
                page = self._base_page(grant, cursor, found, most)
                if page is None:
                    return
                yield page
                cursor = page.last
            if (found is None or cursor == found[0]) and (changes := self._taken(grant, cursor, most)):
                yield self._page(grant, cursor, changes)

    def page(self, grant: Grant, cursor: int) -> Page:
        """Return one page of what follows a cursor before the head: at least one whole gesture."""
        return self._page(grant, cursor, self._taken(grant, cursor, Allowance()))

    def _base(self, grant: Grant, cursor: int) -> tuple[int, Base] | None:
        """Return what stood long ago for a laptop that begins with a stream, or did and is not there yet."""
        stream = self._stream(grant)
        underway = (self.standing or {}).get(grant.stream, 0)
        if cursor < underway:
            return underway, base_at(stream, underway)
        return base_of(self.house, stream) if cursor == 0 and self.standing is not None else None

    def _base_page(self, grant: Grant, cursor: int, found: tuple[int, Base], most: Allowance) -> Page | None:
        """Return what stands of it after a cursor, as much as fits; None where that is nothing. Gestures need not be whole here."""
        number, base = found
        most.read -= number
        stands = [change for change in base.stands() if (change.seq or 0) > cursor]
        changes = list(takewhile(lambda change: most.takes([change]), stands))
        if stands and not changes:
            return None
        return Page(
            stream=as_text(grant.stream),
            first=cursor + 1,
            last=number if len(changes) == len(stands) else changes[-1].seq or 0,
            head=grant.head_seq,
            head_hash=grant.head_hash.hex(),
            changes=[pulled(change) for change in changes],
            base=Mark(number, base.chain.hex()),
            seqs=[change.seq or 0 for change in changes],
        )

    def _stream(self, grant: Grant) -> Stream:
        return self.house.database.log.stream(self.tx, self.actor.municipality, grant.stream)

    def _taken(self, grant: Grant, cursor: int, most: Allowance) -> list[Change]:
        """Return whole gestures; of a last one that was not read whole there are more changes than are allowed."""
        stream = self._stream(grant)
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
