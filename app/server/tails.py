"""What laptops bring back to a server that was put back from a reserve copy: the same history, number by number, or else every change.

Comes after `healing` (who may, and until when) and beside `streams` (new work). A tail that fits on goes into its old place, so that
the history is again what it was, bit for bit. Where numbers were given anew meanwhile, each change gets another, and none is lost.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from msgspec import UNSET

from app.changelog.chain import START, extend
from app.changelog.change import REDACT, Change
from app.changelog.log import Stream
from app.changelog.transaction import Tx
from app.domain.ids import as_text
from app.log import get_log
from app.protocol.heal_messages import (
    Have,
    HealAnswer,
    HealRequest,
    HeldAgain,
    Stand,
    Tail,
)
from app.protocol.parts import MOST_IN_TX, Mark
from app.protocol.wire import from_pulled, from_pushed, gestures, head_hash, ordered, stream_id
from app.server import healing
from app.server.access import Actor, House, RefusedError, right_of
from app.server.birth import begins_apart, birth_of
from app.server.broken import broken_by
from app.server.exchange import known
from app.server.healing import BroughtBack, Era
from app.server.judging import lives_in, sound
from app.server.ledger import (
    Device,
    Head,
    Said,
    after,
    begin_stream,
    go_on,
    head_of,
    hold,
    kept_apart,
    last_received,
    locked_head,
    no_longer_held,
    note_received,
    numbered_of,
    said,
    same,
)

log = get_log(__name__)

AT_ONCE = 5_000
"""How many changes are read at a time while the chain is computed."""


def heal(house: House, actor: Actor, asked: HealRequest) -> HealAnswer:
    """Take in what a laptop brings back, and say where the server is; repeated as often as one likes, it does the same.

    Raises RefusedError: 409 `epoch` for another than the server's where something is handed in, and for a tail (or what
    was held) where nothing was put back; 409 `view` for a tail that does not fit on, 400 for one that cannot be applied.
    Then nothing of it is kept. A laptop that has reported may bring more: there may be a copy of its store.
    """
    known(house, actor, asked.device, asked.inc)
    with house.database.read() as tx:
        era = healing.era_of(house.database.log, tx, actor.municipality)
    if asked.epoch != era.epoch and (asked.tails or asked.held or asked.done):
        raise RefusedError(409, "epoch")
    if (asked.tails or asked.held) and era.restored_at is None:
        raise RefusedError(409, "epoch")
    for tail in sorted(asked.tails, key=lambda one: begins_apart([_first(one)])):
        _brought_back(house, actor, era, tail)
    if asked.held:
        house.database.writing(lambda tx: _held_again(house, tx, actor, asked.held))
    if asked.done:
        house.database.writing(lambda tx: healing.report(house.database.log, tx, (actor.municipality, actor.device), era.epoch))
        log.event("heal.reported", device=actor.device)
    with house.database.read() as tx:
        stands = [_stand(house.database.log.stream(tx, actor.municipality, stream_id(have.stream)), have) for have in asked.have]
        if era.restored_at is None:  # else a right may have been given in what was lost
            stands = [one if right_of(house, tx, actor, stream_id(one.stream)) else Stand(one.stream, 0, 0) for one in stands]
    return HealAnswer(epoch=era.epoch, stands=stands, end=True)


def _first(tail: Tail) -> Change:
    return from_pulled(tail.changes[0], tail.first)


def _brought_back(house: House, actor: Actor, era: Era, tail: Tail) -> None:
    changes = [from_pulled(change, tail.first + place) for place, change in enumerate(tail.changes)]

    def take(tx: Tx) -> int:
        stream = house.database.log.stream(tx, actor.municipality, stream_id(tail.stream))
        return Homecoming(stream, actor, era, house.now()).take(tail, changes)

    try:
        taken = house.database.writing(take)
    except broken_by(house) as error:
        log.trouble("heal.broken", error=type(error).__name__, stream=stream_id(tail.stream), device=actor.device)
        raise RefusedError(400, "message") from error
    log.event("heal.brought_back", device=actor.device, stream=stream_id(tail.stream), changes=taken, forked=tail.forked is not UNSET)


Named = tuple[bytes, int, int]
"""A change by device, incarnation and counter."""


@dataclass(frozen=True)
class Homecoming:
    """One stream to which changes come back, from one laptop, in one transaction."""

    stream: Stream
    actor: Actor
    era: Era
    now: int

    def take(self, tail: Tail, changes: Sequence[Change]) -> int:
        """Take in a tail; returns how many changes got a number."""
        scope = (self.actor.municipality, self.stream.id)
        head = locked_head(self.stream.log, self.stream.tx, scope)
        before = head_hash(tail.before)
        if isinstance(tail.forked, int):
            return self._renumbered(head, tail.forked, before, changes)
        if (tail.first, before) != ((head.seq + 1, head.chain) if head else (1, START)):
            raise RefusedError(409, "view")
        place = head or self._begun(scope, changes)
        if any(fault(gesture, place.stream_class) for gesture in gestures(changes)):
            raise RefusedError(400, "message")
        self._go_on(place, changes)
        no_longer_held(self.stream, changes, self.now)
        return len(changes)

    def _begun(self, scope: tuple[str, bytes], changes: Sequence[Change]) -> Head:
        """Make a stream again that began after the copy was made; who began it is its regisseur."""
        birth = birth_of(self.stream.id, changes, changes[0].author)
        if birth is None:
            raise RefusedError(400, "message")
        return begin_stream(self.stream.log, self.stream.tx, scope, birth, (changes[0].author, self.now))

    def _renumbered(self, head: Head | None, forked: int, before: bytes, changes: Sequence[Change]) -> int:
        """Give what is not here by its name another number. Nobody has seen what was numbered since: `seen` ends where histories part."""
        if head is None or forked > head.seq or chains(self.stream, [forked])[forked] != before:
            raise RefusedError(409, "view")
        clamped = [change._replace(seen=min(change.seen, forked)) for change in changes]
        good: list[Change] = []
        for gesture in gestures(list(self._unknown(clamped))):
            if reason := fault(gesture, head.stream_class):
                hold(self.stream, [(change, reason) for change in gesture])
            else:
                good += gesture
        self._note(clamped)
        if good:
            self._go_on(head, [change._replace(seq=head.seq + place) for place, change in enumerate(good, 1)])
        return len(good)

    def _unknown(self, changes: Sequence[Change]) -> Iterator[Change]:
        """Yield what is neither numbered nor held; other content under a name that is taken is held."""
        numbered: dict[Named, Change] = {}
        kept: dict[Named, list[Said]] = {}
        for device, first, last in _spans(changes):
            numbered |= {(*device, one.ctr): one for one in numbered_of(self.stream, device, first, last)}
            for ctr, content in kept_apart(self.stream, device, first, last):
                kept.setdefault((*device, ctr), []).append(content)
        for change in changes:
            name = (change.dev, change.inc, change.ctr)
            known = numbered.get(name)
            if known is None and name not in kept:
                yield change
            elif not (known and same(self.stream, known, change)) and said(change) not in kept.get(name, ()):
                hold(self.stream, [(change, "collision")])

    def _go_on(self, head: Head, numbered: Sequence[Change]) -> None:
        go_on(self.stream, head, numbered)
        self._note(numbered)
        where = (self.actor.municipality, self.stream.id, self.era.epoch, head.seq + 1, head.seq + len(numbered))
        healing.mark(self.stream.log, self.stream.tx, BroughtBack(*where, self.actor.device, self.now))

    def _note(self, changes: Sequence[Change]) -> None:
        """Let the counter of every device that wrote some of it rise."""
        for device, _, last in _spans(changes):
            note_received(self.stream, device, max(last, last_received(self.stream, device)))


def fault(gesture: Sequence[Change], stream_class: str) -> str:
    """Return what is wrong with a gesture in itself, or nothing. Rights and what its author had seen were judged when it first came."""
    if len(gesture) > MOST_IN_TX:
        return "too_many"
    if not all(lives_in(change.record, stream_class) for change in gesture):
        return "place"
    return "" if all(change.kind == REDACT or change.redacted or sound(change) for change in gesture) else "value"


def _spans(changes: Iterable[Change]) -> Iterator[tuple[Device, int, int]]:
    """Yield every device with its lowest and highest counter."""
    ordered_ = sorted((change.dev, change.inc, change.ctr) for change in changes)
    for device, group in groupby(ordered_, key=lambda name: name[:2]):
        counters = [ctr for _, _, ctr in group]
        yield device, counters[0], counters[-1]


def _held_again(house: House, tx: Tx, actor: Actor, held: Sequence[HeldAgain]) -> None:
    """Hold again what was held: unless it is here, numbered or held. What has its name by now is another's, of a copied store."""
    now = house.now()
    for one in held:
        device = (actor.device, one.inc or actor.inc)
        stream = house.database.log.stream(tx, actor.municipality, stream_id(one.stream))
        change = from_pushed(one.change, *device, one.ctr)._replace(received_at=now, clock_err=0, ord=ordered(one.change.wall, 0, now))
        numbered, kept = numbered_of(stream, device, one.ctr, one.ctr), kept_apart(stream, device, one.ctr, one.ctr)
        if (one.ctr, said(change)) not in kept and said(change) not in map(said, numbered):
            hold(stream, [(change, "collision" if numbered or kept else one.reason)])
        note_received(stream, device, max(one.ctr, last_received(stream, device)))


def _stand(stream: Stream, have: Have) -> Stand:
    """Say how far the server is, and up to which mark the histories are one."""
    head = head_of(stream)
    if head is None:
        return Stand(have.stream, 0, 0)
    there = [mark for mark in have.marks if mark.seq <= head.seq]
    numbers = [mark.seq for mark in there]
    chain = {head.seq: head.chain} if numbers == [head.seq] else chains(stream, numbers)
    return Stand(as_text(stream.id), head.seq, max((mark.seq for mark in there if _fits(mark, chain)), default=0))


def _fits(mark: Mark, chain: dict[int, bytes]) -> bool:
    return chain[mark.seq] == head_hash(mark.hash)


def chains(stream: Stream, numbers: Sequence[int]) -> dict[int, bytes]:
    """Return the chain of a stream at some of its numbers, computed from its changes."""
    found, head, cursor = {0: START}, START, 0
    wanted = set(numbers)
    while cursor < max(wanted, default=0):
        for change in after(stream, cursor, AT_ONCE):
            head = extend(head, stream.id, [change])
            cursor = change.seq or 0
            if cursor in wanted:
                found[cursor] = head
    return found
