"""A reason why a family asks for attention, and the order of the list that shows it (domain.md 9.2: a sorted list explains itself).

There is no score: the list is sorted by the kind of the first reason and by nothing else that a worker cannot read beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Protocol, TypeVar

from app.domain.rules.names import fold
from app.texts import t, tn


class Waits(IntEnum):
    """The kinds of reasons in the order of the list; what comes first here stands on top."""

    SAFETY_PASSED = 1
    """The day to look again at what was agreed for safety has passed: no child waits for our own paperwork (domain.md 0.1)."""
    CHOICE = 2
    """Two versions to choose from, a row that one deleted and another changed, or work of others that waits for a decision."""
    APART = 3
    """Work that the server keeps apart."""
    TYPED = 4
    """A note that was typed on this laptop and not fixed."""
    NEAR = 5
    """A visit, or the day to talk about the plan: today, tomorrow, within the week."""
    VISIT_PASSED = 6
    """A planned visit of which the day has passed and nobody said that it was held."""
    TALK_PASSED = 7
    """The day to talk about the plan has passed."""
    FIRST = 8
    """Registered, and no first contact or no first visit yet (000-11)."""
    NO_PLAN = 9
    """The plan has not begun: its 42 days end, or the family was registered six weeks ago (domain.md 5.3)."""
    SAFETY = 10
    """The question about safety was not answered after the first visit, or with an active plan (002-22)."""
    PLAN_AGE = 11
    """The plan was made, or talked about, 80 days ago (ui.md 6, 43)."""
    HELP_PASSED = 12
    """Help goes on after the end that was planned (002-27)."""
    MANY_HELPERS = 13
    """Nine helpers or more (000-03)."""
    TWO_MENTORS = 14
    """Two mentors stand for one youth, who says which."""
    MENTOR_DAY = 15
    """The day to ask how it goes with the mentor has come."""
    AGREEMENT_DAY = 16
    """The day to look at an agreement together has come."""
    SCHOOL = 17
    """A child at home without school: four weeks, three months (domain.md 5.3)."""
    BIRTHDAY = 18
    """Somebody becomes 12, 16 or 18 within three months (domain.md 5.2, 5.4)."""
    BABY = 19
    """A baby is due within six weeks."""
    UNSENT = 20
    """Work of this laptop that the municipality does not have yet; it moves nobody up in the list."""
    CHANGED = 21
    """Nothing waits: only when the family was last changed."""


@dataclass(frozen=True)
class Reason:
    """One thing that waits: its kind, the day it hangs on, and its text's key with values; with a `count` the text has a plural."""

    waits: Waits
    key: str
    on: date | None = None
    count: int | None = None
    values: tuple[tuple[str, str], ...] = ()

    def sentence(self) -> str:
        """Return the reason in words."""
        values = dict(self.values)
        return t(self.key, **values) if self.count is None else tn(self.key, self.count, **values)


def because(waits: Waits, key: str, on: date | None = None, count: int | None = None, **values: str) -> Reason:
    """Return a reason with its values by name."""
    return Reason(waits, key, on, count, tuple(values.items()))


class Listed(Protocol):
    """A family in the list."""

    @property
    def name(self) -> str:
        """Return what the family is called."""
        ...

    @property
    def family(self) -> bytes:
        """Return its id, which breaks the last tie."""
        ...

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Return why it asks for attention."""
        ...


L = TypeVar("L", bound=Listed)


def by_reason(lines: Iterable[L]) -> list[L]:
    """Return the families by what waits: the first kind of reason, its day, the name. Where nothing waits for a person comes last.

    What is only not sent yet counts as nothing: it comes and goes by itself, and the list would jump under a worker's hands.
    """
    return sorted(lines, key=lambda line: (*_place(line.reasons), fold(line.name), line.family))


def by_name(lines: Iterable[L]) -> list[L]:
    """Return the families by name, with accents where a reader looks."""
    return sorted(lines, key=lambda line: (fold(line.name), line.family))


def _place(found: Sequence[Reason]) -> tuple[int, date]:
    first = found[0] if found else None
    if first is None or first.waits >= Waits.UNSENT:
        return Waits.CHANGED, date.max
    return first.waits, first.on or date.max
