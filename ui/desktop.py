"""Puts the program together: which window comes first, what it works with, and what happens at locking and closing.

Everything heavy (database, sync, paper) is imported after the first window is painted: a worker at a table does not wait.
"""

import importlib
import logging
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from app import paths
from app.clock import Clock, SystemClock
from app.log import get_log, write_to
from app.texts import t
from ui import theme
from ui.background import Background
from ui.crash import CrashWatch
from ui.folder_lock import FolderLock
from ui.process import EndsInOrder, harden, restart, set_aside

if TYPE_CHECKING:
    from app.actions.attempts import Attempts
    from app.store.workspace import Workspace
    from ui.desk import Desk
    from ui.one_window import Ear, Turn
    from ui.windows.first_start import FirstStart

log = get_log(__name__)


class Desktop(QObject):
    """The running program on one laptop: its windows in turn, one store, one background."""

    def __init__(
        self,
        app: QApplication,
        home: paths.Home,
        clock: Clock | None = None,
        anew: Callable[[], None] | None = None,
        lock: FolderLock | None = None,
    ) -> None:
        super().__init__(app)
        self.anew = anew or restart
        self.app = app
        self.home = home
        self.clock = clock or SystemClock()
        self.folder_lock = lock or FolderLock(home)
        self.crash = CrashWatch(home.folder)
        self.background = Background(self)
        self.settings = QSettings(str(home.folder / "venster.ini"), QSettings.Format.IniFormat)
        self.window: QWidget | None = None
        self.workspace: Workspace | None = None
        self.attempts: Attempts | None = None
        self.ear: Ear | None = None
        self.turn: Turn | None = None
        self.closed = False
        theme.choose(app, str(self.settings.value("look", theme.FOLLOW_SYSTEM)), self._text_percent())
        app.aboutToQuit.connect(self.close)

    def start(self) -> None:
        """Show the first window, or wait for the turn of this process when another one has the folder."""
        if self.folder_lock.take():
            self.begin()
            return
        from ui.one_window import Turn

        self.turn = Turn(self.folder_lock, self)
        self.turn.come.connect(self.begin)
        self.turn.raised.connect(self.app.quit)
        self.turn.long.connect(self.show_waiting)

    def begin(self) -> None:
        """Show the first window, and warm up once it is painted."""
        self.crash.begin()
        if self.home.enrolled:
            self.show_unlock()
        else:
            self.show_first_start()
        if self.window is not None:
            self.window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self.ear is None:  # the rest of the window is painted in this same turn of the loop
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.warm_up)
        elif event.type() == QEvent.Type.Hide and not event.spontaneous():  # the window closes: not minimised, and not kept open
            self.stop_listening()
        return False

    def show_waiting(self) -> None:
        """Say that the program is still open, or still closing, and that this window goes on by itself."""
        from ui.windows.waiting import WaitingWindow

        self._show(WaitingWindow())

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
        if self.crash.stopped:
            window.tell_stopped(self.crash.last_report())

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
        self._open(lambda: self.count_attempts().open(passphrase), "unlock.busy")

    def count_attempts(self) -> "Attempts":
        """Return what counts the wrong passphrases; asked in the background only."""
        if self.attempts is None:
            from app.actions.attempts import Attempts

            self.attempts = Attempts(self.home, self.clock)
        return self.attempts

    def opened(self, workspace: "Workspace") -> None:
        """Show the window to work in, or first that of a laptop without contact for long; a window that was closed wants none."""
        from app.actions.lease import lease
        from app.actions.opening import lock
        from ui.desk import Desk
        from ui.guarding import shut_until_seen

        if self.closed:
            lock(workspace)
            return
        self.workspace = workspace
        desk = Desk(workspace, self.background, self)
        if lease(workspace).ended:
            self._show(shut_until_seen(desk, self.clock, self.lock, lambda: self.show_work(desk)))
        else:
            self.show_work(desk)

    def show_work(self, desk: "Desk") -> None:
        """Show the window to work in."""
        from ui.guarding import watch_over
        from ui.returning import Returning
        from ui.windows.main_window import MainWindow

        window = MainWindow(desk)
        window.locked.connect(self.lock)
        window.theme_wanted.connect(self.next_theme)
        window.sidebar.put_in_order(str(self.settings.value("order", "")))
        window.sidebar.order_chosen.connect(lambda order: self.settings.setValue("order", order))
        set_aside()
        self._show(window)
        window.installEventFilter(self)
        window.about.last_report = self.crash.last_report
        watch_over(window, self.clock, self.lock)
        Returning(window).begin()
        window.desk.ask(look_through, lambda _: None)
        window.speller.start_later()

    def lock(self) -> None:
        """Close everything and begin anew in a fresh process: only so the memory is empty (security.md 2.8)."""
        if self.workspace is None:
            return
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
        """Leave every field, wait for the disk, close the store, and let another process have the folder."""
        self.stop_listening()
        self.closed = True
        window: Any = self.window
        workspace, self.workspace = self.workspace, None
        if workspace is not None:
            from app.actions.opening import lock
            from ui.returning import leave

            leave(window)
            lock(workspace)
        else:
            self.background.finish()  # it may just be opening: the next process must not meet it
        self.settings.sync()
        self.crash.end()
        self.folder_lock.free()

    def stop_listening(self) -> None:
        """Let a second start wait from here on: this window will not come forward any more."""
        if self.ear is not None:
            self.ear.close()

    def warm_up(self) -> None:
        """Hear a second start, and import what the next step needs while the worker types."""
        log.event("desktop.painted")
        from ui.one_window import Ear, come_forward

        if self.ear is None and self.folder_lock.held:
            self.ear = Ear(self.folder_lock, self)
            self.ear.wanted.connect(lambda: come_forward(self.window))

        def work() -> None:
            for part in ("app.actions.opening", "app.actions.syncing"):
                importlib.import_module(part)
            self.count_attempts()

        self.background.submit(work, lambda _: self._hold(), lambda _: None)

    def _hold(self) -> None:
        """Let the window that asks the passphrase wait as long as it must."""
        hold = getattr(self.window, "hold", None)
        if hold is not None and self.attempts is not None:
            hold(self.attempts.wait_s)

    def _open(self, work: Any, busy: str) -> None:
        from ui.desk import problem_sentence

        window: Any = self.window

        def failed(error: BaseException) -> None:
            window.show_problem(problem_sentence(error))
            self._hold()

        window.busy(t(busy))
        self.background.submit(work, self.opened, failed)

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


def main() -> int:
    """Run the program until its window is closed; a frozen program is its own word list and its own test too."""
    if sys.argv[1:] == ["--spelling"]:
        return importlib.import_module("app.spelling").main() or 0
    harden()
    if sys.argv[1:] == ["--selftest"]:
        return int(importlib.import_module("ui.selftest.story").main())
    logging.raiseExceptions = False  # a line that cannot be written is lost; it is never shown elsewhere
    home = paths.Home(paths.data_folder())
    lock = FolderLock(home)
    if not lock.take() and importlib.import_module("ui.one_window").call_first(lock):
        return 0
    app = QApplication(sys.argv)
    app.setApplicationName("Keukentafel")
    with suppress(OSError):  # the window says what is wrong with the folder
        write_to(home.folder)
    desktop = Desktop(app, home, lock=lock)
    desktop.crash.hear_all()
    EndsInOrder(app)
    desktop.start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
