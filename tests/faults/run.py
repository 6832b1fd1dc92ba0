"""One run: a town, something that goes wrong at a place, something on the line, something beside; and then everything must be well."""

import shutil
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from app.clock import SystemClock
from tests.faults import ending
from tests.faults.chance import Chance
from tests.faults.forked import SilentError
from tests.faults.points import TRIES
from tests.faults.proxy import KINDS
from tests.faults.scenes import SCENES, work
from tests.faults.special import SPECIALS
from tests.faults.stage import Stage
from tests.faults.town import POSTGRESQL, SQLITE, Ground

T = TypeVar("T")

NUMBERS = 1_000_000
"""The last six figures of a seed say the how-manieth run it is: by that everything has its turn."""
OFTEN = 5
"""Every so-many-th run is on PostgreSQL."""
WINDOW = 50
"""In every so-many-th run the real program with its window is ended too: that takes ten times as long."""


def kind_of(seed: int) -> str:
    """Return on which database a run is."""
    return POSTGRESQL if seed % NUMBERS % OFTEN == OFTEN - 1 else SQLITE


def turn(deck: Sequence[T], number: int) -> T:
    """Return whose turn it is: each has one before any has another, in another order each time."""
    order = list(deck)
    Chance(number // len(deck)).shuffle(order)
    return order[number % len(deck)]


@dataclass
class Outcome:
    """What a run did, and what was wrong."""

    seed: int
    kind: str
    seconds: float = 0.0
    saved: int = 0
    points: Counter[str] = field(default_factory=Counter)
    line: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    unopened: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Tell whether all is well."""
        return not (self.lost or self.stuck or self.unopened or self.wrong)

    def plain(self) -> dict[str, Any]:
        """Return it as it is written down."""
        return dict(vars(self))


def run(ground: Ground, folder: Path, seed: int) -> Outcome:
    """Do one run; its folder stays when something was wrong."""
    clock, outcome = SystemClock(), Outcome(seed, ground.kind)
    began = clock.monotonic()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    stage = Stage(ground, folder, seed)
    try:
        play(stage, seed % NUMBERS)
        ending.end(stage)
    except SilentError as silent:
        stage.findings.stuck.append(str(silent))
    except (AssertionError, LookupError, OSError, ValueError) as error:
        stage.findings.wrong.append("".join(traceback.format_exception(error)))
    finally:
        stage.close()
    outcome.points = stage.server.arms.struck()
    outcome.saved = sum(len(seat.saved) for seat in stage.seats)
    outcome.line = stage.line.did()
    outcome.done = stage.done
    for kind, found in vars(stage.findings).items():
        setattr(outcome, kind, found)
    outcome.seconds = round(clock.monotonic() - began, 2)
    if outcome.good:
        shutil.rmtree(folder)
    return outcome


def play(stage: Stage, number: int) -> None:
    """Let three things go wrong, one after the other: what has its turn."""
    stage.revive()
    work(stage)
    point, way = turn(TRIES, number)
    stage.arm(point, way)
    SCENES[point.scene](stage)
    rest(stage)
    kind = turn(sorted(KINDS), number)
    stage.line.arm(kind, stage.chance.randint(0, 10_000))
    work(stage)
    work(stage)
    rest(stage)
    special = turn(sorted(SPECIALS.keys() - {"windowed"}), number)
    if number % WINDOW == WINDOW // 2:
        special = "windowed"
    elif stage.ground.kind == POSTGRESQL and stage.chance.random() < 0.3:
        special = "lines_break"
    elif special == "lines_break" and stage.ground.kind != POSTGRESQL:
        special = stage.chance.choice(("sigkill_laptop", "sigkill_server"))
    stage.done[special] += 1
    SPECIALS[special](stage)
    rest(stage)


def rest(stage: Stage) -> None:
    """Let nothing go wrong for a moment, and begin again what has ended."""
    stage.disarm()
    stage.revive()
