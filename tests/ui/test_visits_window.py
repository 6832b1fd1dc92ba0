"""Bezoeken in the window: a note is a draft until it is fixed, nothing typed is lost, and the family never sees what is not for it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.actions.families import NewFamily, new_family
from app.actions.undoing import undo
from app.actions.visits import fix_note, note_ref
from app.domain.record import Id
from app.domain.records.visit import Visit
from tests.demo import seeing
from tests.ui.table import Seat, sit_down, two_seats
from tests.world import World
from ui.pages.draft_field import DraftField
from ui.pages.visit_card import VisitCard
from ui.pages.visits_page import VisitsPage


def visits(seat: Seat) -> VisitsPage:
    seat.open_tab("visits")
    page = seat.window.family.pages["visits"]
    assert isinstance(page, VisitsPage)
    return page


def begun(seat: Seat) -> VisitCard:
    """Start a visit in one press and return its card."""
    page = visits(seat)
    press(page, "Start bezoek")
    seat.wait_until(lambda: page.cards and not next(iter(page.cards.values())).is_closed())
    seat.settle()
    return next(iter(page.cards.values()))


def press(around: QWidget, name: str) -> None:
    button = next(thing for thing in seeing.parts(around.window(), seeing.Wanted("button", name)))
    QTest.mouseClick(button.widget, Qt.MouseButton.LeftButton)


def write(field: DraftField, text: str, place: int = 0) -> QLineEdit | QTextEdit:
    edit = getattr(field.inputs[place], "edit", None)
    assert isinstance(edit, QLineEdit | QTextEdit)
    edit.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(edit, text)
    return edit


def texts(seat: Seat) -> list[str]:
    return [note.text for note in seat.page().visit_notes]


def kept(seat: Seat, card: VisitCard) -> str:
    typed = seat.drafts().get(note_ref(seat.device.workspace, seat.family, card.visit.id))
    return typed.text if typed else ""


def said(seat: Seat) -> str:
    return "\n".join(seeing.words_in(seat.window))


def test_a_visit_begins_in_one_press_with_the_keyboard_in_the_summary(seat: Seat) -> None:
    card = begun(seat)
    assert card.note.field.edit.hasFocus()
    assert card.state.text() == "Vandaag"
    assert card.arranged.title.text() == "Wat kunnen we vandaag al doen?"


def test_what_is_typed_is_a_draft_that_no_leaving_printing_or_locking_makes_a_note(seat: Seat) -> None:
    card = begun(seat)
    write(card.note.draft, "Half verslag")
    seat.wait_until(lambda: kept(seat, card))
    seat.leave()
    QTest.keyClick(seat.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    seat.wait_until(lambda: seat.window.pages.currentWidget() is seat.window.paper)
    seat.window.leave_everything()
    assert (texts(seat), kept(seat, card)) == ([], "Half verslag")


def test_a_draft_is_in_its_field_again_when_the_program_is_opened_anew(qtbot: QtBot, seat: Seat) -> None:
    card = begun(seat)
    write(card.note.draft, "Half verslag")
    seat.wait_until(lambda: kept(seat, card))
    later = sit_down(qtbot, seat.device, (seat.family, seat.goal, seat.action))
    again = visits(later).cards[card.visit.id]
    assert again.note.draft.texts() == ["Half verslag"]
    assert not again.is_closed()
    assert not again.note.state.isHidden()


def test_the_page_says_that_a_note_is_not_fixed_yet_until_it_is(seat: Seat) -> None:
    card = begun(seat)
    assert "Nog niet vastgelegd" not in said(seat)
    write(card.note.draft, "Wij spraken over school.")
    assert "Nog niet vastgelegd" in said(seat)
    press(card, "Vastleggen")
    seat.settle()
    seat.wait_until(lambda: texts(seat) == ["Wij spraken over school."])
    seat.settle()
    assert "Nog niet vastgelegd" not in said(seat)
    assert "Vastgelegd door Samira" in said(seat)
    assert card.note.draft.texts() == [""]
    assert seat.drafts() == {}


def test_closing_and_opening_a_visit_leaves_what_was_typed_in_its_field(seat: Seat) -> None:
    card = begun(seat)
    write(card.note.draft, "Half verslag")
    card.toggle()
    seat.settle()
    assert not card.waits.isHidden()
    card.toggle()
    seat.settle()
    assert card.note.draft.texts() == ["Half verslag"]
    visits(seat).show_page(*visits(seat).shown)
    assert card.note.draft.texts() == ["Half verslag"]


def test_a_note_that_is_undone_while_somebody_types_comes_before_what_is_typed(seat: Seat) -> None:
    card = begun(seat)
    fix_note(seat.device.workspace, seat.family, card.visit.id, "Eerst.")
    seat.window.family.refresh()
    seat.settle()
    undo(seat.device.workspace, seat.family)
    seat.window.family.refresh()
    write(card.note.draft, "Nieuw.")
    seat.settle()
    card.commit()
    seat.settle()
    assert card.note.draft.texts() == ["Eerst.\n\nNieuw."]
    assert kept(seat, card) == "Eerst.\n\nNieuw."


def test_ctrl_z_brings_the_text_of_a_note_back_into_the_field(seat: Seat) -> None:
    card = begun(seat)
    write(card.note.draft, "Wij spraken over school.")
    press(card, "Vastleggen")
    seat.wait_until(lambda: texts(seat))
    seat.settle()
    QTest.keyClick(seat.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    seat.wait_until(lambda: card.note.draft.texts() == ["Wij spraken over school."])
    assert texts(seat) == []
    press(card, "Vastleggen")
    seat.wait_until(lambda: texts(seat) == ["Wij spraken over school."])


def test_a_note_of_4001_characters_is_refused_and_stays_where_it_was_typed(seat: Seat) -> None:
    card = begun(seat)
    card.note.field.edit.setPlainText("x" * 4001)
    press(card, "Vastleggen")
    seat.settle()
    assert "4001 tekens" in card.note.field.problem.text()
    assert card.note.draft.texts() == ["x" * 4001]
    assert (texts(seat), kept(seat, card)) == ([], "x" * 4001)


@pytest.mark.parametrize("number", ["111222333", "NL91 ABNA 0417 1643 00"])
def test_a_number_that_does_not_belong_here_is_warned_of_and_kept_when_the_worker_says_so(seat: Seat, number: str) -> None:
    card = begun(seat)
    write(card.note.draft, f"Nummer {number}")
    card.note.fix()
    seat.settle()
    assert card.note.field.has_problem()
    assert texts(seat) == []
    card.note.fix()
    seat.wait_until(lambda: texts(seat) == [f"Nummer {number}"])


def test_what_was_arranged_is_there_with_one_enter(seat: Seat) -> None:
    card = begun(seat)
    write(card.arranged.draft, "Gebeld met de school")
    who = write(card.arranged.draft, "Fatma", 1)
    QTest.keyClick(who, Qt.Key.Key_Return)
    seat.wait_until(lambda: seat.page().arranged)
    seat.settle()
    action = seat.page().arranged[0]
    assert (action.what, action.doer.name, action.arranged_at) == ("Gebeld met de school", "Fatma", card.visit.id)
    assert card.arranged.draft.texts() == ["", ""]
    assert card.arranged.what.edit.hasFocus()
    assert [row.is_checked() for row in card.arranged.rows.values()] == [True]
    assert len(seat.plan.arranged.rows) == 1


def test_a_line_of_what_was_arranged_survives_a_kill(qtbot: QtBot, seat: Seat) -> None:
    card = begun(seat)
    write(card.arranged.draft, "Gebeld")
    write(card.arranged.draft, "Fatma", 1)
    card.arranged.draft.keep_draft()
    seat.settle()
    later = sit_down(qtbot, seat.device, (seat.family, seat.goal, seat.action))
    assert visits(later).cards[card.visit.id].arranged.draft.texts() == ["Gebeld", "Fatma"]


def test_a_name_that_is_pressed_stands_in_the_line_of_who_are_there(seat: Seat) -> None:
    card = begun(seat)
    for name in ("Fatma", "Samira"):
        press(card, f"{name} is erbij")
        seat.settle()
    seat.leave()
    assert seat.page().visits[0].present == "Fatma, Samira"


def test_two_laptops_fix_a_note_at_one_visit_and_each_sees_both(qtbot: QtBot, town: World) -> None:
    samira, joost, family = two_seats(town)
    seat = sit_down(qtbot, samira, family)
    card = begun(seat)
    seat.sync()
    joost.sync()
    fix_note(joost.workspace, seat.family, Id[Visit](card.visit.id), "Van Joost.")
    joost.sync()
    write(card.note.draft, "Van Samira.")
    seat.sync()
    assert card.note.draft.texts() == ["Van Samira."]
    press(card, "Vastleggen")
    seat.wait_until(lambda: sorted(texts(seat)) == ["Van Joost.", "Van Samira."])


def test_what_was_typed_at_a_visit_that_a_colleague_threw_away_can_be_put_at_a_new_one(qtbot: QtBot, town: World) -> None:
    samira, joost, family = two_seats(town)
    seat = sit_down(qtbot, samira, family)
    card = begun(seat)
    seat.sync()
    joost.sync()
    write(card.note.draft, "Half verslag")
    seat.wait_until(lambda: kept(seat, card))
    joost.delete(seat.family, card.visit)
    joost.sync()
    seat.sync()
    page = visits(seat)
    assert page.cards == {}
    assert "Half verslag" in page.rescue.text.text()
    press(page, "Maak er een nieuw bezoek van")
    seat.wait_until(lambda: page.cards)
    assert next(iter(page.cards.values())).note.draft.texts() == ["Half verslag"]
    assert page.rescue.isHidden()


def test_opening_another_family_while_a_note_is_being_fixed_disturbs_nobody(seat: Seat) -> None:
    card = begun(seat)
    other = new_family(seat.device.workspace, NewFamily("Gezin Later", "Kim"))
    write(card.note.draft, "Kort.")
    press(card, "Vastleggen")
    seat.window.open_family(other)
    seat.settle()
    seat.window.open_family(seat.family)
    seat.settle()
    assert texts(seat) == ["Kort."]
