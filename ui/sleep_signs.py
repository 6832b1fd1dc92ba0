"""What the system says about sleep and its own lock screen. Where it says nothing, `ui.auto_lock` finds out by the clocks."""

import os
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusUnixFileDescriptor
from PySide6.QtWidgets import QWidget

from app.log import get_log

log = get_log(__name__)
LOGIND = "org.freedesktop.login1"
MANAGER = "/org/freedesktop/login1"
SCREEN_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver")


class SleepSigns(QObject):
    """`leaving` when the laptop goes to sleep or its own screen is locked. On Linux sleep waits a moment until this process ended."""

    leaving = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inhibitor: int | None = None
        self._asking: QDBusPendingCallWatcher | None = None

    def listen(self, system: QDBusConnection, session: QDBusConnection) -> None:
        """Hear logind, and the screen savers of the usual desktops; a system without them is silent."""
        if system.isConnected():
            system.connect(LOGIND, MANAGER, f"{LOGIND}.Manager", "PrepareForSleep", self, slot("sleep(bool)"))
            system.connect(LOGIND, "", f"{LOGIND}.Session", "Lock", self, slot("lock()"))
            self._hold_sleep(system)
        if session.isConnected():
            for name in SCREEN_SAVERS:
                session.connect("", "", name, "ActiveChanged", self, slot("sleep(bool)"))

    @property
    def holds(self) -> bool:
        """Tell whether sleep waits for this process."""
        return self._inhibitor is not None

    @Slot(bool)
    def sleep(self, begins: bool) -> None:
        """Hear that the laptop goes to sleep, or that the screen is locked; waking up says nothing new."""
        if begins:
            log.event("sleep.begins")
            self.leaving.emit()

    @Slot()
    def lock(self) -> None:
        """Hear that the session is locked."""
        self.sleep(True)

    def let_sleep(self) -> None:
        """Hold sleep no longer; the end of the process does the same."""
        if self._inhibitor is not None:
            os.close(self._inhibitor)
            self._inhibitor = None

    def _hold_sleep(self, bus: QDBusConnection) -> None:
        """Ask logind to wait with sleep until this process is done: it waits five seconds at most."""
        ask = QDBusMessage.createMethodCall(LOGIND, MANAGER, f"{LOGIND}.Manager", "Inhibit")
        ask.setArguments(["sleep", "Keukentafel", "vergrendelen", "delay"])
        self._asking = QDBusPendingCallWatcher(bus.asyncCall(ask), self)
        self._asking.finished.connect(self._held)

    @Slot(QDBusPendingCallWatcher)
    def _held(self, watcher: QDBusPendingCallWatcher) -> None:
        given = watcher.reply().arguments()
        if given and isinstance(given[0], QDBusUnixFileDescriptor):
            self._inhibitor = os.dup(given[0].fileDescriptor())
        log.event("sleep.held", held=self.holds)
        watcher.deleteLater()


def slot(signature: str) -> Any:
    """Return a slot as Qt's SLOT() writes it: text, although PySide's own types ask for bytes, which it refuses when it runs."""
    return SLOT(signature)


def hear_system(window: QWidget, leave: Callable[[], None]) -> QObject:
    """Call `leave` at the signs of this system, as long as the window is there."""
    if sys.platform == "win32":
        from ui.windows_signs import WindowsSigns

        return WindowsSigns(window, leave)
    signs = SleepSigns(window)
    signs.leaving.connect(leave)
    signs.listen(QDBusConnection.systemBus(), QDBusConnection.sessionBus())
    return signs
