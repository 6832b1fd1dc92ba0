"""A relay in a process of its own that counts what goes over a line: every byte of HTTP, headers and all, and the requests.

It knows nothing of either end, so it counts the same whatever client and server are. Nothing is timed through it.
"""

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from benchmarks.served import ended

REQUEST = re.compile(rb"(?:GET|POST|PUT|PATCH|DELETE|HEAD) /\S* HTTP/1\.1\r\n")
LONGEST_LINE = 512
PIECE = 1 << 16


@dataclass(frozen=True)
class Relay:
    """A relay that runs, as its starter speaks to it."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def address(self) -> str:
        """Return where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def counted(self) -> tuple[int, int, int]:
        """Return the bytes up, the bytes down and the requests until now."""
        up, down, requests = said(self.process, "up", "down", "requests")
        return up, down, requests


@contextmanager
def relayed(port: int) -> Iterator[Relay]:
    """Run a relay to a port of this machine."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.relay", str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield Relay(process, said(process, "port")[0])
    finally:
        ended(process)


def said(process: subprocess.Popen[bytes], *names: str) -> tuple[int, ...]:
    """Ask the relay, and return the numbers of these names."""
    if process.stdin is None or process.stdout is None:
        raise SystemExit("the relay has no ear")
    process.stdin.write(b"\n")
    process.stdin.flush()
    told = json.loads(process.stdout.readline())
    return tuple(told[name] for name in names)


@dataclass
class Counter:
    """What went by."""

    behind: int
    port: int = 0
    up: int = 0
    down: int = 0
    requests: int = 0

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one line both ways until either end closes."""
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.behind)
        await asyncio.gather(self.carried_up(reader, far_writer), self.carried_down(far_reader, writer))

    async def carried_up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry to the server, and count requests, also one whose first line comes in two pieces."""
        rest = b""
        with suppress(ConnectionError):
            while piece := await reader.read(PIECE):
                rest = self.note(rest, piece)
                writer.write(piece)
                await writer.drain()
        writer.close()

    def note(self, rest: bytes, piece: bytes) -> bytes:
        """Count a piece that goes up after `rest`; returns what may be the beginning of a request."""
        self.up += len(piece)
        rest += piece
        found = list(REQUEST.finditer(rest))
        self.requests += len(found)
        return rest[found[-1].end() if found else 0 :][-LONGEST_LINE:]

    async def carried_down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry to the client."""
        with suppress(ConnectionError):
            while piece := await reader.read(PIECE):
                self.down += len(piece)
                writer.write(piece)
                await writer.drain()
        writer.close()

    async def live(self) -> None:
        """Listen, and answer each line of the starter with what was counted, until the starter is gone."""
        listening = await asyncio.start_server(self.connected, "127.0.0.1", 0)
        self.port = listening.sockets[0].getsockname()[1]
        ear = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(ear), sys.stdin)
        while await ear.readline():
            print(json.dumps({"port": self.port, "up": self.up, "down": self.down, "requests": self.requests}), flush=True)


if __name__ == "__main__":
    asyncio.run(Counter(int(sys.argv[1])).live())
