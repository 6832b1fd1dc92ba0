"""How the work of each family stands between this laptop and the municipality, of one moment; what asks for attention first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from typing import TypeVar

from app.actions.row_names import row_names
from app.changelog.change import LEFT
from app.clock import from_ms, local
from app.domain.ids import confidential_of
from app.domain.records import specs
from app.domain.rules.names import fold
from app.store.queries.offered import in_family, to_decide
from app.store.queries.work import Apart, Taken, Work, apart_of_all, names_of_all, taken_of_all, work_of_all
from app.store.workspace import Reading, Workspace
from app.sync.lease import CONTACT
from app.texts import t

K = TypeVar("K")
V = TypeVar("V")

MOST_ROWS = 5


class Standing(IntEnum):
    """How a family stands; in this order they are shown."""

    DECIDING = 1
    HELD = 2
    LEAVING = 3
    COMING = 4
    BEGUN = 5
    WAITING = 6
    SENT = 7


@dataclass(frozen=True)
class HeldRow:
    """What held work is about, in words, and where it stands."""

    record: str
    row: bytes
    what: str


@dataclass(frozen=True)
class HeldWork:
    """What the municipality keeps apart of a family for one reason; of many rows the first few, `more` are the others.

    Nobody decides any more on what was `left`: it was decided that it is not taken over.
    """

    reason: str
    count: int
    since: datetime
    rows: tuple[HeldRow, ...]
    more: int = 0

    @property
    def left(self) -> bool:
        """Tell whether nobody decides on it any more."""
        return self.reason == LEFT


@dataclass(frozen=True)
class FamilyWork:
    """One family with own work that is kept apart, and on how much work of others this worker is `to_decide`.

    `fetched` is how many changes came of how many, while it comes for the first time.
    Of a family that leaves this laptop the name is hidden: it may not be read any more.
    """

    family: bytes
    name: str
    role: str
    standing: Standing
    waiting: int = 0
    waiting_since: datetime | None = None
    sent_at: datetime | None = None
    received_at: datetime | None = None
    held: tuple[HeldWork, ...] = ()
    to_decide: int = 0
    fetched: tuple[int, int] | None = None

    @property
    def held_count(self) -> int:
        """Return how many changes are kept apart and wait for somebody's decision."""
        return sum(one.count for one in self.held if not one.left)


@dataclass(frozen=True)
class SyncOverview:
    """All families of this laptop, and when it last had contact with the municipality."""

    families: tuple[FamilyWork, ...]
    contact: datetime | None


def sync_overview(workspace: Workspace) -> SyncOverview:
    """Return how everything stands."""
    with workspace.read() as reading:
        works = {bytes(one.stream): one for one in work_of_all(reading)}
        names = names_of_all(reading)
        taken = _grouped(taken_of_all(reading), lambda one: bytes(one.stream))
        apart = _grouped(apart_of_all(reading), lambda one: bytes(one.stream))
        seconds = {bytes(confidential_of(stream)): stream for stream in works}
        moment = _Moment(reading, workspace.identity.device, works, names, taken, apart, to_decide(reading))
        found = [moment.family(stream) for stream in works if stream not in seconds]
        seen = reading.meta(CONTACT)
    families = sorted(found, key=lambda one: (one.standing, -one.waiting, fold(one.name), one.family))
    return SyncOverview(tuple(families), _at(int(seen)) if seen else None)


@dataclass(frozen=True)
class _Moment:
    """What was read, by stream."""

    reading: Reading
    device: bytes
    works: Mapping[bytes, Work]
    names: Mapping[bytes, str]
    taken: Mapping[bytes, list[Taken]]
    apart: Mapping[bytes, list[Apart]]
    to_decide: Mapping[bytes, int]

    def family(self, stream: bytes) -> FamilyWork:
        """Return one family with its second stream."""
        streams = [stream, bytes(confidential_of(stream))]
        works = [self.works[one] for one in streams if one in self.works]
        taken = [one for each in streams for one in self.taken.get(each, [])]
        oldest = [one.oldest for one in works if one.oldest is not None]
        hidden = works[0].state == "frozen"
        held = () if hidden else tuple(self._held(streams))
        work = FamilyWork(
            family=stream,
            name="" if hidden else self.names.get(stream, ""),
            role=works[0].role or "",
            standing=Standing.SENT,
            waiting=sum(one.waiting for one in works),
            waiting_since=_at(min(oldest)) if oldest else None,
            sent_at=_newest(one.at for one in taken if one.device == self.device),
            received_at=_newest(one.at for one in taken if one.device != self.device),
            held=held,
            to_decide=0 if hidden else in_family(self.to_decide, stream),
            fetched=(min(works[0].cursor, works[0].arriving), works[0].arriving) if works[0].arriving else None,
        )
        return replace(work, standing=_standing(works[0], work, stream in self.names))

    def _held(self, streams: list[bytes]) -> Iterable[HeldWork]:
        """Yield what is kept apart for each reason. Of what stands apart from the family's own stream no words are shown here."""
        reasons = _grouped([one for stream in streams for one in self.apart.get(stream, [])], lambda one: one.reason)
        for reason, parts in reasons.items():
            names = row_names(self.reading.stream(streams[0]))
            rows = [HeldRow(one.record, bytes(one.row), what(names, one.record, bytes(one.row))) for one in parts]
            count, since = sum(one.changes for one in parts), _at(min(one.oldest for one in parts))
            yield HeldWork(reason, count, since, tuple(rows[:MOST_ROWS]), max(len(rows) - MOST_ROWS, 0))


def what(names: Mapping[bytes, str], record: str, row: bytes) -> str:
    """Return what a row is, and what it is called where it has a name."""
    kind = t(f"record.{record}") if record in specs() else t("sync_page.unknown")
    return t("sync_page.what", kind=kind, name=names[row]) if names.get(row) else kind


def _standing(work: Work, family: FamilyWork, named: bool) -> Standing:
    so = {
        Standing.LEAVING: work.state == "frozen",
        Standing.DECIDING: bool(family.to_decide),
        Standing.HELD: bool(family.held_count),
        Standing.COMING: work.arriving is not None or not named,
        Standing.BEGUN: work.state == "new",
        Standing.WAITING: bool(family.waiting),
    }
    return next((standing for standing, is_so in so.items() if is_so), Standing.SENT)


def _grouped(found: Iterable[V], key: Callable[[V], K]) -> dict[K, list[V]]:
    by: dict[K, list[V]] = defaultdict(list)
    for one in found:
        by[key(one)].append(one)
    return by


def _newest(moments: Iterable[int]) -> datetime | None:
    newest = max(moments, default=None)
    return _at(newest) if newest is not None else None


def _at(wall: int) -> datetime:
    return local(from_ms(wall))
