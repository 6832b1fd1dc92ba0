"""What all runs so far did: a line for each in a file, so that a measure that was broken off goes on where it was."""

import fcntl
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.points import POINTS
from tests.faults.proxy import KINDS
from tests.faults.run import Outcome
from tests.faults.special import SPECIALS


@dataclass
class Tally:
    """The file, and what stands in it."""

    file: Path

    def runs(self) -> list[dict[str, Any]]:
        """Return every run so far."""
        if not self.file.exists():
            return []
        return [json.loads(line) for line in self.file.read_text(encoding="utf-8").splitlines()]

    def add(self, outcome: Outcome) -> None:
        """Write a run down; two processes may."""
        with self.file.open("a", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(json.dumps(outcome.plain()) + "\n")


@dataclass
class Figures:
    """What so many runs come to."""

    runs: list[dict[str, Any]]

    def added(self, name: str) -> Counter[str]:
        """Return a counter added up over all runs."""
        total = Counter[str]()
        for one in self.runs:
            total.update(one[name])
        return total

    def number(self, name: str) -> int:
        """Return how many findings of a kind there are."""
        return sum(len(one[name]) for one in self.runs)

    @property
    def by_point(self) -> Counter[str]:
        """Return how often each place struck, in any way."""
        total = Counter[str]()
        for name, count in self.added("points").items():
            total[name.split(":")[0]] += count
        return total

    def good(self, *, every: bool) -> bool:
        """Tell whether nothing is lost, stuck or unopened; `every` asks too that everything happened."""
        found = sum(self.number(name) for name in ("lost", "stuck", "unopened", "wrong"))
        return found == 0 and (not every or not self.missed())

    def missed(self) -> list[str]:
        """Return what never happened."""
        struck, line, done = self.by_point, self.added("line"), self.added("done")
        return [
            *(point.name for point in POINTS if not struck[point.name]),
            *(kind for kind in KINDS if not line[kind]),
            *(special for special in SPECIALS if not done[special]),
        ]

    def lines(self) -> list[str]:
        """Return how often everything happened."""
        struck, line, done = self.added("points"), self.added("line"), self.added("done")
        shown = [
            f"  {kind:<10}" + " ".join(f"{name}={count}" for name, count in sorted(found.items()))
            for kind, found in (("places", struck), ("line", line), ("beside", done))
        ]
        return [*shown, *([f"  never: {' '.join(self.missed())}"] if self.missed() and len(self.runs) > 1 else [])]

    def last(self, *, every: bool) -> str:
        """Return the one line that says it."""
        found = " ".join(f"{name}={self.number(name)}" for name in ("lost", "stuck", "unopened", "wrong"))
        points = f"points={len([one for one in POINTS if self.by_point[one.name]])}/{len(POINTS)}"
        line = f"line={len(self.added('line'))}/{len(KINDS)}"
        kinds = Counter(one["kind"] for one in self.runs)
        sums = f"saved={sum(one['saved'] for one in self.runs)} seconds={sum(one['seconds'] for one in self.runs):.0f}"
        on = " ".join(f"{kind}={count}" for kind, count in sorted(kinds.items()))
        return f"FAULTS {'OK' if self.good(every=every) else 'MISS'} runs={len(self.runs)} {found} {points} {line} {on} {sums}"
