"""Lets an open window lock when nobody is there any more: after minutes without a touch, at sleep, at the system's own lock screen."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.actions.settings import lock_minutes
from app.clock import Clock
from ui.auto_lock import AutoLock
from ui.desk import Desk
from ui.network_signs import hear_network
from ui.sleep_signs import hear_system
from ui.windows.lease import LeaseWindow
from ui.windows.main_window import MainWindow


def watch_over(window: MainWindow, clock: Clock, lock: Callable[[], None]) -> None:
    """Call `lock` when it is time, as long as the window is there; a network that comes back is used."""
    watch = lock_when_left(window, clock, lock)
    hear_network(window, window.sync.network_is_back, window.sync.network_is_gone)
    window.desk.typing.connect(watch.touch)
    window.desk.ask(lock_minutes, watch.set_minutes)
    window.about.minutes_chosen.connect(watch.set_minutes)


def shut_until_seen(desk: Desk, clock: Clock, lock: Callable[[], None], seen: Callable[[], None]) -> LeaseWindow:
    """Return the window of a laptop that first has to see the municipality; `seen` is called when it has."""
    window = LeaseWindow(desk)
    window.seen.connect(seen)
    lock_when_left(window, clock, lock)
    return window


def lock_when_left(window: QWidget, clock: Clock, lock: Callable[[], None]) -> AutoLock:
    """Call `lock` when nobody touches the window any more, or the system sleeps; returns what watches it."""
    watch = AutoLock(window, clock)
    watch.due.connect(lock, Qt.ConnectionType.QueuedConnection)
    hear_system(window, lock)
    return watch
