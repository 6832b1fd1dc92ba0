"""A laptop that writes and exchanges when it is told to: the real store and the real sync in a process of their own, without a window.

`python -m tests.journeys.busy_laptop FOLDER NAME`. Each line on its input is one turn; it says at once what is saved for good.
"""

import sys
from pathlib import Path

from app.actions.caseload import caseload
from app.actions.opening import lock, unlock
from app.actions.planning import add_goal
from app.actions.syncing import sync_now
from app.clock import SystemClock
from app.paths import Home

WORDS = "molen kaas tulp klomp fiets"
EDITS = 10


def say(*words: object) -> None:
    """Print a line that is out when this returns."""
    print(*words, flush=True)


def main(folder: Path, name: str) -> None:
    """Do turns until the input ends."""
    clock = SystemClock()
    workspace = unlock(Home(folder), WORDS, clock)
    family = caseload(workspace)[0].family
    say("ready")
    for turn in sys.stdin:
        for number in range(EDITS):
            text = f"{name}/{turn.strip()}/{number}"
            add_goal(workspace, family, text)
            say("saved", text)
        began = clock.monotonic()
        say("syncing")
        news = sync_now(workspace)
        say("synced", news.outcome.value, int((clock.monotonic() - began) * 1000), news.problem)
    lock(workspace)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
