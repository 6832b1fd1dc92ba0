"""Puts the program together: which window comes first, what it works with, and what happens at locking and closing.

Everything heavy (database, sync, paper) is imported after the first window is painted: a worker at a table does not wait.
"""

import faulthandler
import gc
import importlib
import os
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QProcess, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from app import paths
from app.clock import Clock, SystemClock
from app.log import get_log, write_to
from app.texts import t
from ui import theme
from ui.background import Background

if TYPE_CHECKING:
    from app.store.workspace import Workspace
    from ui.windows.first_start import FirstStart

log = get_log(__name__)


class Desktop(QObject):
    """The running program on one laptop: its windows in turn, one store, one background."""

    def __init__(self, app: QApplication, home: paths.Home, clock: Clock | None = None, anew: Callable[[], None] | None = None) -> None:
        super().__init__(app)
        self.anew = anew or restart
        self.app = app
        self.home = home
        self.clock = clock or SystemClock()
        self.background = Background(self)
        self.settings = QSettings(str(home.folder / "venster.ini"), QSettings.Format.IniFormat)
        self.window: QWidget | None = None
        self.workspace: Workspace | None = None
        theme.choose(app, str(self.settings.value("look", theme.FOLLOW_SYSTEM)), self._text_percent())
        app.aboutToQuit.connect(self.close)

    def start(self) -> None:
        """Show the first window, and warm up once it is painted."""
        if self.home.enrolled:
            self.show_unlock()
        else:
            self.show_first_start()
        if self.window is not None:
            self.window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:  # the rest of the window is painted in this same turn of the loop
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.warm_up)
        return False

    def show_first_start(self) -> None:
        """Ask server, code and passphrase."""
        from ui.windows.first_start import FirstStartWindow

        window = FirstStartWindow()
        window.submitted.connect(self.enrol)
        self._show(window)

    def show_unlock(self) -> None:
        """Ask the passphrase."""
        from ui.windows.unlock import UnlockWindow

        window = UnlockWindow()
        window.submitted.connect(self.unlock)
        self._show(window)

    def enrol(self, asked: "FirstStart") -> None:
        """Make this laptop known to the municipality and open it."""

        def work() -> "Workspace":
            from app.actions.opening import first_start
            from app.actions.syncing import link_to

            with closing(link_to(asked.server)) as link:
                return first_start(self.home, link, asked.code, asked.passphrase, self.clock)

        self._open(work, "first_start.busy")

    def unlock(self, passphrase: str) -> None:
        """Open the store."""

        def work() -> "Workspace":
            from app.actions.opening import unlock

            return unlock(self.home, passphrase, self.clock)

        self._open(work, "unlock.busy")

    def opened(self, workspace: "Workspace") -> None:
        """Show the window to work in."""
        from ui.desk import Desk
        from ui.windows.main_window import MainWindow

        self.workspace = workspace
        window = MainWindow(Desk(workspace, self.background, self))
        window.locked.connect(self.lock)
        window.theme_wanted.connect(self.next_theme)
        window.sidebar.put_in_order(str(self.settings.value("order", "")))
        window.sidebar.order_chosen.connect(lambda order: self.settings.setValue("order", order))
        set_aside()
        self._show(window)
        window.desk.ask(look_through, lambda _: None)
        window.speller.start_later()

    def lock(self) -> None:
        """Close everything and begin anew in a fresh process: only so the memory is empty (security.md 2.8)."""
        self.close()
        log.event("desktop.locked")
        self.anew()

    def next_theme(self) -> None:
        """Put on the next look, and keep it."""
        names = [theme.LIGHT, theme.DARK, theme.HIGH_CONTRAST]
        name = names[(names.index(theme.current().name) + 1) % len(names)]
        self.settings.setValue("look", name)
        theme.choose(self.app, name, self._text_percent())

    def close(self) -> None:
        """Leave every field, wait for the disk, close the store."""
        window: Any = self.window
        workspace, self.workspace = self.workspace, None
        if workspace is None:
            return
        window.leave_everything()
        from app.actions.opening import lock

        lock(workspace)

    def warm_up(self) -> None:
        """Import what the next step needs while the worker types."""

        def work() -> None:
            for part in ("app.actions.opening", "app.actions.syncing"):
                importlib.import_module(part)

        self.background.submit(work, lambda _: None, lambda _: None)

    def _open(self, work: Any, busy: str) -> None:
        from ui.desk import problem_sentence

        window: Any = self.window
        window.busy(t(busy))
        self.background.submit(work, self.opened, lambda error: window.show_problem(problem_sentence(error)))

    def _show(self, window: QWidget) -> None:
        old, self.window = self.window, window
        window.resize(1366 - 40, 768 - 60) if old is None else window.setGeometry(old.geometry())
        window.show()
        if old is not None:
            old.hide()
            old.deleteLater()

    def _text_percent(self) -> int:
        value: Any = self.settings.value("text_percent", 100)
        return min(max(int(value), 100), 200)


def look_through(workspace: "Workspace") -> None:
    """Read every page of the store behind the open window: opening alone does not see all damage."""
    from app.actions.opening import check_store

    check_store(workspace)


def set_aside() -> None:
    """Let Python not look again for garbage in what is loaded by now: going through it took 50 ms, often in the midst of a page."""
    gc.freeze()


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


def excepthook(kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
    """Say where something went wrong without a single value; the program goes on."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace is not None else "?"
    log.trouble("desktop.fault", kind=kind.__name__, where=where)


def main() -> int:
    """Run the program until its window is closed; a frozen program is its own word list too."""
    if sys.argv[1:] == ["--spelling"]:
        return importlib.import_module("app.spelling").main() or 0
    harden()
    faulthandler.enable()
    sys.excepthook = excepthook
    app = QApplication(sys.argv)
    app.setApplicationName("Keukentafel")
    home = paths.Home(paths.data_folder())
    write_to(home.folder)
    desktop = Desktop(app, home)
    desktop.start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
