"""The town hall of the demo: the real server as a process of its own, and a cable to it for each laptop."""

import contextlib
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parent.parent.parent
BLINK_S = 0.05
BLINKS = 600


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


class Town:
    """The server on a database with the demo in it; `codes` are the one-time codes by login."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "server.db"
        self.port = free_port()
        self.codes: dict[str, str] = {}
        self.process: subprocess.Popen[bytes] | None = None
        self.cables: list[Cable] = []

    def command(self, *words: str) -> str:
        """Run `keukentafel-server` with these words and return what it prints."""
        line = [sys.executable, "-m", "app.server.admin", "--database", str(self.database), *words]
        return subprocess.run(line, cwd=ROOT, check=True, capture_output=True, text=True, timeout=60).stdout

    def start(self) -> None:
        """Load the demo and open the doors."""
        for line in self.command("demo").splitlines():
            login, code = line.split()
            self.codes[login] = code
        with (self.folder / "server.log").open("wb") as log:
            self.process = self._served(log)
        wait_for(self.process, self.port)

    def _served(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        line = [sys.executable, "-m", "app.server.admin", "--database", str(self.database), "serve", "--port", str(self.port)]
        return subprocess.Popen(line, cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def cable(self) -> "Cable":
        """Return a new cable to the server, plugged in."""
        cable = Cable(self.port)
        cable.plug_in()
        self.cables.append(cable)
        return cable

    def close(self) -> None:
        """Close the town hall and roll up the cables."""
        for cable in self.cables:
            cable.pull_out()
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)


class NoTownError(Exception):
    """There is no server to play with, and why."""


class Cable:
    """One laptop's way to the server."""

    def __init__(self, behind: int) -> None:
        self.port = free_port()
        self.behind = behind
        self.process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        """Return the server's address as this laptop knows it."""
        return f"http://127.0.0.1:{self.port}"

    def plug_in(self) -> None:
        """Let there be network."""
        line = [sys.executable, str(Path(__file__).with_name("cable.py")), str(self.port), str(self.behind)]
        self.process = subprocess.Popen(line, stdout=subprocess.PIPE, text=True)
        if self.process.stdout is None or self.process.stdout.readline().strip() != "connected":
            raise RuntimeError("the cable does not connect")

    def pull_out(self) -> None:
        """Let there be none: whatever was on its way is lost."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(20)
            if self.process.stdout is not None:
                self.process.stdout.close()
            self.process = None


def answers(port: int) -> bool:
    """Tell whether the server says that it is well."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait_for(server: "subprocess.Popen[bytes]", port: int) -> None:
    """Return as soon as the server answers; raises NoTownError when it does not come."""
    for _ in range(BLINKS):
        if answers(port):
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(BLINK_S)
            break
    raise NoTownError(f"the server of the demo does not answer at 127.0.0.1:{port}. Has this machine a loopback network?")
