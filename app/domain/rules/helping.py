"""Who helps a family by profession: how many there are now, who does the same, and what cannot be (mission rows 000-03, 001-15, 002-27)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.record import Id
from app.domain.records.helping import Involvement, InvolvementRole, Professional
from app.domain.rules.dates import add_months
from app.domain.rules.names import fold
from app.errors import UserProblem

MANY = 9
"""From so many on helpers work past each other: 9 to 17 are named in a family's story (000-03)."""
LONGEST_LINE = 24
FIXED_ROLES = (InvolvementRole.GP, InvolvementRole.SCHOOL, InvolvementRole.YOUTH_HEALTH_SERVICE)
"""Who stays in a child's life whatever happens: their part is always talked about (001-15)."""
SIGNS = re.compile(r"[^\w]+")

Who = tuple[str, str]


@dataclass(frozen=True)
class Counted:
    """How many people help now, of how many organisations; `many` asks with whom it can be less."""

    people: int
    organisations: int

    @property
    def many(self) -> bool:
        """Tell whether there are so many that the amber mark stands."""
        return self.people >= MANY


@dataclass(frozen=True)
class MonthCount:
    """How many people helped at the end of a month; of the month that is running, how many today."""

    month: date
    people: int


@dataclass(frozen=True)
class Helpers:
    """The involvements of a family by when they are; each keeps the order of the rows."""

    now: tuple[Involvement, ...]
    to_come: tuple[Involvement, ...]
    earlier: tuple[Involvement, ...]


def helps_on(involvement: Involvement, day: date) -> bool:
    """Tell whether the help goes on that day: begun, as far as is known, and not ended; on the day of the end it is over."""
    begun = involvement.term.from_on is None or involvement.term.from_on <= day
    return begun and not has_ended(involvement, day)


def has_ended(involvement: Involvement, day: date) -> bool:
    """Tell whether the help is over by that day."""
    return involvement.ended_on is not None and involvement.ended_on <= day


def sorted_out(involvements: Iterable[Involvement], today: date) -> Helpers:
    """Return who helps now, who still has to begin and who helped before."""
    rows = tuple(involvements)
    now = tuple(one for one in rows if helps_on(one, today))
    earlier = tuple(one for one in rows if has_ended(one, today))
    return Helpers(now, tuple(one for one in rows if one not in now and one not in earlier), earlier)


def who(professional: Professional | None, row: Id[Professional]) -> Who:
    """Return by what somebody is told from others: name and organisation, folded; without a name only the row itself."""
    if professional is None or not professional.name.strip():
        return "", row.hex()
    return fold(professional.name), fold(professional.organisation)


def counted(involvements: Iterable[Involvement], professionals: Iterable[Professional], today: date) -> Counted:
    """Count the people who help now, each once however much they do, and the organisations that are known."""
    known = {one.id: one for one in professionals}
    helping = {one.professional for one in involvements if helps_on(one, today)}
    organisations = {fold(known[row].organisation) for row in helping if row in known} - {""}
    return Counted(len({who(known.get(row), row) for row in helping}), len(organisations))


def doubles(
    involvements: Iterable[Involvement], professionals: Iterable[Professional], today: date
) -> dict[Id[Involvement], tuple[Id[Professional], ...]]:
    """Return for each help that another person gives too, who the others are: the same task in the same domain (000-03).

    The same profession in the same domain is no double: two children often have each their own school and their own helper,
    and a mark that is wrong as often as right is not looked at any more.
    """
    known = {one.id: one for one in professionals}
    same: dict[tuple[str, str], list[Involvement]] = defaultdict(list)
    for one in involvements:
        task = SIGNS.sub(" ", fold(one.task)).strip()
        if task and helps_on(one, today):
            same[task, one.domain or ""].append(one)
    found = {}
    for group in same.values():
        names = {one.id: who(known.get(one.professional), one.professional) for one in group}
        for one in group:
            others = tuple(other.professional for other in group if names[other.id] != names[one.id])
            if others:
                found[one.id] = others
    return found


def is_overdue(involvement: Involvement, today: date) -> bool:
    """Tell whether the planned end has passed while the help goes on (002-27)."""
    planned = involvement.term.planned_end_on
    return planned is not None and planned < today and helps_on(involvement, today)


def fixed_missing(involvements: Iterable[Involvement], today: date) -> tuple[InvolvementRole, ...]:
    """Return who of doctor, school and youth health service does not stand with those who help now."""
    there = {one.role for one in involvements if helps_on(one, today)}
    return tuple(role for role in FIXED_ROLES if role not in there)


def line_by_month(involvements: Sequence[Involvement], professionals: Iterable[Professional], today: date) -> tuple[MonthCount, ...]:
    """Return how many people helped, month by month up to today, at most two years; empty where no begin or end is known.

    Of whom the begin is not known, it is taken that they were there already: else the line would go up by writing them down.
    """
    known = {one.id: one for one in professionals}
    begins = [one.term.from_on.replace(day=1) for one in involvements if one.term.from_on is not None]
    ends = [add_months(one.ended_on.replace(day=1), -1) for one in involvements if one.ended_on is not None]
    this_month = today.replace(day=1)
    known_months = [month for month in (*begins, *ends) if month <= this_month]
    if not known_months:
        return ()
    first = max(min(known_months), add_months(this_month, 1 - LONGEST_LINE))
    line = []
    while first <= this_month:
        last_day = min(add_months(first, 1) - timedelta(days=1), today)
        line.append(MonthCount(first, _people_on(involvements, known, last_day)))
        first = add_months(first, 1)
    return tuple(line)


def same_professional(professionals: Iterable[Professional], name: str, organisation: str) -> Professional | None:
    """Return who is known already by that name and organisation, however they are spelled; a name is needed."""
    wanted = fold(name), fold(organisation)
    return next((one for one in professionals if wanted[0] and (fold(one.name), fold(one.organisation)) == wanted), None)


def perhaps_same(professionals: Iterable[Professional], one: Professional) -> Professional | None:
    """Return an older row that may be the same person: the same name, and no other organisation named."""
    name, organisation = fold(one.name), fold(one.organisation)
    older = (other for other in professionals if name and other.id < one.id and fold(other.name) == name)
    return next((other for other in older if fold(other.organisation) in ("", organisation) or not organisation), None)


def involvement_problem(involvement: Involvement) -> UserProblem | None:
    """Return what cannot be about a help, if anything: an end before the begin, or an expert for a while without an end (002-27)."""
    begin, planned, ended = involvement.term.from_on, involvement.term.planned_end_on, involvement.ended_on
    if begin is not None and ended is not None and ended < begin:
        return UserProblem("help_ended_before_begin")
    if begin is not None and planned is not None and planned < begin:
        return UserProblem("help_planned_before_begin")
    if involvement.temporary_expert and planned is None:
        return UserProblem("help_expert_without_end")
    return None


def _people_on(involvements: Iterable[Involvement], known: Mapping[Id[Professional], Professional], day: date) -> int:
    return len({who(known.get(one.professional), one.professional) for one in involvements if helps_on(one, day)})
