"""The wavy line under a word that is not in the list: asked of the real process, never in the way, and never a change by itself."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.actions.families import add_person
from app.actions.spelling import spelling_kept
from app.domain.records.family import PersonName
from tests.builders import some_id
from tests.ui.table import Seat, edit_of, sit_down
from ui.pages.bound_field import BoundField
from ui.pages.note_box import NoteBox
from ui.widgets.spell_marks import SpellMarks, marks_of

FACE = "😀"
WITH_MENU = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def checked(seat: Seat) -> Seat:
    """A seat of which the list has been read."""
    reads_the_list(seat)
    return seat


def reads_the_list(seat: Seat) -> None:
    """Let the list be read: seconds of work, and of a machine that does other things many more."""
    with seat.qtbot.waitSignal(seat.window.speller.ready, timeout=90_000):
        seat.window.speller.start()


def marks(field: BoundField) -> SpellMarks:
    """Return the marks of a field."""
    found = marks_of(edit_of(field))
    assert found is not None
    return found


def marked(field: BoundField) -> list[str]:
    """Return the words with a line under them."""
    found = marks(field)
    whole = found.text().encode("utf-16-le")
    return [whole[2 * start : 2 * end].decode("utf-16-le") for start, end in found.spans]


def wrong(seat: Seat, field: BoundField, text: str, words: list[str]) -> None:
    """Type a text, and wait until just these words have a line."""
    seat.rewrite(field, text.replace(FACE, ""))
    if FACE in text:  # no key types it
        edit = edit_of(field)
        assert isinstance(edit, QTextEdit)
        edit.selectAll()
        edit.insertPlainText(text)
    seat.wait_until(lambda: marked(field) == words)


def open_menu(seat: Seat, widget: QWidget) -> QMenu:
    """Open the menu of a field by its key, once the keyboard is back from an earlier menu."""
    seat.wait_until(widget.hasFocus)
    QTest.keyClick(widget, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    QCoreApplication.processEvents()  # the menu is on the screen before anybody can choose from it
    menu = seat.window.field_tools.menu
    assert menu is not None
    return menu


def press(menu: QMenu, text: str) -> None:
    """Choose an entry of a menu, and close it."""
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()
    QCoreApplication.processEvents()


def entries(menu: QMenu) -> list[str]:
    """Return what a menu offers."""
    return [action.text() for action in menu.actions() if action.text() and action.isVisible()]


def test_a_wrong_word_gets_a_line_and_the_text_is_as_it_was_typed(checked: Seat) -> None:
    field = checked.goal_field("text")
    typed = f"Wij {FACE} slaapen met de foto's in een keukentafelgesprek bij Zwaantje. huisweerk klaar"
    wrong(checked, field, typed, ["slaapen", "huisweerk"])
    assert field.texts() == [typed]
    checked.leave()
    assert checked.page().goals[0].goal.text == typed
    assert edit_of(field).grab().toImage().width() > 0


def test_a_word_is_left_alone_while_it_is_typed(checked: Seat) -> None:
    field = checked.goal_field("text")
    wrong(checked, field, "huisweerk slaap", ["huisweerk"])
    QTest.keyClicks(edit_of(field), "en")
    checked.wait_until(lambda: "slaapen" in checked.window.speller.known)
    assert marked(field) == ["huisweerk"]
    QTest.keyClicks(edit_of(field), " nu")
    checked.wait_until(lambda: marked(field) == ["huisweerk", "slaapen"])


def test_names_of_the_family_are_no_mistakes(checked: Seat) -> None:
    add_person(checked.device.workspace, checked.family, PersonName(call_name="Przemek"), "vader")
    checked.sync()
    field = checked.goal_field("text")
    wrong(checked, field, "Przemek kookt. przemeks soep huisweerk klaar", ["huisweerk"])


@WITH_MENU
def test_a_suggestion_is_taken_only_when_it_is_chosen_and_can_be_undone_in_the_field(checked: Seat) -> None:
    field = checked.goal_field("text")
    wrong(checked, field, "Het huisweerk is klaar", ["huisweerk"])
    edit = edit_of(field)
    marks(field).put_cursor(6)
    menu = open_menu(checked, edit)
    checked.wait_until(lambda: "huiswerk" in entries(menu))
    assert field.texts() == ["Het huisweerk is klaar"]
    press(menu, "huiswerk")
    assert field.texts() == ["Het huiswerk is klaar"]
    assert isinstance(edit, QTextEdit)
    edit.undo()
    assert field.texts() == ["Het huisweerk is klaar"]
    checked.leave()
    assert checked.page().goals[0].goal.text == "Het huisweerk is klaar"


@WITH_MENU
def test_a_finger_reaches_the_words_by_the_button_at_the_field(checked: Seat) -> None:
    field = checked.goal_field("text")
    wrong(checked, field, "Het huisweerk is klaar", ["huisweerk"])
    buttons = checked.window.field_tools.buttons
    assert buttons is not None
    checked.wait_until(buttons.words.isVisible)
    assert buttons.words.accessibleName() == "1 woord om na te kijken: Wij eten samen."
    assert min(buttons.words.width(), buttons.words.height()) >= 44
    QTest.mouseClick(buttons.words, Qt.MouseButton.LeftButton)
    menu = checked.window.field_tools.menu
    assert menu is not None
    assert "Niet in de woordenlijst: huisweerk" in entries(menu)
    menu.close()


@WITH_MENU
def test_an_own_word_is_known_from_then_on_also_after_a_restart(checked: Seat, qtbot: QtBot) -> None:
    field = checked.goal_field("text")
    wrong(checked, field, "De snurfje is slaapen klaar", ["snurfje", "slaapen"])
    marks(field).put_cursor(5)
    press(open_menu(checked, edit_of(field)), "Toevoegen aan mijn woorden")
    checked.settle()
    assert marked(field) == ["slaapen"]
    marks(field).put_cursor(15)
    press(open_menu(checked, edit_of(field)), "Negeren")
    assert marked(field) == []
    assert spelling_kept(checked.device.workspace).own == {"snurfje"}
    checked.window.close()
    again = sit_down(qtbot, checked.device, (checked.family, checked.goal, checked.action))
    reads_the_list(again)
    wrong(again, again.goal_field("text"), "De snurfje is slaapen klaar", ["slaapen"])


@WITH_MENU
def test_the_check_is_turned_off_and_on_in_the_menu_and_stays_so(checked: Seat) -> None:
    field = checked.goal_field("text")
    wrong(checked, field, "Het huisweerk is klaar", ["huisweerk"])
    press(open_menu(checked, edit_of(field)), "Spelling nakijken")
    checked.settle()
    assert (marked(field), spelling_kept(checked.device.workspace).on) == ([], False)
    press(open_menu(checked, edit_of(field)), "Spelling nakijken")
    checked.settle()
    assert (marked(field), spelling_kept(checked.device.workspace).on) == (["huisweerk"], True)


def test_when_the_process_is_killed_everything_else_goes_on(checked: Seat) -> None:
    field = checked.goal_field("text")
    process = checked.window.speller.process
    assert process is not None
    with checked.qtbot.waitSignal(process.finished, timeout=10_000):
        process.kill()
    seat = checked
    seat.rewrite(field, "Het huisweerk is klaar")
    seat.leave()
    assert (marked(field), seat.page().goals[0].goal.text) == ([], "Het huisweerk is klaar")
    assert seat.window.speller.process is None


def test_without_a_list_there_are_no_lines_and_one_line_in_the_log(seat: Seat, caplog: pytest.LogCaptureFixture) -> None:
    seat.window.speller.child = "app.nothing_of_that_name"
    seat.window.speller.start()
    seat.wait_until(lambda: seat.window.speller.process is None)
    seat.rewrite(seat.goal_field("text"), "Het huisweerk")
    seat.leave()
    lines = [record.getMessage() for record in caplog.records if record.name == "ui.spelling"]
    assert lines == ["spelling.gone"]


def test_the_process_ends_with_the_window(checked: Seat) -> None:
    process = checked.window.speller.process
    assert process is not None
    folder = Path("/proc") / str(process.processId())
    assert folder.exists()
    checked.window.close()
    assert checked.window.speller.process is None
    checked.wait_until(lambda: not folder.exists())


def test_lines_of_sentences_are_looked_at_and_lines_of_names_are_not(checked: Seat) -> None:
    card = checked.plan.cards[checked.goal]
    row = next(iter(card.rows.values()))
    row.open(focus=False)
    why = row.fields.bound["why_professional"]
    row.why.show()
    wrong(checked, why, "Omdat het huisweerk niet lukt", ["huisweerk"])
    checked.rewrite(row.fields.bound["doer"], "huisweerk en zo")
    assert marks_of(edit_of(row.fields.bound["doer"])) is None


def test_a_note_that_is_being_made_is_looked_at_and_has_no_past_yet(checked: Seat) -> None:
    box = NoteBox(checked.window.desk, checked.family, some_id())
    checked.plan.body.addWidget(box)
    box.show()
    wrong(checked, box.draft, "Het huisweerk is klaar", ["huisweerk"])
    buttons = checked.window.field_tools.buttons
    assert buttons is not None
    assert (buttons.words.isVisible(), buttons.past.isVisible()) == (True, False)
    QTest.keyClick(edit_of(box.draft), Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    checked.settle()
    assert box.field.past is None
    assert box.field.value() == "Het huisweerk is klaar"
