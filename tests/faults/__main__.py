"""`make faults RUNS=500`: so many runs, in each of which something goes wrong at a place, on the line and beside.

Goes on where an earlier call stopped, and ends with one line. A run that went wrong keeps its folder and says how to have it again.
"""

import argparse
import os
import secrets
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.demo.town import ROOT
from tests.faults.run import NUMBERS, kind_of, run
from tests.faults.tally import Figures, Tally
from tests.faults.town import POSTGRESQL, Ground, with_known_keys
from tests.postgres import running

EVERY = 500
"""From so many runs on everything must have happened."""
KEPT = ROOT / "build" / "faults"


class Session:
    """The towns of one process: each is made when the first run on it comes."""

    def __init__(self, folder: Path, kept: Path, open_: ExitStack) -> None:
        self.folder = folder
        self.kept = kept
        self.open = open_
        self.grounds: dict[str, Ground] = {}

    def ground(self, kind: str) -> Ground:
        """Return the town on this kind of database."""
        if kind not in self.grounds:
            cluster = self.open.enter_context(running()) if kind == POSTGRESQL else None
            self.grounds[kind] = Ground(self.folder / kind, kind, cluster)
            self.grounds[kind].prepare()
        return self.grounds[kind]

    def one(self, seed: int, tally: Tally | None) -> bool:
        """Do one run, and write it down; tells whether it went well."""
        outcome = run(self.ground(kind_of(seed)), self.folder / f"run-{seed}", seed)
        if tally is None:
            print(*Figures([outcome.plain()]).lines(), sep="\n")
        else:
            tally.add(outcome)
        if not outcome.good:
            left_out = shutil.ignore_patterns("*.sock")  # of what runs no copy can be made
            shutil.copytree(self.folder / f"run-{seed}", self.kept / f"run-{seed}", dirs_exist_ok=True, ignore=left_out)
            for finding in (*outcome.lost, *outcome.stuck, *outcome.unopened, *outcome.wrong):
                print(f"run {seed}: {finding}", flush=True)
            print(f"  again: python -m tests.faults --seed {seed}; everything of it: {self.kept / f'run-{seed}'}", flush=True)
        return outcome.good


def main() -> int:
    """Run, and say how it went in one last line."""
    asked = argparse.ArgumentParser(prog="python -m tests.faults")
    asked.add_argument("--runs", type=int, default=20, help="how many there are in the end, with those of earlier calls")
    asked.add_argument("--seed", type=int, default=None, help="have this one again, and no other")
    asked.add_argument("--jobs", type=int, default=1, help="how many at once")
    asked.add_argument("--folder", type=Path, default=KEPT, help="where the results add up")
    asked.add_argument("--fresh", action="store_true", help="begin anew")
    given = asked.parse_args()
    if given.fresh:
        shutil.rmtree(given.folder, ignore_errors=True)
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.seed is not None:
        return 0 if session([given.seed], given.folder, None) else 1
    tally = Tally(given.folder / "runs.jsonl")
    done = {one["seed"] % NUMBERS for one in tally.runs()}
    wanted = [number + NUMBERS * secrets.randbelow(4_000) for number in range(given.runs) if number not in done]
    shared(wanted, given, tally)
    figures = Figures(tally.runs())
    every = len(figures.runs) >= EVERY
    print(*figures.lines(), figures.last(every=every), sep="\n")
    return 0 if figures.good(every=every) else 1


def shared(seeds: list[int], given: argparse.Namespace, tally: Tally) -> None:
    """Do the runs, in as many processes as were asked for."""
    children = []
    for job in range(1, given.jobs):
        child = os.fork()
        if not child:
            session(seeds[job :: given.jobs], given.folder, tally)
            sys.stdout.flush()
            os._exit(0)
        children.append(child)
    session(seeds[:: given.jobs], given.folder, tally)
    for child in children:
        os.waitpid(child, 0)


def session(seeds: list[int], kept: Path, tally: Tally | None) -> bool:
    """Do these runs in this process; tells whether all went well."""
    with_known_keys()
    with tempfile.TemporaryDirectory(prefix="keukentafel-faults-", ignore_cleanup_errors=True) as folder, ExitStack() as open_:
        here = Session(Path(folder), kept, open_)
        return all([here.one(seed, tally) for seed in seeds])


if __name__ == "__main__":
    sys.exit(main())
