"""`python -m tests.fuzz --examples 1000`: the attack at the length one likes, on each kind of database.

Ends with `FUZZ OK ...` or, behind the smallest request that shows the fault, `FUZZ MISS ...`.
"""

import argparse
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fuzz.run import Attack, FaultError
from tests.fuzz.town import Town
from tests.fuzz.verdict import listening
from tests.postgres import running
from tests.world import server_file

DATABASES = ("sqlite", "postgresql")


def main() -> int:
    """Run, and say how it went in one last line."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz")
    asked.add_argument("--examples", type=int, default=100, help="for each operation, in each way, on each database")
    asked.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    asked.add_argument("--on", choices=DATABASES, action="append")
    given = asked.parse_args()
    began, count = time.perf_counter(), Counter[str]()
    whole = False
    try:
        for kind in given.on or DATABASES:
            with tempfile.TemporaryDirectory() as folder, address(kind, Path(folder)) as where:
                before = count["examples"]
                attacked(Path(folder), where, (given.examples, given.seed), count)
                count[kind] = count["examples"] - before
        whole = True
    except FaultError as error:
        print(error)
    figures = " ".join(f"{name}={count[name]}" for name in ("operations", "examples", *DATABASES, "refused", "taken"))
    print(f"FUZZ {'OK' if whole else 'MISS'} {figures} seed={given.seed} seconds={time.perf_counter() - began:.0f}")
    return 0 if whole else 1


def attacked(folder: Path, where: str, size: tuple[int, int], count: Counter[str]) -> None:
    """Attack a town of its own on one database with so many examples from that seed; counts what happened, raises FaultError."""
    town = Town(folder, where)
    try:
        with listening() as ear:
            Attack(town, ear, *size, count).everything()
    finally:
        town.world.close()


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
