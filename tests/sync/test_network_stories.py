"""The circles on two laptops without network: both places are shown in words with who chose them, and nobody is lost."""

import pytest

from app.actions.choosing import choose
from app.actions.families import NewFamily, new_family
from app.actions.family_page import family_page
from app.actions.network import NewContact, add_contact, delete_contact, move_contact
from app.actions.values_in_words import value_text
from app.domain.ids import mentor_of
from app.domain.record import Id
from app.domain.records.mentor import Mentor, MentorStatus
from app.domain.records.network import CirclePlace, NetworkContact, Ring, Sector
from tests.world import Device, World

pytestmark = pytest.mark.one_database

FRIENDS = CirclePlace(ring=Ring.CLOSE, sector=Sector.FRIENDS)
NEAR = CirclePlace(ring=Ring.VERY_CLOSE, sector=Sector.RELATIVES)
Circles = tuple[Device, Device, bytes, Id[NetworkContact]]


def kim_on_both(world: World) -> Circles:
    """Return two laptops that have the same person in the circles of the same family."""
    samira, joost = world.device("Samira"), world.device("Joost")
    family = new_family(samira.workspace, NewFamily("Gezin De Wit", "Sem"))
    contact = add_contact(samira.workspace, family, NewContact("Kim", "vriendin"))
    samira.sync()
    world.grant(family, "Joost")
    joost.sync()
    return samira, joost, family, contact


def test_a_contact_moved_on_both_shows_both_places_in_words_with_who_and_a_choice(world: World) -> None:
    samira, joost, family, contact = kim_on_both(world)
    move_contact(samira.workspace, family, contact, FRIENDS)
    world.clock.advance(60)
    move_contact(joost.workspace, family, contact, NEAR)
    world.settle()
    for device in (samira, joost):
        page = family_page(device.workspace, family)
        [conflict] = page.conflicts
        assert {(value_text(conflict, one.value), one.written.by) for one in conflict.choices} == {
            ("Dichtbij · Vrienden", "Samira"),
            ("Heel dichtbij · Familie", "Joost"),
        }
        assert page.contacts[0].place == NEAR

    [conflict] = family_page(joost.workspace, family).conflicts
    choose(joost.workspace, conflict.ref, FRIENDS, family_page(joost.workspace, family).cursor)
    world.settle()
    for device in (samira, joost):
        page = family_page(device.workspace, family)
        assert (page.conflicts, page.contacts[0].place) == ((), FRIENDS)


def test_the_same_move_on_both_asks_nothing(world: World) -> None:
    samira, joost, family, contact = kim_on_both(world)
    for device in (samira, joost):
        move_contact(device.workspace, family, contact, FRIENDS)
    world.settle()
    assert [family_page(device.workspace, family).conflicts for device in (samira, joost)] == [(), ()]


def test_a_contact_taken_out_on_one_and_moved_on_the_other_asks_before_it_goes(world: World) -> None:
    samira, joost, family, contact = kim_on_both(world)
    delete_contact(samira.workspace, family, contact)
    move_contact(joost.workspace, family, contact, NEAR)
    world.settle()
    for device in (samira, joost):
        page = family_page(device.workspace, family)
        assert [asked.row for asked in page.asked] == [contact]
        assert [(one.name, one.place) for one in page.contacts] == [("Kim", NEAR)]


def test_a_contact_taken_out_on_one_and_named_as_mentor_on_the_other_keeps_a_name(world: World) -> None:
    samira, joost, family, contact = kim_on_both(world)
    youth = family_page(joost.workspace, family).persons[0].id
    delete_contact(samira.workspace, family, contact)
    joost.create(family, Mentor(id=mentor_of(youth, contact), youth=youth, contact=contact, status=MentorStatus.ACTIVE))
    world.settle()
    for device in (samira, joost):
        assert [one.name for one in family_page(device.workspace, family).contacts] == ["Kim"]
