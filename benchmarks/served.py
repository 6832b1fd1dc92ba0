"""The real server in a process of its own, as the benchmarks speak to it: where it listens, what it costs, and how it ends."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROCESS_CLOCK = 2
PATIENCE_S = 20.0


@dataclass(frozen=True)
class Served:
    """A server that runs; `log` is the file with what it says, gone when it ends."""

    port: int
    pid: int
    log: Path

    @property
    def address(self) -> str:
        """Return where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_ms(self) -> float:
        """Return the processor time that it took until now."""
        return cpu_ms(self.pid)


def cpu_ms(pid: int) -> float:
    """Return the processor time of a process, its own and the kernel's for it, by the clock that Linux keeps of each process."""
    return 1000 * time.clock_gettime((~pid << 3) | PROCESS_CLOCK)


@contextmanager
def served(database: str) -> Iterator[Served]:
    """Serve a database, by its address or file, at a free port of this machine."""
    command = [sys.executable, "-m", "app.server.admin", "serve", "--database", database, "--port", "0", "--json"]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "server.log"
        with log.open("wb") as said:
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said)
        try:
            line = process.stdout.readline() if process.stdout else b""
            if not line:
                raise SystemExit(log.read_text(encoding="utf-8"))
            yield Served(int(json.loads(line)["port"]), process.pid, log)
        finally:
            ended(process)


def ended(process: subprocess.Popen[Any]) -> None:
    """End a process that was started here, by its pid, and wait until it is gone."""
    process.terminate()
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
