"""Locking by itself: after minutes without a touch, at once after a long sleep, never in the midst of work, and nothing typed is lost."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.actions.family_page import family_page
from app.actions.opening import lock, unlock
from app.actions.settings import lock_minutes, set_lock_minutes
from tests.fakes import FakeClock
from tests.ui.laptop import WORDS_TO_OPEN, half_typed, let_pass, locked_laptop, opened, started
from tests.world import World
from ui.auto_lock import AutoLock

MINUTE = 60


class Watched:
    """A window with one field, and what its watch said."""

    def __init__(self, qtbot: QtBot) -> None:
        self.clock = FakeClock()
        self.window = QWidget()
        self.window.resize(900, 620)
        self.field = QLineEdit(self.window)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
        self.field.setFocus()
        self.watch = AutoLock(self.window, self.clock)
        self.said: list[bool] = []
        self.watch.due.connect(lambda: self.said.append(True))
        self.watch.look()

    def pass_by(self, seconds: float) -> None:
        """Let time pass, in which the watch looks as it does every second."""
        self.clock.advance(seconds)
        self.watch.look()

    def press(self, key: Qt.Key) -> None:
        """Press a key as the window system gives it to the window."""
        QTest.keyClick(self.window.windowHandle(), key)

    @property
    def state(self) -> tuple[bool, bool]:
        """Return whether the bar is there, and whether it locked."""
        return not self.watch.bar.isHidden(), bool(self.said)


@pytest.fixture
def watched(qtbot: QtBot) -> Watched:
    return Watched(qtbot)


def test_a_quiet_bar_comes_half_a_minute_before_and_then_it_locks_once(watched: Watched) -> None:
    watched.pass_by(4 * MINUTE)
    assert watched.state == (False, False)
    watched.pass_by(31)
    assert watched.state == (True, False)
    assert watched.watch.bar.text.text() == "Over een halve minuut gaat Keukentafel op slot. Raak iets aan om door te gaan."
    assert watched.field.hasFocus()
    watched.pass_by(30)
    watched.watch.look()
    assert watched.said == [True]


@pytest.mark.parametrize("how", ["key", "mouse", "wheel"])
def test_any_touch_takes_the_bar_away_and_begins_anew(watched: Watched, how: str) -> None:
    watched.pass_by(4.9 * MINUTE)
    assert watched.state == (True, False)
    if how == "key":
        watched.press(Qt.Key.Key_A)
    elif how == "mouse":
        QTest.mouseMove(watched.window.windowHandle(), watched.window.rect().center())
    else:
        QTest.wheelEvent(watched.window.windowHandle(), QPointF(100, 100), QPoint(0, -120))
    watched.pass_by(4 * MINUTE)
    assert watched.state == (False, False)


def test_a_laptop_that_slept_long_is_locked_at_the_next_look_although_the_steady_clock_stood_still(watched: Watched) -> None:
    watched.clock.moment += timedelta(hours=2)
    watched.watch.look()
    assert watched.said == [True]


def test_the_first_key_after_a_long_sleep_locks_and_reaches_no_field(watched: Watched) -> None:
    watched.press(Qt.Key.Key_A)
    watched.clock.moment += timedelta(hours=2)
    watched.press(Qt.Key.Key_B)
    assert (watched.said, watched.field.text()) == ([True], "a")


def test_a_clock_that_is_put_back_does_not_put_off_the_lock(watched: Watched) -> None:
    watched.clock.moment -= timedelta(hours=2)
    watched.pass_by(5 * MINUTE)
    assert watched.said == [True]


def test_typing_that_comes_by_another_way_than_keys_counts_too(qtbot: QtBot, town: World, tmp_path: Path) -> None:
    desktop = started(qtbot, locked_laptop(tmp_path / "laptop", town))
    window = opened(desktop, qtbot)
    [watch] = window.findChildren(AutoLock)
    let_pass(desktop, 4.9 * MINUTE)
    watch.look()
    window.desk.note_typing(window)
    assert (watch.bar.isHidden(), watch.idle_s()) == (True, 0)
    window.desk.note_kept(window)
    window.sync.timer.stop()
    desktop.close()


def test_what_is_half_typed_when_it_locks_by_itself_is_kept(qtbot: QtBot, town: World, tmp_path: Path) -> None:
    home = locked_laptop(tmp_path / "laptop", town)
    desktop = started(qtbot, home)
    locked: list[bool] = []
    desktop.anew = lambda: locked.append(True)
    window = opened(desktop, qtbot)
    family = half_typed(window, qtbot)
    window.sync.timer.stop()
    let_pass(desktop, 6 * MINUTE)
    qtbot.waitUntil(lambda: locked == [True])
    assert not window.isVisible()
    workspace = unlock(home, WORDS_TO_OPEN, FakeClock())
    assert family_page(workspace, family).goals[0].goal.text == "Elke dag. Wij eten samen."
    lock(workspace)


def test_the_minutes_are_kept_in_the_store_and_hold_at_once(qtbot: QtBot, town: World, tmp_path: Path) -> None:
    desktop = started(qtbot, locked_laptop(tmp_path / "laptop", town))
    window = opened(desktop, qtbot)
    workspace = window.desk.workspace
    assert lock_minutes(workspace) == 5
    assert [set_lock_minutes(workspace, minutes) for minutes in (0, 15, 99, -1, 10)] == [1, 15, 15, 1, 10]
    assert lock_minutes(workspace) == 10
    window.sync.timer.stop()
    desktop.close()
