"""`python -m tests.proof.mutants`: small wrongs planted in a copy of the program; the proof must be red for each, by name."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LINE = re.compile(r"^PROOF (OK|MISS)(?: invariant=(\S+))?.*$", re.MULTILINE)


@dataclass(frozen=True)
class Mutant:
    """A wrong: in which file which words become which, and the invariants that may name it."""

    name: str
    file: str
    was: str
    becomes: str
    caught_by: frozenset[str]


MUTANTS = (
    Mutant(
        "ignore seen",
        "app/changelog/dominance.py",
        "return earlier.seq is not None and earlier.seq <= later.seen",
        "return earlier.seq is not None",
        frozenset({"I1", "I3"}),
    ),
    Mutant(
        "seen at save",
        "app/changelog/gesture.py",
        "return self.cursor if seen is None else min(seen, self.cursor)",
        "return self.cursor if seen is None else max(seen, self.cursor)",
        frozenset({"I3"}),
    ),
    Mutant(
        "a delete beats an edit",
        "app/changelog/apply.py",
        "return THROWN_AWAY if agreed and seen else ASKS",
        "return THROWN_AWAY if agreed or seen else ASKS",
        frozenset({"I3"}),
    ),
    Mutant(
        "the tail stays on the laptop",
        "app/sync/healing.py",
        "        if common == state.cursor:\n",
        "        if common <= state.cursor:\n",
        frozenset({"I13"}),
    ),
    Mutant(
        "numbers given anew were seen",
        "app/server/tails.py",
        "clamped = [change._replace(seen=min(change.seen, forked)) for change in changes]",
        "clamped = [change._replace(seen=max(change.seen, forked)) for change in changes]",
        frozenset({"I1", "I3"}),
    ),
    Mutant(
        "new work waits for nobody",
        "app/server/streams.py",
        "if self.era is not None and waits(",
        "if self.era is not None and not self.era and waits(",
        frozenset({"I13", "I4"}),
    ),
)


def verdict(mutant: Mutant, examples: int = 120) -> tuple[bool, str]:
    """Let the proof loose on the mutant; tells whether it was caught as it should be, and the proof's last line."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in ("app", "tests"):
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        (copy / "resources").symlink_to(ROOT / "resources")
        file = copy / mutant.file
        text = file.read_text(encoding="utf-8")
        if text.count(mutant.was) != 1:
            return False, f"{mutant.file} does not hold these words once: {mutant.was}"
        file.write_text(text.replace(mutant.was, mutant.becomes), encoding="utf-8")
        command = [sys.executable, "-m", "tests.proof", "--no-shrink", "--examples", str(examples)]
        done = subprocess.run(command, cwd=copy, env={**os.environ, "PYTHONPATH": folder}, capture_output=True, text=True, check=False)
    found = LINE.search(done.stdout)
    if found is None:
        return False, done.stderr[-400:]
    return done.returncode == 1 and found[2] in mutant.caught_by, found[0]


def main() -> int:
    """Try every mutant; ends with `MUTANTS OK ...` or `MUTANTS MISS ...`."""
    caught = 0
    for mutant in MUTANTS:
        good, said = verdict(mutant)
        caught += good
        print(f"mutant_{mutant.name.replace(' ', '_')} {'caught' if good else 'ALIVE'}: {said}")
    print(f"MUTANTS {'OK' if caught == len(MUTANTS) else 'MISS'} {caught}/{len(MUTANTS)}")
    return 0 if caught == len(MUTANTS) else 1


if __name__ == "__main__":
    sys.exit(main())
