"""`python -m tests.proof --examples 200`: the proof at the length one likes; ends with `PROOF OK ...` or `PROOF MISS ...`."""

import argparse
import multiprocessing
import secrets
import sys
import time
from collections import Counter

from tests.proof.one_run import Outcome, one_run

DONE = ("examples", "steps", "gestures", "syncs", "conflicts", "resolved", "asks", "plans_opened_twice", "undone", "redone", "put_back")
RIGHTS = ("kept_apart", "held", "wipes", "regrants", "came_late", "judged_again", "decided")
COPIES = ("upgrades", "laptop_restores", "clones", "stepped_aside", "restores", "brought_back", "forks")
LONG_AGO = ("bootstraps", "compactions", "whole_histories")
TROUBLE = ("lost_answers", "replays", "saved_later", "drafts", "clock_jumps", "old_answers", "killed", "forged", "tampered", "destroyed")
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
