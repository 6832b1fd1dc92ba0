"""A server that was put back from a reserve copy is brought up to date by this laptop: its tail goes back, and then it goes on as ever.

Nothing is taken for lost and nothing is deleted: what the server had and lost is in the logs of the laptops (docs/decisions/0012).
Every step can be repeated, so a line that breaks or a program that is killed in the middle costs nothing but time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Protocol

import msgspec

from app.changelog.chain import START, extend
from app.changelog.change import Change
from app.domain.ids import as_text, confidential_of
from app.errors import UserProblem
from app.log import get_log
from app.protocol.heal_messages import (
    Have,
    HealAnswer,
    HealRequest,
    HeldAgain,
    Stand,
    Tail,
)
from app.protocol.parts import MOST_CHANGES, MOST_MARKS, MalformedError, Mark
from app.protocol.wire import gestures, pulled, pushed, stream_id
from app.store.workspace import StreamState, Workspace
from app.sync.pending import AROUND, MOST_BYTES, held_in
from app.sync.rewinding import drop_half_bases, rewind, take_back_loose
from app.sync.server_link import OutOfStepError

log = get_log(__name__)

MOST_TRIES = 5
"""How often another laptop may bring back the same at the same moment before this one leaves it for its next round."""
MOST_QUESTIONS = 20
"""With so many marks in each, no history is so long that this is not enough."""
BYTES = MOST_BYTES * 3 // 4
"""How much goes into one request: others' changes weigh more on the wire than own ones."""


class Healer(Protocol):
    """The way to the server, as healing needs it."""

    def heal(self, request: HealRequest) -> HealAnswer:
        """Hand in, and hear where the server is."""
        ...


class Place(NamedTuple):
    """Where the server is in a stream, and up to which number its history is this laptop's."""

    state: StreamState
    head: int
    common: int


@dataclass
class Search:
    """The number up to which two histories are one: at least `low`, at most `high`. Below `base` nothing can be asked."""

    low: int
    high: int
    base: int = 0
    head: int = 0

    def marks(self) -> list[int]:
        """Return the numbers to ask about next, evenly spread, the highest among them."""
        least = max(self.low, self.base - 1)
        step = -(-(self.high - least) // MOST_MARKS)
        return list(range(self.high, least, -step)) if step > 0 else []

    def heard(self, asked: Sequence[int], head: int, fits: int) -> None:
        """Take in which of the numbers fitted."""
        self.head = head
        misfits = [number for number in asked if fits < number <= head]
        self.low = max(self.low, fits)
        self.high = min([self.high, head, *(number - 1 for number in misfits)])


def heal(workspace: Workspace, link: Healer) -> set[bytes]:
    """Bring back what the server lost, and take on its new epoch; returns the streams of which numbers were taken back here.

    Raises what `ServerLink.heal` raises. Then it is begun anew in the next round; what was brought back stays there.
    """
    rewound: set[bytes] = set()
    for _ in range(MOST_TRIES):
        try:
            _Healing(workspace, link, rewound).whole()
        except OutOfStepError as error:
            if error.error != "view":
                raise
            log.event("heal.again")
            continue
        return rewound
    raise OutOfStepError("epoch", None)


@dataclass
class _Healing:
    """One try: everything is asked anew."""

    workspace: Workspace
    link: Healer
    rewound: set[bytes]
    epoch: str = ""
    chains: dict[bytes, dict[int, bytes]] = field(default_factory=dict)

    def whole(self) -> None:
        """Ask where the server is, bring back what it lacks, and report that there is no more."""
        self.rewound |= drop_half_bases(self.workspace)
        with self.workspace.read() as reading:
            states = reading.states()
        self.epoch = self.workspace.identity.epoch
        apart = {bytes(confidential_of(state.stream)) for state in states}
        for place in sorted(self._places(states), key=lambda place: place.state.stream in apart):  # what is kept apart comes after
            self._bring_back(place)
        self._hand_in_held(states)
        take_back_loose(self.workspace)
        self._hear(self._say(done=True))
        with self.workspace.write() as writing:
            writing.put_meta("epoch", self.epoch.encode())
        self.workspace.identity = replace(self.workspace.identity, epoch=self.epoch)
        log.event("heal.done", streams=len(states), rewound=len(self.rewound))

    def _places(self, states: Sequence[StreamState]) -> list[Place]:
        """Find for every stream how far both sides have the same history, all streams at once."""
        known = {state.stream: state for state in states if state.cursor}
        searches = {stream: Search(0, state.cursor, state.base[0]) for stream, state in known.items()}
        asked = {stream: [state.cursor] for stream, state in known.items()}
        for _ in range(MOST_QUESTIONS):
            have = [Have(as_text(stream), [self._mark(known[stream], number) for number in numbers]) for stream, numbers in asked.items()]
            for stand in self._hear(self._say(have=have)).stands:
                stream = _asked_about(stand, asked)
                searches[stream].heard(asked[stream], stand.head, stand.fits)
            asked = {stream: numbers for stream, search in searches.items() if (numbers := search.marks())}
            if not asked:
                return [Place(known[stream], search.head, search.low) for stream, search in searches.items()]
        raise _nonsense()

    def _mark(self, state: StreamState, number: int) -> Mark:
        if number == state.cursor:
            return Mark(number, bytes(state.head_hash).hex())
        return Mark(number, self._chain(state.stream)[number].hex())

    def _chain(self, stream: bytes) -> dict[int, bytes]:
        """Return the chain of a stream at its base and at each number beyond it, computed from this laptop's log."""
        if stream not in self.chains:
            with self.workspace.read() as reading:
                base = reading.state(stream).base
            self.chains[stream] = chain_over(stream, base, self._numbered(stream, base[0]))
        return self.chains[stream]

    def _numbered(self, stream: bytes, after: int) -> list[Change]:
        """Return the changes of this laptop's history after a number."""
        with self.workspace.read() as reading:
            cursor = reading.state(stream).cursor
            return [change for change in reading.stream(stream).history(after) if change.seq is not None and change.seq <= cursor]

    def _bring_back(self, place: Place) -> None:
        """Hand in what follows on the common number: into its old place, or, where that is taken, under other numbers."""
        state, common = place.state, place.common
        if common == state.cursor:
            return
        forked, below = place.head > common, common < state.base[0]
        changes = self._numbered(state.stream, common)
        if below:  # nothing in common that is known here: what this laptop has goes back as a history of its own
            changes = [change._replace(seq=number, seen=0) for number, change in enumerate(changes, 1)]
        chain = chain_over(state.stream, (0, START), changes) if below else self._chain(state.stream)
        for parcel in parcels(changes):
            first = parcel[0].seq or 0
            tail = Tail(
                stream=as_text(state.stream),
                first=first,
                before=chain[common if forked else first - 1].hex(),
                forked=common if forked else msgspec.UNSET,
                changes=[pulled(change) for change in parcel],
            )
            self._hear(self._say(tails=[tail]))
            log.event("heal.brought", stream=state.stream, changes=len(parcel), forked=forked)
        if forked or below:
            rewind(self.workspace, state.stream, (common, chain[common]))
            self.rewound.add(state.stream)

    def _hand_in_held(self, states: Sequence[StreamState]) -> None:
        """Hand in again what the server once held: it may have lost that too."""
        for state in states:
            with self.workspace.read() as reading:
                held = held_in(reading, state.stream)
            for parcel in parcels(held):
                again = [HeldAgain(as_text(state.stream), one.ctr, one.held or "", pushed(one), one.inc) for one in parcel]
                self._hear(self._say(held=again))

    def _say(self, **what: Any) -> HealRequest:
        identity = self.workspace.identity
        return HealRequest(device=as_text(identity.device), inc=identity.inc, epoch=self.epoch, **what)

    def _hear(self, request: HealRequest) -> HealAnswer:
        answer = self.link.heal(request)
        self.epoch = answer.epoch
        return answer


def chain_over(stream: bytes, begin: tuple[int, bytes], changes: Sequence[Change]) -> dict[int, bytes]:
    """Return the chain at a number and at those of the changes that follow on it."""
    number, head = begin
    heads = {number: head}
    for change in changes:
        head = heads[change.seq or 0] = extend(head, stream, [change])
    return heads


def _asked_about(stand: Stand, asked: Mapping[bytes, Sequence[int]]) -> bytes:
    """Return the stream of which the server says where it is; raises UserProblem for what cannot be an answer."""
    try:
        stream = stream_id(stand.stream)
        if stand.fits in (0, *asked[stream]) and stand.fits <= stand.head:
            return stream
    except (MalformedError, KeyError) as error:
        raise _nonsense() from error
    raise _nonsense()


def _nonsense() -> UserProblem:
    log.trouble("server.nonsense")
    return UserProblem("server_nonsense")


def parcels(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Yield changes in whole gestures, as many at once as may go into one request."""
    parcel: list[Change] = []
    size = 0
    for gesture in gestures(list(changes)):
        weight = sum(AROUND * 2 + len(change.val) for change in gesture)
        if parcel and (len(parcel) + len(gesture) > MOST_CHANGES or size + weight > BYTES):
            yield parcel
            parcel, size = [], 0
        parcel += gesture
        size += weight
    if parcel:
        yield parcel
