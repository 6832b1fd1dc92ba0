"""`python -m tests.proof --examples 200`: the proof at the length one likes; ends with `PROOF OK ...` or `PROOF MISS ...`."""

import argparse
import re
import secrets
import sys
import time

from hypothesis.errors import HypothesisException
from sqlalchemy.exc import SQLAlchemyError

from app.errors import KeukentafelError
from tests.proof.laptop import COUNTS
from tests.proof.run import prove

WORK = (
    "examples",
    "steps",
    "gestures",
    "syncs",
    "conflicts",
    "resolved",
    "asks",
    "plans_opened_twice",
    "undone",
    "redone",
    "put_back",
    "kept_apart",
)
TROUBLE = ("lost_answers", "replays", "saved_later", "clock_jumps", "restores", "brought_back", "forks")


def main() -> int:
    """Run, and say how it went in one last line."""
    asked = argparse.ArgumentParser(prog="python -m tests.proof")
    asked.add_argument("--examples", type=int, default=200)
    asked.add_argument("--steps", type=int, default=30)
    asked.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    asked.add_argument("--no-shrink", action="store_true")
    given = asked.parse_args()
    began, broken = time.perf_counter(), "unknown"
    whole = False
    try:
        prove(given.examples, given.steps, given.seed, shrink=not given.no_shrink)
        whole = True
    except (AssertionError, KeukentafelError, SQLAlchemyError, HypothesisException) as error:
        found = re.match(r"I\d+", str(error))
        broken = found.group() if found else "unnamed"
        print("\n".join([f"{type(error).__name__}: {error}", *getattr(error, "__notes__", [])]))
    finally:
        figures = {name: COUNTS[name.replace("_", " ")] for name in (*WORK, *TROUBLE)}
        said = " ".join(f"{name}={count}" for name, count in figures.items())
        outcome = "OK" if whole else f"MISS invariant={broken}"
        print(f"PROOF {outcome} {said} seed={given.seed} seconds={time.perf_counter() - began:.0f}")
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
