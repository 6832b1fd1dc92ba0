"""A worker's first day: a laptop on which there is nothing yet, and the window on it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.table import NOBODY, close
from tests.world import Device, World
from ui import theme
from ui.background import Background
from ui.desk import Desk
from ui.windows.main_window import MainWindow


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    """A laptop without any family, and without network."""
    town = World(tmp_path)
    device = town.device("Samira")
    device.workspace.identity = replace(device.workspace.identity, server=NOBODY)
    yield device
    town.close()


@pytest.fixture
def first_day(qtbot: QtBot, device: Device) -> MainWindow:
    """The window as it is on the first day."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.choose(app, theme.LIGHT, 100)
    window = MainWindow(Desk(device.workspace, Background()))
    qtbot.addWidget(window, before_close_func=close)
    window.resize(1326, 708)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    return window
