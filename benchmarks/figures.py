"""How a measured figure is said: one line with its bar and its verdict. Measures nothing itself but turns taken in one run."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure; at most its bar is right, and without a bar it is only reported."""

    name: str
    figure: float
    bar: float | None = None
    unit: str = "x"

    @property
    def verdict(self) -> str:
        """OK, MISS, or REPORT when there is no bar yet."""
        if self.bar is None:
            return "REPORT"
        return "OK" if self.figure <= self.bar else "MISS"

    def __str__(self) -> str:
        """Return the line that `make bench` prints."""
        bar = "-" if self.bar is None else f"{self.bar:.2f}{self.unit}"
        return f"{self.name} {self.figure:.2f}{self.unit} {bar} {self.verdict}"


@dataclass(frozen=True, slots=True)
class NotRun(Figure):
    """No figure: what would be measured, or measured against, cannot be run here. Never counted as kept."""

    figure: float = 0.0
    why: str = ""

    @property
    def verdict(self) -> str:
        """It is neither right nor wrong."""
        return "NOT RUN"

    def __str__(self) -> str:
        """Return the line that says why."""
        return f"{self.name} - - NOT RUN ({self.why})"


def median_ratio(ours: Callable[[], object], peer: Callable[[], object], rounds: int = 15) -> float:
    """Return the median of ours/peer over rounds in which both run, in turn first; each runs twice before, uncounted."""
    for _ in range(2):
        ours()
        peer()
    ratios = []
    for number in range(rounds):
        first, second = (ours, peer) if number % 2 else (peer, ours)
        took_first, took_second = seconds(first), seconds(second)
        ratios.append(took_first / took_second if first is ours else took_second / took_first)
    return statistics.median(ratios)


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
