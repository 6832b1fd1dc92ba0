"""One sync: collect what waits, exchange it, absorb the answer, until both sides have everything. No network inside a transaction."""

from dataclasses import dataclass, field, replace
from typing import Protocol

from app.clock import wall_ms
from app.errors import UserProblem
from app.log import get_log
from app.protocol.messages import SyncAnswer, SyncRequest
from app.protocol.wire import stream_id
from app.store.workspace import Workspace
from app.sync.absorb import absorb
from app.sync.healing import Healer, heal
from app.sync.lease import in_step
from app.sync.pace import Pace
from app.sync.pending import Terms, collect
from app.sync.progress import Teller, Told, nobody
from app.sync.server_link import TOO_LARGE, OutOfStepError
from app.sync.wipe import wipe_frozen

log = get_log(__name__)

MOST_TURNS = 200
"""A server that always says `more` is left at some point, until the next round."""


class Link(Healer, Protocol):
    """The way to the server, as a round needs it."""

    def sync(self, request: SyncRequest) -> SyncAnswer | None:
        """Exchange changes; None when there is nothing new on either side."""
        ...


@dataclass(frozen=True)
class RoundResult:
    """What a round did. `families` are those a screen should ask for again; `clock_err` (ms) is how far this clock is off.

    Of the families in `waits` the municipality takes nothing new yet: it was put back, and waits for other laptops.
    """

    pushed: int = 0
    pulled: int = 0
    held: int = 0
    families: frozenset[bytes] = frozenset()
    clock_err: int = 0
    waits: frozenset[bytes] = frozenset()


@dataclass
class _Round:
    """What a round is about while it runs."""

    workspace: Workspace
    link: Link
    teller: Teller
    pace: Pace
    terms: Terms = field(default_factory=Terms)
    pushed: int = 0
    pulled: int = 0
    held: int = 0
    families: frozenset[bytes] = frozenset()
    waits: frozenset[bytes] = frozenset()
    healed: bool = False
    in_step: bool = False
    noted: bool = False
    to_wipe: bool = True
    clock_err: int = 0
    problem: UserProblem | None = None

    def turn(self) -> bool:
        """Do one exchange; tells whether there is more to do."""
        asked = collect(self.workspace, wall_ms(self.workspace.clock), self.terms)
        self.clock_err = asked.clock_err
        try:
            answer = self.link.sync(asked.request)
        except OutOfStepError as error:
            return self._out_of_step(error)
        self.in_step, self.to_wipe = True, True
        self.noted = answer is not None and not (answer.more or asked.more)  # with the answer, in one transaction
        if answer is None:
            return False
        self.clock_err = answer.clock_err
        self.teller.hear(answer)
        brought = absorb(self.pace, answer, asked, self.teller.tell)
        self.to_wipe = brought.to_wipe
        waiting = frozenset(map(stream_id, answer.waits or ()))
        self.terms = replace(self.terms, with_cursors=True, skipped=self.terms.skipped | waiting)
        self.waits |= waiting
        self.pushed += brought.received - brought.held
        self.pulled += brought.pulled
        self.held += brought.held
        self.families |= brought.families
        if brought.trouble:
            self.problem = UserProblem("sync_histories_differ")
        moved = brought.received or brought.pulled or asked.request.looks or waiting or (answer.pages and not brought.trouble)
        return brought.again or bool((asked.more or answer.more) and moved)

    def _out_of_step(self, error: OutOfStepError) -> bool:
        """Another view is ordinary: say where we are. Counters that never arrived stop one family, the rest goes on."""
        log.event("sync.out_of_step", error=error.error)
        terms = self.terms
        if error.error == "view" and not terms.with_cursors:
            self.terms = replace(terms, with_cursors=True)
            return True
        if error.error == TOO_LARGE and terms.most > 1:
            self.terms = replace(terms, most=terms.most // 2)
            return True
        if error.error == "epoch" and not self.healed:
            return self._healed()
        self.problem = UserProblem("sync_out_of_step")
        if error.stream is None or error.stream in terms.skipped:
            return False
        log.trouble("sync.gap", stream=error.stream)
        self.terms = replace(terms, skipped=terms.skipped | {error.stream})
        return True

    def _healed(self) -> bool:
        """Bring a server that was put back up to date; what could not be done now is begun anew in the next round."""
        self.healed = True
        try:
            self.families |= heal(self.workspace, self.link)
        except OutOfStepError as error:
            log.trouble("heal.out_of_step", error=error.error)
            self.problem = UserProblem("sync_out_of_step")
            return False
        return True


def sync_once(workspace: Workspace, link: Link, told: Told = nobody) -> RoundResult:
    """Bring this laptop and the server to the same state; a family whose right has ended is frozen, handed in and wiped on the way.

    `told` hears how far it is, between two transactions, while there is something to fetch.
    Raises NoNetworkError, which is a state and no problem, and UserProblem: `server_nonsense`, `device_refused`,
    `sync_out_of_step`, `sync_histories_differ`. What was exchanged before that is kept.
    """
    this = _Round(workspace, link, Teller(workspace, told), Pace(workspace))
    try:
        for _ in range(MOST_TURNS):
            if not this.turn():
                break
    finally:
        if this.in_step and this.to_wipe:  # a server that was put back may lack what would be wiped
            this.families |= wipe_frozen(workspace)
        log.event("sync.round", pushed=this.pushed, pulled=this.pulled, held=this.held)
    if not this.noted:
        with workspace.write(lasting=False) as writing:
            writing.put_metas(in_step(writing.wall, int(writing.meta("clock_err") or b"0")))
    if this.problem is not None:
        raise this.problem
    return RoundResult(this.pushed, this.pulled, this.held, this.families, this.clock_err, this.waits)
