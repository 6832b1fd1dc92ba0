"""The process that the program is: closed to others, ended in order when the system asks, begun anew when locked."""

import gc
import os
import signal
import socket
import sys
from types import FrameType

from PySide6.QtCore import QObject, QProcess, QSocketNotifier
from PySide6.QtWidgets import QApplication


def harden() -> None:
    """Keep what is in memory from other programs of this worker, as far as the system allows (security.md 3.4)."""
    os.umask(0o077)
    if sys.platform == "linux":
        import ctypes
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)


def restart() -> None:
    """Start a fresh process with the lock screen and end this one."""
    program = [] if getattr(sys, "frozen", False) else ["-m", "ui.desktop"]
    QProcess.startDetached(sys.executable, [*program, *sys.argv[1:]])
    QApplication.quit()


RINGS_AFTER = 5_000
"""After so many more objects than were let go of, Python looks for garbage in rings: 2 ms, in which the window stands still."""


def set_aside() -> None:
    """Let Python not look again for garbage in what is loaded by now: going through it took 50 ms, often in the midst of a page.

    Beside that it looks seven times as seldom as by itself: while pages of changes come in, it did so 180 times and found nothing.
    """
    gc.freeze()
    gc.set_threshold(RINGS_AFTER, 10, 10)


class EndsInOrder(QObject):
    """Ends the program as its window does when the system asks: at logging out and shutting down nothing is cut off half-way."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.bell, self.rope = socket.socketpair()
        self.rope.setblocking(False)
        signal.set_wakeup_fd(self.rope.fileno(), warn_on_full_buffer=False)
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), heard)
        self.notifier = QSocketNotifier(self.bell.fileno(), QSocketNotifier.Type.Read, self)
        self.notifier.activated.connect(lambda: app.exit(0))  # not quit: a system that ends asks no window whether it may


def heard(_number: int, _frame: FrameType | None) -> None:
    """Let the socket tell it to Qt: in here nothing of Qt may be touched."""
