"""How much goes into one transaction of the sync: as much as can be written before a worker who leaves a field would notice."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from app.store.workspace import Workspace, Writing

T = TypeVar("T")

HOLD_S = 0.005
"""About how long one transaction may keep all other writers waiting, without its way to the disk."""
ALONE_S = 0.03
"""The same while nobody else writes: what fills a page of the store is then encrypted once, and the first who comes waits once."""
ALONE_AFTER = 25
"""So many transactions in a row, with none of anybody else between, are taken for being alone; so is a sync that begins."""
FIRST, FEWEST, MOST = 100, 50, 1_000
"""How many changes go in at first, at least and at most: a commit has its price too, and a fast machine gains nothing above that."""


@dataclass
class Pace:
    """Follows what changes cost here and now: another laptop is ten times as slow, and this one when its worker prints."""

    workspace: Workspace
    wanted: float = FIRST
    undisturbed: int = ALONE_AFTER
    begun: int = field(init=False)

    def __post_init__(self) -> None:
        self.begun = self.workspace.begun

    @property
    def hold_s(self) -> float:
        """Return how long a transaction may take by now."""
        return ALONE_S if self.undisturbed >= ALONE_AFTER else HOLD_S

    @property
    def size(self) -> int:
        """Return about how many changes go into the next transaction. What belongs together is never cut for it."""
        if self.workspace.begun != self.begun:  # somebody else wrote
            self.wanted = max(FEWEST, self.wanted * HOLD_S / self.hold_s)
            self.undisturbed, self.begun = 0, self.workspace.begun
        return round(min(self.wanted, MOST))

    def portions(self, things: Sequence[T]) -> Iterator[tuple[Sequence[T], bool]]:
        """Yield all of them, as many at a time as fit by then, and whether these are the last; of nothing one portion too."""
        start, last = 0, False
        while not last:
            portion = things[start : start + self.size]
            start += len(portion)
            last = start >= len(things)
            yield portion, last

    @contextmanager
    def write(self, changes: int, *, lasting: bool = True) -> Iterator[Writing]:
        """Open a transaction for so many changes, as `Workspace.write` does, and learn from it.

        Too much shrinks at once, room left lets it grow to twice at most. What was far from full says nothing about how much would fit.
        """
        clock = self.workspace.clock
        with self.workspace.write(lasting=lasting) as writing:
            self.begun += 1
            self.undisturbed += 1
            began = clock.monotonic()
            yield writing
            took = clock.monotonic() - began
        fits = changes * self.hold_s / took if took > 0 else MOST
        if took > self.hold_s:
            self.wanted = max(FEWEST, min(self.wanted, fits))
        elif 2 * changes >= self.wanted:
            self.wanted = min(2 * self.wanted, fits, MOST)
