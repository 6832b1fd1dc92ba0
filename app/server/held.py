"""Work that is held, and judging it again: after a right was given, or after an upgrade that knows what came too early.

The judge is the one of a push (`Counter`), so nothing gets in here that would not have got in then. A gesture goes in whole
or stays whole; what goes in leaves `held` in the same transaction, so it is always in exactly one of the two.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ClauseElement, bindparam, func, select

from app.changelog.chain import START, leaf
from app.changelog.change import Change
from app.changelog.transaction import Tx
from app.domain.record import StreamClass
from app.log import get_log
from app.server import tables
from app.server.access import Actor, House, right_of
from app.server.birth import birth_of
from app.server.broken import broken_by
from app.server.healing import era_of, waits
from app.server.judging import Judge
from app.server.ledger import CONTENT, KEY, Head, mark_held
from app.server.problems import ServerProblem
from app.server.streams import Counter, Receipt

log = get_log(__name__)

COLLISION = "collision"
"""Other content under a name that is taken: nobody can apply that, whatever changes."""
KEPT = ("dev", "inc", "ctr", "leaf", *CONTENT, "reason", "received_at", "clock_err", "decision", "head")

Scope = tuple[str, bytes]
"""Municipality and stream."""


class Held(NamedTuple):
    """What is held of one family from one laptop for one reason."""

    stream: bytes
    device: bytes
    author: bytes
    reason: str
    changes: int
    since: int
    decision: str | None = None


@dataclass
class Outcome:
    """What became of a family's held work: how many changes went in, and the reason for each that stays."""

    applied: int = 0
    held: list[str] = field(default_factory=list)


class Kept(NamedTuple):
    """One held change with its mark, and why it is held."""

    change: Change
    leaf: bytes
    reason: str
    decision: str | None = None
    head: int | None = None

    def whole(self, stream: bytes) -> bool:
        """Tell whether it is still what came: what was destroyed on request is not."""
        return leaf(stream, self.change) == self.leaf

    @property
    def measured(self) -> Change:
        """Return the change with its own moment: what came late because it was held is no newer for it."""
        arrived, err = self.change.received_at or 0, self.change.clock_err or 0
        return self.change._replace(ord=min(self.change.wall + err, arrived))


def listed(house: House, tx: Tx, town: str) -> list[Held]:
    """Return what is held, oldest first."""
    table = tables.held

    def write() -> ClauseElement:
        by = (table.c.stream, table.c.dev, table.c.author, table.c.reason, table.c.decision)
        since = func.min(table.c.received_at)
        return select(*by, func.count(), since).where(table.c.municipality == bindparam("municipality")).group_by(*by).order_by(since, *by)

    rows = tx.rows(house.database.log.write.own("held listed", ("municipality",), write), (town,))
    return [
        Held(bytes(stream), bytes(device), bytes(author), reason, int(n), since, word)
        for stream, device, author, reason, word, n, since in rows
    ]


class Decision(NamedTuple):
    """Who decided what on held work of one author, when, and on how many changes."""

    stream: bytes
    author: bytes
    taken: int
    reason: str
    decided_by: bytes
    decided_at: int
    changes: int


def decisions(house: House, tx: Tx, town: str) -> list[Decision]:
    """Return what was decided on held work, oldest first; gestures of one decision together."""
    order = ("decided_at", "stream", "dev", "tx")
    rows = tx.rows(house.database.log.write.select(tables.decision, Decision._fields, ("municipality",), order), (town,))
    one_by_one = [Decision(*row) for row in rows]
    grouped = groupby(one_by_one, key=lambda one: one._replace(changes=0))
    return [alike._replace(changes=sum(one.changes for one in group)) for alike, group in grouped]


def count_of(house: House, tx: Tx, scope: Scope) -> int:
    """Return how many changes of a family wait for a decision."""
    return sum(word is None for (word,) in tx.rows(house.database.log.write.select(tables.held, ("decision",), KEY), scope))


def judge_again(house: House, scope: Scope) -> Outcome:
    """Judge what is held of a family again, one laptop after another, the one that waits longest first."""
    with house.database.read() as tx:
        era = era_of(house.database.log, tx, scope[0])
        if era.heals(house.now()) and waits(house.database.log, tx, scope, era):
            raise ServerProblem("heals", "The service was put back from a backup and waits for laptops of this family. Try it later.")
        waiting = sorted({(one.since, one.device) for one in listed(house, tx, scope[0]) if one.stream == scope[1] and not one.decision})
    outcome = Outcome()
    for device in dict.fromkeys(device for _, device in waiting):
        try:
            one = house.database.writing(partial(_laptop_again, house, scope, device))
        except broken_by(house) as error:
            log.trouble("held.again", error=type(error).__name__, stream=scope[1], device=device)
            with house.database.read() as tx:
                one = Outcome(0, [kept.reason for kept in undecided(house, tx, scope, device)])
        outcome.applied += one.applied
        outcome.held += one.held
    log.event("held.judged", stream=scope[1], applied=outcome.applied, held=len(outcome.held))
    return outcome


def _laptop_again(house: House, scope: Scope, device: bytes, tx: Tx) -> Outcome:
    write = house.database.log.write
    rows = tx.rows(write.select(tables.device, ("worker",), ("municipality", "device")), (scope[0], device))
    outcome = Outcome()
    for inc, found in groupby(undecided(house, tx, scope, device), key=lambda one: one.change.inc):
        kept = list(found)
        if not rows:
            outcome.held += [one.reason for one in kept]
            continue
        again = Again(house, tx, Actor(scope[0], device, inc, bytes(rows[0][0])), house.now())
        one = again.judged(scope, kept)
        outcome.applied += one.applied
        outcome.held += one.held
    return outcome


def undecided(house: House, tx: Tx, scope: Scope, device: bytes) -> list[Kept]:
    """Return what is held of a family from one laptop and waits for a decision, in the order in which it was written."""
    rows = tx.rows(house.database.log.write.select(tables.held, KEPT, (*KEY, "dev"), ("inc", "ctr", "leaf")), (*scope, device))
    return [one for one in map(_kept, rows) if one.decision is None]


def all_kept(house: House, tx: Tx, scope: Scope) -> list[Kept]:
    """Return all that is held of a family, decided or not, laptop by laptop."""
    rows = tx.rows(house.database.log.write.select(tables.held, KEPT, KEY, ("dev", "inc", "ctr", "leaf")), scope)
    return [_kept(row) for row in rows]


def _kept(row: Sequence[Any]) -> Kept:
    return Kept(_change(dict(zip(KEPT, row, strict=True))), bytes(row[3]), row[-5], row[-2], row[-1])


def _change(row: dict[str, object]) -> Change:
    """Return the change as it was handed over, with the moment at which the server got it."""
    found: dict[str, Any] = {name: row.get(name) for name in Change._fields}
    return Change(**found)


class Again(Counter):
    """The counter at which held work is handed in once more; `ord` follows from when it first came."""

    def judged(self, scope: Scope, kept: Sequence[Kept]) -> Outcome:
        """Apply what may now be applied, and take it out of what is held."""
        ready = [one.measured for one in kept if one.reason != COLLISION and one.whole(scope[1])]
        stream = self.house.database.log.stream(self.tx, *scope)
        ready = [change for change in ready if stream.find(change.dev, change.inc, change.ctr) is None]
        head = self._head(scope) or self._begun(scope, ready)
        place = head or Head(0, START, StreamClass.FAMILY)
        right = right_of(self.house, self.tx, self.actor, scope[1])
        judge = Judge(stream, place.stream_class, place.seq, right, self.actor.worker, self.now)
        good: list[Change] = []
        reasons: dict[int, str] = {}
        for _, group in groupby(ready, key=lambda change: change.tx):
            gesture = list(group)
            reason = judge.fault(gesture)
            reasons |= {change.ctr: reason for change in gesture}
            good += [] if reason or head is None else gesture
        if head is not None and good:
            self._applied(stream, head, good, Receipt(scope[1]))
        gone = {change.ctr for change in good}
        self.settled(scope, [one for one in kept if one.reason != COLLISION and one.change.ctr in gone])
        stay = [one for one in kept if one.reason == COLLISION or one.change.ctr not in gone]
        return Outcome(len(good), [one.reason if one.reason == COLLISION else reasons.get(one.change.ctr) or one.reason for one in stay])

    def _begun(self, scope: Scope, ready: Sequence[Change]) -> Head | None:
        """Let a stream begin whose beginning was held, if its laptop may now begin it."""
        if not ready or ready[0].ctr != 1:
            return None
        birth = birth_of(scope[1], ready, self.actor.worker)
        return self._born(scope, birth) if birth is not None and self._may_begin(birth) else None

    def settled(self, scope: Scope, gone: Sequence[Kept]) -> None:
        """Take what was applied out of what is held."""
        name = (*KEY, "dev", "inc", "ctr", "leaf")
        clear = self.house.database.log.write.delete(tables.held, name)
        self.tx.many(clear, [(*scope, one.change.dev, one.change.inc, one.change.ctr, one.leaf) for one in gone])
        if gone:
            mark_held(self.house.database.log.stream(self.tx, *scope), self.now)
