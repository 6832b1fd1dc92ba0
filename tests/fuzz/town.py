"""The town that is attacked: a family on two laptops, somebody else's family, and the laptop of which the token is in the wrong hands."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import update
from sqlalchemy.engine import make_url

from app.actions.held_work import decide, held_work
from app.changelog.log import Log
from app.domain.ids import as_text
from app.protocol.packing import unpack
from app.protocol.view import view_of
from app.protocol.wire import stream_id
from app.server import tables
from app.server.access import Actor, Grant, grants_of
from app.store import tables as store_tables
from tests.builders import a_goal, a_person, a_plan, a_score, an_action, some_id
from tests.fuzz.hostile import CANARY, renamed
from tests.restoring import backed_up, found, put_back
from tests.world import ADDRESS, TOWN, Device, World

Json = Any
USUAL = {"v", "device", "inc", "epoch", "schema", "wall_now", "view", "push", "cursors"}
"""What every request to exchange says; what else one may say comes with some of them."""


BESIDES = (4, 5, 6)


class Town:
    """A world with real requests in it, recorded from laptops, that are sent again changed."""

    def __init__(self, folder: Path, address: str) -> None:
        self.kind = make_url(address).get_backend_name()
        self.world = World(folder, address)
        self.samira = self.world.device("Samira")
        self.joost = self.world.device("Joost")
        self.thief = self.world.device("Samira")
        self.family = self.samira.begin_family(f"Gezin {CANARY}")
        self.samira.create(self.family, a_plan(self.family), a_goal(self.family, f"{CANARY} slaapt weer."))
        self.samira.sync()
        self.world.grant(self.family, "Joost")
        self.theirs = self.joost.begin_family(f"Gezin {CANARY}-Anders")
        self.world.settle()
        self.recorded = [self._work(), self._birth()]
        self.world.settle()
        self.heals = self._healing()
        self.besides: Json = {}
        self.others = self._others()

    def _work(self) -> Json:
        """Record a push of some work on the family."""
        goal = a_goal(self.family, f"{CANARY} eet mee.")
        self.thief.create(self.family, goal, an_action(goal.id, by=CANARY), a_score(goal.id), a_person(CANARY))
        self.thief.change(self.family, goal, text=f"{CANARY} eet elke dag mee.")
        self.thief.delete(self.family, goal)
        return self._pushed()

    def _birth(self) -> Json:
        """Record the push of a family that is new."""
        self.born = self.thief.begin_family(f"Gezin {CANARY}-Nieuw")
        self.thief.create(self.born, a_plan(self.born), a_person(CANARY))
        return self._pushed()

    def _pushed(self) -> Json:
        self.thief.line.requests.clear()
        self.thief.sync()
        return next(message for message in map(_message, self.thief.line.requests) if message.get("push"))

    def _healing(self) -> list[Json]:
        """Record what a laptop hands in at a server that was put back; after it the town is as it was."""
        copy = backed_up(self.world)
        self.thief.create(self.family, a_goal(self.family, f"{CANARY} gaat naar school."))
        self.thief.sync()
        put_back(self.world, copy)
        self.thief.line.requests.clear()
        self.thief.sync()
        sent = [_message(request) for request in self.thief.line.requests if request.url.path == "/v1/heal"]
        self.world.settle(3)
        return sent

    def _others(self) -> dict[str, list[Json]]:
        """Record what else a laptop hands in, by its path: a right that ends, a decision on work that is held, and what comes with it."""
        self.thief.line.requests.clear()
        self.world.grant(self.theirs, "Samira")
        self.thief.sync()
        self.world.revoke(self.theirs, "Samira")
        self.world.revoke(self.family, "Joost")
        self.joost.create(self.family, a_goal(self.family, f"{CANARY} komt te laat."))
        for device in (self.joost, self.thief, self.thief):
            device.sync()
        for piece in held_work(self.thief.workspace, self.family).pieces:
            decide(self.thief.workspace, piece, take=True)
        self.thief.sync()
        self.world.grant(self.family, "Joost")
        self.world.settle(3)
        found: dict[str, list[Json]] = {}
        for request in self.thief.line.requests:
            if request.method == "POST":
                found.setdefault(request.url.path, []).append(_message(request))
        for message in found["/v1/sync"]:
            self.besides.update({name: value for name, value in message.items() if value and name not in USUAL})
        return found

    def real(self, path: str) -> Callable[[int], Json] | None:
        """Return what makes real requests to an operation, as it would take them in; None where laptops send it nothing."""
        known: dict[str, Callable[[int], Json]] = {"/v1/sync": self.push, "/v1/heal": self.heal, "/v1/enrol": lambda _: self.enrol()}
        if path not in known and (recorded := self.others.get(path)):
            known[path] = lambda which: self._as_now(recorded[which % len(recorded)])
        return known.get(path)

    def _as_now(self, message: Json) -> Json:
        """Return a recorded request as the thief's laptop would send it now."""
        return {**message, **{name: value for name, value in self.itself().items() if name in message}}

    def push(self, which: int) -> Json:
        """Return a sync request as it would be taken in now, with work nobody has seen yet."""
        if which % 10 == 9:
            return self._nothing_new()
        message = self.recorded[which % len(self.recorded)]
        family = as_text(some_id())
        message = renamed(message, {as_text(self.born): family})
        for push in message["push"]:
            push["from_ctr"] = self.last_ctr(push["stream"]) + 1
            for change in push["changes"]:
                change["seen"] = 0
        besides = self.besides if which in BESIDES else {}
        return {**message, **besides, "epoch": self.epoch(), "cursors": self.cursors()}

    def _nothing_new(self) -> Json:
        """Return a sync request of a laptop that has everything."""
        head = {name: value for name, value in self.recorded[0].items() if name not in ("push", "cursors", "looks")}
        return {
            **head,
            "epoch": self.epoch(),
            "view": view_of((one.stream, one.head_seq, one.head_hash, one.version) for one in self._grants()),
        }

    def heal(self, which: int) -> Json:
        """Return a healing request that would be taken in now, from a laptop that has not reported: new changes behind the last number."""
        self._reported(None)
        message = json.loads(json.dumps({**self.heals[which % len(self.heals)], "epoch": self.epoch()}))
        for tail in message.get("tails", []):
            seq, chain = self._head(tail["stream"])
            tail.update({"from": seq + 1, "before": chain})
            other = as_text(some_id())
            for ctr, change in enumerate(tail["changes"], 1):
                change.update(dev=other, ctr=ctr, row=as_text(some_id()), tx=as_text(some_id()), salt=as_text(some_id()))
        return message

    def _reported(self, epoch: str | None) -> None:
        """Let the server believe that in this epoch the thief's laptop has brought back what it had."""
        device = tables.device
        with self.world.house.database.write() as tx:
            tx.connection.execute(update(device).where(device.c.device == self.thief.identity.device).values(epoch=epoch))

    def _head(self, stream: str) -> tuple[int, str]:
        with self.world.house.database.read() as tx:
            query = self._log.write.select(tables.stream, ("head_seq", "head_hash"), ("stream",))
            seq, chain = tx.rows(query, (stream_id(stream),))[0]
        return int(seq), bytes(chain).hex()

    def itself(self) -> Json:
        """Return what the thief's laptop would say of itself."""
        return {"device": as_text(self.thief.identity.device), "inc": self.thief.identity.inc, "epoch": self.epoch()}

    def streams(self) -> tuple[str, ...]:
        """Return the families on which somebody may try a door: the thief's own, and another's."""
        return as_text(self.family), as_text(self.theirs)

    def enrol(self) -> Json:
        """Return a request with a code that is right."""
        return {"v": 1, "code": self.world.code("Mies")}

    def cursors(self) -> dict[str, int]:
        """Return where the thief's laptop would be if it had everything."""
        return {as_text(grant.stream): grant.head_seq for grant in self._grants()}

    def _grants(self) -> list[Grant]:
        identity, house = self.thief.identity, self.world.house
        with house.database.read() as tx:
            return grants_of(house, tx, Actor(TOWN, identity.device, identity.inc, identity.worker))

    def epoch(self) -> str:
        """Return the epoch in which the municipality lives."""
        with self.world.house.database.read() as tx:
            epoch: str = tx.rows(self._log.write.select(tables.municipality, ("epoch",), ()))[0][0]
        return epoch

    def last_ctr(self, stream: str) -> int:
        """Return the last counter the server has of the thief's laptop."""
        columns, key = ("last_ctr",), ("stream", "device")
        with self.world.house.database.read() as tx:
            rows = tx.rows(self._log.write.select(tables.device_stream, columns, key), (stream_id(stream), self.thief.identity.device))
        return int(rows[0][0]) if rows else 0

    def unsound(self, *, healed: bool) -> str:
        """Return what is not sound in the database. Who heals may lie about its counters; that the check says so is right."""
        findings = [one for one in found(self.world) if not (healed and one.what == "counters")]
        return f"the database is not sound: {findings[:5]}" if findings else ""

    def fault(self) -> str:
        """Return why a laptop no longer gets its work across, or nothing."""
        self._reported(self.epoch())
        self.samira.create(self.family, a_goal(self.family, "Na de storm."))
        for _ in range(3):
            for device in (self.samira, self.joost):
                device.sync()
        for device in (self.samira, self.joost):
            if device.rows(self.family) != self.world.rows(self.family):
                return f"a laptop at {device.cursor(self.family)} has other rows than the server"
        return self._unsent(self.samira)

    @property
    def _log(self) -> Log:
        return self.world.house.database.log

    def _unsent(self, device: Device) -> str:
        waiting = [row for row in device.dump(store_tables.log_tables.change) if row["seq"] is None]
        return f"{len(waiting)} changes of an honest laptop were not taken in" if waiting else ""

    def send(self, method: str, path: str, body: bytes, headers: list[tuple[bytes, bytes]]) -> httpx.Response:
        """Send anything."""
        request = httpx.Request(method, ADDRESS + path, content=body, headers=headers)
        answer = self.world.server.answer(request)
        answer.request, answer.elapsed = request, timedelta()
        return answer


def _message(request: httpx.Request) -> Json:
    return json.loads(unpack(request.content, request.headers.get("content-encoding", "")))
