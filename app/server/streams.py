"""Taking in what a laptop hands over: each change is applied, was here already, or is held. There is no fourth outcome."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import NamedTuple

from sqlalchemy import ClauseElement, bindparam, select

from app.changelog.apply import apply
from app.changelog.chain import START, extend, leaf
from app.changelog.change import Change
from app.changelog.log import CHANGE, Stream
from app.changelog.transaction import Tx
from app.domain.record import StreamClass
from app.domain.rules.roles import CONFIDANTS, REGISSEUR
from app.server import tables
from app.server.access import Actor, House, right_of
from app.server.birth import Birth, birth_of
from app.server.judging import Judge
from app.server.rights import confidants, give

KEY = tables.SCOPE
CONTENT = CHANGE[5:16]
"""What the change's author wrote: from `seen` to `kind`."""
HELD = (*KEY, "dev", "inc", "ctr", "leaf", *CONTENT, "reason", "received_at", "clock_err")


class Head(NamedTuple):
    """Where a stream is: its last number, its chain, and which records live in it."""

    seq: int
    chain: bytes
    stream_class: str


class GapError(Exception):
    """Counters are missing between what the server has and what was pushed."""

    def __init__(self, stream: bytes, last_ctr: int) -> None:
        super().__init__("ctr-gap")
        self.stream = stream
        self.last_ctr = last_ctr


@dataclass(frozen=True)
class Pushed:
    """What one device hands over for one stream: changes with contiguous counters."""

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
    """What became of a push: numbered changes as spans, the others with the reason why they are held."""

    stream: bytes
    numbered: list[Change] = field(default_factory=list)
    held: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Counter:
    """Where pushes are handed in: one transaction, one worker, one moment."""

    house: House
    tx: Tx
    actor: Actor
    now: int
    clock_err: int

    def take(self, pushed: Pushed) -> Receipt:
        """Take in a push of one stream; raises GapError, and then nothing of it is kept."""
        scope = (self.actor.municipality, pushed.stream)
        head = self._head(scope)
        last = self._last(pushed.stream)
        if pushed.changes[0].ctr > last + 1:
            raise GapError(pushed.stream, last)
        receipt = Receipt(pushed.stream)
        stream = self.house.database.log.stream(self.tx, *scope)
        self._again(stream, [change for change in pushed.changes if change.ctr <= last], receipt)
        new = [change for change in pushed.changes if change.ctr > last]
        if not new:
            return receipt
        right = right_of(self.house, self.tx, self.actor, pushed.stream)
        birth = birth_of(pushed.stream, new, self.actor.worker) if head is None and last == 0 else None
        if birth is not None and self._may_begin(birth):
            head = self._born(scope, birth)
            right = right_of(self.house, self.tx, self.actor, pushed.stream)
        place = head or Head(0, START, StreamClass.FAMILY)
        good = self._judged(Judge(stream, place.stream_class, place.seq, right, self.actor.worker, self.now), new, receipt)
        if head is not None and good:
            self._applied(stream, head, good, receipt)
        self._received(pushed.stream, new[-1].ctr)
        return receipt

    def hold_all(self, pushed: Pushed, reason: str) -> Receipt:
        """Hold everything that is new in a push that could not be applied."""
        last = self._last(pushed.stream)
        receipt = Receipt(pushed.stream)
        stream = self.house.database.log.stream(self.tx, self.actor.municipality, pushed.stream)
        self._again(stream, [change for change in pushed.changes if change.ctr <= last], receipt)
        new = [change for change in pushed.changes if change.ctr > last]
        self._hold(stream, [(change, reason) for change in new], receipt)
        self._received(pushed.stream, max(last, pushed.changes[-1].ctr))
        return receipt

    def _head(self, scope: tuple[object, ...]) -> Head | None:
        """Lock the stream's head row: numbers are given under this lock only (on SQLite the writer is alone anyway)."""

        def write() -> ClauseElement:
            of = (tables.stream.c[name] == bindparam(name) for name in KEY)
            return select(tables.stream.c.head_seq, tables.stream.c.head_hash, tables.stream.c["class"]).where(*of).with_for_update()

        rows = self.tx.rows(self.house.database.log.write.own("locked head", KEY, write), scope)
        return Head(rows[0][0], bytes(rows[0][1]), rows[0][2]) if rows else None

    def _last(self, stream: bytes) -> int:
        key = (*KEY, "device", "inc")
        query = self.house.database.log.write.select(tables.device_stream, ("last_ctr",), key)
        rows = self.tx.rows(query, (self.actor.municipality, stream, self.actor.device, self.actor.inc))
        return int(rows[0][0]) if rows else 0

    def _received(self, stream: bytes, last: int) -> None:
        put = self.house.database.log.write.upsert(tables.device_stream, (*KEY, "device", "inc", "last_ctr"))
        self.tx.run(put, (self.actor.municipality, stream, self.actor.device, self.actor.inc, last))

    def _may_begin(self, birth: Birth) -> bool:
        """A family anybody may begin; what is kept apart of a family only who would receive it."""
        if birth.stream_class is StreamClass.FAMILY:
            return True
        right = right_of(self.house, self.tx, self.actor, birth.family)
        return right is not None and right.role in CONFIDANTS and right.lasts(self.now)

    def _born(self, scope: tuple[str, bytes], birth: Birth) -> Head:
        log = self.house.database.log
        begun = Head(0, START, birth.stream_class)
        self.tx.run(log.write.insert(tables.stream, (*KEY, "head_seq", "head_hash", "class")), (*scope, *begun))
        who = [(self.actor.worker, REGISSEUR)]
        if birth.stream_class is StreamClass.CONFIDENTIAL:
            who = confidants(log, self.tx, (scope[0], birth.family), self.now)
        for worker, role in who:
            give(log, self.tx, (*scope, worker), role, self.now)
        return begun

    def _judged(self, judge: Judge, new: Sequence[Change], receipt: Receipt) -> list[Change]:
        """Return what may be applied, in order of counters; a transaction is held whole or not at all."""
        good: list[Change] = []
        held: list[tuple[Change, str]] = []
        for _, group in groupby((self._measured(change) for change in new), key=lambda change: change.tx):
            gesture = list(group)
            reason = judge.fault(gesture)
            if reason:
                held += [(change, reason) for change in gesture]
            else:
                good += gesture
        self._hold(judge.stream, held, receipt)
        return good

    def _measured(self, change: Change) -> Change:
        order = min(change.wall + self.clock_err, self.now)
        return change._replace(ord=order, received_at=self.now, clock_err=self.clock_err)

    def _applied(self, stream: Stream, head: Head, good: Sequence[Change], receipt: Receipt) -> None:
        numbered = [change._replace(seq=head.seq + place) for place, change in enumerate(good, 1)]
        apply(stream, numbered)
        put = self.house.database.log.write.upsert(tables.stream, (*KEY, "head_seq", "head_hash", "class"))
        self.tx.run(put, (*stream.scope, head.seq + len(numbered), extend(head.chain, stream.id, numbered), head.stream_class))
        receipt.numbered += numbered

    def _hold(self, stream: Stream, held: Iterable[tuple[Change, str]], receipt: Receipt) -> None:
        write = stream.log.write
        rows = []
        for change, reason in held:
            name = (change.dev, change.inc, change.ctr, leaf(stream.id, change))
            rows.append((*stream.scope, *name, *change[5:16], reason, self.now, self.clock_err))
            receipt.held.append((change.ctr, reason))
        self.tx.many(write.upsert(tables.held, HELD), rows)

    def _again(self, stream: Stream, changes: Sequence[Change], receipt: Receipt) -> None:
        """What was received before is answered as before; other content under the same name is held as a collision."""
        if not changes:
            return
        first, last = changes[0].ctr, changes[-1].ctr
        applied = {change.ctr: change for change in own_changes(stream, self.actor, first, last)}
        kept = self._kept(stream, first, last)
        collided = []
        for change in changes:
            mark = leaf(stream.id, change)
            known = applied.get(change.ctr)
            if known is not None and leaf(stream.id, known) == mark:
                receipt.numbered.append(known)
            elif (change.ctr, mark) in kept:
                receipt.held.append((change.ctr, kept[change.ctr, mark]))
            else:
                collided.append((change, "collision"))
        self._hold(stream, collided, receipt)

    def _kept(self, stream: Stream, first: int, last: int) -> dict[tuple[int, bytes], str]:
        held = tables.held

        def write() -> ClauseElement:
            mine = (held.c[name] == bindparam(name) for name in (*KEY, "dev", "inc"))
            return select(held.c.ctr, held.c.leaf, held.c.reason).where(*mine, held.c.ctr.between(bindparam("first"), bindparam("last")))

        query = stream.log.write.own("kept", (*KEY, "dev", "inc", "first", "last"), write)
        rows = self.tx.rows(query, (*stream.scope, self.actor.device, self.actor.inc, first, last))
        return {(ctr, bytes(mark)): reason for ctr, mark, reason in rows}


def own_changes(stream: Stream, actor: Actor, first: int, last: int) -> list[Change]:
    """Return a device's numbered changes with these counters."""
    change = stream.log.tables.change

    def write() -> ClauseElement:
        mine = (change.c[name] == bindparam(name) for name in (*KEY, "dev", "inc"))
        between = change.c.ctr.between(bindparam("first"), bindparam("last"))
        return select(*(change.c[name] for name in CHANGE)).where(*mine, between).order_by(change.c.ctr)

    query = stream.log.write.own("own changes", (*KEY, "dev", "inc", "first", "last"), write)
    rows = stream.tx.rows(query, (*stream.scope, actor.device, actor.inc, first, last))
    return [Change(*row) for row in rows]


def spans(numbered: Sequence[Change]) -> Iterator[Span]:
    """Yield numbered changes of one device as ranges in which `ctr` and `seq` rise together."""
    start = 0
    for place, (one, other) in enumerate(pairwise(numbered), 1):
        if not follows(one, other):
            yield _span(numbered[start:place])
            start = place
    if numbered:
        yield _span(numbered[start:])


def follows(one: Change, other: Change) -> bool:
    """Tell whether `other` is the next in the same range."""
    return (
        other.ctr == one.ctr + 1
        and other.seq == (one.seq or 0) + 1
        and (other.received_at, other.clock_err) == (one.received_at, one.clock_err)
    )


def _span(run: Sequence[Change]) -> Span:
    one = run[0]
    return Span(one.ctr, run[-1].ctr, one.seq or 0, one.received_at or 0, one.clock_err or 0)


def reasons(held: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield what is held as ranges: first and last counter, reason."""
    ordered = sorted(held)
    for (reason, _), group in groupby(enumerate(ordered), key=lambda item: (item[1][1], item[1][0] - item[0])):
        run = [ctr for _, (ctr, _) in group]
        yield run[0], run[-1], reason
