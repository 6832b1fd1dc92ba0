"""How much goes into one transaction of the sync: as much as can be written before a worker who leaves a field would notice."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from app.clock import Clock

T = TypeVar("T")

HOLD_S = 0.015
"""About how long one transaction may keep all other writers waiting, without its way to the disk."""
FIRST, FEWEST, MOST = 100, 50, 1_000
"""How many changes go in at first, at least and at most: a commit has its price too, and a fast machine gains nothing above that."""


@dataclass
class Pace:
    """Follows what changes cost here and now: another laptop is ten times as slow, and this one when its worker prints."""

    wanted: float = FIRST

    @property
    def size(self) -> int:
        """Return about how many changes go into the next transaction. What belongs together is never cut for it."""
        return int(min(self.wanted, MOST))

    def portions(self, things: Sequence[T]) -> Iterator[tuple[Sequence[T], bool]]:
        """Yield all of them, as many at a time as fit by then, and whether these are the last; of nothing one portion too."""
        start, last = 0, False
        while not last:
            portion = things[start : start + self.size]
            start += len(portion)
            last = start >= len(things)
            yield portion, last

    @contextmanager
    def holding(self, clock: Clock, changes: int) -> Iterator[None]:
        """Write so many changes, and learn from it: too much shrinks at once, room left lets it grow to twice at most.

        What was far from full says nothing about how much would fit.
        """
        began = clock.monotonic()
        yield
        took = clock.monotonic() - began
        fits = changes * HOLD_S / took if took > 0 else MOST
        if took > HOLD_S:
            self.wanted = max(FEWEST, min(self.wanted, fits))
        elif 2 * changes >= self.wanted:
            self.wanted = min(2 * self.wanted, fits, MOST)
