"""How long the screen's thread is busy at one thing: turns of its event loop, by the thread's own clock and by the one on the wall.

A turn is one call of the event dispatcher. A key, a touch or a repaint waits until the turn that runs is over, so the longest
turn is what a person feels. The thread's own clock leaves out what other programs took of the processor.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEventLoop

IDLE_TURNS = 4
IDLE_MS = 0.3
PAUSE_S = 0.001
LONGEST_S = 10.0


@dataclass(frozen=True, slots=True)
class Felt:
    """What one thing cost: its longest turn and all its turns, in ms of the thread and in ms on the wall."""

    longest: float
    total: float
    wall_longest: float
    wall_total: float


def watched(do: Callable[[], object], at_rest: Callable[[], bool]) -> Felt:
    """Do something and let the loop turn until nothing comes of it any more; the doing itself is the first turn."""
    turns = [turn(do)]
    idle = 0
    end = time.perf_counter() + LONGEST_S
    while idle < IDLE_TURNS:
        took = turn(lambda: QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents))
        if took[0] > IDLE_MS:
            turns.append(took)
        idle = idle + 1 if took[0] <= IDLE_MS and at_rest() else 0
        if took[0] <= IDLE_MS:
            time.sleep(PAUSE_S)  # the lanes work on meanwhile, as they do while a worker reads
        if time.perf_counter() > end:
            raise SystemExit("the window did not come to rest")
    own, wall = zip(*turns, strict=True)
    return Felt(max(own), sum(own), max(wall), sum(wall))


def turn(do: Callable[[], object]) -> tuple[float, float]:
    """Return the ms that one call took, of this thread and on the wall."""
    wall, own = time.perf_counter(), time.thread_time()
    do()
    return (time.thread_time() - own) * 1000, (time.perf_counter() - wall) * 1000


def p95(figures: Sequence[float]) -> float:
    """Return what 95 of 100 stay under."""
    return statistics.quantiles(figures, n=20, method="inclusive")[-1]
