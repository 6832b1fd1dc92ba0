"""Another day, a night's sleep, a clock that jumps: seen by looking, for no timer of a sleeping laptop goes off."""

from PySide6.QtCore import QObject, QTimer, Signal

from app.clock import Clock, today
from app.log import get_log

log = get_log(__name__)

LOOK_MS = 5_000
JUMP_S = 60.0
"""A clock that is put right bit by bit stays far under this between two looks."""


class PassingTime(QObject):
    """`new_day` when it is another day than before, `jumped` when the laptop slept or its clock was put otherwise."""

    new_day = Signal()
    jumped = Signal()

    def __init__(self, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self.clock = clock
        self.day = today(clock)
        self.wall, self.steady = self._both()
        self.timer = QTimer(self)
        self.timer.setInterval(LOOK_MS)
        self.timer.timeout.connect(self.look)

    def look(self) -> None:
        """Look what time it is. Steady seconds stand still during sleep on one system and run on upon another: both are seen."""
        day, (wall, steady) = today(self.clock), self._both()
        slept = steady - self.steady
        put = wall - self.wall - slept
        self.wall, self.steady = wall, steady
        if max(abs(put), slept) > JUMP_S:
            log.event("time.jumped", put_s=round(put), slept_s=round(slept))
            self.jumped.emit()
        if day != self.day:
            self.day = day
            self.new_day.emit()

    def _both(self) -> tuple[float, float]:
        return self.clock.now().timestamp(), self.clock.monotonic()
