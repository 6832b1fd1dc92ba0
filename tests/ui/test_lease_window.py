"""A laptop without contact for too long asks for the municipality first; and one that is known no more comes in with a code."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.actions.lease import lease
from app.actions.readmission import come_back
from app.actions.syncing import Exchange, SyncNews, SyncOutcome, exchanged
from app.store.workspace import Workspace
from app.sync.server_link import ServerLink
from tests.fakes import Line
from tests.ui.laptop import WORDS_TO_OPEN, let_pass, locked_laptop, opened, started
from tests.ui.over_the_line import another_token, connect, press_f5
from tests.ui.table import Seat
from tests.world import ADDRESS, World
from ui.windows.lease import LeaseWindow
from ui.windows.main_window import MainWindow
from ui.windows.unlock import UnlockWindow

DAY_S = 24 * 3600


class OverALine(Exchange):
    """Exchanges over a line of the town."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.line = line

    def now(self, workspace: Workspace) -> SyncNews:
        """Exchange."""
        return exchanged(workspace, ServerLink(ADDRESS, workspace.identity.token, self.line))


def unlocked(qtbot: QtBot, window: object, desktop: Any) -> LeaseWindow:
    """Type the passphrase, and be shown that there must be contact first."""
    assert isinstance(window, UnlockWindow)
    QTest.keyClicks(window.passphrase.edit, WORDS_TO_OPEN)
    window.submit()
    qtbot.waitUntil(lambda: isinstance(desktop.window, LeaseWindow), timeout=30_000)
    assert isinstance(desktop.window, LeaseWindow)
    qtbot.addWidget(desktop.window)
    return desktop.window


def test_after_thirty_days_it_opens_once_it_has_seen_the_municipality(qtbot: QtBot, town: World, tmp_path: Path) -> None:
    desktop = started(qtbot, locked_laptop(tmp_path / "laptop", town))
    opened(desktop, qtbot).sync.timer.stop()
    desktop.lock()
    again = started(qtbot, desktop.home)
    let_pass(again, 31 * DAY_S)
    window = unlocked(qtbot, again.window, again)
    qtbot.waitUntil(lambda: window.card.isEnabled() and window.message.isVisible(), timeout=30_000)
    assert window.told.text().startswith("Deze laptop had 31 dagen geen contact met de gemeente.")
    assert "geen contact" in window.message.text.text()
    assert window.readmission.isHidden()
    window.way = OverALine(Line(town.server))
    town.clock.advance(31 * DAY_S)
    window.submit()
    qtbot.waitUntil(lambda: isinstance(again.window, MainWindow), timeout=30_000)
    assert isinstance(again.window, MainWindow)
    qtbot.addWidget(again.window)
    again.window.sync.timer.stop()
    assert not lease(again.window.desk.workspace).ended
    again.close()


def test_shut_it_locks_like_any_other_window_and_keeps_everything(qtbot: QtBot, town: World, tmp_path: Path) -> None:
    desktop = started(qtbot, locked_laptop(tmp_path / "laptop", town))
    opened(desktop, qtbot).sync.timer.stop()
    desktop.lock()
    again = started(qtbot, desktop.home)
    let_pass(again, 40 * DAY_S)
    unlocked(qtbot, again.window, again)
    again.lock()
    assert again.workspace is None


def test_a_laptop_that_is_known_no_more_comes_in_with_a_code_on_the_sync_page(seat: Seat) -> None:
    link = ServerLink(ADDRESS, transport=Line(seat.device.world.server))
    connect(seat)
    another_token(seat)
    press_f5(seat)
    seat.window.show_sync()
    seat.settle()
    card = seat.window.sync_page.readmission
    card.come_back = lambda workspace, code: come_back(workspace, code, link)
    assert card.isVisible()
    card.submit()
    assert card.code.has_problem()
    QTest.keyClicks(card.code.edit, seat.device.world.code("Samira"))
    QTest.keyClick(card.code.edit, Qt.Key.Key_Return)
    seat.settle()
    seat.settle()
    assert seat.window.sync.state.value == SyncOutcome.DONE.value
    assert card.isHidden()


def test_the_days_that_are_left_are_told_from_the_twentieth(seat: Seat) -> None:
    lease(seat.device.workspace)
    seat.device.world.clock.advance(25 * DAY_S)
    press_f5(seat)
    banner = seat.window.lasting.lease
    assert banner.isVisible()
    assert "25 dagen" in banner.text.text()
    QApplication.processEvents()
    connect(seat)
    press_f5(seat)
    assert banner.isHidden()
