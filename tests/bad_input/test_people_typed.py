"""What people type or paste about people: names of any shape, signs that hide, numbers that do not belong here, days that cannot be."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.actions.households import add_household
from app.domain.ids import membership_of
from app.domain.records.family import NameUse
from app.domain.rules.names import at_the_table, full_name
from app.errors import UserProblem
from app.texts import problem_text, t
from tests.ui.looking import cut_off
from tests.ui.table import Seat, problem_of
from ui.pages.bound_field import BoundField
from ui.pages.household_card import HouseholdCard
from ui.pages.person_card import PersonCard
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import TextField

WORD = "\ufeff“Fatma” \u00adYıl\u200bmaz\r\n"
"""As Word puts it on the clipboard: a mark at the front, curly quotes, a hyphen that may be, a line end."""


def card_of(seat: Seat) -> PersonCard:
    [card] = seat.people.cards.values()
    card.open_form(focus=False)
    return card


def home_of(seat: Seat) -> HouseholdCard:
    person = seat.page().persons[0].id
    add_household(seat.device.workspace, seat.family, "Bij mama", [person])
    seat.window.family.refresh()
    seat.settle()
    [home] = seat.people.homes.rows.values()
    home.open_form(focus=False)
    return home


def write(seat: Seat, field: BoundField, text: str, place: int = 0) -> None:
    """Paste over what stands in one input of a field, and leave it."""
    widget = field.inputs[place]
    assert isinstance(widget, TextField)
    edit = widget.edit
    edit.setFocus(Qt.FocusReason.TabFocusReason)
    edit.selectAll()
    QApplication.clipboard().setText(text)
    QTest.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    seat.leave()


def said_at(field: BoundField, place: int) -> str:
    """Return the sentence beside one input of a field."""
    widget = field.inputs[place]
    assert isinstance(widget, TextField)
    return widget.problem.text()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Sukarno", "Sukarno"),
        ("İnönü", "İnönü"),
        ("ışık", "ışık"),
        ("Łukasz", "Łukasz"),
        ("Øyvind", "Øyvind"),
        ("IJsbrand", "IJsbrand"),
        ("Ngọc Trâm Anh", "Ngọc Trâm Anh"),
        ("Sjoukje fan ’e Wâlden", "Sjoukje fan ’e Wâlden"),
        ("Fa\u200btma", "Fatma"),
        ("\u202eamtaF", "amtaF"),
        ("Fatma \U0001f469\u200d\U0001f467", "Fatma \U0001f469\u200d\U0001f467"),
        (WORD, "“Fatma” Yılmaz"),
        ("-", "-"),
    ],
)
def test_a_name_of_any_shape_is_a_name_without_what_cannot_be_seen(seat: Seat, typed: str, kept: str) -> None:
    card = card_of(seat)
    field = card.fields.bound["name"]
    write(seat, field, typed)
    [person] = seat.page().persons
    assert (person.name.call_name, at_the_table(person.name), full_name(person.name)) == (kept, kept, kept)
    assert card.name.text() == kept
    assert problem_of(field) == ""
    assert seat.drafts() == {}


@pytest.mark.parametrize(("place", "longest"), [(0, 100), (1, 200), (2, 10), (3, 200)])
def test_a_name_of_300_characters_stays_with_a_sentence_and_is_never_cut(seat: Seat, place: int, longest: int) -> None:
    card = card_of(seat)
    field = card.fields.bound["name"]
    write(seat, field, "Wâlden" * 50, place)
    assert field.texts()[place] == "Wâlden" * 50
    assert problem_of(field) == problem_text(UserProblem("text_too_long", length=300, longest=longest))
    assert seat.page().persons[0].name.call_name == "Fatma"
    assert len(seat.drafts()) == 1


def test_a_name_as_long_as_fits_is_read_whole_on_the_page(seat: Seat) -> None:
    card = card_of(seat)
    write(seat, card.fields.bound["name"], "Wâlden-Hoekstra van Nieuwenhuizen tot Oudega " * 4, place=3)
    card.toggle_form()
    seat.settle()
    assert "Nieuwenhuizen" in card.name.text()
    assert cut_off(seat.window) == []


@pytest.mark.parametrize(("number", "key"), [("999990019", "warning.bsn"), ("NL91 ABNA 0417 1643 00", "warning.iban")])
def test_a_number_that_does_not_belong_here_is_warned_about_where_it_stands_and_kept(seat: Seat, number: str, key: str) -> None:
    card = card_of(seat)
    name = card.fields.bound["name"]
    write(seat, name, number, place=3)
    assert seat.page().persons[0].name.surname == number
    assert said_at(name, 3) == t(key)
    assert problem_of(name) == ""
    home = home_of(seat)
    address = home.fields.bound["address"]
    write(seat, address, number)
    assert seat.page().households[0].address.street == number
    assert problem_of(address) == t(key)


@pytest.mark.parametrize(
    ("typed", "kept", "warned"), [("1234ab", "1234 AB", False), ("0234 AB", "0234 AB", True), ("1234 SS", "1234 SS", True)]
)
def test_a_postcode_is_written_as_on_an_envelope_and_another_is_kept(seat: Seat, typed: str, kept: str, warned: bool) -> None:
    home = home_of(seat)
    field = home.fields.bound["address"]
    write(seat, field, typed, place=2)
    assert seat.page().households[0].address.postcode == kept
    assert field.texts()[2] == kept
    assert (said_at(field, 2) == t("warning.postcode")) is warned


def test_an_end_before_the_begin_is_a_sentence_with_what_was_typed_kept(seat: Seat) -> None:
    home = home_of(seat)
    row = home.members.rows[membership_of(home.household.id, seat.page().persons[0].id)]
    row.open_form(focus=False)
    field = row.fields.bound["period"]
    write(seat, field, "1-6-2025")
    write(seat, field, "1-5-2025", place=1)
    assert field.texts() == ["01-06-2025", "1-5-2025"]
    assert problem_of(field) == problem_text(UserProblem("period_ends_before"))
    assert seat.page().memberships[0].period.to_on is None
    assert len(seat.drafts()) == 1
    write(seat, field, "1-7-2025", place=1)
    assert f"{seat.page().memberships[0].period.to_on}" == "2025-07-01"
    assert (problem_of(field), seat.drafts()) == ("", {})


@pytest.mark.parametrize("text", ["31-2-2025", "ooit", "2025-13-01"])
def test_a_day_that_cannot_be_is_a_sentence(seat: Seat, text: str) -> None:
    home = home_of(seat)
    [row] = home.members.rows.values()
    row.open_form(focus=False)
    field = row.fields.bound["period"]
    write(seat, field, text)
    assert field.texts()[0] == text
    assert problem_of(field).startswith("Dit lukt niet.")


def test_a_partners_name_that_is_used_and_not_given_is_said_where_it_is_missing(seat: Seat) -> None:
    card = card_of(seat)
    card.open_partner()
    field = card.fields.bound["name"]
    use = field.inputs[6]
    assert isinstance(use, ChoiceField)
    assert use.box is not None
    use.box.setFocus(Qt.FocusReason.TabFocusReason)
    use.box.setCurrentIndex(1)
    use.box.activated.emit(1)
    seat.leave()
    assert said_at(field, 5) == problem_text(UserProblem("name_partner_missing"))
    assert seat.page().persons[0].name.name_use is NameUse.PARTNER
    assert card.name.text() == "Fatma"
