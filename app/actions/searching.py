"""Ctrl+K: what is found by a few words, in all families of this laptop or in the one that looks along."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from app.actions.row_names import name_of
from app.domain.record import Id
from app.domain.records.family import Family, Person
from app.domain.records.helping import Involvement, Professional
from app.domain.records.network import NetworkContact
from app.domain.records.plan import Action, Goal, Plan
from app.domain.records.situation import Agreement, Concern, Strength
from app.domain.records.visit import VisitNote
from app.domain.rules.dates import show_short
from app.domain.rules.finding import part_around, words_to_find
from app.domain.rules.names import fold
from app.errors import UserProblem
from app.store.queries import rows, search
from app.store.workspace import Reading, Workspace

MOST, MOST_OF_A_KIND = 30, 8


class FoundKind(StrEnum):
    """What kind of thing was found; in this order they are shown."""

    FAMILY = "family"
    PERSON = "person"
    NETWORK = "network"
    PROFESSIONAL = "professional"
    GOAL = "goal"
    ACTION = "action"
    SITUATION = "situation"
    AGREEMENT = "agreement"
    NOTE = "note"


@dataclass(frozen=True)
class Found:
    """Something that was found: `record` and `row` are where it stands on the family's tab; `title` is as it was written."""

    kind: FoundKind
    family: Id[Family]
    family_name: str
    tab: str
    record: str
    row: bytes
    title: str
    more: str = ""


@dataclass(frozen=True)
class Search:
    """What was found, best first within each kind; `is_more` when it is not everything."""

    found: tuple[Found, ...]
    is_more: bool = False


class Place(NamedTuple):
    """Where a row stands in the window: the tab, and the record and row of the widget that shows it."""

    tab: str
    record: str
    row: bytes


@dataclass(frozen=True)
class _Way:
    """How rows of one record are found: of which kind they are, where they stand, what they are called and what is said besides."""

    cls: type[Any]
    kind: FoundKind
    place: Callable[[Any], Place]
    title: Callable[[Any, str, tuple[str, ...]], str]
    more: Callable[[Any], str] = lambda row: ""


def _at(tab: str, record: str) -> Callable[[Any], Place]:
    return lambda row: Place(tab, record, bytes(row.id))


def _called(row: Any, _field: str, _words: tuple[str, ...]) -> str:
    return name_of(row)


def _professional(row: Professional, _field: str, _words: tuple[str, ...]) -> str:
    return row.name or row.organisation


def _text(row: Any, field: str, words: tuple[str, ...]) -> str:
    return part_around(getattr(row, field), words)


WAYS: dict[str, _Way] = {
    "family": _Way(Family, FoundKind.FAMILY, _at("plan", "family"), lambda row, _field, _words: str(row.display_name)),
    "person": _Way(Person, FoundKind.PERSON, _at("people", "person"), _called, lambda row: str(row.role)),
    "network_contact": _Way(NetworkContact, FoundKind.NETWORK, _at("network", "network_contact"), _called, lambda row: str(row.relation)),
    "professional": _Way(
        Professional,
        FoundKind.PROFESSIONAL,
        _at("help", "professional"),
        _professional,
        lambda row: str(row.organisation) if row.name else "",
    ),
    "plan": _Way(Plan, FoundKind.GOAL, _at("plan", "plan"), _text),
    "goal": _Way(Goal, FoundKind.GOAL, _at("plan", "goal"), _text),
    "action": _Way(Action, FoundKind.ACTION, _at("plan", "action"), _text, lambda row: str(row.doer.name)),
    "strength": _Way(Strength, FoundKind.SITUATION, _at("plan", "strength"), _text, lambda row: str(row.said_by)),
    "concern": _Way(Concern, FoundKind.SITUATION, _at("plan", "concern"), _text, lambda row: str(row.said_by)),
    "agreement": _Way(Agreement, FoundKind.AGREEMENT, _at("plan", "agreement"), _text, lambda row: str(row.parties)),
    "visit_note": _Way(
        VisitNote, FoundKind.NOTE, lambda row: Place("visits", "visit", bytes(row.visit)), _text, lambda row: show_short(row.noted_on)
    ),
}
"""How every record with a searched field is shown; one that stands not here is not shown."""


def searched(workspace: Workspace, text: str, within: bytes | None = None) -> Search:
    """Return what holds every word of the text, in all families here or `within` one; not in frozen ones or what is only partly here."""
    words = words_to_find(text)
    with workspace.read() as reading:
        seen = _Seen(reading)
        if not words:
            return Search(())
        return seen.resolved(search.hits(reading, words, within), words)


class _Seen:
    """One moment of the store, in which hits become what a person reads."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.open = {state.stream for state in reading.states() if state.state != "frozen" and state.usable}
        self.families: dict[bytes, Family | None] = {}

    def resolved(self, found: Iterable[search.Hit], words: tuple[str, ...]) -> Search:
        """Return the best of the hits; rows that were thrown away since are left out."""
        kept: list[tuple[int, Found]] = []
        rows_seen: set[tuple[bytes, str, bytes]] = set()
        kinds: Counter[FoundKind] = Counter()
        is_more = False
        for hit in found:
            way = WAYS.get(hit.cell.record)
            place = (hit.stream, hit.cell.record, hit.cell.row)
            if way is None or hit.stream not in self.open or place in rows_seen:
                continue
            is_more = is_more or len(kept) == MOST or kinds[way.kind] == MOST_OF_A_KIND
            if len(kept) == MOST:
                break
            if kinds[way.kind] == MOST_OF_A_KIND:
                continue
            one = self._shown(way, hit, words)
            if one is not None:
                rows_seen.add(place)
                kinds[way.kind] += 1
                kept.append((hit.fit, one))
        order = list(FoundKind)
        kept.sort(key=lambda one: (order.index(one[1].kind), one[0], fold(one[1].title), one[1].family, one[1].row))
        return Search(tuple(one for _, one in kept), is_more)

    def _shown(self, way: _Way, hit: search.Hit, words: tuple[str, ...]) -> Found | None:
        family = self._family(hit.stream)
        try:
            row = rows.row(self.reading.stream(hit.stream), way.cls, hit.cell.row)
        except UserProblem:
            return None
        if family is None:
            return None
        tab, record, place = way.place(row) if not isinstance(row, Professional) else self._help_of(hit.stream, row)
        title = way.title(row, hit.cell.grp, words)
        return Found(way.kind, family.id, family.display_name, tab, record, place, title, way.more(row))

    def _help_of(self, stream: bytes, professional: Professional) -> Place:
        """A professional stands in the row of what he does, the newest last."""
        helps = [one.id for one in rows.rows(self.reading.stream(stream), Involvement) if one.professional == professional.id]
        return Place("help", "involvement", bytes(helps[-1])) if helps else Place("help", "professional", bytes(professional.id))

    def _family(self, stream: bytes) -> Family | None:
        if stream not in self.families:
            found = rows.rows(self.reading.stream(stream), Family)
            self.families[stream] = found[0] if found else None
        return self.families[stream]
