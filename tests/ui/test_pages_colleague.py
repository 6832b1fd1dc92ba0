"""While a colleague writes too: nothing slips under the worker's hands, and two values stand side by side until a person chooses."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTextEdit
from pytestqt.qtbot import QtBot

from app.actions.family_page import family_page
from app.actions.fields import FieldRef, change_field, keep_draft
from app.actions.planning import delete_goal
from tests.ui.table import WORDS, Seat, sit_down, strip_of, two_seats
from tests.world import Device, World


@dataclass
class Colleague:
    """Joost, at another laptop."""

    device: Device
    seat: Seat

    def writes(self, field: str, text: str) -> None:
        """Write in a field of the goal and send it."""
        ref = FieldRef(self.seat.family, "goal", self.seat.goal, field)
        change_field(self.device.workspace, ref, text)
        self.device.sync()

    def text(self) -> str:
        """Return the goal as this laptop shows it."""
        return family_page(self.device.workspace, self.seat.family).goals[0].goal.text

    def choices(self) -> int:
        """Return how many choices wait on this laptop."""
        return len(family_page(self.device.workspace, self.seat.family).conflicts)


@pytest.fixture
def both(qtbot: QtBot, town: World) -> Colleague:
    """Samira at the window and Joost elsewhere, with the same family."""
    samira, joost, begun = two_seats(town)
    return Colleague(joost, sit_down(qtbot, samira, begun))


def cursor_of(edit: QLineEdit | QTextEdit) -> int:
    return edit.cursorPosition() if isinstance(edit, QLineEdit) else edit.textCursor().position()


def test_what_a_colleague_writes_appears_in_a_field_that_nobody_is_in(both: Colleague) -> None:
    seat = both.seat
    field = seat.goal_field("text")
    both.writes("text", "Wij slapen weer.")
    seat.sync()
    assert field.texts() == ["Wij slapen weer."]
    assert "Wij slapen weer." in seat.card.title.text()


def test_a_field_that_has_the_focus_keeps_its_text_and_its_cursor_when_the_page_is_brought_up_to_date(both: Colleague) -> None:
    seat = both.seat
    field = seat.goal_field("text")
    edit = seat.enter(field)
    for _ in range(4):
        QTest.keyClick(edit, Qt.Key.Key_Right)
    both.writes("text", "Wij slapen weer.")
    both.writes("why_important", "Het is lang geleden.")
    seat.sync()
    assert edit.hasFocus()
    assert (field.texts(), cursor_of(edit)) == ([WORDS], 4)
    assert seat.card.fields.bound["why_important"].texts() == ["Het is lang geleden."]


def test_a_field_shows_what_came_in_the_meantime_once_it_is_left_untouched(both: Colleague) -> None:
    seat = both.seat
    field = seat.goal_field("text")
    seat.enter(field)
    both.writes("text", "Wij slapen weer.")
    seat.sync()
    seat.leave()
    assert field.texts() == ["Wij slapen weer."]
    assert seat.page().conflicts == ()


def test_what_was_seen_is_fixed_when_the_field_gets_the_focus(both: Colleague) -> None:
    seat = both.seat
    field = seat.goal_field("text")
    edit = seat.enter(field)
    both.writes("text", "Wij slapen weer.")
    seat.sync()
    QTest.keyClick(edit, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(edit, " Elke dag.")
    seat.leave()
    [conflict] = seat.page().conflicts
    assert {choice.value for choice in conflict.choices} == {"Wij slapen weer.", f"{WORDS} Elke dag."}


def test_a_draft_keeps_what_was_seen_over_a_restart(qtbot: QtBot, both: Colleague) -> None:
    seat = both.seat
    keep_draft(seat.device.workspace, FieldRef(seat.family, "goal", seat.goal, "text"), f"{WORDS} Elke dag.", seat.page().cursor)
    both.writes("text", "Wij slapen weer.")
    seat.device.sync()
    later = sit_down(qtbot, seat.device, (seat.family, seat.goal, seat.action))
    field = later.card.fields.bound["text"]
    assert field.texts() == [f"{WORDS} Elke dag."]
    later.enter(field)
    later.leave()
    assert len(later.page().conflicts) == 1


def test_no_key_is_lost_while_a_colleagues_change_comes_in(both: Colleague) -> None:
    seat = both.seat
    field = seat.goal_field("text")
    edit = seat.enter(field)
    QTest.keyClick(edit, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    for sign, text in zip(" daags", ("a", "b", "c", "d", "e", "f"), strict=True):
        both.writes("text", text)
        seat.sync()
        QTest.keyClicks(edit, sign)
    assert field.texts() == [f"{WORDS} daags"]
    seat.leave()
    assert {choice.value for choice in seat.page().conflicts[0].choices} == {"f", f"{WORDS} daags"}


def test_two_values_stand_side_by_side_with_who_and_choosing_one_clears_it_on_both_laptops(both: Colleague) -> None:
    seat = both.seat
    field = seat.goal_field("text")
    both.writes("text", "Wij slapen weer.")
    seat.type_in(field, " Elke dag.")
    seat.leave()
    seat.sync()
    strip = strip_of(field)
    assert {card.version.text for card in strip.cards} == {"Wij slapen weer.", f"{WORDS} Elke dag."}
    assert {card.version.who for card in strip.cards} == {"Samira", "Joost"}
    [chosen] = [card for card in strip.cards if card.version.who == "Joost"]
    QTest.mouseClick(chosen.button, Qt.MouseButton.LeftButton)
    seat.settle()
    assert strip_of(field) is None
    assert field.texts() == ["Wij slapen weer."]
    both.device.sync()
    assert both.choices() == 1
    seat.sync()
    both.device.sync()
    assert (both.choices(), both.text()) == (0, "Wij slapen weer.")


def test_both_texts_can_stand_under_each_other(both: Colleague) -> None:
    seat = both.seat
    field = seat.goal_field("text")
    both.writes("text", "Wij slapen weer.")
    seat.type_in(field, " Elke dag.")
    seat.leave()
    seat.sync()
    QTest.mouseClick(strip_of(field).both, Qt.MouseButton.LeftButton)
    seat.settle()
    assert sorted(seat.page().goals[0].goal.text.split("\n")) == ["Wij eten samen. Elke dag.", "Wij slapen weer."]
    assert seat.page().conflicts == ()


def test_the_keyboard_stays_on_a_choice_while_the_page_is_brought_up_to_date(both: Colleague) -> None:
    seat = both.seat
    field = seat.goal_field("text")
    both.writes("text", "Wij slapen weer.")
    seat.type_in(field, " Elke dag.")
    seat.leave()
    seat.sync()
    button = strip_of(field).cards[0].button
    button.setFocus(Qt.FocusReason.TabFocusReason)
    both.writes("why_important", "Het is lang geleden.")
    seat.sync()
    assert button.hasFocus()


def test_a_goal_that_was_thrown_away_while_somebody_wrote_in_it_stays_and_asks(both: Colleague) -> None:
    seat = both.seat
    delete_goal(both.device.workspace, seat.family, seat.goal)
    both.device.sync()
    seat.type_in(seat.goal_field("text"), " Elke dag.")
    seat.leave()
    seat.sync()
    asked = seat.card.asked
    assert asked.isVisible()
    assert "Joost" in asked.text.text()
    QTest.mouseClick(asked.keep, Qt.MouseButton.LeftButton)
    seat.settle()
    assert asked.isHidden()
    assert seat.page().goals[0].goal.text == f"{WORDS} Elke dag."


def test_a_goal_that_asks_can_be_thrown_away_after_all(both: Colleague) -> None:
    seat = both.seat
    delete_goal(both.device.workspace, seat.family, seat.goal)
    both.device.sync()
    seat.type_in(seat.goal_field("text"), " Elke dag.")
    seat.leave()
    seat.sync()
    QTest.mouseClick(seat.card.asked.away, Qt.MouseButton.LeftButton)
    seat.settle()
    assert seat.plan.cards == {}


@pytest.mark.logs("sync.held")
def test_a_family_of_which_the_right_has_ended_leaves_the_screen_and_the_work_in_it_is_handed_in(both: Colleague, town: World) -> None:
    seat = both.seat
    seat.sync()
    town.revoke(seat.family, "Samira")
    seat.type_in(seat.goal_field("text"), " Elke dag.")
    seat.leave()
    seat.sync()
    seat.settle()
    assert seat.window.pages.currentWidget() is seat.window.empty
    assert seat.window.family.pages == {}
    assert seat.window.sidebar.model.rowCount() == 0
    assert not seat.window.banner.isHidden()
    assert seat.device.state(seat.family) == ""
