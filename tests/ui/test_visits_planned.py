"""Visits that are planned, held later, thrown away, changed by two people, and many of them."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.actions.fields import FieldRef, change_field
from app.actions.visits import Arranged, arrange_today, begin_visit, fix_note
from app.clock import today
from tests.ui.table import Seat, edit_of, sit_down, two_seats
from tests.ui.test_visits_window import begun, press, visits
from tests.world import World
from ui.pages.visit_card import VisitCard
from ui.pages.visits_page import HELD_AT_FIRST


def planned(seat: Seat) -> VisitCard:
    page = visits(seat)
    press(page, "Bezoek plannen")
    seat.wait_until(lambda: page.cards and not next(iter(page.cards.values())).is_closed())
    seat.settle()
    return next(iter(page.cards.values()))


def test_a_planned_visit_asks_only_when_where_and_who(seat: Seat) -> None:
    card = planned(seat)
    assert edit_of(card.details.fields.bound["visit_on"]).hasFocus()
    assert card.told.isHidden()
    assert card.title.text() == "Huisbezoek · nog geen dag"
    QTest.keyClicks(edit_of(card.details.fields.bound["visit_on"]), "+1w")
    seat.leave()
    day = today(seat.device.clock) + timedelta(days=7)
    assert seat.page().visits[0].visit_on == day
    assert card.state.text() == "Gepland"


def test_a_planned_visit_is_held_by_one_press_and_then_asks_what_was_said(seat: Seat) -> None:
    card = planned(seat)
    press(card, "Start dit bezoek")
    seat.wait_until(lambda: seat.page().visits[0].held_on)
    seat.settle()
    assert not card.told.isHidden()
    assert card.hold_button.isHidden()


def test_a_visit_that_was_to_be_before_today_asks_whether_it_has_been(seat: Seat) -> None:
    card = planned(seat)
    yesterday = today(seat.device.clock) - timedelta(days=1)
    change_field(seat.device.workspace, FieldRef(seat.family, "visit", card.visit.id, "visit_on"), yesterday)
    seat.window.family.refresh()
    seat.settle()
    assert card.state.text() == "Is dit bezoek geweest?"
    press(card, "Dit bezoek is geweest")
    seat.wait_until(lambda: seat.page().visits[0].held_on == yesterday)


def test_a_visit_that_was_thrown_away_comes_back_with_the_bar(seat: Seat) -> None:
    card = planned(seat)
    press(card, "Bezoek weggooien")
    seat.wait_until(lambda: not seat.page().visits)
    seat.settle()
    press(seat.window, "Zet terug")
    seat.wait_until(lambda: seat.page().visits)


def test_a_visit_with_a_fixed_note_or_something_arranged_cannot_be_thrown_away(seat: Seat) -> None:
    card = begun(seat)
    assert not card.away.isHidden()
    arrange_today(seat.device.workspace, seat.family, card.visit.id, Arranged("Gebeld"))
    seat.window.family.refresh()
    seat.settle()
    assert card.away.isHidden()


def test_who_were_there_by_two_people_stands_side_by_side_on_the_card(qtbot: QtBot, town: World) -> None:
    samira, joost, family = two_seats(town)
    seat = sit_down(qtbot, samira, family)
    card = begun(seat)
    seat.sync()
    joost.sync()
    ref = FieldRef(seat.family, "visit", card.visit.id, "present")
    for device, who in ((samira, "Fatma"), (joost, "Fatma en Kees")):
        change_field(device.workspace, ref, who)
    card.toggle()
    joost.sync()
    seat.sync()
    assert not card.is_closed()
    assert card.details.present.strip is not None


def test_of_many_visits_the_newest_are_shown_and_the_rest_when_asked_for(seat: Seat) -> None:
    for _ in range(HELD_AT_FIRST + 3):
        seat.device.clock.advance(86_400)
        fix_note(seat.device.workspace, seat.family, begin_visit(seat.device.workspace, seat.family), "Kort.")
    seat.window.family.refresh()
    seat.settle()
    page = visits(seat)
    seat.settle()
    assert len(page.cards) == HELD_AT_FIRST
    press(page, "Toon eerdere bezoeken")
    seat.settle()
    assert len(page.cards) == HELD_AT_FIRST + 3
    assert page.more.isHidden()


def tab_to(name: str) -> QWidget:
    """Press Tab until the keyboard is on a button of that name."""
    for _ in range(60):
        focus = QApplication.focusWidget()
        assert focus is not None
        if getattr(focus, "text", str)() == name:
            return focus
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    raise AssertionError(f"the Tab key never comes to {name}")


def test_a_visit_can_be_written_and_fixed_by_keyboard_alone(seat: Seat) -> None:
    QTest.keyClick(seat.window, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    seat.settle()
    QTest.keyClick(tab_to("Start bezoek"), Qt.Key.Key_Return)
    page = visits(seat)
    seat.wait_until(lambda: page.cards and next(iter(page.cards.values())).inside is not None)
    seat.settle()
    card = next(iter(page.cards.values()))
    QTest.keyClicks(card.note.field.edit, "Kort verslag.")
    QTest.keyClick(card.note.field.edit, Qt.Key.Key_Tab)
    assert card.note.fix_button.hasFocus()
    QTest.keyClick(card.note.fix_button, Qt.Key.Key_Return)
    seat.wait_until(lambda: [note.text for note in seat.page().visit_notes] == ["Kort verslag."])
    seat.settle()
    assert card.note.field.edit.hasFocus()
