"""A window that stays open over midnight, a night's sleep and a clock that is put otherwise: it shows the day it is."""

import socket
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.actions.visits import begin_visit
from app.clock import today
from tests.fakes import START
from tests.ui.everything_open import a_full_table
from tests.ui.table import Seat, sit_down
from tests.world import World
from ui.widgets.sync_pill import SyncState

TABS = ("people", "network", "plan", "help", "visits")


def shown(seat: Seat) -> dict[str, list[str]]:
    """Return every word on every tab and in the caseload, but for what says when something was kept."""
    words = {}
    for tab in TABS:
        seat.open_tab(tab)
        page = seat.window.family.pages[tab]
        assert isinstance(page, QWidget)
        labels = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
        lines = [line.text() for line in page.findChildren(QLineEdit) if line.isVisible()]
        words[tab] = sorted(
            filter(None, labels + lines + [edit.toPlainText() for edit in page.findChildren(QTextEdit) if edit.isVisible()])
        )
    model = seat.window.sidebar.model
    words["caseload"] = [str(model.lines[row]) for row in range(model.rowCount())]
    return words


def put(seat: Seat, moment: datetime, steady: float) -> None:
    """Put the clock of the laptop, let so many steady seconds pass, and let the window look."""
    clock = seat.device.world.clock
    clock.moment, clock.steady = moment, clock.steady + steady
    seat.window.time.timer.timeout.emit()
    seat.settle()


@pytest.mark.parametrize("days", [1, 400, -3650])
def test_a_window_left_open_shows_another_day_as_a_fresh_one_would(qtbot: QtBot, town: World, days: int) -> None:
    left_open = a_full_table(qtbot, town)
    shown(left_open)
    put(left_open, START + timedelta(days=days), 5.0)
    begun = left_open.family, left_open.goal, left_open.action
    fresh = sit_down(qtbot, left_open.device, begun)
    fresh.settle()
    assert shown(left_open) == shown(fresh)


def test_after_a_sleep_it_exchanges_once_and_soon(seat: Seat) -> None:
    sync = seat.window.sync
    seat.wait_until(lambda: sync.state is SyncState.OFFLINE)
    sync.attempt = 9
    for moment, steady in ((START + timedelta(hours=9), 5.0), (START + timedelta(hours=9, seconds=5), 5.0)):
        put(seat, moment, steady)
    assert sync.timer.isActive()
    assert sync.timer.interval() <= 2_000
    assert sync.attempt == 0


@pytest.mark.parametrize(("moment", "steady"), [(timedelta(hours=1), 5.0), (timedelta(hours=-1), 5.0), (timedelta(hours=8), 8 * 3600.0)])
def test_a_sleep_and_a_clock_that_is_put_are_seen_on_every_system(seat: Seat, moment: timedelta, steady: float) -> None:
    jumps: list[int] = []
    seat.window.time.jumped.connect(lambda: jumps.append(1))
    put(seat, START + moment, steady)
    put(seat, START + moment + timedelta(seconds=5), 5.0)
    assert jumps == [1]


def test_a_clock_that_is_put_right_bit_by_bit_is_no_jump(seat: Seat) -> None:
    jumps: list[int] = []
    seat.window.time.jumped.connect(lambda: jumps.append(1))
    for second in range(1, 40):
        put(seat, START + timedelta(seconds=second * 5.5), 5.0)
    assert jumps == []


def test_what_is_typed_is_kept_and_made_a_change_whatever_the_clock_does(seat: Seat) -> None:
    field = seat.goal_field("text")
    for number, moment in enumerate((START - timedelta(days=3650), START + timedelta(days=1), START - timedelta(hours=1))):
        seat.rewrite(field, f"Zin {number}")
        put(seat, moment, 5.0)
        field.keep_draft()
        seat.settle()
        assert [typed.text for typed in seat.drafts().values()] == [f"Zin {number}"]
        assert field.texts() == [f"Zin {number}"]
    seat.leave()
    assert seat.page().goals[0].goal.text == "Zin 2"


def test_a_day_begins_at_midnight_of_the_kitchen_clock_also_when_that_clock_is_put(seat: Seat) -> None:
    days = [
        (datetime(2026, 10, 24, 21, 59, tzinfo=UTC), "2026-10-24"),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), "2026-10-25"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25"),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), "2026-10-25"),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), "2026-10-26"),
        (datetime(2027, 3, 28, 21, 59, tzinfo=UTC), "2027-03-28"),
        (datetime(2027, 3, 28, 22, 0, tzinfo=UTC), "2027-03-29"),
    ]
    for moment, day in days:
        put(seat, moment, 5.0)
        assert today(seat.device.clock).isoformat() == day == seat.window.time.day.isoformat()


@pytest.mark.parametrize(
    ("zone", "moment", "said"),
    [
        ("Asia/Tokyo", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), ("2026-10-25", "02.30")),
        ("America/Los_Angeles", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), ("2026-10-25", "02.30")),
        ("Asia/Tokyo", datetime(2027, 3, 28, 0, 59, tzinfo=UTC), ("2027-03-28", "01.59")),
        ("America/Los_Angeles", datetime(2027, 3, 28, 1, 0, tzinfo=UTC), ("2027-03-28", "03.00")),
    ],
)
def test_a_visit_has_the_hour_of_the_kitchen_clock_wherever_the_laptop_thinks_it_is(
    seat: Seat, zone: str, moment: datetime, said: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        put(seat, moment, 5.0)
        begin_visit(seat.device.workspace, seat.family)
        seat.open_tab("visits")
        [visit] = seat.page().visits
        assert (str(visit.visit_on), visit.at_time) == said
        seat.window.desk.saved.emit()
        assert seat.window.family.saved.text() == f"Bewaard om {said[1]}"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_request_from_before_a_sleep_is_given_up_and_tried_again(seat: Seat) -> None:
    sync = seat.window.sync
    seat.wait_until(lambda: sync.state is SyncState.OFFLINE)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        seat.device.workspace.identity = replace(seat.device.workspace.identity, server=f"http://127.0.0.1:{silent.getsockname()[1]}")
        sync.exchange()
        line, _ = silent.accept()
        assert line.recv(4)  # the request is under way, and nobody answers
        put(seat, START + timedelta(hours=8), 5.0)
        assert sync.state is SyncState.OFFLINE
        assert 0 < sync.timer.interval() <= 2_000
        line.close()


@pytest.mark.logs("ui.fault")
def test_a_fault_in_an_exchange_is_said_and_does_not_end_the_exchanging(seat: Seat) -> None:
    sync = seat.window.sync
    seat.wait_until(lambda: sync.state is SyncState.OFFLINE)
    sync.timer.stop()
    broken: Any = None
    seat.device.workspace.identity = replace(seat.device.workspace.identity, server=broken)
    sync.exchange()
    seat.settle()
    assert sync.state is not SyncState.BUSY
    assert sync.timer.isActive()
