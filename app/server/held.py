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

from app.changelog.chain import START
from app.changelog.change import Change
from app.changelog.transaction import Tx
from app.domain.record import StreamClass
from app.log import get_log
from app.server import tables
from app.server.access import Actor, House, right_of
from app.server.birth import birth_of
from app.server.exchange import broken_by
from app.server.healing import era_of, waits
from app.server.judging import Judge
from app.server.ledger import CONTENT, KEY, Head
from app.server.problems import ServerProblem
from app.server.streams import Counter, Receipt

log = get_log(__name__)

COLLISION = "collision"
"""Other content under a name that is taken: nobody can apply that, whatever changes."""
KEPT = ("dev", "inc", "ctr", "leaf", *CONTENT, "reason", "received_at", "clock_err")

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


def listed(house: House, tx: Tx, town: str) -> list[Held]:
    """Return what is held, oldest first."""
    table = tables.held

    def write() -> ClauseElement:
        by = (table.c.stream, table.c.dev, table.c.author, table.c.reason)
        since = func.min(table.c.received_at)
        return select(*by, func.count(), since).where(table.c.municipality == bindparam("municipality")).group_by(*by).order_by(since, *by)

    rows = tx.rows(house.database.log.write.own("held listed", ("municipality",), write), (town,))
    return [Held(bytes(stream), bytes(device), bytes(author), reason, int(n), since) for stream, device, author, reason, n, since in rows]


def count_of(house: House, tx: Tx, scope: Scope) -> int:
    """Return how many changes of a family are held."""
    return len(tx.rows(house.database.log.write.select(tables.held, ("ctr",), KEY), scope))


def judge_again(house: House, scope: Scope) -> Outcome:
    """Judge what is held of a family again, one laptop after another, the one that waits longest first."""
    with house.database.read() as tx:
        era = era_of(house.database.log, tx, scope[0])
        if era.heals(house.now()) and waits(house.database.log, tx, scope, era):
            raise ServerProblem("heals", "The service was put back from a backup and waits for laptops of this family. Try it later.")
        waiting = sorted({(one.since, one.device) for one in listed(house, tx, scope[0]) if one.stream == scope[1]})
    outcome = Outcome()
    for device in dict.fromkeys(device for _, device in waiting):
        try:
            one = house.database.writing(partial(_laptop_again, house, scope, device))
        except broken_by(house) as error:
            log.trouble("held.again", error=type(error).__name__, stream=scope[1], device=device)
            with house.database.read() as tx:
                one = Outcome(0, [kept.reason for kept in _kept(house, tx, scope, device)])
        outcome.applied += one.applied
        outcome.held += one.held
    log.event("held.judged", stream=scope[1], applied=outcome.applied, held=len(outcome.held))
    return outcome


def _laptop_again(house: House, scope: Scope, device: bytes, tx: Tx) -> Outcome:
    write = house.database.log.write
    rows = tx.rows(write.select(tables.device, ("worker",), ("municipality", "device")), (scope[0], device))
    outcome = Outcome()
    for inc, found in groupby(_kept(house, tx, scope, device), key=lambda one: one.change.inc):
        kept = list(found)
        if not rows:
            outcome.held += [one.reason for one in kept]
            continue
        again = Again(house, tx, Actor(scope[0], device, inc, bytes(rows[0][0])), house.now(), 0)
        one = again.judged(scope, kept)
        outcome.applied += one.applied
        outcome.held += one.held
    return outcome


def _kept(house: House, tx: Tx, scope: Scope, device: bytes) -> list[Kept]:
    names = (*KEY, "dev")
    rows = tx.rows(house.database.log.write.select(tables.held, KEPT, names, ("inc", "ctr", "leaf")), (*scope, device))
    return [Kept(_change(dict(zip(KEPT, row, strict=True))), bytes(row[3]), row[-3]) for row in rows]


def _change(row: dict[str, object]) -> Change:
    """Return the change as it was handed over, with the moment at which the server got it."""
    found: dict[str, Any] = {name: row.get(name) for name in Change._fields}
    return Change(**found)


class Again(Counter):
    """The counter at which held work is handed in once more; `ord` follows from when it first came."""

    def judged(self, scope: Scope, kept: Sequence[Kept]) -> Outcome:
        """Apply what may now be applied, and take it out of what is held."""
        ready = [self._measured(one.change) for one in kept if one.reason != COLLISION]
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
        self._settled(scope, [one for one in kept if one.reason != COLLISION and one.change.ctr in gone])
        stay = [one for one in kept if one.reason == COLLISION or one.change.ctr not in gone]
        return Outcome(len(good), [one.reason if one.reason == COLLISION else reasons.get(one.change.ctr) or one.reason for one in stay])

    def _measured(self, change: Change) -> Change:
        """What came late because it was held keeps its own moment."""
        arrived, err = change.received_at or 0, change.clock_err or 0
        return change._replace(ord=min(change.wall + err, arrived))

    def _begun(self, scope: Scope, ready: Sequence[Change]) -> Head | None:
        """Let a stream begin whose beginning was held, if its laptop may now begin it."""
        if not ready or ready[0].ctr != 1:
            return None
        birth = birth_of(scope[1], ready, self.actor.worker)
        return self._born(scope, birth) if birth is not None and self._may_begin(birth) else None

    def _settled(self, scope: Scope, gone: Sequence[Kept]) -> None:
        name = (*KEY, "dev", "inc", "ctr", "leaf")
        clear = self.house.database.log.write.delete(tables.held, name)
        self.tx.many(clear, [(*scope, one.change.dev, one.change.inc, one.change.ctr, one.leaf) for one in gone])
