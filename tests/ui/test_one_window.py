"""A second start: it raises the first window, waits for one that closes, and is never fooled by what a killed program left behind."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from pytestqt.qtbot import QtBot

from app.paths import Home
from app.store.keyfile import FLOOR, create_keyfile
from tests.ui.laptop import started
from ui.crash import RUNNING
from ui.desktop import Desktop
from ui.folder_lock import NAME, FolderLock
from ui.one_window import MOST_ASKED, SOCKET, TELL_AFTER, Ear
from ui.windows.unlock import UnlockWindow
from ui.windows.waiting import WaitingWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)  # nothing is before or behind offscreen
ROOT = Path(__file__).parent.parent.parent
Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A folder that looks enrolled: nothing in these tests opens the store."""
    home = Home(tmp_path / "l")
    create_keyfile(home.vault, "drie lampen boven tafel", FLOOR)
    return home


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder with a name as short as that of any system's temporary folder: pytest's own are too long for a socket."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture
def second(home: Home, short: Path) -> Iterator[Start]:
    """Starts the program as a process of its own, as often as it is called."""
    environment = {**os.environ, "KEUKENTAFEL_DATA": str(home.folder), "TMPDIR": str(short)}
    begun: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        begun.append(subprocess.Popen([sys.executable, "-m", "ui.desktop"], cwd=ROOT, env=environment))
        return begun[-1]

    yield start
    for process in begun:
        process.kill()
        process.wait(30)


def listening(qtbot: QtBot, home: Home) -> Desktop:
    """Start the program in this process until it hears."""
    desktop = started(qtbot, home)
    qtbot.waitUntil(lambda: desktop.ear is not None, timeout=30_000)
    qtbot.waitUntil(desktop.background.at_rest, timeout=30_000)
    return desktop


def content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_second_start_raises_the_first_window_and_ends_without_touching_the_store(qtbot: QtBot, home: Home, second: Start) -> None:
    first = listening(qtbot, home)
    assert first.window is not None
    first.window.showMinimized()
    before = content(home.vault)
    process = second()
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=30_000)
    assert process.returncode == 0
    assert not first.window.windowState() & Qt.WindowState.WindowMinimized
    assert first.window.isVisible()
    assert content(home.vault) == before
    first.close()


def test_only_this_worker_can_reach_the_first_window(qtbot: QtBot, home: Home) -> None:
    first = listening(qtbot, home)
    address = Path(first.folder_lock.read())
    assert {path.stat().st_mode & 0o077 for path in (address, first.folder_lock.path, home.folder / RUNNING)} == {0}
    first.close()
    assert not address.exists()


def test_a_folder_with_a_long_name_has_its_ear_in_a_private_place_that_goes_again(qtbot: QtBot, tmp_path: Path) -> None:
    first = listening(qtbot, Home(tmp_path / ("lang" * 30)))
    address = Path(first.folder_lock.read())
    assert address.exists()
    assert address.parent.stat().st_mode & 0o077 == 0
    first.close()
    assert not address.parent.exists()


def closed(caller: socket.socket, answer: bytearray) -> bool:
    """Take in what comes, and tell whether the other side hung up."""
    try:
        part = caller.recv(100)
    except BlockingIOError:
        return False
    answer += part
    return not part


@pytest.mark.parametrize("said", [b"\0" * (MOST_ASKED + 1), b"quit\n", b"raise " + b"x" * MOST_ASKED + b"\n"])
def test_nonsense_at_the_socket_raises_nothing_and_stops_nothing(qtbot: QtBot, home: Home, said: bytes) -> None:
    first = listening(qtbot, home)
    answers = []
    for one in (said, b"raise \n"):
        with socket.socket(socket.AF_UNIX) as caller:
            caller.connect(first.folder_lock.read())
            caller.setblocking(False)
            caller.sendall(one)
            answer = bytearray()
            qtbot.waitUntil(partial(closed, caller, answer))
            answers.append(bytes(answer))
    assert answers == [b"", b"raised\n"]
    first.close()


def test_a_socket_that_a_killed_program_left_behind_stops_nobody(qtbot: QtBot, short: Path) -> None:
    home = Home(short)
    create_keyfile(home.vault, "drie lampen boven tafel", FLOOR)
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(home.folder / SOCKET))
    (home.folder / NAME).write_text(str(home.folder / SOCKET), encoding="ascii")
    first = listening(qtbot, home)
    assert isinstance(first.window, UnlockWindow)
    assert first.folder_lock.read()
    first.close()


def test_where_no_socket_fits_nothing_is_left_behind(qtbot: QtBot, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    far = tmp_path / ("ver" * 40)
    far.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(far))
    lock = FolderLock(Home(far))
    assert lock.take()
    ear = Ear(lock)
    assert (ear.server.isListening(), sorted(file.name for file in far.iterdir())) == (False, [NAME])
    lock.free()


def test_of_two_starts_at_the_same_moment_one_window_stays_and_a_kill_lets_the_next_one_in(qtbot: QtBot, home: Home, second: Start) -> None:
    both = [second(), second()]
    qtbot.waitUntil(lambda: any(one.poll() is not None for one in both), timeout=30_000)
    [stays] = [one for one in both if one.poll() is None]
    assert [one.returncode for one in both if one is not stays] == [0]
    assert not FolderLock(home).take()
    stays.kill()
    stays.wait(30)
    after = started(qtbot, home)
    assert isinstance(after.window, UnlockWindow)
    assert after.window.news.text.text().startswith("Keukentafel is de vorige keer onverwacht gestopt.")
    after.background.finish()
    after.close()


def test_while_another_has_the_folder_it_says_so_and_goes_on_by_itself(qtbot: QtBot, home: Home) -> None:
    elsewhere = FolderLock(home)
    assert elsewhere.take()
    waiting = started(qtbot, home)
    assert (waiting.window, waiting.turn is not None) == (None, True)
    assert waiting.turn is not None
    waiting.turn.timer.stop()
    for _ in range(TELL_AFTER):
        waiting.turn.look()
    window = waiting.window
    assert isinstance(window, WaitingWindow)
    qtbot.addWidget(window)
    elsewhere.free()
    waiting.turn.look()
    assert isinstance(waiting.window, UnlockWindow)
    qtbot.addWidget(waiting.window)
    waiting.background.finish()
    waiting.close()


def test_a_window_that_closes_is_raised_no_more_and_gives_the_folder_when_it_is_done(qtbot: QtBot, home: Home) -> None:
    first = listening(qtbot, home)
    first.eventFilter(first, QHideEvent())
    assert (first.folder_lock.read(), (home.folder / SOCKET).exists()) == ("", False)
    assert not FolderLock(home).take()
    first.close()
    assert FolderLock(home).take()


def test_the_process_after_locking_is_the_first_and_knows_of_no_crash(qtbot: QtBot, home: Home) -> None:
    first = listening(qtbot, home)
    first.close()
    fresh = started(qtbot, home)
    first.close()  # the old process closes once more when its loop ends: it takes nothing from the new one
    assert fresh.folder_lock.held
    assert not FolderLock(home).take()
    assert not fresh.crash.stopped
    fresh.background.finish()
    fresh.close()


def test_a_vault_that_is_reached_by_another_way_is_still_the_same_vault(home: Home, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    other.folder.mkdir()
    other.vault.symlink_to(home.vault)
    one, two = FolderLock(home), FolderLock(other)
    assert (one.take(), two.take()) == (True, False)
    one.free()
    assert two.take()
    two.free()


def test_a_system_that_shuts_down_ends_the_program_in_order(qtbot: QtBot, home: Home, second: Start) -> None:
    process = second()
    qtbot.waitUntil(lambda: bool(FolderLock(home).read()), timeout=30_000)
    process.terminate()
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=30_000)
    assert process.returncode == 0
    assert not (home.folder / RUNNING).exists()
