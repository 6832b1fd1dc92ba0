"""One sync: collect what waits, exchange it, absorb the answer, until both sides have everything. No network inside a transaction."""

from dataclasses import dataclass, field, replace
from typing import Protocol

from app.clock import wall_ms
from app.errors import UserProblem
from app.log import get_log
from app.protocol.messages import SyncAnswer, SyncRequest
from app.protocol.parts import FAR_OFF_MS
from app.protocol.wire import stream_id
from app.store.workspace import Workspace
from app.sync.absorb import absorb
from app.sync.healing import Healer, heal
from app.sync.lease import renew
from app.sync.pending import Terms, collect
from app.sync.progress import Teller, Told, nobody
from app.sync.server_link import TOO_LARGE, OutOfStepError
from app.sync.wipe import wipe_frozen

log = get_log(__name__)

CONTACT = "contact"
"""The fact in `meta` that holds when (ms) the server was in step with this laptop last."""
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
    terms: Terms = field(default_factory=Terms)
    pushed: int = 0
    pulled: int = 0
    held: int = 0
    families: frozenset[bytes] = frozenset()
    waits: frozenset[bytes] = frozenset()
    healed: bool = False
    in_step: bool = False
    problem: UserProblem | None = None

    def turn(self) -> bool:
        """Do one exchange; tells whether there is more to do."""
        request, waits = collect(self.workspace, wall_ms(self.workspace.clock), self.terms)
        try:
            answer = self.link.sync(request)
        except OutOfStepError as error:
            return self._out_of_step(error)
        self.in_step = True
        if answer is None:
            return False
        self.teller.hear(answer)
        brought = absorb(self.workspace, answer, request, self.teller.tell)
        waiting = frozenset(map(stream_id, answer.waits or ()))
        self.terms = replace(self.terms, with_cursors=True, skipped=self.terms.skipped | waiting)
        self.waits |= waiting
        self.pushed += brought.received - brought.held
        self.pulled += brought.pulled
        self.held += brought.held
        self.families |= brought.families
        if brought.trouble:
            self.problem = UserProblem("sync_histories_differ")
        moved = brought.received or brought.pulled or request.looks or waiting or (answer.pages and not brought.trouble)
        return brought.again or bool((waits or answer.more) and moved)

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
    this = _Round(workspace, link, Teller(workspace, told), Terms(with_cursors=abs(_clock_err(workspace)) >= FAR_OFF_MS))
    try:
        for _ in range(MOST_TURNS):
            if not this.turn():
                break
    finally:
        if this.in_step:  # a server that was put back may lack what would be wiped
            this.families |= wipe_frozen(workspace)
        log.event("sync.round", pushed=this.pushed, pulled=this.pulled, held=this.held)
    with workspace.write() as writing:
        writing.put_meta(CONTACT, b"%d" % writing.wall)
        renew(writing, int(writing.meta("clock_err") or b"0"))
    if this.problem is not None:
        raise this.problem
    return RoundResult(this.pushed, this.pulled, this.held, this.families, _clock_err(workspace), this.waits)


def _clock_err(workspace: Workspace) -> int:
    """Return by how much (ms) this clock was off when the server said so last; a clock that was far off asks anew."""
    with workspace.read() as reading:
        return int(reading.meta("clock_err") or b"0")
