"""`python3 -m tests.bare FOLDER`: a machine on which nobody prepared anything, with and without a network; ends with `BARE OK ...`.

As root, with debootstrap. `--test` also runs `make test` in there.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.bare.machine import ROOT, WORKER, BareError, BareMachine, Said

CLONE = "/root/keukentafel"
SPACES = f"/home/{WORKER}/mijn map/keukentafel"
SMALL = "/small"
QUICK_S = 90
BLINK_S = 0.05
PACKAGES_THERE = 12
NO_PACKAGES = "The Debian packages could not be fetched or installed"
NO_WHEELS = "The Python packages of requirements-dev.txt could not be fetched or installed"
Trial = Callable[[BareMachine], Said]


def make(machine: BareMachine, target: str, place: str = CLONE, *, network: bool = True) -> Said:
    """Run a make target as root."""
    return machine.words(["make", "-C", place, target], network=network)


def must(said: Said, sentence: str, *, fails: bool = False) -> Said:
    """Return what was said, if it says so and ended so."""
    if sentence not in said.text or bool(said.code) is not fails:
        raise BareError(f"exit {said.code} after {said.seconds:.0f} s, expected {sentence!r}:\n{said.text[-3000:]}")
    return said


def refused(machine: BareMachine, said: Said, sentence: str, place: str = CLONE) -> Said:
    """Return what was said, if it was quick, has the sentence, and left nothing in the clone."""
    must(said, sentence, fails=True)
    left = machine.left_in(place)
    if left or said.seconds > QUICK_S:
        raise BareError(f"left {left} after {said.seconds:.0f} s")
    return said


def without_network_at_all(machine: BareMachine) -> Said:
    """Nothing is installed and nothing can be fetched."""
    machine.clone(CLONE)
    return refused(machine, make(machine, "run", network=False), NO_PACKAGES)


def an_ordinary_worker_first(machine: BareMachine) -> Said:
    """Who may not install is told what to ask for."""
    place = machine.clone(SPACES, WORKER)
    said = machine.words(["make", "-C", place, "run"], user=WORKER)
    return refused(machine, said, "apt-get update && apt-get install", place)


def run_plays_the_demo(machine: BareMachine) -> Said:
    """The first command of README.md; it installs nothing that only the tests need."""
    said = must(make(machine, "run"), "DEMO OK")
    more = [name for name in listed("debian-packages-test.txt") if name in said.text.split()]
    if more:
        raise BareError(f"make run installed what only the tests need: {more}")
    return said


def listed(name: str) -> list[str]:
    """Return the packages of a list."""
    lines = (ROOT / "resources" / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def without_wheels(machine: BareMachine) -> Said:
    """The Debian packages are there, the network went before pip could begin."""
    machine.clone(CLONE)
    return refused(machine, make(machine, "run", network=False), NO_WHEELS)


def a_small_disk(machine: BareMachine) -> Said:
    """No room for .venv."""
    where = machine.folder / SMALL.lstrip("/")
    where.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", str(where)], check=True)
    try:
        place = machine.clone(f"{SMALL}/keukentafel")
        return refused(machine, make(machine, "run", place), "The disk is too full", place)
    finally:
        subprocess.run(["umount", str(where)], check=True)


def pip_killed_halfway(machine: BareMachine) -> Said:
    """kill -9 of everything while wheels are being unpacked: nothing of it goes for a whole .venv."""
    libraries = machine.folder / CLONE.lstrip("/") / ".venv/lib"
    command = machine.inside(["make", "-C", CLONE, "set-up"])
    doing = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
    while len(list(libraries.glob("*/site-packages/*.dist-info"))) < PACKAGES_THERE:
        with suppress(subprocess.TimeoutExpired):
            doing.wait(BLINK_S)
            raise BareError("pip ended before it could be killed")
    os.killpg(doing.pid, signal.SIGKILL)
    doing.wait()
    must(make(machine, "set-up"), "Installing the locked dependencies")
    return must(machine.words([f"{CLONE}/.venv/bin/python", "-m", "pip", "check"]), "No broken requirements found")


def a_worker_without_a_home(machine: BareMachine) -> Said:
    """An ordinary user, a folder with spaces, neither HOME nor LANG."""
    place = machine.clone(SPACES, WORKER)
    return must(machine.words(["make", "-C", place, "demo"], user=WORKER, home=""), "DEMO OK")


def again_without_network(machine: BareMachine) -> Said:
    """What is set up needs no network any more."""
    said = make(machine, "set-up", network=False)
    return must(said, "")


def every_test(machine: BareMachine) -> Said:
    """The second command of README.md; no server of the tests or of a package goes on running."""
    said = must(make(machine, "test"), " passed")
    if machine.running():
        raise BareError(f"still running: {machine.running()}")
    return said


TRIALS: tuple[Trial, ...] = (
    without_network_at_all,
    an_ordinary_worker_first,
    run_plays_the_demo,
    without_wheels,
    a_small_disk,
    pip_killed_halfway,
    a_worker_without_a_home,
    again_without_network,
)


def main() -> int:
    """Try everything in turn, and say how it went in one last line."""
    asked = argparse.ArgumentParser(prog="python3 -m tests.bare")
    asked.add_argument("folder", type=Path, help="where to make it: a new folder")
    asked.add_argument("--test", action="store_true", help="also run make test in there")
    given = asked.parse_args()
    if os.geteuid() or not shutil.which("debootstrap") or (given.folder / CLONE.lstrip("/")).exists():
        print("BARE MISS needs root, debootstrap, and a folder in which this has not run before")
        return 1
    begun = time.monotonic()
    machine = BareMachine(given.folder)
    trials = (*TRIALS, every_test) if given.test else TRIALS
    with machine.entered():
        machine.furnish()
        for number, trial in enumerate(trials, 1):
            try:
                said = trial(machine)
            except BareError as error:
                print(f"{error}\nBARE MISS {trial.__name__} kept={machine.folder}")
                return 1
            print(f"{number:3} {said.seconds:7.1f} s  {trial.__name__.replace('_', ' ')}: {said.last or 'nothing to do'}", flush=True)
    print(f"BARE OK trials={len(trials)} seconds={time.monotonic() - begun:.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
