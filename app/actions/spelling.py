"""What of the spelling check is kept on this laptop: the worker's own words, and whether it is on. In the store, never sent."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from app.actions.family_page import FamilyPage
from app.changelog.values import as_bytes, decoded
from app.domain.record import FieldSpec, Kind, spec_of_row
from app.domain.rules.spelled import names_in
from app.store.workspace import Reading, Workspace

OWN = "spelling.own"
OFF = "spelling.off"


@dataclass(frozen=True)
class SpellingKept:
    """Whether the check is on, and the words that a worker added."""

    on: bool
    own: frozenset[str]


def spelling_kept(workspace: Workspace) -> SpellingKept:
    """Return what is kept of the check on this laptop."""
    with workspace.read() as reading:
        return SpellingKept(reading.meta(OFF) != b"1", _own(reading))


def add_own_word(workspace: Workspace, word: str) -> None:
    """Know a word from now on, on this laptop."""
    with workspace.write() as writing:
        writing.put_meta(OWN, as_bytes(sorted(_own(writing) | {word})))


def turn_spelling(workspace: Workspace, on: bool) -> None:
    """Turn the check on or off, on this laptop."""
    with workspace.write() as writing:
        writing.put_meta(OFF, b"0" if on else b"1")


def names_on(page: FamilyPage) -> frozenset[str]:
    """Return the names that stand on a family's page: of people, their network, who helps them, and places."""
    return names_in(_lines(page))


def _own(reading: Reading) -> frozenset[str]:
    return frozenset(decoded(reading.meta(OWN) or b"[]"))


def _lines(page: FamilyPage) -> Iterator[str]:
    """Yield the short lines of every row on a page: that is where names stand; long texts are what is checked."""
    for part in fields(page):
        rows = getattr(page, part.name)
        for row in rows if isinstance(rows, tuple) else (rows,):
            if hasattr(type(row), "__record__"):
                yield from _words(spec_of_row(row).fields, row)
    for view in page.goals:
        for row in (view.goal, *view.actions):
            yield from _words(spec_of_row(row).fields, row)


def _words(specs: tuple[FieldSpec, ...], value: Any) -> Iterator[str]:
    for spec in specs:
        one = getattr(value, spec.name)
        if is_dataclass(one):
            yield from _words(spec.members, one)
        elif spec.declared.kind is Kind.WORDS and one:
            yield str(one)
