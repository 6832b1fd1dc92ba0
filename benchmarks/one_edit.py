"""One edit of one field as the program makes it, against the same UPDATE through SQLAlchemy Core on the same engine.

Ours reads the row, writes it, its change and what stands, and forgets the draft; both commit once, on SQLCipher with FULL.
"""

import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import bindparam, update

from app.actions.families import NewFamily, new_family
from app.actions.fields import FieldRef, change_field
from app.actions.opening import lock
from app.actions.planning import add_action, add_goal, new_action
from app.domain.record import Id
from app.domain.records.plan import Goal
from app.store import tables
from app.store.workspace import Workspace
from benchmarks.figures import Figure, seconds
from benchmarks.laptop import new_laptop

FAMILIES, GOALS, ACTIONS = 5, 8, 4
WARM_UP, EDITS = 30, 400
TIMES, EXTRA_MS = 2.0, 0.5


@dataclass(frozen=True, slots=True)
class EditFigure(Figure):
    """The figure of one edit: right when it takes at most so many times the peer, or at most so much longer."""

    extra_ms: float = 0.0

    @property
    def verdict(self) -> str:
        """OK when one of the two bars is kept, else MISS."""
        return "OK" if self.figure <= TIMES or self.extra_ms <= EXTRA_MS else "MISS"

    def __str__(self) -> str:
        """Return both figures and both bars on the one line."""
        return f"{self.name} {self.figure:.2f}x/{self.extra_ms:+.2f}ms {TIMES:.2f}x|{EXTRA_MS:+.2f}ms {self.verdict}"


def fill(workspace: Workspace) -> tuple[bytes, Id[Goal]]:
    """Write invented families and return the last one with one of its goals."""
    for number in range(FAMILIES):
        family = new_family(workspace, NewFamily(f"Gezin Meting {number}", "Noor"))
        for _ in range(GOALS):
            goal = add_goal(workspace, family, "Samen rustig de dag beginnen")
            for _ in range(ACTIONS):
                add_action(workspace, family, new_action(workspace, goal))
    return family, goal


def measure() -> list[Figure]:
    """Return what one edit costs beside the bare UPDATE: medians of turns taken in one run."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = new_laptop(Path(folder))
        family, goal = fill(workspace)
        ref = FieldRef(family, "goal", goal, "text")
        table = tables.log_tables.records["goal"]
        same = update(table).where(table.c.stream == bindparam("of"), table.c.id == bindparam("row")).values(text=bindparam("text"))
        writes = workspace.engine.execution_options(writes=True)
        texts = iter(range(10**9))

        def ours() -> None:
            if not change_field(workspace, ref, f"Samen rustig de dag beginnen {next(texts)}"):
                raise SystemExit("nothing was edited")

        def core() -> None:
            with writes.begin() as connection:
                connection.execute(same, {"of": family, "row": goal, "text": f"Samen rustig de dag beginnen {next(texts)}"})

        pairs = [in_turns(ours, core, number) for number in range(WARM_UP + EDITS)][WARM_UP:]
        lock(workspace)
    ratio = statistics.median(one / other for one, other in pairs)
    extra = statistics.median(one - other for one, other in pairs)
    return [EditFigure("one_edit_to_core_update", ratio, TIMES, extra_ms=extra * 1000)]


def in_turns(ours: Callable[[], None], core: Callable[[], None], number: int) -> tuple[float, float]:
    """Run both once and return the seconds of ours and of the peer; who goes first changes with the number."""
    if number % 2:
        return seconds(ours), seconds(core)
    of_core = seconds(core)
    return seconds(ours), of_core


if __name__ == "__main__":
    for figure in measure():
        print(figure)
