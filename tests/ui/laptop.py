"""A laptop from its lock screen on: the program itself, on a folder that was enrolled and locked."""

from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.actions.caseload import caseload
from app.actions.families import NewFamily, new_family
from app.actions.opening import first_start, lock
from app.actions.planning import add_goal
from app.paths import Home
from app.store.keyfile import FLOOR
from app.sync.server_link import ServerLink
from tests.fakes import FakeClock, Line
from tests.ui.table import NOBODY, edit_of
from tests.world import World
from ui.desktop import Desktop
from ui.windows.main_window import MainWindow
from ui.windows.unlock import UnlockWindow

WORDS_TO_OPEN = "molen kaas tulp klomp fiets"


def locked_laptop(folder: Path, town: World) -> Home:
    """Enrol a laptop, begin a family that has a goal, and lock it."""
    home = Home(folder)
    link = ServerLink(NOBODY, transport=Line(town.server))
    workspace = first_start(home, link, town.code("Samira"), WORDS_TO_OPEN, FakeClock(), FLOOR)
    add_goal(workspace, new_family(workspace, NewFamily("Gezin De Wit", "Fatma")), "Wij eten samen.")
    lock(workspace)
    return home


def started(qtbot: QtBot, home: Home) -> Desktop:
    """Start the program, up to its first window."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    desktop = Desktop(app, home, FakeClock(), anew=lambda: None)
    desktop.start()
    if desktop.window is not None:
        qtbot.addWidget(desktop.window)
    return desktop


def opened(desktop: Desktop, qtbot: QtBot, passphrase: str = WORDS_TO_OPEN) -> MainWindow:
    """Unlock, as a worker does it."""
    window = desktop.window
    assert isinstance(window, UnlockWindow)
    QTest.keyClicks(window.passphrase.edit, passphrase)
    window.submit()
    qtbot.waitUntil(lambda: isinstance(desktop.window, MainWindow), timeout=30_000)
    assert isinstance(desktop.window, MainWindow)
    qtbot.addWidget(desktop.window)
    return desktop.window


def let_pass(desktop: Desktop, seconds: float) -> None:
    """Move the clock of the program."""
    assert isinstance(desktop.clock, FakeClock)
    desktop.clock.advance(seconds)


def half_typed(window: MainWindow, qtbot: QtBot) -> bytes:
    """Open the family and type at the beginning of its goal, without leaving the field; return the family."""
    [line] = caseload(window.desk.workspace)
    window.open_family(line.family)
    qtbot.waitUntil(lambda: bool(window.family.pages))
    page: Any = window.family.pages["plan"]
    qtbot.waitUntil(lambda: bool(page.cards))
    [card] = page.cards.values()
    card.open_form()
    edit = edit_of(card.fields.bound["text"])
    qtbot.waitUntil(edit.hasFocus)
    QTest.keyClicks(edit, "Elke dag. ")
    return bytes(line.family)
