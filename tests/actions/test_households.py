"""Homes, who lives in them and who decides: one gesture each, that can be taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.actions.families import add_person
from app.actions.fields import FieldRef, change_field
from app.actions.households import add_household, add_member, add_person_in, begin_authority, move_out, set_main_home
from app.actions.planning import delete_row
from app.actions.row_names import name_of, row_names
from app.actions.undoing import redo, undo
from app.clock import today
from app.domain.ids import membership_of
from app.domain.record import Id
from app.domain.records.family import Address, Household, HouseholdRole, Period, Person, PersonName
from app.errors import UserProblem
from tests.actions.conftest import Case
from tests.builders import some_id


def child_of(case: Case, name: str = "Sem") -> Id[Person]:
    case.device.clock.advance(1)
    return add_person(case.workspace, case.family, PersonName(call_name=name), "zoon")


def roles(case: Case) -> dict[str, HouseholdRole]:
    people = {person.id: person.name.call_name for person in case.page().persons}
    return {people[one.person]: one.role for one in case.page().memberships}


def test_a_home_of_everybody_is_one_gesture_with_roles_as_the_family_says_them(case: Case) -> None:
    child_of(case)
    people = [Id[Person](person.id) for person in case.page().persons]
    home = add_household(case.workspace, case.family, " Bij\u200b ons ", people)
    assert [one.name for one in case.page().households] == ["Bij ons"]
    assert roles(case) == {"Fatma": HouseholdRole.PARENT, "Sem": HouseholdRole.CHILD}
    assert [person.main_home for person in case.page().persons] == [None, home]
    undo(case.workspace, case.family)
    assert (case.page().households, case.page().memberships) == ((), ())
    assert [person.main_home for person in case.page().persons] == [None, None]
    redo(case.workspace, case.family)
    assert len(case.page().memberships) == 2


def test_a_second_home_does_not_take_the_main_home_away(case: Case) -> None:
    child = child_of(case)
    first = add_household(case.workspace, case.family, "Bij mama", [child])
    add_household(case.workspace, case.family, "Bij papa", [child])
    assert case.page().persons[-1].main_home == first


def test_there_is_one_main_home_and_another_takes_its_place(case: Case) -> None:
    child = child_of(case)
    homes = [add_household(case.workspace, case.family, name) for name in ("Bij mama", "Bij papa")]
    for home in homes:
        set_main_home(case.workspace, case.family, child, home)
        assert case.page().persons[-1].main_home == home
    undo(case.workspace, case.family)
    assert case.page().persons[-1].main_home == homes[0]
    with pytest.raises(UserProblem, match="row_gone"):
        set_main_home(case.workspace, case.family, child, some_id())


def test_somebody_new_is_in_the_home_by_the_same_gesture(case: Case) -> None:
    home = add_household(case.workspace, case.family)
    case.device.clock.advance(1)
    new = add_person_in(case.workspace, case.family, home, PersonName(call_name="Elif"), HouseholdRole.CHILD)
    assert case.page().memberships[0].person == new
    assert case.page().persons[-1].main_home == home
    undo(case.workspace, case.family)
    assert [person.name.call_name for person in case.page().persons] == ["Fatma"]
    assert case.page().memberships == ()


def test_who_moved_out_lived_there_until_today_and_may_come_back(case: Case) -> None:
    child = child_of(case)
    home = add_household(case.workspace, case.family, people=[child])
    row: Id[object] = membership_of(home, child)
    move_out(case.workspace, case.family, Id(row))
    day = today(case.workspace.clock)
    assert [one.period for one in case.page().memberships] == [Period(to_on=day)]
    add_member(case.workspace, case.family, home, child)
    assert [one.period for one in case.page().memberships] == [Period()]
    delete_row(case.workspace, case.family, "membership", Id(row))
    assert case.page().memberships == ()
    add_member(case.workspace, case.family, home, child, HouseholdRole.FOSTER_CHILD)
    assert [one.role for one in case.page().memberships] == [HouseholdRole.FOSTER_CHILD]


def test_who_lives_there_already_is_left_as_they_are(case: Case) -> None:
    child = child_of(case)
    home = add_household(case.workspace, case.family, people=[child])
    before = case.page()
    add_member(case.workspace, case.family, home, child, HouseholdRole.HOUSEMATE)
    assert case.page() == before


def test_who_was_still_to_come_and_does_not_has_a_period_that_can_be(case: Case) -> None:
    child = child_of(case)
    home = add_household(case.workspace, case.family, people=[child])
    ref = FieldRef(case.family, "membership", membership_of(home, child), "period")
    day = today(case.workspace.clock)
    change_field(case.workspace, ref, Period(from_on=day + timedelta(days=9)))
    move_out(case.workspace, case.family, Id(ref.row))
    assert [one.period for one in case.page().memberships] == [Period(to_on=day)]


def test_an_end_before_the_begin_is_refused_wherever_it_is_written(case: Case) -> None:
    child = child_of(case)
    home = add_household(case.workspace, case.family, people=[child])
    ref = FieldRef(case.family, "membership", membership_of(home, child), "period")
    day = today(case.workspace.clock)
    with pytest.raises(UserProblem, match="period_ends_before"):
        change_field(case.workspace, ref, Period(from_on=day, to_on=day - timedelta(days=1)))
    assert [one.period for one in case.page().memberships] == [Period()]


def test_who_decides_is_one_row_for_each_child_and_comes_back_when_thrown_away(case: Case) -> None:
    child = child_of(case)
    row = begin_authority(case.workspace, case.family, child)
    assert begin_authority(case.workspace, case.family, child) == row
    assert [one.child for one in case.page().authorities] == [child]
    delete_row(case.workspace, case.family, "parental_authority", row)
    assert case.page().authorities == ()
    begin_authority(case.workspace, case.family, child)
    assert [one.id for one in case.page().authorities] == [row]


def test_everything_a_link_points_to_has_a_name_and_never_an_address(case: Case) -> None:
    child = child_of(case)
    home = add_household(case.workspace, case.family)
    secret = Address(street="Geheimlaan", house_number="1")
    change_field(case.workspace, FieldRef(case.family, "household", home, "address"), secret)
    delete_row(case.workspace, case.family, "person", child)
    with case.workspace.read() as reading:
        names = row_names(reading.stream(case.family))
    assert (names[child], names[home], names[case.goal]) == ("Sem", "Huis zonder naam", "Wij eten samen.")
    assert name_of(replace(case.page().persons[0], name=PersonName())) == "moeder"
    assert name_of(Household(id=home, name="Bij mama", address=secret)) == "Bij mama"
