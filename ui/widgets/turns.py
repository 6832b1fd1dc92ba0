"""Making a large page in turns of the event loop, so that a key or a touch never waits until all of it is there."""

from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

Part = Callable[[], int]
"""Brings one part of a page up to date; returns how much it had to make for that, in rows. Nothing when all of it was there."""
ROWS_A_TURN = 4


class Turns(QObject):
    """Goes through the parts of one page in order: what is there already at once, what must be made a few rows in each turn.

    `whole` when there is nothing left to do.
    """

    whole = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left: deque[Part] = deque()
        self._rests = False
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    def begin(self, parts: Iterable[Part]) -> None:
        """Do these parts; what was still to be done for an earlier state of the page is not done any more."""
        self._left = deque(parts)
        self._rests = False
        self._go_on()
        if self._left:
            self._timer.start()

    def add(self, part: Part) -> None:
        """Do one more part, in a later turn."""
        self._left.append(part)
        self._timer.start()

    def stop(self) -> None:
        """Do no more of it."""
        self._left.clear()
        self._timer.stop()

    def finish(self) -> None:
        """Do what is left now: when something in it may not wait."""
        while self._left:
            self._left.popleft()()
        self._end()

    def _go_on(self) -> None:
        """Make some more; every other turn is Qt's, which lays out and paints what was made: that takes longer than making it."""
        self._rests = not self._rests
        if not self._rests:
            return
        made = 0
        while self._left and made < ROWS_A_TURN:
            made += self._left.popleft()()
        if not self._left:
            self._end()

    def _end(self) -> None:
        self._timer.stop()
        self.whole.emit()


def done(call: Callable[[], object]) -> Part:
    """Return a part that makes nothing, or hardly anything."""

    def part() -> int:
        call()
        return 0

    return part
