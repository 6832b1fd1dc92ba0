"""Two laptops and the same people: nothing is lost, and every choice is shown in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.actions.families import add_person
from app.actions.family_page import family_page
from app.actions.fields import FieldRef, change_field
from app.actions.households import add_household, add_member, begin_authority, set_main_home
from app.actions.planning import delete_row
from app.actions.values_in_words import value_text
from app.domain.ids import membership_of
from app.domain.record import Id
from app.domain.records.family import Authority, AuthorityKind, Household, Period, Person, PersonName
from tests.ui.table import Seat, sit_down, strip_of, two_seats
from tests.world import Device, World


@dataclass
class Homes:
    """Samira at the window and Joost elsewhere, with a child of two homes."""

    seat: Seat
    joost: Device
    child: Id[Person]
    mama: Id[Household]
    papa: Id[Household]

    def put(self, device: Device, record: str, row: bytes, field: str, value: Any) -> None:
        """Write in a field."""
        change_field(device.workspace, FieldRef(self.seat.family, record, row, field), value)

    def meet(self) -> None:
        """Let both laptops exchange."""
        self.joost.sync()
        self.seat.sync()
        self.joost.sync()


@pytest.fixture
def homes(qtbot: QtBot, town: World) -> Homes:
    """The same family on two laptops."""
    samira, joost, begun = two_seats(town)
    workspace, family = samira.workspace, begun[0]
    samira.clock.advance(1)
    child = add_person(workspace, family, PersonName(call_name="Sem"), "zoon")
    mama = add_household(workspace, family, "Bij mama", [child])
    papa = add_household(workspace, family, "Bij papa")
    add_member(workspace, family, papa, child)
    samira.sync()
    joost.sync()
    return Homes(sit_down(qtbot, samira, begun), joost, child, mama, papa)


def test_a_main_home_chosen_on_two_laptops_is_a_choice_between_the_homes_by_name(homes: Homes) -> None:
    seat = homes.seat
    for device in (seat.device, homes.joost):
        set_main_home(device.workspace, seat.family, homes.child, None)
    homes.meet()
    set_main_home(seat.device.workspace, seat.family, homes.child, homes.mama)
    set_main_home(homes.joost.workspace, seat.family, homes.child, homes.papa)
    homes.meet()
    card = seat.people.cards[homes.child]
    strip = strip_of(card.fields.bound["main_home"])
    assert card.form.isVisible()
    assert {one.version.text for one in strip.cards} == {"Bij mama", "Bij papa"}
    [papa] = [one for one in strip.cards if one.version.text == "Bij papa"]
    QTest.mouseClick(papa.button, Qt.MouseButton.LeftButton)
    seat.settle()
    homes.meet()
    for device in (seat.device, homes.joost):
        page = family_page(device.workspace, seat.family)
        assert page.conflicts == ()
        assert [person.main_home for person in page.persons if person.id == homes.child] == [homes.papa]


def test_a_box_ticked_on_one_laptop_and_not_on_the_other_is_yes_or_no(homes: Homes) -> None:
    seat = homes.seat
    homes.put(seat.device, "household", homes.mama, "address_secret", True)
    homes.meet()
    homes.put(seat.device, "household", homes.mama, "address_secret", False)
    for answer in (False, True):
        homes.put(homes.joost, "household", homes.mama, "address_secret", answer)
    homes.meet()
    strip = strip_of(seat.people.homes.rows[homes.mama].fields.bound["address_secret"])
    assert {one.version.text for one in strip.cards} == {"ja", "nee"}


def test_two_answers_to_who_decides_are_shown_by_name_and_never_as_bytes(homes: Homes) -> None:
    seat, fatma = homes.seat, homes.seat.page().persons[0].id
    for device in (seat.device, homes.joost):
        begin_authority(device.workspace, seat.family, homes.child)
    homes.meet()
    [row] = seat.page().authorities
    answers = (
        (seat.device, Authority(kind=AuthorityKind.ONE_PARENT, first_holder=fatma)),
        (homes.joost, Authority(kind=AuthorityKind.GUARDIANSHIP, explanation="gehoord van oma")),
    )
    for device, answer in answers:
        homes.put(device, "parental_authority", row.id, "authority", answer)
    homes.meet()
    [conflict] = seat.page().conflicts
    shown = {value_text(conflict, choice.value) for choice in conflict.choices}
    assert shown == {"Eén ouder · Fatma", "Een voogd (voogdij) · gehoord van oma"}
    section = seat.people.cards[homes.child].authority
    assert section is not None
    assert section.fields is not None
    assert {one.version.text for one in strip_of(section.fields.bound["authority"]).cards} == shown


def test_two_periods_say_which_day_is_which(homes: Homes) -> None:
    seat, row = homes.seat, membership_of(homes.papa, homes.child)
    homes.put(seat.device, "membership", row, "period", Period(from_on=date(2025, 1, 1)))
    homes.put(homes.joost, "membership", row, "period", Period(to_on=date(2026, 1, 1)))
    homes.meet()
    [conflict] = seat.page().conflicts
    assert {value_text(conflict, choice.value) for choice in conflict.choices} == {
        "Woont hier sinds: 01-01-2025",
        "Woont hier tot: 01-01-2026",
    }


def test_a_person_taken_out_on_one_laptop_and_written_about_on_the_other_stays_and_asks(homes: Homes) -> None:
    seat = homes.seat
    delete_row(homes.joost.workspace, seat.family, "person", homes.child)
    homes.put(seat.device, "person", homes.child, "school", "De Regenboog")
    homes.meet()
    card = seat.people.cards[homes.child]
    assert card.asked.isVisible()
    assert "Joost" in card.asked.text.text()
    QTest.mouseClick(card.asked.keep, Qt.MouseButton.LeftButton)
    seat.settle()
    homes.meet()
    for device in (seat.device, homes.joost):
        kept = [one for one in family_page(device.workspace, seat.family).persons if one.id == homes.child]
        assert [one.school for one in kept] == ["De Regenboog"]


def test_two_laptops_that_put_the_same_person_in_a_home_make_one_line(homes: Homes) -> None:
    seat, fatma = homes.seat, Id[Person](homes.seat.page().persons[0].id)
    for device in (seat.device, homes.joost):
        add_member(device.workspace, seat.family, homes.papa, fatma)
    homes.meet()
    assert [one.person for one in seat.page().memberships].count(fatma) == 1
    assert len(seat.people.homes.rows[homes.papa].members.rows) == 2
