"""Lets an open window lock when nobody is there any more: after minutes without a touch, at sleep, at the system's own lock screen."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from app.actions.settings import lock_minutes
from app.clock import Clock
from ui.auto_lock import AutoLock
from ui.sleep_signs import hear_system
from ui.windows.main_window import MainWindow


def watch_over(window: MainWindow, clock: Clock, lock: Callable[[], None]) -> None:
    """Call `lock` when it is time, as long as the window is there."""
    watch = AutoLock(window, clock)
    watch.due.connect(lock, Qt.ConnectionType.QueuedConnection)
    window.desk.typing.connect(watch.touch)
    window.desk.ask(lock_minutes, watch.set_minutes)
    window.about.minutes_chosen.connect(watch.set_minutes)
    hear_system(window, lock)
