"""Gezin: homes with who lives there, addresses that are secret, who decides for a child, and ways to reach people."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.actions.families import add_person
from app.actions.fields import FieldRef, change_field
from app.actions.households import add_household, add_member
from app.actions.undoing import undo
from app.domain.ids import as_text
from app.domain.record import Id
from app.domain.records.family import Address, AuthorityKind, AuthoritySource, HouseholdRole, Person, PersonName
from app.texts import t
from tests.ui.table import Seat, edit_of, problem_of
from ui.pages.bound_field import BoundField
from ui.pages.household_card import HouseholdCard
from ui.pages.member_row import MemberRow
from ui.pages.person_card import PersonCard
from ui.widgets.check_field import CheckField
from ui.widgets.choice_field import ChoiceField


def person_of(seat: Seat, name: str = "Fatma") -> PersonCard:
    [card] = [card for card in seat.people.cards.values() if card.person.name.call_name == name]
    return card


def home(seat: Seat, place: int = 0) -> HouseholdCard:
    return list(seat.people.homes.rows.values())[place]


def put_in(seat: Seat, card: HouseholdCard) -> None:
    """Go to the first name of the list with the arrow key, see that nothing happens yet, and press the button."""
    box = card.known.box
    assert box is not None
    box.setFocus(Qt.FocusReason.TabFocusReason)
    before = seat.page()
    QTest.keyClick(box, Qt.Key.Key_Down)
    seat.settle()
    assert seat.page() == before
    click(seat, card.put_in)


def shown_members(seat: Seat) -> list[MemberRow]:
    """Return the lines of a home from top to bottom."""
    stack = home(seat).members
    return sorted(stack.rows.values(), key=stack.lines.indexOf)


def child_in(seat: Seat, name: str = "Sem") -> Id[Person]:
    seat.device.clock.advance(1)
    made = add_person(seat.device.workspace, seat.family, PersonName(call_name=name), "zoon")
    refresh(seat)
    return made


def refresh(seat: Seat) -> None:
    seat.window.family.refresh()
    seat.settle()


def click(seat: Seat, button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    seat.settle()


def choose(seat: Seat, field: BoundField, value: str, place: int = 0) -> None:
    """Choose in a list as a hand does, and leave it."""
    widget = field.inputs[place]
    assert isinstance(widget, ChoiceField)
    assert widget.box is not None
    widget.box.setFocus(Qt.FocusReason.TabFocusReason)
    at = [choice.value for choice in widget.choices].index(value)
    widget.box.setCurrentIndex(at)
    widget.box.activated.emit(at)
    seat.leave()


def read(seat: Seat) -> str:
    """Return everything that can be read in the window."""
    inputs = [edit.text() for edit in seat.window.findChildren(QLineEdit) if edit.isVisible()]
    return " ".join([label.text() for label in seat.window.findChildren(QLabel) if label.isVisible()] + inputs)


def test_the_first_home_is_that_of_everybody_and_one_undo_takes_it_back(seat: Seat) -> None:
    child_in(seat)
    click(seat, seat.people.more_homes)
    page = seat.page()
    assert {(one.role, one.household) for one in page.memberships} == {
        (HouseholdRole.PARENT, page.households[0].id),
        (HouseholdRole.CHILD, page.households[0].id),
    }
    assert not home(seat).form.isHidden()
    undo(seat.device.workspace, seat.family)
    refresh(seat)
    assert (seat.page().households, seat.page().memberships) == ((), ())
    assert not seat.people.homes.rows


def test_somebody_new_is_in_the_home_at_once_and_open_to_be_written_in(seat: Seat) -> None:
    click(seat, seat.people.more_homes)
    click(seat, home(seat).new)
    new = person_of(seat, "")
    assert not new.form.isHidden()
    assert [one.person for one in seat.page().memberships if one.person == new.person.id] == [new.person.id]
    field = new.fields.bound["name"]
    seat.type_in(field, "Elif")
    seat.leave()
    assert {row.name.text() for row in home(seat).members.rows.values()} == {"Fatma", "Elif"}


def test_a_child_can_live_in_two_homes_and_has_one_main_home(seat: Seat) -> None:
    child = child_in(seat)
    workspace, family = seat.device.workspace, seat.family
    one = add_household(workspace, family, "Bij mama", [child])
    seat.device.clock.advance(1)
    two = add_household(workspace, family, "Bij papa")
    add_member(workspace, family, two, child)
    refresh(seat)
    card = person_of(seat, "Sem")
    assert card.under.text() == "zoon · Bij mama · Bij papa"
    card.open_form(focus=False)
    choose(seat, card.fields.bound["main_home"], as_text(two))
    assert seat.page().persons[-1].main_home == two
    pills = {name: row.main.isVisible() for name in (one, two) for row in seat.people.homes.rows[bytes(name)].members.rows.values()}
    assert pills == {one: False, two: True}
    assert card.hint.isHidden()
    choose(seat, card.fields.bound["main_home"], "")
    assert seat.page().persons[-1].main_home is None
    assert card.hint.isVisible()


def secret_home(seat: Seat) -> HouseholdCard:
    workspace, family = seat.device.workspace, seat.family
    row = add_household(workspace, family, "Bij mama")
    for field, value in (("address", Address(street="Geheimlaan", house_number="1", town="Elders")), ("address_secret", True)):
        change_field(workspace, FieldRef(family, "household", row, field), value)
    refresh(seat)
    return seat.people.homes.rows[bytes(row)]


def test_a_secret_address_is_shown_only_where_somebody_asks_for_it(seat: Seat) -> None:
    card = secret_home(seat)
    card.open_form()
    assert "Geheimlaan" not in read(seat)
    click(seat, card.reveal)
    assert "Geheimlaan 1, Elders" in read(seat)
    assert edit_of(card.fields.bound["address"]).isVisible()
    click(seat, card.reveal)
    assert "Geheimlaan" not in read(seat)


def test_a_secret_address_is_never_shown_while_the_family_looks_along(seat: Seat) -> None:
    card = secret_home(seat)
    card.open_form()
    click(seat, card.reveal)
    seat.window.desk.sit_at_the_table(True)
    assert "Geheimlaan" not in read(seat)
    assert card.reveal.isHidden()
    card.toggle_secret()
    refresh(seat)
    assert "Geheimlaan" not in read(seat)
    card.toggle_secret()
    seat.window.desk.sit_at_the_table(False)
    assert "Geheimlaan" not in read(seat)


def test_a_box_to_tick_is_a_change_at_once_and_can_be_taken_back(seat: Seat) -> None:
    add_household(seat.device.workspace, seat.family, "Bij mama")
    refresh(seat)
    card = home(seat)
    card.open_form()
    field = card.fields.bound["address_secret"]
    box = field.inputs[0]
    assert isinstance(box, CheckField)
    box.row.box.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(box.row.box, Qt.Key.Key_Space)
    seat.settle()
    assert seat.page().households[0].address_secret
    assert seat.drafts() == {}
    QTest.keyClick(seat.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    seat.settle()
    assert not seat.page().households[0].address_secret
    assert not box.row.is_checked()


def test_who_decides_for_a_child_is_asked_and_looked_up(seat: Seat) -> None:
    child_in(seat)
    fatma, card = person_of(seat).person.id, person_of(seat, "Sem")
    section = card.authority
    assert section is not None
    assert person_of(seat).authority is None
    assert section.hint.text.text() == t("warning.authority_missing")
    click(seat, section.begin)
    assert section.fields is not None
    field = section.fields.bound["authority"]
    choose(seat, field, AuthorityKind.JOINT_PARENTS)
    choose(seat, field, as_text(fatma), place=1)
    assert section.hint.text.text() == t("warning.authority_two")
    assert section.pill.text() == "Nog controleren"
    choose(seat, field, AuthorityKind.ONE_PARENT)
    choose(seat, section.fields.bound["checked"], AuthoritySource.REGISTER)
    [row] = seat.page().authorities
    assert (row.authority.kind, row.authority.first_holder, row.checked.source) == (
        AuthorityKind.ONE_PARENT,
        fatma,
        AuthoritySource.REGISTER,
    )
    assert section.hint.isHidden()
    assert section.pill.isHidden()
    assert section.words.text() == "Eén ouder: Fatma · Nagekeken in het register"


def test_a_holder_who_was_taken_out_of_the_family_is_not_lost_by_another_change(seat: Seat) -> None:
    child_in(seat)
    fatma, section = person_of(seat).person.id, person_of(seat, "Sem").authority
    assert section is not None
    click(seat, section.begin)
    assert section.fields is not None
    field = section.fields.bound["authority"]
    choose(seat, field, as_text(fatma), place=1)
    person_of(seat).throw_away()
    seat.settle()
    assert section.fields.links["authority.first_holder"].choices[-1].text == "(staat er niet meer)"
    choose(seat, field, AuthorityKind.ONE_PARENT)
    assert seat.page().authorities[0].authority.first_holder == fatma
    assert field.inputs[1].value() == as_text(fatma)


@pytest.mark.parametrize(
    ("typed", "kept", "shown", "warned"),
    [
        ("0600000012", "+31600000012", "06 00 00 00 12", False),
        ("+31 6 00 00 00 12", "+31600000012", "06 00 00 00 12", False),
        ("bel oma maar", "bel oma maar", "bel oma maar", True),
        ("0800-0432", "0800-0432", "0800-0432", False),
    ],
)
def test_a_telephone_number_is_kept_to_be_called_and_shown_to_be_read(seat: Seat, typed: str, kept: str, shown: str, warned: bool) -> None:
    card = person_of(seat)
    card.open_form()
    field = card.fields.bound["phone"]
    seat.type_in(field, typed)
    seat.leave()
    assert seat.page().persons[0].phone == kept
    assert field.texts() == [shown]
    assert bool(problem_of(field)) is warned


def test_a_home_thrown_away_leaves_its_people_and_comes_back_with_them(seat: Seat) -> None:
    click(seat, seat.people.more_homes)
    home(seat).throw_away()
    seat.settle()
    assert not seat.people.homes.rows
    assert len(seat.people.cards) == 1
    click(seat, seat.window.family.undo_bar.button)
    assert [row.name.text() for row in home(seat).members.rows.values()] == ["Fatma"]


def test_who_moved_out_is_named_after_who_lives_there_and_can_come_back(seat: Seat) -> None:
    child_in(seat)
    click(seat, seat.people.more_homes)
    [row] = [row for row in home(seat).members.rows.values() if row.name.text() == "Fatma"]
    row.open_form()
    click(seat, row.out)
    assert [one.name.text() for one in shown_members(seat)] == ["Sem", "Fatma"]
    assert row.under.text().startswith("Ouder · woonde hier tot ")
    put_in(seat, home(seat))
    assert "woonde" not in row.under.text()
    assert home(seat).known.isHidden()
