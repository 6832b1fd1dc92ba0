"""One window on one folder: a second start asks the first to come forward and ends, before it touches anything of the worker's.

Who is first is decided by the lock of the folder alone; the socket only carries the request, so a socket that was left behind
by a program that was killed keeps nobody out.
"""

import contextlib
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QWidget

from app.log import get_log
from ui.folder_lock import FolderLock

log = get_log(__name__)
SOCKET = "venster.sock"
LONGEST_PATH = 80
"""Bytes; a socket has room for 107, and Qt makes it under a longer name first."""
ANSWER_MS = 400
MOST_ASKED = 300
RAISE = b"raise "
RAISED = b"raised\n"
TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")
"""How a desktop lets one program bring another's window to the front."""
LOOK_MS = 100
TELL_AFTER = 25


class Ear(QObject):
    """Hears on behalf of the first window. `wanted` when a second start asks for it."""

    wanted = Signal()

    def __init__(self, lock: FolderLock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lock = lock
        self.server = QLocalServer(self)
        self.server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self.server.newConnection.connect(self._come_in)
        if any(self._listens(address) for address in addresses(lock.path.parent)):
            lock.write(self.server.fullServerName())
        else:
            log.event("window.no_ear")

    def close(self) -> None:
        """Hear nobody any more: from here on a second start waits for its turn."""
        self.lock.write("")
        address = self.server.fullServerName()
        self.server.close()
        leave(address)

    def _listens(self, address: str) -> bool:
        if not self.server.listen(address):
            leave(address)
            return False
        return True

    def _come_in(self) -> None:
        while self.server.hasPendingConnections():
            socket = self.server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(self._hear)
            if socket.bytesAvailable():
                self._answer(socket)

    def _hear(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._answer(socket)

    def _answer(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() < MOST_ASKED and not socket.canReadLine():
            return
        asked = bytes(socket.readLine(MOST_ASKED).data())
        if asked.startswith(RAISE) and asked.endswith(b"\n"):
            token = asked.removeprefix(RAISE).strip().decode("ascii", "ignore")
            if token and token.isprintable():
                os.environ[TOKENS[0]] = token
            log.event("window.raised")
            self.wanted.emit()
            socket.write(RAISED)
            socket.flush()
        socket.disconnectFromServer()


class Turn(QObject):
    """Waits until the folder is free: `come` when it is, `raised` when the first window came forward, `long` when it takes long."""

    come = Signal()
    raised = Signal()
    long = Signal()

    def __init__(self, lock: FolderLock, parent: QObject) -> None:
        super().__init__(parent)
        self.lock = lock
        self.looked = 0
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.look)
        self.timer.start(LOOK_MS)

    def look(self) -> None:
        """See how it stands."""
        self.looked += 1
        if self.lock.take():
            self.timer.stop()
            self.come.emit()
        elif call_first(self.lock):
            self.timer.stop()
            self.raised.emit()
        elif self.looked == TELL_AFTER:
            self.long.emit()


APART = "keukentafel-"


def call_first(lock: FolderLock) -> bool:
    """Ask the first window to come forward; False when nobody answers in time."""
    address = lock.read()
    if not address:
        return False
    socket = QLocalSocket()
    socket.connectToServer(address)
    if not socket.waitForConnected(ANSWER_MS):
        return False
    let_it_come_forward()
    token = next((os.environ[name] for name in TOKENS if os.environ.get(name)), "")
    socket.write(RAISE + token.encode("ascii", "replace")[: MOST_ASKED - 20] + b"\n")
    return socket.waitForReadyRead(ANSWER_MS) and bytes(socket.readAll().data()) == RAISED


def addresses(folder: Path) -> Iterator[str]:
    """Yield where the ear may be, best first: in the folder, which is private, else in a new private one."""
    if sys.platform == "win32":
        yield f"{APART}{secrets.token_hex(16)}"
        return
    beside = folder.resolve() / SOCKET
    if len(os.fsencode(beside)) <= LONGEST_PATH:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)  # of a program that was killed: whoever has the lock is the only one here
        yield str(beside)
    yield str(Path(tempfile.mkdtemp(prefix=APART)) / SOCKET)


def leave(address: str) -> None:
    """Take away the folder that was made for a socket."""
    place = Path(address).parent
    if place.name.startswith(APART):
        with contextlib.suppress(OSError):
            place.rmdir()


def come_forward(window: QWidget | None) -> None:
    """Bring a window to the front; where the desktop does not allow it, the task bar asks for attention."""
    if window is None:
        return
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    QApplication.alert(window)


def let_it_come_forward() -> None:
    """Windows only (not run): allow the other process to come to the front."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
