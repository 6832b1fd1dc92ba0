"""What one step of a sync costs: time on the clock, processor time at both ends, bytes and requests; and how it is said."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.figures import Figure


@dataclass(frozen=True, slots=True)
class Cost:
    """One time, or the medians of several: ms on the clock and of both processors, bytes over the line with headers, requests."""

    ms: float
    client: float = 0.0
    server: float = 0.0
    up: float = 0.0
    down: float = 0.0
    requests: float = 0.0

    @property
    def cpu(self) -> float:
        """Return the processor time at both ends."""
        return self.client + self.server

    @property
    def bytes(self) -> float:
        """Return what went over the line, both ways."""
        return self.up + self.down


@dataclass(frozen=True, slots=True)
class Spread(Figure):
    """A figure that is only reported, with the lowest and highest of its runs and the processor time at both ends."""

    lowest: float = 0.0
    highest: float = 0.0
    cpu: str = ""

    def __str__(self) -> str:
        """Return the line, with what lies behind the median."""
        cpu = f", cpu {self.cpu} ms" if self.cpu else ""
        return f"{Figure.__str__(self)} ({self.lowest:.1f}-{self.highest:.1f}{cpu})"


def cost(work: Callable[[], object], server_ms: Callable[[], float]) -> Cost:
    """Do something once and return what it cost here and at the server, which tells its own processor time.

    Who wants no garbage of before in it collects that first: before each small step it would only empty the processor's caches.
    """
    server, wall, own = server_ms(), time.perf_counter(), time.process_time()
    work()
    took, here = time.perf_counter() - wall, time.process_time() - own
    return Cost(1000 * took, 1000 * here, server_ms() - server)


def typical(times: Sequence[Cost]) -> Cost:
    """Return the median of each thing."""
    names = ("ms", "client", "server", "up", "down", "requests")
    return Cost(*(statistics.median(getattr(one, name) for one in times) for name in names))


def spread(name: str, times: Sequence[Cost]) -> Figure:
    """Return the line that says how long a step took."""
    middle = typical(times)
    cpu = f"{middle.client:.1f} + {middle.server:.1f}" if middle.server else f"{middle.client:.1f}"
    return Spread(name, middle.ms, None, "ms", min(one.ms for one in times), max(one.ms for one in times), cpu if middle.cpu else "")
