"""Closing does not wait for a server that does not answer, nor for an opening that nobody wants any more; nothing is lost by it."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.actions.family_page import family_page
from app.actions.opening import lock, unlock
from tests.fakes import FakeClock
from tests.ui.laptop import WORDS_TO_OPEN, half_typed, locked_laptop, opened, started
from tests.world import World
from ui.windows.unlock import UnlockWindow


@pytest.mark.timeout(25)  # a request that is not cut off waits for thirty seconds
def test_a_server_that_does_not_answer_holds_up_neither_closing_nor_the_next_start(qtbot: QtBot, town: World, tmp_path: Path) -> None:
    home = locked_laptop(tmp_path / "laptop", town)
    desktop = started(qtbot, home)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        window = opened(desktop, qtbot)
        family = half_typed(window, qtbot)
        desk = window.desk
        desk.workspace.identity = replace(desk.workspace.identity, server=f"http://127.0.0.1:{silent.getsockname()[1]}")
        qtbot.waitUntil(lambda: window.sync.state.name != "BUSY")
        window.sync.exchange()
        called, _ = silent.accept()
        with called:
            assert called.recv(10)
            window.close()
            while called.recv(65536):
                pass
    desktop.close()
    workspace = unlock(home, WORDS_TO_OPEN, FakeClock())
    assert family_page(workspace, family).goals[0].goal.text == "Elke dag. Wij eten samen."
    lock(workspace)


def test_a_window_closed_while_it_opens_leaves_a_closed_store_behind(qtbot: QtBot, town: World, tmp_path: Path) -> None:
    home = locked_laptop(tmp_path / "laptop", town)
    desktop = started(qtbot, home)
    window = desktop.window
    assert isinstance(window, UnlockWindow)
    QTest.keyClicks(window.passphrase.edit, WORDS_TO_OPEN)
    window.submit()
    window.close()
    desktop.close()
    assert (desktop.workspace, desktop.window) == (None, window)
    assert [file.name for file in home.vault.iterdir() if file.name.endswith(("-wal", "-shm"))] == []
