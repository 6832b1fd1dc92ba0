"""Who helps by profession: the counter, who does the same, the line through the months, and what cannot be (mission row 000-03)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.domain.records.helping import Involvement, InvolvementRole, Professional, Term
from app.domain.records.plan import LifeDomain
from app.domain.rules.helping import (
    FIXED_ROLES,
    LONGEST_LINE,
    Counted,
    counted,
    doubles,
    fixed_missing,
    helps_on,
    involvement_problem,
    is_overdue,
    line_by_month,
    same_professional,
    sorted_out,
)
from app.domain.rules.whole_row import check_row
from app.errors import UserProblem
from tests.domain.samples import TODAY, row

DAY = timedelta(days=1)


def a_professional(number: int, name: str = "", organisation: str = "De Hoek") -> Professional:
    """Return somebody who helps."""
    return Professional(id=row(number), name=name or f"Hulp {number}", organisation=organisation)


def a_help(number: int, *, begin: date | None = None, planned: date | None = None, **fields: Any) -> Involvement:
    """Return what the professional of the same number does."""
    return Involvement(id=row(1000 + number), professional=row(number), term=Term(from_on=begin, planned_end_on=planned), **fields)


TWELVE = [a_professional(number, organisation=f"Organisatie {number % 5}") for number in range(12)]
HELPS = [a_help(number, begin=date(2026, 9, 3)) for number in range(12)]
FOUR_LESS = [replace(one, ended_on=TODAY) if place < 4 else one for place, one in enumerate(HELPS)]


def test_twelve_who_help_are_counted_as_many_and_eight_are_not() -> None:
    assert counted(HELPS, TWELVE, TODAY) == Counted(12, 5)
    assert counted(HELPS, TWELVE, TODAY).many
    assert counted(FOUR_LESS, TWELVE, TODAY).people == 8
    assert not counted(FOUR_LESS, TWELVE, TODAY).many


@pytest.mark.parametrize(("people", "many"), [(8, False), (9, True)])
def test_from_nine_on_there_are_many(people: int, many: bool) -> None:
    assert counted(HELPS[:people], TWELVE, TODAY).many is many


def test_the_line_shows_that_twelve_became_eight() -> None:
    assert [one.people for one in line_by_month(FOUR_LESS, TWELVE, TODAY)] == [12, 12, 8]
    unknown = [replace(one, term=Term()) for one in FOUR_LESS]
    assert [one.people for one in line_by_month(unknown, TWELVE, TODAY)] == [12, 8]


def test_there_is_no_line_where_no_begin_or_end_is_known() -> None:
    assert line_by_month([a_help(1)], TWELVE, TODAY) == ()
    assert line_by_month([a_help(1, begin=TODAY + 40 * DAY)], TWELVE, TODAY) == ()


def test_the_line_goes_back_two_years_at_most() -> None:
    line = line_by_month([a_help(1, begin=date(2019, 2, 1))], TWELVE, TODAY)
    assert len(line) == LONGEST_LINE
    assert (line[0].month, line[-1].month) == (date(2024, 12, 1), date(2026, 11, 1))


@pytest.mark.parametrize(
    ("begin", "ended", "helps"),
    [
        (None, None, True),
        (TODAY, None, True),
        (TODAY + DAY, None, False),
        (None, TODAY + DAY, True),
        (None, TODAY, False),
        (None, TODAY - DAY, False),
    ],
)
def test_somebody_helps_from_the_begin_to_the_day_before_the_end(begin: date | None, ended: date | None, helps: bool) -> None:
    assert helps_on(a_help(1, begin=begin, ended_on=ended), TODAY) is helps


def test_everybody_stands_in_one_list() -> None:
    helps = [a_help(1), a_help(2, begin=TODAY + DAY), a_help(3, ended_on=TODAY)]
    found = sorted_out(helps, TODAY)
    assert [len(found.now), len(found.to_come), len(found.earlier)] == [1, 1, 1]


def test_one_person_with_two_tasks_or_written_down_twice_counts_once() -> None:
    people = [a_professional(1, "José Núñez", "Veilig Thuis"), a_professional(2, "jose nunez", "veilig  thuis")]
    assert counted([a_help(1), replace(a_help(1), id=row(7)), a_help(2)], people, TODAY) == Counted(1, 1)


def test_the_same_name_at_another_organisation_is_somebody_else() -> None:
    people = [a_professional(1, "Petra", "De Hoek"), a_professional(2, "Petra", "De Brug")]
    assert counted([a_help(1), a_help(2)], people, TODAY) == Counted(2, 2)


def test_who_has_no_name_yet_or_was_thrown_away_counts_too() -> None:
    people = [replace(a_professional(1), name=" ", organisation=""), replace(a_professional(2), name="", organisation="")]
    assert counted([a_help(1), a_help(2), a_help(3)], people, TODAY) == Counted(3, 0)


def test_two_people_with_the_same_task_in_the_same_domain_may_be_double() -> None:
    helps = [
        a_help(1, task="Hulp bij opvoeden.", domain=LifeDomain.PARENTING),
        a_help(2, task="hulp bij  OPVOEDEN", domain=LifeDomain.PARENTING),
        a_help(3, task="Hulp bij opvoeden", domain=LifeDomain.SCHOOL),
        a_help(4, task="Hulp bij opvoeden", domain=LifeDomain.PARENTING, ended_on=TODAY),
    ]
    people = [a_professional(number) for number in range(1, 5)]
    assert doubles(helps, people, TODAY) == {row(1001): (row(2),), row(1002): (row(1),)}


def test_nothing_is_double_without_a_task_or_by_one_person() -> None:
    alone = [a_help(1, task="Praten"), replace(a_help(1, task="praten"), id=row(8))]
    silent = [a_help(2, role=InvolvementRole.SCHOOL), a_help(3, role=InvolvementRole.SCHOOL)]
    assert doubles([*alone, *silent], [a_professional(number) for number in (1, 2, 3)], TODAY) == {}


def test_help_that_goes_on_after_its_planned_end_is_overdue() -> None:
    assert is_overdue(a_help(1, planned=TODAY - DAY), TODAY)
    assert not is_overdue(a_help(1, planned=TODAY), TODAY)
    assert not is_overdue(a_help(1, planned=TODAY - DAY, ended_on=TODAY), TODAY)


def test_doctor_school_and_youth_health_service_are_missed_until_they_stand_there() -> None:
    assert fixed_missing([], TODAY) == FIXED_ROLES
    assert fixed_missing([a_help(1, role=InvolvementRole.GP)], TODAY) == FIXED_ROLES[1:]
    assert fixed_missing([a_help(n, role=role) for n, role in enumerate(FIXED_ROLES)], TODAY) == ()


@pytest.mark.parametrize(
    ("involvement", "key"),
    [
        (a_help(1, begin=TODAY, ended_on=TODAY - DAY), "help_ended_before_begin"),
        (a_help(1, begin=TODAY, planned=TODAY - DAY), "help_planned_before_begin"),
        (a_help(1, temporary_expert=True), "help_expert_without_end"),
        (a_help(1, temporary_expert=True, planned=TODAY), ""),
        (a_help(1, begin=TODAY, planned=TODAY, ended_on=TODAY), ""),
    ],
)
def test_what_cannot_be_is_refused(involvement: Involvement, key: str) -> None:
    problem = involvement_problem(involvement)
    assert (problem.key if problem else "") == key


def test_a_row_that_two_laptops_made_wrong_can_still_be_changed() -> None:
    wrong = a_help(1, begin=TODAY, ended_on=TODAY - DAY)
    check_row(wrong, replace(wrong, task="Praten"))
    with pytest.raises(UserProblem):
        check_row(replace(wrong, ended_on=None), wrong)
    check_row(a_professional(1), a_professional(1))


def test_somebody_is_known_by_name_and_organisation_however_they_are_spelled() -> None:
    known = [a_professional(1, "Petra de Wit", "De Hoek")]
    assert same_professional(known, "petra  DE WIT", "de hoek") is known[0]
    assert same_professional(known, "Petra de Wit", "De Brug") is None
    assert same_professional([a_professional(1, " ")], "", "De Hoek") is None
