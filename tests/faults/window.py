"""The real program with its window, let down at the places of a laptop while somebody types: what it called "Bewaard" is there again.

`python -m tests.faults.window` is that program; which places, the file named by KT_FAIL says.
"""

import os
import subprocess
import sys
from pathlib import Path

from typing_extensions import override

from tests.demo import player
from tests.demo.laptop import MissedError
from tests.faults.points import BY_NAME, KILL, LAPTOP, Arms, install
from tests.faults.stage import Stage
from tests.journeys.killing import Killing

FILE = "KT_FAIL"
PLACES = ("laptop.typed", "laptop.logged", "laptop.commit", "laptop.committed")
STRIKES, STRIKE_S = 3, 2.5


class Struck(Killing):
    """Somebody types, and the program ends at a place, or a while later by kill -9."""

    def __init__(self, folder: Path, arms: Arms) -> None:
        super().__init__(folder)
        self.arms = arms
        self.laptop.player = "tests.faults.window"

    @override
    def kill_after(self, seconds: float) -> None:
        """Let it end at the next of its places."""
        process = self.laptop.process
        if process is None:
            raise MissedError("the program does not run")
        self.arms.arm(BY_NAME[self.chance.choice(PLACES)], KILL)
        try:
            process.wait(STRIKE_S)
        except subprocess.TimeoutExpired:
            self.arms.disarm()
        self.laptop.kill()
        self.outcome.kills += 1


def windowed(stage: Stage) -> None:
    """Let the real program be ended while somebody types, some times."""
    folder = stage.folder / "window"
    folder.mkdir()
    arms = stage.seats[0].arms
    os.environ[FILE] = str(arms.file)
    killing = Struck(folder, arms)
    try:
        outcome = killing.run(STRIKES)
        stage.findings.lost.extend(outcome.lost)
        stage.findings.unopened.extend(outcome.unopened)
        if outcome.drafts != outcome.drafts_back:
            stage.findings.lost.append(f"{outcome.drafts - outcome.drafts_back} drafts of the window")
        stage.done["windows_ended"] += outcome.kills
    except MissedError as missed:
        stage.findings.wrong.append(f"the window: {missed}")
    finally:
        del os.environ[FILE]
        arms.disarm()


def main() -> int:
    """Be the program, with somebody in front of it and triggers in it."""
    install(LAPTOP, Arms(Path(os.environ[FILE])))
    return player.main()


if __name__ == "__main__":
    sys.exit(main())
