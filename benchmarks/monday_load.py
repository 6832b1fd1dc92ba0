"""Two hundred laptops in one process, as light as can be, so that the server is what is measured: `python -m benchmarks.monday_load FILE`.

Each has a line of its own and says what a real one says (app/sync/round.py): nothing waits and nothing is new: one request; colleagues
wrote: a view that is refused, then its cursors; own work waits: that goes with the first request. Answers are read by the protocol's own
strict reader, pages must fit on the cursors. Orders come as lines of JSON on standard input; each is answered by one line.
"""

import asyncio
import json
import secrets
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from app.clock import SystemClock, wall_ms
from app.domain.ids import as_text, new_id
from app.domain.records import SCHEMA
from app.protocol.messages import Push, PushedChange, Refusal, SyncAnswer, SyncRequest, decode, encode
from app.protocol.packing import pack, unpack
from app.protocol.view import view_of
from app.protocol.wire import head_hash, stream_id

CLOCK, CHANCE = SystemClock(), secrets.SystemRandom()
CHANGES_IN, FAMILIES_IN = 200, 10
SENTENCE = "Overdag is het rustiger in huis sinds opa op woensdag komt ({})."


class Given(msgspec.Struct):
    """One laptop as the server knows it, and the port at which it asks: its families with their heads and the right's version."""

    device: str
    worker: str
    token: str
    port: int
    families: list[tuple[str, int, str, int]]


class Load(msgspec.Struct):
    """All laptops, and the fields (record, row, name) of their families in which they write."""

    epoch: str
    fields: list[tuple[str, str, str]]
    laptops: list[Given]


class Order(msgspec.Struct):
    """One wave: which laptops have work that waits, how many laptops are served at a time, over how many seconds they come."""

    pushing: list[int] = []
    at_once: int = 16
    over_s: float = 0.0


class WrongError(Exception):
    """An answer that no laptop could use."""


@dataclass
class Laptop:
    """What one laptop knows, and its line."""

    load: Load
    given: Given
    cursors: dict[str, int] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    wrote: dict[str, int] = field(default_factory=dict)
    prepared: bytes = b""
    pulled: int = 0
    acked: int = 0
    requests: int = 0
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    def __post_init__(self) -> None:
        for stream, seq, chain, version in self.given.families:
            self.cursors[stream], self.hashes[stream], self.versions[stream] = seq, chain, version

    def prepare(self, *, pushing: bool) -> None:
        """Make the first request of a round ready."""
        self.prepared = self.request([*self.pushes()] if pushing else [], with_cursors=pushing)

    def pushes(self) -> list[Push]:
        """Return what waits: some changes in some families, in gestures of two."""
        share = CHANGES_IN // FAMILIES_IN
        return [self.push(stream, share) for stream in CHANCE.sample(sorted(self.cursors), FAMILIES_IN)]

    def push(self, stream: str, count: int) -> Push:
        """Return new values of fields of a family, as its worker typed them over what is here now."""
        wall, changes, tx = wall_ms(CLOCK), [], ""
        for place in range(count):
            tx = tx if place % 2 else as_text(new_id(wall, place))
            record, row, grp = self.load.fields[place % len(self.load.fields)]
            val, salt = msgspec.Raw(msgspec.json.encode(SENTENCE.format(place))), as_text(secrets.token_bytes(16))
            seen = self.cursors[stream]
            changes.append(PushedChange(seen, tx, record, row, grp, val, salt, wall, self.given.worker, SCHEMA, "set"))
        first = self.wrote.get(stream, 0) + 1
        self.wrote[stream] = first + count - 1
        return Push(stream, first, changes)

    def request(self, pushes: list[Push], *, with_cursors: bool) -> bytes:
        """Return a whole request, head and body."""
        seen = ((stream_id(one), seq, head_hash(self.hashes[one]), self.versions[one]) for one, seq in self.cursors.items())
        said: dict[str, Any] = {"cursors": self.cursors, "standing": {}, "versions": self.versions} if with_cursors else {}
        who: dict[str, Any] = {
            "device": self.given.device,
            "inc": 1,
            "epoch": self.load.epoch,
            "schema": SCHEMA,
            "wall_now": wall_ms(CLOCK),
        }
        body, encoding = pack(encode(SyncRequest(**who, view=view_of(seen), push=pushes, **said)))
        head = (
            f"POST /v1/sync HTTP/1.1\r\nhost: 127.0.0.1:{self.given.port}\r\ncontent-type: application/json\r\n"
            f"content-encoding: {encoding}\r\naccept-encoding: zstd\r\nauthorization: Bearer {self.given.token}\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    async def round(self) -> None:
        """Sync until both sides have everything; raises WrongError for an answer that does not fit."""
        asked = self.prepared
        while True:
            status, body = await self.sent(asked)
            if status == 204:
                return
            if status == 409 and decode(Refusal, body).error == "view":
                asked = self.request([], with_cursors=True)
                continue
            if status != 200:
                raise WrongError(f"{status} {body[:80]!r}")
            if not self.took(decode(SyncAnswer, body)):
                return
            asked = self.request([], with_cursors=True)

    def took(self, answer: SyncAnswer) -> bool:
        """Take in an answer; tells whether there is more."""
        if answer.exceptions or answer.collisions or answer.waits:
            raise WrongError("work was not taken in")
        self.versions = {one.stream: one.version for one in answer.grants}
        self.acked += sum(ack.to_ctr - ack.from_ctr + 1 for ack in answer.acks)
        for page in answer.pages:
            mine = sum(own.to_ctr - own.from_ctr + 1 for own in page.own)
            if page.first != self.cursors[page.stream] + 1 or page.last - page.first + 1 != len(page.changes) + mine:
                raise WrongError("a page that does not fit")
            self.cursors[page.stream] = page.last
            self.pulled += len(page.changes)
            if page.last == page.head:
                self.hashes[page.stream] = page.head_hash
        return answer.more

    async def sent(self, asked: bytes) -> tuple[int, bytes]:
        """Send a request on this laptop's line; returns status and unpacked body."""
        self.requests += 1
        if self.line is None:
            self.line = await asyncio.open_connection("127.0.0.1", self.given.port)
        reader, writer = self.line
        writer.write(asked)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
        fields = dict(line.split(": ", 1) for line in head[1:] if line)
        body = await reader.readexactly(int(fields.get("content-length", 0)))
        return int(head[0].split(" ")[1]), unpack(body, fields.get("content-encoding", ""))

    def hang_up(self) -> None:
        """End the line: until the next time it would have gone dead anyway."""
        if self.line is not None:
            self.line[1].close()
            self.line = None


async def wave(laptops: list[Laptop], order: Order) -> dict[str, Any]:
    """Let every laptop sync once; returns how long each was about it, and what went wrong."""
    for place, laptop in enumerate(laptops):
        laptop.prepare(pushing=place in order.pushing)
    free = asyncio.Semaphore(order.at_once)
    came = sorted(CHANCE.uniform(0, order.over_s) for _ in laptops)
    took: list[float] = []
    errors: list[str] = []
    before = sum(one.requests for one in laptops)
    begin, cpu = time.perf_counter(), time.process_time()

    async def one(laptop: Laptop, at: float) -> None:
        await asyncio.sleep(max(0.0, begin + at - time.perf_counter()))
        async with free:
            began = begin + at if order.over_s else time.perf_counter()
            try:
                await laptop.round()
            except (WrongError, OSError, asyncio.IncompleteReadError, KeyError, ValueError) as error:
                errors.append(f"{type(error).__name__} {error}")
            took.append(1000 * (time.perf_counter() - began))
            laptop.hang_up()

    await asyncio.gather(*(one(laptop, at) for laptop, at in zip(CHANCE.sample(laptops, len(laptops)), came, strict=True)))
    spent = {"seconds": time.perf_counter() - begin, "cpu": time.process_time() - cpu}
    return spent | {"ms": took, "errors": errors, "requests": sum(one.requests for one in laptops) - before}


async def main() -> None:
    """Carry out orders until there are no more; then say what each laptop has."""
    load = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Load)
    laptops = [Laptop(load, given) for given in load.laptops]
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(await wave(laptops, msgspec.json.decode(line, type=Order))), flush=True)
    print(json.dumps([[one.given.device, one.pulled, one.acked, one.wrote, one.cursors] for one in laptops]), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
