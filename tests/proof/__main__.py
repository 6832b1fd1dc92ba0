"""`python -m tests.proof --examples 200`: the proof at the length one likes; ends with `PROOF OK ...` or `PROOF MISS ...`."""

import argparse
import logging
import multiprocessing
import re
import secrets
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence

from hypothesis.errors import HypothesisException
from sqlalchemy.exc import SQLAlchemyError
from sqlcipher3 import dbapi2

from app.errors import KeukentafelError
from tests.proof.run import prove
from tests.proof.screens import COUNTS

DONE = ("examples", "steps", "gestures", "syncs", "conflicts", "resolved", "asks", "plans_opened_twice", "undone", "redone", "put_back")
RIGHTS = ("kept_apart", "held", "wipes", "regrants", "came_late", "judged_again", "decided")
COPIES = ("upgrades", "laptop_restores", "clones", "stepped_aside", "restores", "brought_back", "forks")
LONG_AGO = ("bootstraps", "compactions", "whole_histories")
TROUBLE = ("lost_answers", "replays", "saved_later", "drafts", "clock_jumps", "old_answers", "killed", "forged", "tampered")
WANTED = (
    "conflicts",
    "held",
    "wipes",
    "regrants",
    "decided",
    "upgrades",
    "laptop_restores",
    "clones",
    "restores",
    "bootstraps",
    "compactions",
)
"""What must have happened at least once where a proof of some length is to say anything."""
LONG = 200

Outcome = tuple[str, Counter[str]]
"""Which invariant was broken, if any, and how often each thing happened."""


def one_run(examples: int, steps: int, seed: int, shrink: bool, focus: Sequence[str]) -> Outcome:
    """Run in this process."""
    logging.disable(logging.WARNING)
    COUNTS.clear()
    try:
        prove(examples, steps, seed, shrink=shrink, focus=focus)
    except (AssertionError, KeukentafelError, SQLAlchemyError, HypothesisException, dbapi2.Error) as error:
        found = re.match(r"I\d+", str(error))
        if not found:
            traceback.print_exc()
        print("\n".join([f"{type(error).__name__}: {error}", *getattr(error, "__notes__", [])]), flush=True)
        return (found.group() if found else "unnamed"), COUNTS
    return "", COUNTS


def all_runs(given: argparse.Namespace) -> list[Outcome]:
    """Run in as many processes as are asked for, each with its own chance."""
    part = -(-given.examples // given.jobs)
    runs = [(part, given.steps, given.seed + job, not given.no_shrink, given.focus) for job in range(given.jobs)]
    if given.jobs == 1:
        return [one_run(*runs[0])]
    with multiprocessing.get_context("spawn").Pool(given.jobs) as pool:
        return pool.starmap(one_run, runs)


def main() -> int:
    """Run, and say how it went in one last line."""
    asked = argparse.ArgumentParser(prog="python -m tests.proof")
    asked.add_argument("--examples", type=int, default=LONG)
    asked.add_argument("--steps", type=int, default=30)
    asked.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    asked.add_argument("--jobs", type=int, default=1)
    asked.add_argument("--focus", nargs="*", default=[], help="only these rules")
    asked.add_argument("--no-shrink", action="store_true")
    given = asked.parse_args()
    began = time.perf_counter()
    outcomes = all_runs(given)
    counts = sum((found for _, found in outcomes), Counter[str]())
    figures = {name: counts[name.replace("_", " ")] for name in (*DONE, *RIGHTS, *COPIES, *LONG_AGO, *TROUBLE)}
    never = [] if given.focus or given.examples < LONG else [name for name in WANTED if not figures[name]]
    broken = next((name for name, _ in outcomes if name), f"none,_but_never:_{'_'.join(never)}" if never else "")
    said = " ".join(f"{name}={count}" for name, count in figures.items())
    outcome = f"MISS invariant={broken}" if broken else "OK"
    print(f"PROOF {outcome} {said} seed={given.seed} jobs={given.jobs} seconds={time.perf_counter() - began:.0f}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
