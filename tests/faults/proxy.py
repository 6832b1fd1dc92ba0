"""A proxy on this machine between laptops and server that does to one exchange what bad lines and bad proxies do.

It carries whole messages, so that it can lose, repeat or keep one. What it must do next stands in its file: `kind:number`.
"""

import asyncio
import gzip
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import zstandard

Message = tuple[bytes, bytes]
"""Head and body."""
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]

LATE_S, DROP_S, DROPS = 0.15, 0.004, 40
MEGA = 1024 * 1024
HTML = b"<!DOCTYPE html><html><body><h1>Bad Gateway</h1></body></html>"
BOMB = zstandard.ZstdCompressor().compress(bytes(20 * MEGA))
GZIP_BOMB = gzip.compress(bytes(20 * MEGA), 1)
LOGIN = b"<html><body>Welkom op de gastwifi. Klik op akkoord.</body></html>"


class CutError(Exception):
    """The line is cut here."""


def answer(status: bytes, body: bytes, *headers: bytes) -> Message:
    """Return an answer of our own."""
    return b"\r\n".join([b"HTTP/1.1 " + status, b"content-length: %d" % len(body), *headers]), body


async def message(reader: asyncio.StreamReader) -> Message | None:
    """Read one request or answer, as h11 and httpx write them: with a content length, or without a body."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n"))[:-4]
        length = next((int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
        return head, await reader.readexactly(length)
    except (asyncio.IncompleteReadError, ConnectionError):
        return None


def whole(said: Message) -> bytes:
    """Return a message as it goes over the line."""
    return said[0] + b"\r\n\r\n" + said[1]


@dataclass
class Proxy:
    """Listens at one port, and carries to another. `file` says what to do with the next exchange, `hits` what was done."""

    port: int
    behind: int
    file: Path
    kept: list[asyncio.Task[Message]] = field(default_factory=list)

    @property
    def hits(self) -> Path:
        """Return the file in which everything that it did is a line."""
        return self.file.with_name("proxied")

    def arm(self, kind: str, number: int) -> None:
        """Let this happen to the next exchange."""
        draft = self.file.with_name(f"{self.file.name}.new")
        draft.write_text(f"{kind}:{number}", encoding="ascii")
        draft.replace(self.file)

    def disarm(self) -> None:
        """Carry everything as it is."""
        self.file.unlink(missing_ok=True)

    def did(self) -> Counter[str]:
        """Return how often it did what."""
        return Counter(self.hits.read_text(encoding="ascii").split()) if self.hits.exists() else Counter()

    def live(self, _ear: TextIO, mouth: TextIO) -> None:
        """Be the process."""
        asyncio.run(self.listen(mouth))

    async def listen(self, mouth: TextIO) -> None:
        """Carry until killed."""
        listening = await asyncio.start_server(self.connected, "127.0.0.1", self.port, limit=64 * MEGA)
        mouth.write("ready\n")
        mouth.flush()
        await listening.serve_forever()

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one client's line."""
        with suppress(CutError, OSError):
            while (asked := await message(reader)) is not None:
                kind, number = self.order(asked)
                did = await KINDS[kind](self, asked, number) if kind else await self.carried(asked)
                if kind == "cut_down":
                    writer.write(whole(did)[: number % len(whole(did))])
                    break
                await pour(writer, did, slowly=kind == "trickle")
        writer.close()

    def order(self, asked: Message) -> tuple[str, int]:
        """Take what is to be done with this exchange, once; only what is posted is worth it."""
        if not asked[0].startswith(b"POST") or not self.file.exists():
            return "", 0
        kind, number = self.file.read_text(encoding="ascii").split(":")
        self.disarm()
        with self.hits.open("a", encoding="ascii") as hits:
            hits.write(f"{kind}\n")
        return kind, int(number)

    async def carried(self, asked: Message, most: int | None = None) -> Message:
        """Carry a request to the server, all of it or so many bytes, and return the answer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.behind, limit=64 * MEGA)
        try:
            writer.write(whole(asked)[:most])
            await writer.drain()
            if most is not None:
                raise CutError
            if (said := await message(reader)) is None:
                raise CutError
            return said
        finally:
            writer.close()

    # ------------------------------------------------------------ what may happen
    async def cut_up(self, asked: Message, number: int) -> Message:
        """Cut the line while the request goes up."""
        return await self.carried(asked, number % len(whole(asked)))

    async def cut_down(self, asked: Message, _number: int) -> Message:
        """Cut the line while the answer comes down."""
        return await self.carried(asked)

    async def lost(self, asked: Message, _number: int) -> Message:
        """Lose the answer, after the server has done everything."""
        await self.carried(asked)
        raise CutError

    async def twice(self, asked: Message, _number: int) -> Message:
        """Hand the request over twice."""
        await self.carried(asked)
        return await self.carried(asked)

    async def at_once(self, asked: Message, _number: int) -> Message:
        """Hand the request over twice at the same moment."""
        both = await asyncio.gather(self.carried(asked), self.carried(asked))
        return both[1]

    async def reorder(self, asked: Message, _number: int) -> Message:
        """Keep the request, and hand it over when later ones of the same laptop have been there."""

        async def later() -> Message:
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.Event().wait(), LATE_S)
            return await self.carried(asked)

        task = asyncio.ensure_future(later())
        task.add_done_callback(lambda done: done.exception())
        self.kept.append(task)
        raise CutError

    async def html(self, _asked: Message, _number: int) -> Message:
        """Answer as a proxy does before which nothing stands."""
        return answer(b"502 Bad Gateway", HTML, b"content-type: text/html")

    async def login(self, _asked: Message, _number: int) -> Message:
        """Answer as the network of a hotel does."""
        return answer(b"200 OK", LOGIN, b"content-type: text/html")

    async def truncated(self, asked: Message, number: int) -> Message:
        """Let the frame of the answer end early."""
        head, body = await self.carried(asked)
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length")]
        short = body[: number % max(1, len(body))]
        return b"\r\n".join([*lines, b"content-length: %d" % len(short)]), short

    async def bomb(self, _asked: Message, _number: int) -> Message:
        """Answer something small that is very large."""
        return answer(b"200 OK", BOMB, b"content-type: application/json", b"content-encoding: zstd")

    async def gzip_bomb(self, _asked: Message, _number: int) -> Message:
        """Answer the same in another packing."""
        return answer(b"200 OK", GZIP_BOMB, b"content-type: application/json", b"content-encoding: gzip")

    async def bomb_up(self, asked: Message, _number: int) -> Message:
        """Let the server get something small that is very large, in the laptop's name."""
        lines = [line for line in asked[0].split(b"\r\n") if not line.lower().startswith(b"content-length")]
        return await self.carried((b"\r\n".join([*lines, b"content-length: %d" % len(BOMB)]), BOMB))

    async def too_large(self, _asked: Message, _number: int) -> Message:
        """Answer that it is too much at once."""
        return answer(b"413 Content Too Large", b"")

    async def trickle(self, asked: Message, _number: int) -> Message:
        """Let the answer come drop by drop."""
        return await self.carried(asked)


async def pour(writer: asyncio.StreamWriter, said: Message, *, slowly: bool) -> None:
    """Write an answer, at once or in drops."""
    data = whole(said)
    size = max(1, len(data) // DROPS) if slowly else len(data)
    for start in range(0, len(data), size):
        writer.write(data[start : start + size])
        await writer.drain()
        if slowly:
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.Event().wait(), DROP_S)


KINDS: dict[str, Callable[[Proxy, Message, int], Awaitable[Message]]] = {
    "cut_up": Proxy.cut_up,
    "cut_down": Proxy.cut_down,
    "lost": Proxy.lost,
    "twice": Proxy.twice,
    "at_once": Proxy.at_once,
    "reorder": Proxy.reorder,
    "html": Proxy.html,
    "login": Proxy.login,
    "truncated": Proxy.truncated,
    "bomb": Proxy.bomb,
    "gzip_bomb": Proxy.gzip_bomb,
    "bomb_up": Proxy.bomb_up,
    "too_large": Proxy.too_large,
    "trickle": Proxy.trickle,
}
