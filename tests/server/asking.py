"""A laptop that says exactly what a test wants it to say, also what no honest laptop would."""

import os
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec

from app.changelog.change import WHOLE_ROW
from app.domain.ids import as_text
from app.domain.records import SCHEMA
from app.protocol.messages import SyncAnswer, decode
from app.protocol.packing import pack, unpack
from app.protocol.view import view_of
from tests.builders import some_id
from tests.world import ADDRESS, Device, World

Json = dict[str, Any]


@dataclass
class Asking:
    """Builds requests by hand."""

    world: World
    device: Device

    def post(self, path: str, body: bytes, token: str | None = None, encoding: str = "") -> tuple[int, bytes]:
        """Send a body as it is; returns status and unpacked answer."""
        headers = {"authorization": f"Bearer {self.device.identity.token if token is None else token}"}
        if encoding:
            headers["content-encoding"] = encoding
        return self.carried(httpx.Request("POST", ADDRESS + path, content=body, headers=headers))

    def get(self, path: str, token: str | None = None) -> tuple[int, bytes]:
        """Ask for a page."""
        headers = {"authorization": f"Bearer {self.device.identity.token if token is None else token}"}
        return self.carried(httpx.Request("GET", ADDRESS + path, headers=headers))

    def carried(self, request: httpx.Request) -> tuple[int, bytes]:
        """Send any request."""
        response = self.world.server.answer(request)
        return response.status_code, unpack(b"".join(response.iter_raw()), response.headers.get("content-encoding", ""))

    def request(self, *pushes: Json, **other: Any) -> Json:
        """Return a sync request as an honest laptop that knows nothing would write it."""
        identity = self.device.identity
        wall = int(self.device.clock.now().timestamp() * 1000)
        usual = {
            "v": 1,
            "device": as_text(identity.device),
            "inc": identity.inc,
            "epoch": identity.epoch,
            "schema": SCHEMA,
            "wall_now": wall,
            "view": view_of([]),
            "push": list(pushes),
            "cursors": {},
            "looks": [],
        }
        return {**usual, **other}

    def sync(self, *pushes: Json, **other: Any) -> tuple[int, Json]:
        """Send a sync request; returns status and answer."""
        body, encoding = pack(msgspec.json.encode(self.request(*pushes, **other)))
        status, answer = self.post("/v1/sync", body, encoding=encoding)
        return status, msgspec.json.decode(answer) if answer else {}

    def answered(self, *pushes: Json, **other: Any) -> SyncAnswer:
        """Send a sync request that is answered."""
        body, encoding = pack(msgspec.json.encode(self.request(*pushes, **other)))
        status, answer = self.post("/v1/sync", body, encoding=encoding)
        assert status == 200, answer
        return decode(SyncAnswer, answer)

    def change(self, record: str, row: bytes, grp: str, val: Any, **other: Any) -> Json:
        """Return a change on the wire, in a gesture of its own."""
        usual = {
            "seen": 0,
            "tx": as_text(some_id()),
            "record": record,
            "row": as_text(row),
            "grp": grp,
            "val": val,
            "salt": as_text(os.urandom(16)),
            "wall": int(self.device.clock.now().timestamp() * 1000),
            "author": as_text(self.device.identity.worker),
            "schema": SCHEMA,
            "kind": "set",
        }
        return {**usual, **other}

    def birth(self, family: bytes, **other: Any) -> Json:
        """Return the creation of a family row."""
        worker = as_text(self.device.identity.worker)
        val = {
            "display_name": "Gezin De Wit",
            "municipality_code": "GM9999",
            "registered_on": "2026-11-23",
            "regisseur": {"worker": worker, "name": "Samira", "since_on": "2026-11-23"},
        }
        return self.change("family", family, WHOLE_ROW, val, **other)

    def born(self) -> bytes:
        """Return a family that this laptop began and pushed."""
        family = some_id()
        assert self.answered(push(family, 1, self.birth(family))).acks
        return family


def push(stream: bytes, from_ctr: int, *changes: Json) -> Json:
    """Return a push on the wire."""
    return {"stream": as_text(stream), "from_ctr": from_ctr, "changes": list(changes)}
