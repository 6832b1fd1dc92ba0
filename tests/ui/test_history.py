"""What ever stood in a field, at the field: opened by key or button, put back in one press, undone as any change."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.actions.fields import change_field
from app.domain.records.plan import LifeDomain
from app.texts import t
from tests.ui.table import WORDS, Seat, edit_of, sit_down, two_seats
from tests.world import World
from ui.pages.bound_field import BoundField
from ui.pages.history_panel import HistoryPanel
from ui.pages.row_fields import RowFields
from ui.widgets.field_frame import FieldFrame

CTRL = Qt.KeyboardModifier.ControlModifier


def frame_of(field: BoundField) -> FieldFrame:
    """Return the frame around a field."""
    frame = field.inputs[0]
    assert isinstance(frame, FieldFrame)
    return frame


def opened(seat: Seat, field: BoundField) -> HistoryPanel:
    """Open the past of a field by its key."""
    QTest.keyClick(seat.enter(field), Qt.Key.Key_H, CTRL)
    seat.settle()
    panel = frame_of(field).past
    assert isinstance(panel, HistoryPanel)
    return panel


def told(panel: HistoryPanel) -> list[str]:
    """Return the texts that a panel shows."""
    return [card.earlier.text for card in panel.cards]


def write(seat: Seat, field: BoundField, text: str) -> None:
    """Write in a field and leave it."""
    seat.rewrite(field, text)
    seat.leave()


def test_the_key_in_a_field_shows_what_stood_there_the_newest_first(seat: Seat) -> None:
    field = seat.goal_field("text")
    write(seat, field, "Wij slapen weer.")
    panel = opened(seat, field)
    assert told(panel) == ["Wij slapen weer.", WORDS]
    assert [card.earlier.stands for card in panel.cards] == [True, False]
    assert [card.earlier.written.mine for card in panel.cards] == [True, True]


def test_putting_back_shows_it_and_undo_takes_it_away_again(seat: Seat) -> None:
    field = seat.goal_field("text")
    write(seat, field, "Wij slapen weer.")
    button = opened(seat, field).cards[1].button
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    seat.settle()
    assert (edit_text(field), seat.page().goals[0].goal.text) == (WORDS, WORDS)
    assert frame_of(field).past is None
    assert edit_of(field).hasFocus()
    seat.leave()
    assert seat.window.family.undo_button.isEnabled()
    QTest.mouseClick(seat.window.family.undo_button, Qt.MouseButton.LeftButton)
    seat.settle()
    assert (edit_text(field), seat.page().goals[0].goal.text) == ("Wij slapen weer.", "Wij slapen weer.")


def test_undo_by_key_is_seen_at_once_with_the_keyboard_still_in_the_field(seat: Seat) -> None:
    field = seat.goal_field("text")
    write(seat, field, "Wij slapen weer.")
    opened(seat, field).put_back.emit(1)
    seat.settle()
    assert edit_of(field).hasFocus()
    QTest.keyClick(edit_of(field), Qt.Key.Key_Z, CTRL)
    seat.settle()
    assert (edit_text(field), seat.page().goals[0].goal.text) == ("Wij slapen weer.", "Wij slapen weer.")
    assert edit_of(field).hasFocus()


def edit_text(field: BoundField) -> str:
    """Return what stands in a field."""
    return field.texts()[0]


def test_what_is_still_being_typed_is_not_lost_by_putting_back(seat: Seat) -> None:
    field = seat.goal_field("text")
    seat.rewrite(field, "Half ge")
    panel = opened(seat, field)
    assert told(panel) == ["Half ge", WORDS]
    panel.put_back.emit(1)
    seat.settle()
    assert told(opened(seat, field)) == [WORDS, "Half ge", WORDS]
    assert seat.drafts() == {}


def test_escape_and_the_button_close_it_and_the_keyboard_is_in_the_field(seat: Seat) -> None:
    field = seat.goal_field("text")
    write(seat, field, "Wij slapen weer.")
    panel = opened(seat, field)
    QTest.keyClick(panel.cards[1].button or panel, Qt.Key.Key_Escape)
    assert frame_of(field).past is None
    assert edit_of(field).hasFocus()
    QTest.mouseClick(opened(seat, field).close_button, Qt.MouseButton.LeftButton)
    assert frame_of(field).past is None
    assert edit_of(field).hasFocus()


def test_the_button_is_beside_the_field_in_use_with_its_name_and_a_finger_high(seat: Seat) -> None:
    field = seat.goal_field("text")
    seat.enter(field)
    seat.settle()
    buttons = seat.window.field_tools.buttons
    assert buttons is not None
    assert buttons.past.accessibleName() == f"Eerdere teksten van ‘{frame_of(field).label.text()}’: Wij eten samen."
    seat.wait_until(lambda: min(buttons.past.width(), buttons.past.height()) >= 44)
    QTest.mouseClick(buttons.past, Qt.MouseButton.LeftButton)
    seat.settle()
    assert told_of(field) == [WORDS]
    seat.window.sidebar.search.setFocus()
    seat.window.field_tools.look()
    assert seat.window.field_tools.buttons is None


def told_of(field: BoundField) -> list[str]:
    """Return what the open panel of a field shows."""
    panel = frame_of(field).past
    assert isinstance(panel, HistoryPanel)
    return told(panel)


def test_a_colleague_is_named_and_what_is_not_sent_says_so(town: World, qtbot: QtBot) -> None:
    samira, joost, begun = two_seats(town)
    seat = sit_down(qtbot, samira, begun)
    field = seat.goal_field("text")
    change_field(joost.workspace, field.ref, "Wij slapen weer.")
    joost.sync()
    seat.sync()
    write(seat, field, "Wij wandelen.")
    shown = [(card.earlier.text, card.earlier.written.by, card.earlier.sent) for card in opened(seat, field).cards]
    assert shown == [("Wij wandelen.", "Samira", False), ("Wij slapen weer.", "Joost", True), (WORDS, "Samira", True)]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_menu_of_a_field_is_dutch_and_opens_by_key(seat: Seat) -> None:
    edit = seat.enter(seat.goal_field("text"))
    QTest.keyClick(edit, Qt.Key.Key_Menu)
    menu = seat.window.field_tools.menu
    assert menu is not None
    texts = [action.text() for action in menu.actions() if action.text()]
    assert {"Knippen", "Kopiëren", "Plakken", "Alles selecteren"} <= set(texts)
    assert any(text.startswith("Eerdere teksten van") for text in texts)
    menu.close()


def test_a_choice_has_a_past_in_words_too(seat: Seat) -> None:
    field = seat.goal_field("domain")
    change_field(seat.device.workspace, field.ref, LifeDomain.SCHOOL)
    seat.sync()
    control = frame_of(field).control
    assert control is not None
    control.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(control, Qt.Key.Key_H, CTRL)
    seat.settle()
    assert told_of(field) == [t("choice.LifeDomain.school"), t("value.empty")][: len(told_of(field))]


def test_many_earlier_texts_are_shown_a_few_at_a_time(seat: Seat) -> None:
    field = seat.goal_field("text")
    for number in range(7):
        change_field(seat.device.workspace, field.ref, f"Versie {number}")
    seat.sync()
    panel = opened(seat, field)
    assert (len(panel.cards), panel.more.text()) == (4, "Nog 4 eerdere teksten")
    QTest.mouseClick(panel.more, Qt.MouseButton.LeftButton)
    assert (len(panel.cards), panel.more.isVisible()) == (8, False)
    assert panel.cards[4].button is not None
    assert panel.cards[4].button.hasFocus()


@pytest.mark.parametrize("name", ["main_home", "name", "birth", "gender"])
def test_every_kind_of_field_of_a_person_has_its_past(seat: Seat, name: str) -> None:
    person = seat.page().persons[0]
    fields = RowFields(seat.window.desk, seat.family, "person", person.id)
    if name == "name":
        frame: FieldFrame = fields.add_group("name", ["call_name", "surname"])[0]
    else:
        frame = fields.add_birth("birth") if name == "birth" else fields.add(name)
    seat.plan.body.addWidget(frame)
    fields.show(person, seat.page(), {})
    frame.show()
    frame.setFocus(Qt.FocusReason.TabFocusReason)
    control = QApplication.focusWidget()
    assert control is not None
    QTest.keyClick(control, Qt.Key.Key_H, CTRL)
    seat.settle()
    panel = frame.past
    assert isinstance(panel, HistoryPanel)
    assert len(told(panel)) == 1
    assert "b'" not in told(panel)[0]
