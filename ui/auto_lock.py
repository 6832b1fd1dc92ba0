"""Locks a laptop that nobody touches any more: after some minutes, and at once where it slept as long as that.

Idle is what the steadier and the ordinary clock say, whichever is more: the steady one may stand still while a laptop sleeps,
and the ordinary one may be put back.
"""

from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.clock import Clock
from app.log import get_log
from app.texts import t
from ui.theme import Kind
from ui.widgets.banner import Banner

log = get_log(__name__)
USUAL_MINUTES = 5
WARNED_S = 30
LOOK_MS = 1_000
WIDE_PX = 640
EDGE_PX = 20
TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.InputMethod,
    }
)


class AutoLock(QObject):
    """Watches one window; `due` when it must lock. A quiet bar says so half a minute before, and goes at the first touch."""

    due = Signal()

    def __init__(self, window: QWidget, clock: Clock) -> None:
        super().__init__(window)
        self.window = window
        self.clock = clock
        self.limit_s = USUAL_MINUTES * 60
        self.bar = Banner("", Kind.INFO, parent=window)
        self.bar.hide()
        self._last = self._now()
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.look)
        self.timer.start(LOOK_MS)
        window.installEventFilter(self)

    def set_minutes(self, minutes: int) -> None:
        """Lock after so many minutes from now on."""
        self.limit_s = minutes * 60
        self.touch()

    def touch(self) -> None:
        """Know that somebody is there; a touch that comes too late, as the first after a long sleep, locks."""
        if self.idle_s() >= self.limit_s:
            self._lock()
            return
        self._last = self._now()
        self.bar.hide()

    def idle_s(self) -> float:
        """Return for how long nobody touched anything."""
        (steady, wall), (was_steady, was_wall) = self._now(), self._last
        return max(steady - was_steady, (wall - was_wall).total_seconds())

    def look(self) -> None:
        """See whether it is time."""
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)  # a list that opens is a window of its own; a second time changes nothing
        idle = self.idle_s()
        if idle >= self.limit_s:
            self._lock()
        elif idle >= self.limit_s - WARNED_S and self.bar.isHidden():
            self.bar.say(t("auto_lock.soon"), Kind.INFO)
            self._place()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self.window:
            if kind is QEvent.Type.Resize:
                self._place()
        elif kind in TOUCHES:
            self.touch()
            return not self.timer.isActive()  # what locked the program must not reach a field any more
        return False

    def _now(self) -> tuple[float, datetime]:
        return self.clock.monotonic(), self.clock.now()

    def _lock(self) -> None:
        if self.timer.isActive():
            self.timer.stop()
            log.event("auto_lock.due")
            self.due.emit()

    def _place(self) -> None:
        """Lie over the foot of the window: nothing moves for it."""
        if self.bar.isHidden():
            return
        width = min(WIDE_PX, self.window.width() - 2 * EDGE_PX)
        height = self.bar.heightForWidth(width) if self.bar.hasHeightForWidth() else self.bar.sizeHint().height()
        self.bar.setGeometry((self.window.width() - width) // 2, self.window.height() - height - EDGE_PX, width, height)
        self.bar.raise_()
