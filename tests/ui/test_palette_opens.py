"""What Enter does in the search of everything: it opens what was found where it stands, or does what a button does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.domain.ids import new_id
from app.domain.records.plan import Action, ActionStatus
from app.domain.records.visit import Visit, VisitNote
from tests.builders import DAY
from tests.ui.searching import current, headings, look_for, palette, press, surround
from tests.ui.table import Seat
from ui.pages.revealing import OPENS, widget_of
from ui.widgets.buttons import IconButton
from ui.widgets.palette_list import PaletteLine


@pytest.fixture
def full(seat: Seat) -> Seat:
    """The same seat, with everybody around the family and a second family."""
    surround(seat)
    return seat


@pytest.mark.parametrize(
    ("typed", "tab"),
    [
        ("sem wit", "people"),
        ("gokce yildizoglu", "network"),
        ("brouwer", "help"),
        ("eten samen", "plan"),
        ("om zes uur", "plan"),
        ("meryem meedenkt", "visits"),
    ],
)
def test_enter_opens_what_was_found_where_it_stands(full: Seat, typed: str, tab: str) -> None:
    look_for(full, typed)
    press(full, Qt.Key.Key_Return)
    assert full.window.finder.isHidden()
    full.wait_until(lambda: full.window.family.tab == tab and not full.window.revealing.timer.isActive())
    full.settle()
    page = full.window.family.pages[tab]
    assert isinstance(page, QWidget)
    inside = QApplication.focusWidget()
    assert isinstance(inside, IconButton)
    assert inside.icon_name in OPENS
    assert page.isAncestorOf(inside)
    assert in_sight(page, inside)


def in_sight(page: QWidget, widget: QWidget) -> bool:
    """Tell whether a widget stands where it can be seen."""
    place = widget.mapTo(page, QPoint(0, 0))
    return -4 <= place.y() < page.height()


def test_what_was_arranged_long_ago_and_an_old_visit_are_brought_out(full: Seat) -> None:
    family = full.family
    old = Action(id=new_id(1), what="Fietsband geplakt", status=ActionStatus.DONE)
    visits = [Visit(id=new_id(2 + number), held_on=DAY - timedelta(days=number)) for number in range(9)]
    note = VisitNote(id=new_id(1), visit=visits[-1].id, text="Lang geleden begonnen.", noted_on=DAY, noted_by="Samira")
    newer = [Action(id=new_id(20 + number), what="Gebeld", status=ActionStatus.DONE) for number in range(5)]
    full.device.create(family, old, *newer, *visits, note)
    full.window.desk.families_touched.emit({family})
    full.settle()
    for typed, row, tab in (("fietsband", old.id, "plan"), ("lang geleden", visits[-1].id, "visits")):
        look_for(full, typed)
        press(full, Qt.Key.Key_Return)
        full.wait_until(lambda: not full.window.revealing.timer.isActive())
        page = full.window.family.pages[tab]
        assert isinstance(page, QScrollArea)
        shown = widget_of(page, row)
        assert shown is not None
        assert shown.isAncestorOf(QApplication.focusWidget() or shown.window())


def test_enter_right_after_typing_opens_what_was_typed_and_not_what_stood_there(full: Seat) -> None:
    finder = palette(full)
    assert current(finder) == "Gezin De Wit"
    QTest.keyClicks(finder.field, "yilmaz")
    QTest.keyClick(finder.field, Qt.Key.Key_Return)
    assert finder.isVisible()
    full.wait_until(lambda: full.window.family.title.text() == "Gezin Yılmaz")
    assert finder.isHidden()


def test_who_types_on_after_enter_opens_nothing_yet(full: Seat) -> None:
    finder = palette(full)
    QTest.keyClicks(finder.field, "yil")
    QTest.keyClick(finder.field, Qt.Key.Key_Return)
    QTest.keyClicks(finder.field, "maz")
    full.settle()
    assert finder.isVisible()
    assert current(finder) == "Gezin Yılmaz"


def test_a_goal_of_another_family_is_opened_with_its_family(full: Seat) -> None:
    look_for(full, "rustig ademen")
    press(full, Qt.Key.Key_Return)
    full.wait_until(lambda: full.window.family.title.text() == "Gezin Yılmaz" and not full.window.revealing.timer.isActive())
    assert full.window.family.tab == "plan"
    assert full.window.pages.currentWidget() is full.window.family


@pytest.mark.parametrize("typed", ["afdrukken", "plan druk", "PRINT", "papier"])
def test_a_command_is_found_by_its_words_and_shows_its_keys(seat: Seat, typed: str) -> None:
    assert "Plan afdrukken" in look_for(seat, typed)
    line: PaletteLine = next(row.line for row in seat.window.finder.model.found() if row.line.text == "Plan afdrukken")
    assert line.keys == "Ctrl+P"


COMMANDS: dict[str, Callable[[Seat], object]] = {
    "nieuw gezin": lambda seat: seat.window.pages.currentWidget() is seat.window.new_family,
    "aan tafel": lambda seat: seat.window.desk.at_the_table,
    "ga bezoeken": lambda seat: seat.window.family.tab == "visits",
    "start bezoek": lambda seat: len(seat.page().visits) == 1,
    "afdrukken": lambda seat: seat.window.pages.currentWidget() is seat.window.paper,
}


@pytest.mark.parametrize("typed", COMMANDS)
def test_a_command_does_what_its_button_does(seat: Seat, typed: str) -> None:
    look_for(seat, typed)
    press(seat, Qt.Key.Key_Return)
    seat.wait_until(lambda: COMMANDS[typed](seat))


@pytest.mark.parametrize(("typed", "signal"), [("vergrendelen", "locked"), ("contrast", "theme_wanted")])
def test_locking_and_another_look_are_asked_of_the_window(seat: Seat, qtbot: QtBot, typed: str, signal: str) -> None:
    look_for(seat, typed)
    with qtbot.waitSignal(getattr(seat.window, signal)):
        press(seat, Qt.Key.Key_Return)


def test_at_the_table_only_this_family_is_found_and_no_command_leaves_it(full: Seat) -> None:
    press(full, Qt.Key.Key_F9)
    assert headings(palette(full)) == ["Wat u kunt doen"]
    for typed in ("yilmaz", "elif", "ademen", "nieuw"):
        assert look_for(full, typed) == [], typed
    assert "Wij eten samen." in look_for(full, "samen")
    under = [row.line.under for row in full.window.finder.model.found()]
    assert not any("Gezin" in one for one in under)


def test_who_sits_down_at_the_table_takes_away_what_was_found(full: Seat) -> None:
    look_for(full, "yilmaz")
    press(full, Qt.Key.Key_F9)
    assert full.window.finder.isHidden()
    assert full.window.finder.model.rows == []
