"""`python -m tests.fuzz --examples 1000`: the attack at the length one likes, on each kind of database.

Several processes take the next way of attacking whenever they are done with one; each has towns of its own. Ends with
`FUZZ OK ...` or, behind the smallest request that shows the fault, `FUZZ MISS ...`.
"""

import argparse
import json
import logging
import os
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.fuzz.run import Attack, FaultError
from tests.fuzz.town import Town
from tests.fuzz.verdict import listening
from tests.postgres import running
from tests.world import server_file

DATABASES = ("sqlite", "postgresql")
MOST_JOBS = 200
FIGURES = ("operations", "examples", *DATABASES, "refused", "taken")


def main() -> int:
    """Run, and say how it went in one last line."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz")
    asked.add_argument("--examples", type=int, default=100, help="for each operation, in each way, on each database")
    asked.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    asked.add_argument("--on", choices=DATABASES, action="append")
    asked.add_argument("--jobs", type=int, default=2, help="how many at once")
    asked.add_argument("--only", type=int, default=None, help="this way of attacking only, by its number")
    given = asked.parse_args()
    began = time.perf_counter()
    numbers = range(MOST_JOBS) if given.only is None else [given.only]
    queue, mouth = os.pipe()
    os.write(mouth, bytes(numbers))
    os.close(mouth)
    count, whole = Counter[str](), True
    for ear, child in [begun(given, queue) for _ in range(given.jobs)]:
        with os.fdopen(ear) as said:
            told = json.load(said)
        os.waitpid(child, 0)
        operations = max(count["operations"], told["operations"])
        count.update(told)
        count["operations"] = operations
        whole = whole and not told["faults"]
    figures = " ".join(f"{name}={count[name]}" for name in FIGURES)
    print(f"FUZZ {'OK' if whole else 'MISS'} {figures} seed={given.seed} seconds={time.perf_counter() - began:.0f}")
    return 0 if whole else 1


def begun(given: argparse.Namespace, queue: int) -> tuple[int, int]:
    """Begin a process that takes one number after another; returns where it says what happened, and its own number."""
    ear, mouth = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child:
        os.close(mouth)
        return ear, child
    count = Counter[str](faults=1)
    try:
        numbers = iter(lambda: os.read(queue, 1), b"")
        count = attacking(given.on or DATABASES, (given.examples, given.seed), (number[0] for number in numbers))
    finally:
        os.write(mouth, json.dumps(count).encode())
        sys.stdout.flush()
        os._exit(0)


def attacking(kinds: Sequence[str], size: tuple[int, int], numbers: Iterator[int]) -> Counter[str]:
    """Attack towns on these kinds of database in one way after the other, until there are no more or one shows a fault."""
    count = Counter[str](faults=0)
    logging.getLogger("app").addHandler(logging.NullHandler())  # what happens before the attack is nobody's matter
    with ExitStack() as open_:
        towns = []
        for kind in kinds:
            folder = Path(open_.enter_context(tempfile.TemporaryDirectory()))
            towns.append(Town(folder, open_.enter_context(address(kind, folder))))
            open_.callback(towns[-1].world.close)
        attack = Attack(towns, open_.enter_context(listening()), *size, count)
        jobs, number = attack.jobs(), -1
        try:
            for number in (one for one in numbers if one < len(jobs)):
                attack.one(jobs, number)
                print(f"{number + 1}/{len(jobs)} {jobs[number].name}", flush=True)
            attack.end()
        except FaultError as error:
            count["faults"] += 1
            print(f"{error}\n  again: python -m tests.fuzz --examples {size[0]} --seed {size[1]} --only {number}", flush=True)
    return count


@contextmanager
def address(kind: str, folder: Path) -> Iterator[str]:
    """Lend the address of a database with the server's tables."""
    if kind == "sqlite":
        yield server_file(folder)
        return
    with running() as cluster, cluster.database() as lent:
        yield lent


if __name__ == "__main__":
    sys.exit(main())
