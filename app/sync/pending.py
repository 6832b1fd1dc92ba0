"""What waits on this laptop for the server: own changes without a number, and looks. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from msgspec import UNSET
from sqlalchemy import ClauseElement, bindparam, exists, select

from app.changelog.change import Change
from app.changelog.log import CHANGE
from app.domain.ids import as_text, confidential_of
from app.domain.records import SCHEMA
from app.protocol.messages import Look, Push, SyncRequest
from app.protocol.parts import FAR_OFF_MS, MOST_CHANGES, MOST_LOOKS
from app.protocol.view import view_of
from app.protocol.wire import all_pushed, gestures
from app.store import tables
from app.store.workspace import Reading, StreamState, Workspace
from app.sync.offered import decisions, heard_versions
from app.sync.wiped import to_tell

MOST_BYTES = 2 * 1024 * 1024
AROUND = 260
"""What a change weighs on the wire beside its value."""
LOOK = ("number", "stream", "kind", "at")


@dataclass
class Parcel:
    """What goes into one request, as far as it fits."""

    most: int = MOST_CHANGES
    pushes: list[Push] = field(default_factory=list)
    changes: int = 0
    size: int = 0
    more: bool = False
    sent: dict[bytes, list[Change]] = field(default_factory=dict)

    def put(self, stream: bytes, waiting: list[Change], inc: int) -> None:
        """Put in what fits of a stream, in whole gestures; at least one gesture when the parcel is empty. `inc` is the request's.

        A push has no gaps: what follows on a change that is held, or is of another incarnation, goes with the next request.
        """
        run = without_gap(waiting)
        self.more = self.more or len(run) < len(waiting)
        sent: list[Change] = []
        for gesture in [run] if self.takes(run) else gestures(run):
            if self.changes and not self.takes(gesture):
                self.more = True
                break
            sent += gesture
            self.changes += len(gesture)
            self.size += weight(gesture)
        if sent:
            self.sent[stream] = sent
            self.pushes.append(Push(as_text(stream), run[0].ctr, all_pushed(sent), UNSET if run[0].inc == inc else run[0].inc))

    def takes(self, changes: Sequence[Change]) -> bool:
        """Tell whether these fit in too."""
        return self.changes + len(changes) <= self.most and self.size + weight(changes) <= MOST_BYTES


def weight(changes: Sequence[Change]) -> int:
    """Return about how many bytes these are on the wire."""
    return AROUND * len(changes) + sum([len(change.val) for change in changes])


def without_gap(waiting: list[Change]) -> list[Change]:
    """Return the first of these changes, which are in order, and those whose counters follow on without a gap."""
    if waiting and waiting[-1].inc == waiting[0].inc and waiting[-1].ctr - waiting[0].ctr == len(waiting) - 1:
        return waiting  # as many as there are counters between the first and the last
    for place, (one, other) in enumerate(pairwise(waiting), 1):
        if (other.inc, other.ctr) != (one.inc, one.ctr + 1):
            return waiting[:place]
    return waiting


def waiting_in(reading: Reading, stream: bytes, most: int) -> list[Change]:
    """Return own changes of a stream that the server has not received, the oldest incarnation first, by counter."""
    change = tables.log_tables.change

    def write() -> ClauseElement:
        waits = (change.c.stream == bindparam("stream"), change.c.seq.is_(None), change.c.held.is_(None))
        found = select(*(change.c[name] for name in CHANGE)).where(*waits)
        # In the order of the index by which these are found; who waits for a number is always this laptop.
        return found.order_by(change.c.dev, change.c.inc, change.c.ctr).limit(bindparam("most")).offset(bindparam("none"))

    rows = reading.tx.rows(reading.log.write.own("waiting in", ("stream", "most", "none"), write), (stream, most, 0))
    waiting = list(map(Change._make, rows))
    if not waiting or waiting[0].inc == waiting[-1].inc:
        return waiting
    age = {inc: place for place, inc in enumerate(reading.incs(stream))}
    return sorted(waiting, key=lambda one: (age.get(one.inc, len(age)), one.ctr))


def waiting_streams(reading: Reading) -> set[bytes]:
    """Return the streams in which own changes wait: one look into the index for each, instead of a question for each."""
    change, state = tables.log_tables.change, tables.stream_state

    def write() -> ClauseElement:
        waits = (change.c.stream == state.c.stream, change.c.seq.is_(None), change.c.held.is_(None))
        return select(state.c.stream).where(exists().where(*waits))

    return {stream for (stream,) in reading.tx.rows(reading.log.write.own("waiting streams", (), write))}


def held_in(reading: Reading, stream: bytes) -> list[Change]:
    """Return own changes of a stream that the server once held, by counter."""
    change = tables.log_tables.change

    def write() -> ClauseElement:
        held = (change.c.stream == bindparam("stream"), change.c.held.is_not(None))
        return select(*(change.c[name] for name in CHANGE)).where(*held).order_by(change.c.inc, change.c.ctr)

    return [Change(*row) for row in reading.tx.rows(reading.log.write.own("held in", ("stream",), write), (stream,))]


def looks_of(reading: Reading) -> list[Look]:
    """Return the looks that the server does not have, oldest first, as many as fit."""
    rows = reading.tx.rows(reading.log.write.select(tables.look, LOOK, (), ("number",)))
    return [Look(number, as_text(stream), kind, at) for number, stream, kind, at in rows[:MOST_LOOKS]]


@dataclass(frozen=True)
class Terms:
    """What the round has learned of the server: streams to leave alone, whether it wants cursors, how many changes it takes at once."""

    skipped: frozenset[bytes] = frozenset()
    with_cursors: bool = False
    most: int = MOST_CHANGES


class Collected(NamedTuple):
    """The next request, whether more waits than fits into it, and the changes in it as they stand in the log, by stream.

    `clock_err` is by how much this laptop's clock was off when the server last said so, in ms. `rights` are every stream here by id,
    with the version of its grant, and its role where the grant lasts.
    """

    request: SyncRequest
    more: bool
    sent: Mapping[bytes, Sequence[Change]]
    clock_err: int
    rights: Sequence[tuple[bytes, int, str | None]]


def collect(workspace: Workspace, wall_now: int, terms: Terms) -> Collected:
    """Return the next request, with as much as fits into it."""
    identity = workspace.identity
    with workspace.read() as reading:
        states = reading.states()
        parcel, waiting = Parcel(terms.most), waiting_streams(reading)
        apart = {bytes(confidential_of(state.stream)): state.stream for state in states} if waiting else {}
        for state in sorted(states, key=lambda state: state.stream in apart):  # a family is there before what is kept apart of it
            if parcel.more:
                break
            if state.stream in waiting and not {state.stream, apart.get(state.stream)} & terms.skipped:
                parcel.put(state.stream, waiting_in(reading, state.stream, MOST_CHANGES + 1), identity.inc)
        looks, wiped = looks_of(reading), to_tell(reading, identity.epoch)
        copied, clock_err = reading.copied(), int(reading.meta("clock_err") or b"0")
        decided, versions = decisions(reading), heard_versions(reading, states)
    cursors = {as_text(state.stream): state.cursor for state in states if state.state != "new"}
    far_off = abs(clock_err) >= FAR_OFF_MS  # then it is asked anew by how much
    with_cursors = terms.with_cursors or far_off or bool(parcel.pushes or looks or decided or wiped)
    request = SyncRequest(
        device=as_text(identity.device),
        inc=identity.inc,
        epoch=identity.epoch,
        schema=SCHEMA,
        wall_now=wall_now,
        view=view_of(map(seen_of, (state for state in states if state.state == "active"))),
        push=parcel.pushes,
        cursors=cursors if with_cursors else None,
        whole=[as_text(one.stream) for one in states if one.stream in copied or one.cursor < (one.rewound_from or 0)] or UNSET,
        standing={as_text(state.stream): state.base[0] for state in states if state.halfway} if with_cursors else UNSET,
        looks=looks,
        wiped=wiped or UNSET,
        versions=versions if with_cursors else UNSET,
        decided=decided or UNSET,
    )
    rights = [(one.stream, one.grant_version, one.role if one.state == "active" else None) for one in states]
    return Collected(request, parcel.more, parcel.sent, clock_err, rights)


def seen_of(state: StreamState) -> tuple[bytes, int, bytes, int]:
    """Return how far this laptop is in a stream, as the view holds it."""
    return state.stream, state.cursor, bytes(state.head_hash), state.grant_version
