"""`python -m tests.proof.mutants`: small wrongs planted in a copy of the program; the proof must be red for each, by name."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.proof.wrongs import MUTANTS, Mutant

ROOT = Path(__file__).parent.parent.parent
LINE = re.compile(r"^PROOF (OK|MISS)(?: invariant=(\S+))?.* steps=(\d+).*$", re.MULTILINE)
CACHE = ".mypy_cache"


def planted(mutant: Mutant, root: Path) -> None:
    """Plant the wrong in a copy of the program; raises ValueError where its words do not stand there once."""
    for file, was, becomes in mutant.edits:
        text = (root / file).read_text(encoding="utf-8")
        if text.count(was) != 1:
            raise ValueError(f"{file} does not hold these words once: {was}")
        (root / file).write_text(text.replace(was, becomes), encoding="utf-8")


def verdict(mutant: Mutant, examples: int = 0) -> tuple[bool, str]:
    """Let the proof loose on the mutant; tells whether it was caught as it should be, by which invariant and after how many steps."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in ("app", "tests"):
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        (copy / "resources").symlink_to(ROOT / "resources")
        try:
            planted(mutant, copy)
        except ValueError as error:
            return False, str(error)
        command = [sys.executable, "-m", "tests.proof", "--no-shrink", "--examples", str(examples or mutant.examples)]
        command += ["--focus", *mutant.rules] if mutant.rules else []
        done = subprocess.run(command, cwd=copy, env={**os.environ, "PYTHONPATH": folder}, capture_output=True, text=True, check=False)
    found = LINE.search(done.stdout)
    if found is None:
        return False, done.stderr[-400:]
    good = done.returncode == 1 and found[2] in mutant.caught_by
    said = f"invariant={found[2]} steps={found[3]} seconds={time.perf_counter() - began:.0f}"
    return good, said if good else f"{said}\n{done.stdout[:600]}"


def types_hold() -> bool:
    """Let mypy look at every mutant, as many at once as are in different files; tells whether all of them are sound Python."""
    waiting, sound = list(MUTANTS), True
    while waiting:
        batch: list[Mutant] = []
        files: set[str] = set()
        for mutant in waiting:
            if not files & mutant.files:
                batch.append(mutant)
                files |= mutant.files
        waiting = [mutant for mutant in waiting if mutant not in batch]
        sound = _types_of(batch, files) and sound
    return sound


def _types_of(batch: list[Mutant], files: set[str]) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            (Path(folder) / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / file, Path(folder) / file)
        for mutant in batch:
            planted(mutant, Path(folder))
        shadows = [part for file in sorted(files) for part in ("--shadow-file", file, str(Path(folder) / file))]
        cache = Path(folder) / CACHE
        if (ROOT / CACHE).is_dir():
            shutil.copytree(ROOT / CACHE, cache)
        command = [sys.executable, "-m", "mypy", "--cache-dir", str(cache), *shadows, "app"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    last = done.stdout.strip() if done.returncode else done.stdout.strip().splitlines()[-1]
    print(f"types of {', '.join(mutant.name for mutant in batch)}: {last}", flush=True)
    return done.returncode == 0


def main() -> int:
    """Try every mutant, two at a time; ends with `MUTANTS OK ...` or `MUTANTS MISS ...`."""
    asked = argparse.ArgumentParser(prog="python -m tests.proof.mutants")
    asked.add_argument("--only", nargs="*", default=[], help="these mutants only, by name")
    asked.add_argument("--types", action="store_true", help="let mypy look at each, and do no more")
    asked.add_argument("--at-once", type=int, default=2)
    given = asked.parse_args()
    if given.types:
        sound = types_hold()
        print(f"MUTANT TYPES {'OK' if sound else 'MISS'} {len(MUTANTS)}")
        return 0 if sound else 1
    wanted = [mutant for mutant in MUTANTS if not given.only or mutant.name in given.only]
    caught = 0
    with ThreadPoolExecutor(given.at_once) as pool:
        for mutant, (good, said) in zip(wanted, pool.map(verdict, wanted), strict=True):
            caught += good
            print(f"mutant_{mutant.name.replace(' ', '_')} {'caught' if good else 'ALIVE'}: {said}", flush=True)
    print(f"MUTANTS {'OK' if caught == len(wanted) else 'MISS'} {caught}/{len(wanted)}")
    return 0 if caught == len(wanted) else 1


if __name__ == "__main__":
    sys.exit(main())
