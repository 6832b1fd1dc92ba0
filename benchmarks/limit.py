"""The raw limit beside ours: `peers/limit.py` as it is, in a process of its own for each turn, or its parts with other rows."""

import importlib.util
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.costs import Cost
from benchmarks.served import cpu_ms, ended

LIMIT = Path(__file__).parent / "peers" / "limit.py"
TIMES = 3
STEPS = ("push10k", "pull10k", "idle", "push10")
PATIENCE_S, LOOK_S = 20.0, 0.05


def one_run() -> dict[str, Cost]:
    """Return the medians of one turn, in which it does each step three times; it tells the processor time of its own end only."""
    done = subprocess.run([sys.executable, str(LIMIT), str(TIMES)], capture_output=True, text=True, check=True)
    return {step["name"]: Cost(step["ms"], step["cpu_ms"], up=step["bytes"]) for step in map(json.loads, done.stdout.splitlines())}


@dataclass(frozen=True)
class Raw:
    """The parts of `peers/limit.py` at work: its server runs, `link` is its connection, `folder` where its files are."""

    peer: Any
    link: Any
    pid: int
    folder: Path

    def push(self, rows: Sequence[Sequence[object]]) -> int:
        """Bring it rows in the order of its FIELDS; returns the bytes that they were packed to."""
        body: bytes = self.peer.zstandard.ZstdCompressor(level=3).compress(self.peer.orjson.dumps(rows))
        self._asked("POST", "/push", body)
        return len(body)

    def fresh(self) -> Any:
        """Return a new encrypted store; its server hangs up on who was silent for five seconds, so the line is new too."""
        self.link.close()
        connect(self.link)
        file = self.folder / f"device{secrets.token_hex(8)}.db"
        return self.peer.prepared(self.peer.sqlcipher.connect(str(file), isolation_level=None), secrets.token_hex(32))

    def pull(self, store: Any) -> None:
        """Fetch everything into a store, as its own `pull` does."""
        body = self._asked("GET", "/pull?0", None)
        self.peer.store(store, self.peer.orjson.loads(self.peer.zstandard.ZstdDecompressor().decompress(body)))

    def cpu_ms(self) -> float:
        """Return the processor time of its server."""
        return cpu_ms(self.pid)

    def _asked(self, method: str, path: str, body: bytes | None) -> bytes:
        self.link.request(method, path, body)
        answer: bytes = self.link.getresponse().read()
        return answer


@contextmanager
def raw(folder: Path) -> Iterator[Raw]:
    """Run its server in a folder, in a process of its own."""
    spec = importlib.util.spec_from_file_location("peers_limit", LIMIT)
    if spec is None or spec.loader is None:
        raise SystemExit("peers/limit.py cannot be loaded")
    peer: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(peer)
    (folder / "limit_server.py").write_text(peer.SERVER, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    surroundings = {**os.environ, "LIMIT_DIR": str(LIMIT.parent), "LIMIT_DB": str(folder / "limit.db")}
    quiet = ["--log-level", "warning", "--no-access-log"]
    command = [sys.executable, "-m", "uvicorn", "limit_server:app", "--host", "127.0.0.1", "--port", str(port), *quiet]
    process = subprocess.Popen(command, cwd=folder, env=surroundings)
    link = peer.http.client.HTTPConnection("127.0.0.1", port)
    try:
        connect(link)
        yield Raw(peer, link, process.pid, folder)
    finally:
        link.close()
        ended(process)


def connect(link: Any) -> None:
    """Connect as soon as somebody listens."""
    for _ in range(int(PATIENCE_S / LOOK_S)):
        try:
            link.connect()
        except OSError:
            time.sleep(LOOK_S)
        else:
            return
    raise SystemExit("the server of peers/limit.py does not start")
