"""What stands of a history up to a number, and the chain there: all that a laptop needs of what is long ago (docs/decisions/0016).

Whoever dominates a change has a higher number. So a change that no other up to a number dominates falls later or not at all, and one
that another up to that number dominates never stands again, whatever follows, is taken back or gets another number beyond it.
"""

from collections.abc import Iterable, Sequence

from app.changelog.chain import START, extend
from app.changelog.change import Cell, Change
from app.changelog.dominance import dominates, standing

TAIL_MS = 90 * 24 * 3_600_000
"""What is younger stays whole on every laptop: longer than backups are kept, so that laptops can heal a server that was put back."""
WORTH = 500
"""A shorter history than this stays whole: its past is then at hand, and little would be won."""


class Base:
    """Grows over a history in order of its numbers; `chain` is that of everything laid down so far."""

    def __init__(self, stream: bytes, chain: bytes = START, stands: Iterable[Change] = ()) -> None:
        """Begin at the beginning, or at a number of which one knows the chain and what stands there."""
        self.stream = stream
        self.chain = chain
        self._cells: dict[Cell, list[Change]] = {}
        self._orders: list[Change] = []
        self._fold(stands)

    def lay(self, changes: Sequence[Change]) -> None:
        """Go on with the changes that have the next numbers."""
        self.chain = extend(self.chain, self.stream, changes)
        self._fold(changes)

    def stands(self) -> list[Change]:
        """Return the changes that stand here, by number; what the municipality ordered to destroy is always among them."""
        standing_here = (one for stand in self._cells.values() for one in stand)
        return sorted((*standing_here, *self._orders), key=lambda one: one.seq or 0)

    def _fold(self, changes: Iterable[Change]) -> None:
        for change in changes:  # a redaction stands as any other change: in a cell of its own, that is nobody's field
            cell = Cell(change.record, change.row, change.grp)
            before = self._cells.get(cell, ())
            self._cells[cell] = [one for one in before if not dominates(change, standing(one))] + [change]


def long_ago(changes: Sequence[Change], before: int) -> int:
    """Return how many of these changes, in order of their numbers, all came before a moment (ms): whole gestures only."""
    count = next((place for place, one in enumerate(changes) if (one.received_at or 0) >= before), len(changes))
    while 0 < count < len(changes) and changes[count - 1].tx == changes[count].tx:
        count -= 1
    return count
