"""What was replaced long ago is not on this laptop: the panel says so, and fetches it where it can."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.errors import UserProblem
from app.sync.compacting import compact_daily
from app.sync.whole_history import fetch_history
from app.texts import problem_text, t
from tests.sync.old_times import DAY_MS, DAY_S
from tests.ui.table import Seat
from tests.ui.test_history import opened, told, write
from ui.widgets.nav_list import ITEM_ROLE

LONG_AGO = "Zo was het lang geleden."


@pytest.fixture
def old_seat(seat: Seat) -> Seat:
    """A worker at a goal that was rewritten long ago, and again just now."""
    field = seat.goal_field("text")
    for text in (LONG_AGO, "Zo werd het."):
        write(seat, field, text)
    seat.sync()
    seat.device.world.clock.advance(3 * DAY_S)
    write(seat, field, "Wij slapen weer.")
    seat.sync()
    assert compact_daily(seat.device.workspace, DAY_MS, 1) > 0
    return seat


def test_the_panel_says_that_there_was_more_and_why_it_does_not_come_without_network(old_seat: Seat) -> None:
    panel = opened(old_seat, old_seat.goal_field("text"))
    assert LONG_AGO not in told(panel)
    assert panel.older.isVisible()
    assert panel.older.text() == t("history.older")
    assert panel.fetch.height() >= 44
    QTest.mouseClick(panel.fetch, Qt.MouseButton.LeftButton)
    old_seat.settle()
    assert panel.older.text() == problem_text(UserProblem("history_no_network"))
    assert panel.fetch.isEnabled()
    assert old_seat.window.focusWidget() is panel.fetch


def test_once_it_was_fetched_everything_that_ever_stood_there_is_told(old_seat: Seat) -> None:
    fetch_history(old_seat.device.workspace, old_seat.device.link, old_seat.family)
    panel = opened(old_seat, old_seat.goal_field("text"))
    assert told(panel)[:3] == ["Wij slapen weer.", "Zo werd het.", LONG_AGO]
    assert not panel.older.isVisible()
    assert not panel.fetch.isVisible()


def test_a_gesture_of_long_ago_can_no_longer_be_undone_and_a_later_one_can(old_seat: Seat) -> None:
    view = old_seat.window.family
    old_seat.settle()
    assert view.undo_button.isEnabled()
    QTest.mouseClick(view.undo_button, Qt.MouseButton.LeftButton)
    old_seat.settle()
    assert old_seat.page().goals[0].goal.text == "Zo werd het."
    assert not view.undo_button.isEnabled()


def test_a_family_that_is_only_partly_here_cannot_be_opened_by_accident(seat: Seat) -> None:
    other = seat.device.begin_family("Gezin Onderweg")
    with seat.device.workspace.write() as writing:
        state = writing.state(other)
        writing.put_state(replace(state, arriving=9))
    window, said = seat.window, list[str]()
    window.desk.said.connect(lambda text, _problem: said.append(text))
    window.sidebar.refresh()
    seat.settle()
    row = window.sidebar.model.row_of(other)
    item = window.sidebar.model.data(window.sidebar.model.index(row), ITEM_ROLE)
    assert (item.name, item.sub) == ("Gezin Onderweg", t("caseload.arriving"))
    window.open_family(other)
    seat.settle()
    assert said == [t("caseload.not_here_yet")]
    assert window.family.family == seat.family
