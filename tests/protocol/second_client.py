"""A second client, written from app/protocol/PROTOCOL.md alone: the standard library and zstandard, nothing of the program."""

import base64
import hashlib
import http.client
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import zstandard

Send = Callable[[str, bytes, dict[str, str]], tuple[int, bytes]]
"""Path, body and headers of a POST; returns the status and the body as it came."""
SCHEMA, WHOLE, DELETED = 1, "*", "_deleted"
Cell = tuple[str, str, str]


@dataclass
class Change:
    """A change by its name (dev, inc, ctr); `val` is JSON, letter for letter, `said` has the other members of the wire form."""

    name: tuple[str, int, int]
    val: str
    said: dict[str, Any]
    seq: int | None = None
    ord: int = 0

    def saw(self, other: "Change") -> bool:
        """Tell whether its author had the other one on the screen."""
        mine, seq, seen = self.name[:2] == other.name[:2], other.seq or 0, int(self.said["seen"])
        return self.name[2] > other.name[2] and seq < (self.seq or seq + 1) if mine else 0 < seq <= seen

    def leaf(self, stream: str) -> bytes:
        """Return SHA-256(salt, content)."""
        said = self.said
        parts: list[Any] = [raw(stream), raw(self.name[0]), *self.name[1:], said["seen"], raw(said["tx"]), said["record"], raw(said["row"])]
        parts += [said["grp"], self.val, said["wall"], raw(said["author"]), said["schema"], said["kind"]]
        content = [part if isinstance(part, bytes) else str(part).encode() for part in parts]
        return hashlib.sha256(raw(said["salt"]) + b"".join(len(part).to_bytes(4, "big") + part for part in content)).digest()


@dataclass
class Stream:
    """What the client has of one stream: the history in `seq` order, what waits, the chain's head, the grant's version."""

    log: list[Change] = field(default_factory=list)
    waiting: list[Change] = field(default_factory=list)
    head: bytes = bytes(32)
    version: int = 0
    last_ctr: int = 0

    def rows(self) -> dict[tuple[str, str], dict[str, list[Any]]]:
        """Return, for each row that is on the screen, the values of its fields: the displayed one last."""
        stands: dict[Cell, list[Change]] = {}
        for change in [*self.log, *self.waiting]:
            cell = (change.said["record"], change.said["row"], change.said["grp"])
            stands[cell] = [one for one in stands.get(cell, []) if not change.saw(one)] + [change]
        return {row: self._fields(stands, row) for row in {cell[:2] for cell in stands} if not self._gone(stands, row)}

    def number(self, first: int, last: int, seq: int, received_at: int, clock_err: int) -> None:
        """Write the server's numbers to own changes."""
        for one in self.waiting:
            if first <= one.name[2] <= last:
                one.seq, one.ord = seq + one.name[2] - first, min(one.said["wall"] + clock_err, received_at)

    def _fields(self, stands: dict[Cell, list[Change]], row: tuple[str, str]) -> dict[str, list[Any]]:
        made, fields = [(one, json.loads(one.val)) for one in stands.get((*row, WHOLE), [])], {}
        for name in {cell[2] for cell in stands if cell[:2] == row} - {WHOLE, DELETED} | {name for _, whole in made for name in whole}:
            own = stands.get((*row, name), [])
            found = [(one, json.loads(one.val)) for one in own]
            found += [(one, whole[name]) for one, whole in made if name in whole and not any(later.saw(one) for later in own)]
            found.sort(key=lambda pair: (pair[0].seq is None, pair[0].ord, pair[0].seq or 0))
            fields[name] = [value for place, (_, value) in enumerate(found) if value not in [later for _, later in found[place + 1 :]]]
        return fields

    def _gone(self, stands: dict[Cell, list[Change]], row: tuple[str, str]) -> bool:
        marks = stands.get((*row, DELETED), [])
        rest = [one for cell, ones in stands.items() if cell[:2] == row and cell[2] != DELETED for one in ones]
        return bool(marks) and all(json.loads(mark.val) for mark in marks) and all(any(mark.saw(one) for mark in marks) for one in rest)


@dataclass
class SecondClient:
    """One device. `wall` tells the time in ms."""

    send: Send
    wall: Callable[[], int]
    me: dict[str, Any] = field(default_factory=dict)
    streams: dict[str, Stream] = field(default_factory=dict)

    def enrol(self, code: str) -> None:
        """Become a device."""
        self.me = json.loads(self._post("/v1/enrol", {"v": 1, "code": code})[1])

    def write(self, stream: str, cell: Cell, value: Any, kind: str = "set", tx: str = "") -> str:
        """Note a change; returns the gesture it belongs to, to which more can be added."""
        place = self.streams.setdefault(stream, Stream())
        place.last_ctr += 1
        said = {"seen": len(place.log), "tx": tx or text(os.urandom(16)), "record": cell[0], "row": cell[1], "grp": cell[2], "kind": kind}
        said |= {"salt": text(os.urandom(16)), "wall": self.wall(), "author": self.me["worker"], "schema": SCHEMA}
        place.waiting.append(Change((self.me["device"], self.me["inc"], place.last_ctr), dumped(value), said))
        return str(said["tx"])

    def sync(self) -> int:
        """Exchange until neither side has anything new; returns how many requests it took."""
        cursors = False
        for turn in range(1, 100):
            status, body = self._post("/v1/sync", self._request(cursors))
            if status == 204:
                return turn
            if status != 200 and json.loads(body)["error"] != "view":
                break
            cursors = status == 409 or self._absorb(members(body.decode()))
        raise ValueError(body)

    def _request(self, cursors: bool) -> dict[str, Any]:
        asked = {name: self.me[name] for name in ("device", "inc", "epoch")} | {"v": 1, "schema": SCHEMA, "wall_now": self.wall()}
        active = {name: at for name, at in sorted(self.streams.items(), key=lambda pair: raw(pair[0])) if at.version}
        view = [raw(name) + len(at.log).to_bytes(8, "big") + at.head + at.version.to_bytes(8, "big") for name, at in active.items()]
        waits = {name: [one.said | {"val": json.loads(one.val)} for one in at.waiting] for name, at in self.streams.items() if at.waiting}
        push = [{"stream": name, "from_ctr": self.streams[name].waiting[0].name[2], "changes": said} for name, said in waits.items()]
        where = {"cursors": {name: len(at.log) for name, at in active.items()}} if cursors or push else {}
        return asked | {"view": hashlib.sha256(b"".join(view)).hexdigest(), "push": push} | where

    def _absorb(self, answer: dict[str, str]) -> bool:
        for name, version, _role in json.loads(answer["grants"]):
            self.streams.setdefault(name, Stream()).version = version
        for ack in json.loads(answer["acks"]):
            self.streams[ack["stream"]].number(*(ack[one] for one in ("from_ctr", "to_ctr", "from_seq", "received_at", "clock_err")))
        for held in json.loads(answer["exceptions"]):
            at = self.streams[held["stream"]]
            at.waiting = [one for one in at.waiting if not held["from_ctr"] <= one.name[2] <= held["to_ctr"]]
        for page in map(members, parts_of(answer["pages"])):
            self._turn(page)
        return answer["more"] == "true"

    def _turn(self, page: dict[str, str]) -> None:
        name, others = json.loads(page["stream"]), map(members, parts_of(page["changes"]))
        at = self.streams[name]
        for own in json.loads(page["own"]):
            at.number(*own)
        mine = {one.seq: one for one in at.waiting}
        if int(page["from"]) != len(at.log) + 1:
            raise ValueError("a page that does not continue")
        for seq in range(int(page["from"]), int(page["to"]) + 1):
            at.log.append(mine[seq] if seq in mine else pulled(next(others), seq))
            at.head = hashlib.sha256(at.head + at.log[-1].leaf(name)).digest()
        at.waiting = [one for one in at.waiting if one.seq is None or one.seq > len(at.log)]
        if page["to"] == page["head"] and at.head.hex() != json.loads(page["head_hash"]):
            raise ValueError("another history")

    def _post(self, path: str, message: dict[str, Any]) -> tuple[int, bytes]:
        packed = zstandard.ZstdCompressor(level=3, write_checksum=True).compress(dumped(message).encode())
        status, body = self.send(path, packed, {"content-encoding": "zstd", "authorization": f"Bearer {self.me.get('token', '')}"})
        return status, zstandard.ZstdDecompressor().decompress(body) if body else b""


def pulled(wire: dict[str, str], seq: int) -> Change:
    """Return somebody else's change of its members as text."""
    said = {name: json.loads(value) for name, value in wire.items() if name != "val"}
    order = min(said["wall"] + said["clock_err"], said["received_at"])
    return Change((said["dev"], said["inc"], said["ctr"]), wire["val"], said, seq, order)


def parts_of(written: str) -> Iterator[str]:
    """Yield what stands between the commas and colons of a JSON object or array, as it is written: hashed is what travelled."""
    place, decoder = 1, json.JSONDecoder()
    while written[place] not in "]}":
        begin, place = place, decoder.raw_decode(written, place)[1]
        yield written[begin:place]
        place += written[place] in ",:"


def members(written: str) -> dict[str, str]:
    """Return the members of a JSON object, each value as it is written."""
    parts = list(parts_of(written))
    return dict(zip(map(json.loads, parts[::2]), parts[1::2], strict=True))


dumped = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def raw(name: str) -> bytes:
    """Return the bytes of an id, which is 22 characters."""
    return base64.urlsafe_b64decode(name + "==")


def text(name: bytes) -> str:
    """Return an id as its 22 characters."""
    return base64.urlsafe_b64encode(name).decode().rstrip("=")


def post(host: str, port: int, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """Send over a real line: with host and port filled in, this is a `Send`."""
    line = http.client.HTTPConnection(host, port)
    line.request("POST", path, body, headers | {"connection": "close"})
    answer = line.getresponse()
    return answer.status, answer.read()
