"""The people's page as a person with eyes, a finger, a keyboard or a screen reader meets it: large families, long names, every look."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.actions.families import add_person
from app.actions.fields import FieldRef, change_field
from app.actions.households import add_household, add_member, begin_authority
from app.clock import today
from app.domain.record import Id
from app.domain.records.family import Address, Authority, AuthorityKind, Household, NameUse, PartialDate, Person, PersonName
from tests.ui.looking import cut_off, nameless, too_small
from tests.ui.table import PLAIN, Look, Seat, begin_family, sit_down
from tests.world import Device, World
from ui import theme

PEOPLE = (
    (PersonName(call_name="Kees", prefix="de", surname="Boer"), "vader", None),
    (PersonName(call_name="Sjoukje", prefix="fan der", surname="Wâlden-Hoekstra van Nieuwenhuizen tot Oudega"), "beppe", None),
    (PersonName(call_name="Ngọc Trâm Anh", surname="Nguyễn Thị Hồng Phương"), "pleegdochter", 2009),
    (
        PersonName(call_name="Gülşah", surname="Çelikkıran", partner_surname="Öztürkoğlu", name_use=NameUse.PARTNER_LAST),
        "stiefmoeder en vriendin van Kees",
        1988,
    ),
    (PersonName(call_name="Sem", prefix="de", surname="Boer"), "zoon", 2015),
    (PersonName(call_name="Małgorzata", surname="Brzęczyszczykiewicz"), "dochter", 2013),
    (PersonName(given_names="Sukarno"), "zoon", 2026),
)


@dataclass
class Large:
    """Eight people, two homes of separated parents, a foster child with a guardian."""

    seat: Seat
    homes: tuple[Id[Household], Id[Household]]
    children: list[Id[Person]]


def fill(device: Device, family: Id[object]) -> tuple[tuple[Id[Household], Id[Household]], list[Id[Person]]]:
    workspace = device.workspace
    made: list[Id[Person]] = []
    for name, role, year in PEOPLE:
        device.clock.advance(1)
        made.append(add_person(workspace, Id(family), name, role))
        change_field(workspace, FieldRef(family, "person", made[-1], "birth"), PartialDate(year=year))
    kees, beppe, foster, step, sem, gosia, baby = made
    mama = add_household(workspace, family, "Bij Fatma en alle kinderen in de Voorbeeldstraat", [foster, sem, gosia, baby])
    papa = add_household(workspace, family, "Bij Kees", [kees, beppe, step])
    for child in (sem, gosia):
        add_member(workspace, family, papa, child)
    address = Address(street="Burgemeester Voorbeeldsingel", house_number="12-A", postcode="1234 AB", town="Voorbeeldstad")
    change_field(workspace, FieldRef(family, "household", mama, "address"), address)
    change_field(workspace, FieldRef(family, "household", papa, "address_secret"), True)
    change_field(workspace, FieldRef(family, "person", sem, "at_home_since"), today(workspace.clock))
    for child, kind in ((sem, AuthorityKind.JOINT_PARENTS), (foster, AuthorityKind.GUARDIANSHIP)):
        row = begin_authority(workspace, family, child)
        answer = Authority(kind=kind, first_holder=kees, explanation="Voogd is Jeugdbescherming Voorbeeld, zegt beppe")
        change_field(workspace, FieldRef(family, "parental_authority", row, "authority"), answer)
    return (mama, papa), [foster, sem, gosia, baby]


def large(qtbot: QtBot, town: World, look: Look = PLAIN) -> Large:
    device = town.device("Samira")
    begun = begin_family(device)
    homes, children = fill(device, begun[0])
    seat = sit_down(qtbot, device, begun, look=look)
    return Large(seat, homes, children)


def open_all(seat: Seat) -> None:
    """Open every form there is on the page."""
    seat.people.open_more()
    for card in seat.people.cards.values():
        card.open_form(focus=False)
        card.open_partner()
        if card.authority is not None:
            card.authority.open_form(focus=False)
    for home in seat.people.homes.rows.values():
        home.open_form(focus=False)
        for row in home.members.rows.values():
            row.open_form(focus=False)
    seat.settle()


@pytest.mark.parametrize("name", [theme.LIGHT, theme.HIGH_CONTRAST])
@pytest.mark.parametrize(("width", "height", "percent"), [(1366, 768, 100), (1280, 720, 150)])
def test_a_large_family_with_long_names_fits_closed_and_open(
    qtbot: QtBot, town: World, name: str, width: int, height: int, percent: int
) -> None:
    family = large(qtbot, town, (name, percent))
    seat = family.seat
    seat.window.resize(width, height)
    for opened in (False, True):
        if opened:
            open_all(seat)
        assert seat.people.isVisible()
        seat.settle()
        assert cut_off(seat.window) == []
        assert too_small(seat.window) == []
        assert nameless(seat.window) == []
    assert seat.window.width() == width


def test_the_tab_key_reaches_everything_that_is_open_and_is_never_caught(qtbot: QtBot, town: World) -> None:
    seat = large(qtbot, town).seat
    open_all(seat)
    seat.window.sidebar.search.setFocus()
    reached: list[QWidget | None] = []
    while QApplication.focusWidget() not in reached:
        reached.append(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget() or seat.window, Qt.Key.Key_Tab)
    missed = [
        control.accessibleName()
        for kind in (QAbstractButton, QLineEdit, QComboBox)
        for control in seat.people.findChildren(kind)
        if control.isVisible() and control.isEnabled() and control not in reached and control.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert missed == []


def test_parents_stand_first_and_children_by_age(qtbot: QtBot, town: World) -> None:
    seat = large(qtbot, town).seat
    stack = seat.people.people
    shown = [card.person.name.call_name or card.person.name.given_names for card in sorted(stack.rows.values(), key=stack.lines.indexOf)]
    assert shown == ["Fatma", "Kees", "Gülşah", "Małgorzata", "Sem", "Sukarno", "Ngọc Trâm Anh", "Sjoukje"]


def test_names_to_choose_from_stand_as_in_a_list_of_names(qtbot: QtBot, town: World) -> None:
    family = large(qtbot, town)
    section = family.seat.people.cards[family.children[1]].authority
    assert section is not None
    section.open_form()
    assert section.fields is not None
    offered = [choice.text.split()[0] for choice in section.fields.links["authority.first_holder"].choices[1:]]
    assert offered == ["Kees", "Małgorzata", "Gülşah", "Fatma", "Ngọc", "Sukarno", "Sjoukje"]


def test_no_card_moves_away_under_the_hands_of_who_writes(qtbot: QtBot, town: World) -> None:
    family = large(qtbot, town)
    seat, stack = family.seat, family.seat.people.people
    before = sorted(stack.rows, key=lambda row: stack.lines.indexOf(stack.rows[row]))
    card = seat.people.cards[family.children[3]]
    card.open_form()
    change_field(seat.device.workspace, FieldRef(seat.family, "person", family.children[3], "birth"), PartialDate(year=2010))
    seat.window.family.refresh()
    seat.settle()
    assert sorted(stack.rows, key=lambda row: stack.lines.indexOf(stack.rows[row])) == before
    card.toggle_form()
    seat.window.family.refresh()
    seat.settle()
    assert sorted(stack.rows, key=lambda row: stack.lines.indexOf(stack.rows[row])) != before
