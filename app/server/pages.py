"""What a laptop gets: changes of its streams after its cursors, in pages that never cut a gesture in two."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from app.changelog.base import Base
from app.changelog.change import Change
from app.changelog.log import Stream
from app.changelog.transaction import Tx
from app.domain.ids import as_text
from app.protocol.messages import Own, Page
from app.protocol.parts import MOST_CHANGES, MOST_IN_TX, Mark
from app.protocol.wire import all_pulled, gestures
from app.server.access import Actor, Grant, House
from app.server.bases import base_at, base_of
from app.server.ledger import after
from app.server.streams import Receipt, spans

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

    def takes(self, gesture: Sequence[Change], *, forced: bool = True) -> bool:
        """Take a gesture off the allowance if it fits; the first of an answer always does (`forced`), so that it ever moves on."""
        size = AROUND * len(gesture) + sum([len(change.val) for change in gesture])
        if not (forced and self.empty) and (len(gesture) > self.changes or size > self.size):
            return False
        self.changes -= len(gesture)
        self.size -= size
        self.empty = False
        return True


@dataclass(frozen=True)
class Shelf:
    """Where pages are taken from: one consistent moment, for one laptop. Of the streams in `whole` it gets its own changes too.

    `taken` says what this request itself brought, by stream: its own changes need not be read to say which numbers they have.
    `standing` is given for a laptop that takes what stood at a number for what is long ago: the numbers it is underway to.
    """

    house: House
    tx: Tx
    actor: Actor
    whole: frozenset[bytes] = frozenset()
    standing: Mapping[bytes, int] | None = None
    taken: Mapping[bytes, Receipt] = field(default_factory=dict)

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
                cursor = changes[-1].seq or 0
            if cursor < grant.head_seq:  # the answer is full: nothing more is read that would not go in
                return

    def page(self, grant: Grant, cursor: int) -> Page:
        """Return one page of what follows a cursor before the head: at least one whole gesture."""
        return self._page(grant, cursor, self._taken(grant, cursor, Allowance()))

    def _base(self, grant: Grant, cursor: int) -> tuple[int, Base] | None:
        """Return what stood long ago for a laptop that begins with a stream, or did and is not there yet."""
        stream = self._stream(grant)
        underway = (self.standing or {}).get(grant.stream, 0)
        if cursor < underway:
            return underway, base_at(stream, underway)
        return base_of(self.house, stream, grant.head_seq) if cursor == 0 and self.standing is not None else None

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
            changes=all_pulled(changes),
            base=Mark(number, base.chain.hex()),
            seqs=[change.seq or 0 for change in changes],
        )

    def _stream(self, grant: Grant) -> Stream:
        return self.house.database.log.stream(self.tx, self.actor.municipality, grant.stream)

    def _taken(self, grant: Grant, cursor: int, most: Allowance) -> list[Change]:
        """Return whole gestures; of a last one that was not read whole there are more changes than are allowed."""
        stream = self._stream(grant)
        mine = self._brought(grant)
        all_mine = [change.seq for change in mine] == list(range(cursor + 1, grant.head_seq + 1))
        found = mine if all_mine else after(stream, cursor, most.changes + MOST_IN_TX + 1)
        if found and found[-1].seq == grant.head_seq and most.takes(found, forced=False):
            return found  # all there is fits: so it nearly always is, and no gesture need be weighed by itself
        taken: list[Change] = []
        for gesture in gestures(found):
            if not most.takes(gesture):
                break
            taken += gesture
        return taken

    def _brought(self, grant: Grant) -> list[Change]:
        """Return the changes of a stream that this request brought, or had brought before, if only their numbers are to go back."""
        brought = self.taken[grant.stream].numbered if grant.stream in self.taken and grant.stream not in self.whole else []
        return brought if brought and brought[0][:2] == self._me else []

    @property
    def _me(self) -> tuple[bytes, int]:
        return self.actor.device, self.actor.inc

    def _page(self, grant: Grant, cursor: int, changes: Sequence[Change]) -> Page:
        me, own, others = self._me, [], changes
        if changes is self._brought(grant):
            own, others = self.taken[grant.stream].spans, []
        elif grant.stream not in self.whole and (mine := [change for change in changes if change[:2] == me]):
            own, others = list(spans(mine)), [change for change in changes if change[:2] != me]
        return Page(
            stream=as_text(grant.stream),
            first=cursor + 1,
            last=changes[-1].seq or 0,
            head=grant.head_seq,
            head_hash=grant.head_hash.hex(),
            changes=all_pulled(others),
            own=[Own(one.from_ctr, one.to_ctr, one.from_seq, one.received_at, one.clock_err) for one in own],
        )
