"""PouchDB against its own server, as `peers/` has it: installed once under `build/`, run with ours in turns.

It makes its own 10,000 documents, of about the size of a change. Where it cannot be had there is no figure, only why not.
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.costs import Cost
from benchmarks.served import ended

PEERS = Path(__file__).parent / "peers"
HOME = Path(__file__).parent.parent / "build" / "peers"
FILES = ("package.json", "package-lock.json", "pouchdb_server.js", "pouchdb_client.js")
MARK = "installed"
BATCHES = (100, 1000)
ROUNDS = 3
"""In each turn it does everything so often, and the first time counts for nothing: its engine has warmed up by then."""
STEPS = {
    "push10k": "push10k",
    "pull10k_fresh": "pull10k",
    "sync0": "idle_first",
    "sync0_again": "idle",
    "push10": "push10",
    "sync10": "pull10",
}
"""What we call its steps."""
MOVED = {"push10k": 10_000, "pull10k_fresh": 10_000, "sync0": 0, "sync0_again": 0, "push10": 10, "sync10": 10}
PATIENCE_S = 300.0


class NotHereError(Exception):
    """PouchDB cannot be run on this machine; says why."""


@dataclass(frozen=True)
class Pouch:
    """Its server, which runs; `folder` holds whatever it and its clients write."""

    node: str
    port: int
    folder: Path

    def turn(self, batch: int) -> list[dict[str, Cost]]:
        """Return what each step cost, each time that counts, with batches of this size; by our names, processors as it tells itself."""
        command = [self.node, "pouchdb_client.js", str(self.port), str(ROUNDS), str(batch)]
        surroundings = {**os.environ, "TMPDIR": str(self.folder)}
        try:
            done = subprocess.run(command, cwd=HOME, env=surroundings, capture_output=True, text=True, check=True, timeout=PATIENCE_S)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise NotHereError(f"PouchDB's client failed: {type(error).__name__}") from error
        told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"name"')]
        by_name = {name: [step for step in told if step["name"] == name] for name in STEPS}
        for name, steps in by_name.items():
            if [step["docs"] for step in steps] != [MOVED[name]] * ROUNDS:
                raise NotHereError(f"PouchDB's client did not do its {name}")
        return [{ours: cost_of(by_name[name][number]) for name, ours in STEPS.items()} for number in range(1, ROUNDS)]


def cost_of(step: dict[str, float]) -> Cost:
    """Return a step as it was told."""
    return Cost(step["ms"], step["ccpu"], step["scpu"], step["up"], step["down"], step["reqs"])


def installed(home: Path = HOME) -> str:
    """Install PouchDB in a folder where that was not done yet, from the lock file; returns the path of node, raises NotHereError."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None:
        raise NotHereError("node is missing")
    home.mkdir(parents=True, exist_ok=True)
    lock, mark = (PEERS / "package-lock.json").read_bytes(), home / MARK
    for name in FILES:
        shutil.copyfile(PEERS / name, home / name)
    if not (mark.exists() and mark.read_bytes() == lock):
        if npm is None:
            raise NotHereError("npm is missing")
        mark.unlink(missing_ok=True)
        done = subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=home, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotHereError("npm ci failed")
        mark.write_bytes(lock)
    return node


@contextmanager
def running() -> Iterator[Pouch]:
    """Run its server for as long as it is needed; raises NotHereError."""
    node = installed()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "data").mkdir()
        port = free_pair()
        command = [node, "pouchdb_server.js", str(folder / "data"), str(port)]
        process = subprocess.Popen(command, cwd=HOME, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            if process.stdout is None or process.stdout.readline() != b"up\n":
                raise NotHereError("PouchDB's server does not start")
            yield Pouch(node, port, folder)
        finally:
            ended(process)


def free_pair() -> int:
    """Return a port that is free, and the next one too: there it tells what went over its lines."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port: int = one.getsockname()[1]
            try:
                other.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
        return port
