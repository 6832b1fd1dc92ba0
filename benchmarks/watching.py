"""Measuring what goes on in several threads of one program at once: its transactions that write, and the gaps between events."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QObject, Qt, QTimer

from app.store.workspace import Workspace, Writing

Took = tuple[float, float]
"""How long something took on the wall, in ms, and how much of that this program itself worked, on whatever thread."""
WALL, OWN = 0, 1


class Watch:
    """Measures from one moment to another. What other programs took of the processor is on the wall only."""

    def __init__(self) -> None:
        self.wall, self.worked = time.perf_counter(), time.process_time()

    def took(self) -> Took:
        """Return what went by since."""
        wall = time.perf_counter() - self.wall
        return 1000 * wall, 1000 * min(wall, time.process_time() - self.worked)


class WatchedStore(Workspace):
    """A store that tells of each transaction that writes how long it waited for its place, and how long it then kept all others waiting.

    Of the commit only the work counts, not the waiting for the disk.
    """

    told: Callable[[Took, Took], None] | None = None

    @contextmanager
    def write(self, *, lasting: bool = True) -> Iterator[Writing]:
        """Open a transaction as ever, and tell of it when it has ended well."""
        asked = Watch()
        with super().write(lasting=lasting) as writing:
            waited, begun = asked.took(), Watch()
            yield writing
            held, worked = begun.took(), time.thread_time()
        committing = 1000 * (time.thread_time() - worked)
        if self.told is not None:
            self.told(waited, (held[WALL] + committing, held[OWN] + committing))


class Pulse(QObject):
    """Beats as often as the window gets round to it, and keeps the gaps."""

    def __init__(self, gaps: list[Took]) -> None:
        super().__init__()
        self.gaps = gaps
        self.since = Watch()
        self.timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.beat)
        self.timer.start()

    def beat(self) -> None:
        """Keep the gap since the last beat."""
        self.gaps.append(self.since.took())
        self.since = Watch()


def percentile(took: Sequence[Took], hundredths: int, which: int) -> float:
    """Return what so many of a hundred stay under."""
    return statistics.quantiles([one[which] for one in took], n=100, method="inclusive")[hundredths - 1]
