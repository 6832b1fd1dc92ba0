"""What somebody decides on work that is held: it goes into the family's history as it was written, or it stays held for good.

Who decides is its regisseur or deputy at this moment. The first decision counts; another one finds nothing left to decide on. Both are
kept: who decided, and when.
"""

from collections.abc import Sequence
from functools import partial

from sqlalchemy import ClauseElement, bindparam, update

from app.changelog.change import LEFT
from app.changelog.transaction import Tx
from app.domain.rules.roles import CONFIDANTS
from app.log import get_log
from app.protocol.held_messages import Decided
from app.protocol.wire import stream_id
from app.server import tables
from app.server.access import Actor, House, right_of
from app.server.healing import Era, waits
from app.server.held import Again, Kept, Scope, undecided
from app.server.judging import Judge
from app.server.ledger import KEY, mark_held
from app.server.offering import pieces, refusal, worker_of
from app.server.streams import Receipt

log = get_log(__name__)

DECISION = (*KEY, "dev", "tx", "taken", "reason", "author", "changes", "decided_by", "decided_at")


def decide(house: House, actor: Actor, one: Decided, era: Era) -> bool:
    """Carry out a decision, or nothing of it; False while the stream heals: the laptop comes again with it."""
    scope = (actor.municipality, stream_id(one.stream))

    def within(tx: Tx) -> bool:
        if era.heals(house.now()) and waits(house.database.log, tx, scope, era):
            return False
        Deciding(house, tx, actor, house.now()).decide(scope, one)
        return True

    return house.database.writing(within)


def cannot(house: House, actor: Actor, one: Decided) -> None:
    """Note that a piece could not be applied, so that nobody is asked to take it over again."""
    scope = (actor.municipality, stream_id(one.stream))
    house.database.writing(lambda tx: Deciding(house, tx, actor, house.now()).spoil(scope, one))


class Deciding(Again):
    """The counter at which decisions are handed in; the actor is who decides."""

    def decide(self, scope: Scope, one: Decided) -> None:
        """Do as was decided, if who decides may do so now and saw all that it hangs on."""
        right = right_of(self.house, self.tx, self.actor, scope[1])
        head = self._head(scope)
        if head is None or right is None or right.role not in CONFIDANTS or not right.lasts(self.now):
            log.event("held.not_hers", stream=scope[1], device=self.actor.device)
            return
        chosen = self._chosen(scope, one)
        if not chosen:
            return
        stream = self.house.database.log.stream(self.tx, *scope)
        if one.take:
            author = worker_of(self.house, self.tx, scope[0], chosen[0].change.dev)
            reason = refusal(Judge(stream, head.stream_class, head.seq, right, author, self.now, decides=True), chosen)
            if reason:
                log.event("held.not_possible", stream=scope[1], reason=reason)
                return
            self._applied(stream, head, [kept.measured for kept in chosen], Receipt(scope[1]))
            self.settled(scope, chosen)
        else:
            self._word(scope, chosen, "decision", LEFT)
        self._note(scope, one.take, chosen)
        mark_held(stream, self.now)
        log.event("held.decided", stream=scope[1], taken=one.take, changes=len(chosen))

    def spoil(self, scope: Scope, one: Decided) -> None:
        """Let the work be held for another reason: it cannot be applied."""
        self._word(scope, self._chosen(scope, one), "reason", "fault")
        mark_held(self.house.database.log.stream(self.tx, *scope), self.now)

    def _chosen(self, scope: Scope, one: Decided) -> list[Kept]:
        """Return what was decided on and still waits; nothing where something before it in the same piece was not seen."""
        wanted = set(map(stream_id, one.txs))
        chosen: list[Kept] = []
        for piece in pieces(undecided(self.house, self.tx, scope, stream_id(one.dev))):
            mine = [kept.change.tx in wanted for kept in piece]
            if not all(mine[: sum(mine)]):
                return []
            chosen += [kept for kept in piece if kept.change.tx in wanted]
        return sorted(chosen, key=lambda kept: (kept.change.inc, kept.change.ctr))

    def _word(self, scope: Scope, chosen: Sequence[Kept], column: str, word: str) -> None:
        name = (*KEY, "dev", "inc", "ctr", "leaf")
        query = self.house.database.log.write.own(f"held {column}", ("word", *(f"of_{one}" for one in name)), partial(_write, column))
        self.tx.many(query, [(word, *scope, kept.change.dev, kept.change.inc, kept.change.ctr, kept.leaf) for kept in chosen])

    def _note(self, scope: Scope, taken: bool, chosen: Sequence[Kept]) -> None:
        rows = []
        for tx in dict.fromkeys(kept.change.tx for kept in chosen):
            of = [kept for kept in chosen if kept.change.tx == tx]
            first = of[0].change
            rows.append((*scope, first.dev, tx, int(taken), of[0].reason, first.author, len(of), self.actor.worker, self.now))
        self.tx.many(self.house.database.log.write.upsert(tables.decision, DECISION), rows)


def _write(column: str) -> ClauseElement:
    name = (*KEY, "dev", "inc", "ctr", "leaf")
    return update(tables.held).values({column: bindparam("word")}).where(*(tables.held.c[one] == bindparam(f"of_{one}") for one in name))
