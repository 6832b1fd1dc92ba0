"""Measuring what goes on in several threads of one program at once: its transactions that write, and the gaps between events."""

import statistics
import threading
import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from sqlalchemy import Connection, event

from app.store.workspace import Workspace

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


class Transactions:
    """Hears when a write transaction asks for its place, gets it, and gives it back.

    Of the commit only the work counts, not the waiting for the disk.
    """

    def __init__(self, workspace: Workspace, held: list[Took], waited: list[Took], of_sync: Callable[[], bool]) -> None:
        """Keep how long the sync held its place, and how long the others waited for it."""
        self.held, self.waited = held, waited
        self.of_sync = of_sync
        self.here = threading.local()
        engine = workspace.engine
        event.listen(engine, "checkout", self.asks)
        event.listen(engine, "begin", self.has)
        event.listen(engine, "commit", self.commits)
        event.listen(engine, "checkin", self.gives_back)

    def asks(self, *_: object) -> None:
        """A transaction is about to begin."""
        self.here.since = Watch()

    def has(self, connection: Connection) -> None:
        """It began."""
        if connection.get_execution_options().get("writes", False):
            if not self.of_sync():
                self.waited.append(self.here.since.took())
            self.here.since = Watch()

    def commits(self, connection: Connection) -> None:
        """It goes to the disk."""
        if connection.get_execution_options().get("writes", False) and self.of_sync():
            self.here.held, self.here.worked = self.here.since.took(), time.thread_time()

    def gives_back(self, *_: object) -> None:
        """It is there."""
        if getattr(self.here, "held", None) is not None:
            more = 1000 * (time.thread_time() - self.here.worked)
            self.held.append((self.here.held[0] + more, self.here.held[1] + more))
            self.here.held = None


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
