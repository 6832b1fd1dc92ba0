"""Taking in what a laptop hands over: each change is applied, was here already, or is held. There is no fourth outcome."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from app.changelog.chain import START
from app.changelog.change import Change
from app.changelog.log import Stream
from app.changelog.transaction import Tx
from app.domain.record import StreamClass
from app.domain.rules.roles import CONFIDANTS
from app.log import get_log
from app.server.access import Actor, House, right_of
from app.server.birth import Birth, birth_of
from app.server.healing import Era, waits
from app.server.judging import Judge
from app.server.ledger import (
    Head,
    begin_stream,
    go_on,
    hold,
    kept_apart,
    last_received,
    locked_head,
    note_received,
    numbered_of,
    said,
    same,
)

log = get_log(__name__)


class GapError(Exception):
    """Counters are missing between what the server has and what was pushed."""

    def __init__(self, stream: bytes, last_ctr: int) -> None:
        super().__init__("ctr-gap")
        self.stream = stream
        self.last_ctr = last_ctr


@dataclass(frozen=True)
class Pushed:
    """What one device hands over for one stream: changes with contiguous counters, and the order that follows from when they came."""

    stream: bytes
    changes: Sequence[Change]


@dataclass(frozen=True)
class Span:
    """Own changes that have their place: the first, the last, the first's `seq`, and what `ord` follows from."""

    from_ctr: int
    to_ctr: int
    from_seq: int
    received_at: int
    clock_err: int


@dataclass
class Receipt:
    """What became of a push: numbered changes as spans, the others with the reason why they are held.

    `waits` says that nothing new of it was taken in yet: the stream heals, and the laptop comes again with it. From the counter
    `collision` on nothing was taken in: the name is another change's, for this laptop's store was copied.
    """

    stream: bytes
    numbered: list[Change] = field(default_factory=list)
    held: list[tuple[int, str]] = field(default_factory=list)
    waits: bool = False
    collision: int | None = None

    @cached_property
    def spans(self) -> list["Span"]:
        """The numbered changes as ranges; asked for once nothing more comes to them."""
        return list(spans(sorted(self.numbered, key=lambda change: change.ctr)))


@dataclass(frozen=True)
class Counter:
    """Where pushes are handed in: one transaction, one worker, one moment. `era` is given while the municipality heals."""

    house: House
    tx: Tx
    actor: Actor
    now: int
    era: Era | None = None

    def take(self, pushed: Pushed) -> Receipt:
        """Take in a push of one stream; raises GapError, and then nothing of it is kept."""
        scope = (self.actor.municipality, pushed.stream)
        head = self._head(scope)
        stream = self.house.database.log.stream(self.tx, *scope)
        device = (self.actor.device, pushed.changes[0].inc)
        last = last_received(stream, device)
        if pushed.changes[0].ctr > last + 1:
            raise GapError(pushed.stream, last)
        receipt = Receipt(pushed.stream)
        new = self._again(stream, pushed.changes, last, receipt)
        if not new:
            return receipt
        if self.era is not None and waits(self.house.database.log, self.tx, scope, self.era):
            receipt.waits = True
            return receipt
        right = right_of(self.house, self.tx, self.actor, pushed.stream)
        birth = birth_of(pushed.stream, new, self.actor.worker) if head is None and new[0].ctr == 1 else None
        if birth is not None and self._may_begin(birth):
            head = self._born(scope, birth)
            right = right_of(self.house, self.tx, self.actor, pushed.stream)
        place = head or Head(0, START, StreamClass.FAMILY)
        good = self._judged(Judge(stream, place.stream_class, place.seq, right, self.actor.worker, self.now), new, receipt)
        if head is not None and good:
            self._applied(stream, head, good, receipt)
        note_received(stream, device, max(last, new[-1].ctr))
        return receipt

    def hold_all(self, pushed: Pushed, reason: str) -> Receipt:
        """Hold everything that is new in a push that could not be applied."""
        receipt = Receipt(pushed.stream)
        stream = self.house.database.log.stream(self.tx, self.actor.municipality, pushed.stream)
        device = (self.actor.device, pushed.changes[0].inc)
        last = last_received(stream, device)
        if new := self._again(stream, pushed.changes, last, receipt):
            self._hold(stream, [(change, reason) for change in new], receipt)
            note_received(stream, device, max(last, new[-1].ctr))
        return receipt

    def _head(self, scope: tuple[object, ...]) -> Head | None:
        return locked_head(self.house.database.log, self.tx, scope)

    def _may_begin(self, birth: Birth) -> bool:
        """A family anybody may begin; what is kept apart of a family only who would receive it."""
        if birth.stream_class is StreamClass.FAMILY:
            return True
        right = right_of(self.house, self.tx, self.actor, birth.family)
        return right is not None and right.role in CONFIDANTS and right.lasts(self.now)

    def _born(self, scope: tuple[str, bytes], birth: Birth) -> Head:
        return begin_stream(self.house.database.log, self.tx, scope, birth, (self.actor.worker, self.now))

    def _judged(self, judge: Judge, new: Sequence[Change], receipt: Receipt) -> list[Change]:
        """Return what may be applied, in order of counters; a transaction is held whole or not at all."""
        good: list[Change] = []
        held: list[tuple[Change, str]] = []
        if judge.faultless(new):
            return list(new)
        for _, group in groupby(new, key=lambda change: change.tx):
            gesture = list(group)
            reason = judge.fault(gesture)
            if reason:
                held += [(change, reason) for change in gesture]
            else:
                good += gesture
        self._hold(judge.stream, held, receipt)
        return good

    def _applied(self, stream: Stream, head: Head, good: Sequence[Change], receipt: Receipt) -> None:
        numbered = [Change._make((*change[:3], seq, *change[4:])) for seq, change in enumerate(good, head.seq + 1)]
        go_on(stream, head, numbered)
        receipt.numbered += numbered

    def _hold(self, stream: Stream, held: Iterable[tuple[Change, str]], receipt: Receipt) -> None:
        held = list(held)
        hold(stream, held)
        receipt.held += [(change.ctr, reason) for change, reason in held]

    def _again(self, stream: Stream, changes: Sequence[Change], last: int, receipt: Receipt) -> list[Change]:
        """Answer as before what was received before; return what is new, up to where a name is another change's.

        New is also what was said to be received and is not here: the server was put back, and nobody has brought it.
        """
        if changes[0].ctr > last:
            return list(changes)
        device, first, latest = (self.actor.device, changes[0].inc), changes[0].ctr, min(last, changes[-1].ctr)
        applied = {change.ctr: change for change in numbered_of(stream, device, first, latest)}
        kept = kept_apart(stream, device, first, latest)
        taken = {*applied, *(ctr for ctr, _ in kept)}
        new = []
        for change in changes:
            known = applied.get(change.ctr)
            if change.ctr > last or change.ctr not in taken:
                new.append(change)
            elif known is not None and same(stream, known, change):
                receipt.numbered.append(known)
            elif known is None and (change.ctr, said(change)) in kept:
                receipt.held.append((change.ctr, kept[change.ctr, said(change)]))
            else:
                receipt.collision = change.ctr
                log.event("sync.collision", device=self.actor.device, stream=stream.id)
                break
        return new


def spans(numbered: Sequence[Change]) -> Iterator[Span]:
    """Yield numbered changes of one device as ranges in which `ctr` and `seq` rise together."""
    rising = ((one.ctr - place, (one.seq or 0) - place, one.received_at, one.clock_err) for place, one in enumerate(numbered))
    start = 0
    for _, alike in groupby(rising):
        one, count = numbered[start], len(list(alike))
        yield Span(one.ctr, one.ctr + count - 1, one.seq or 0, one.received_at or 0, one.clock_err or 0)
        start += count


def reasons(held: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield what is held as ranges: first and last counter, reason."""
    ordered = sorted(held)
    for (reason, _), group in groupby(enumerate(ordered), key=lambda item: (item[1][1], item[1][0] - item[0])):
        run = [ctr for _, (ctr, _) in group]
        yield run[0], run[-1], reason
