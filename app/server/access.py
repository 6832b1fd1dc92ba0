"""Who may touch what. Every route but enrolment, health and the description asks here first; nothing else here decides on a right."""

import hashlib
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request
from sqlalchemy import ClauseElement, bindparam, select

from app.changelog.base import TAIL_MS, WORTH
from app.changelog.transaction import Tx
from app.clock import Clock, wall_ms
from app.server import tables
from app.server.database import Database
from app.server.healing import Era

ACTIVE = "active"
GRANT = ("role", "since", "until", "version")
NO_ERA = Era("", None, None)
"""Of who did not sign in by a token: nothing can be handed over in it."""
DEVICE = ("municipality", "device", "inc", "worker", "epoch", "seen_at")


class RefusedError(Exception):
    """A request that is answered with a status and a word, and with nothing else."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status = status
        self.error = error


@dataclass(frozen=True)
class House:
    """What the server consists of while it runs.

    What is younger than `tail_ms` comes whole to every laptop, and so does a history shorter than `base_worth`.
    """

    database: Database
    clock: Clock
    request_seconds: float = 60
    tail_ms: int = TAIL_MS
    base_worth: int = WORTH

    def now(self) -> int:
        """Return the server's moment in ms."""
        return wall_ms(self.clock)


@dataclass(frozen=True)
class Actor:
    """The worker and the laptop behind a request, by its token; `epoch` is the last one in which it reported (app/server/healing.py).

    `era` is the history in which its municipality lives, as it was when it signed in.
    """

    municipality: str
    device: bytes
    inc: int
    worker: bytes
    epoch: str | None = None
    seen_at: int | None = None
    era: Era = NO_ERA


@dataclass(frozen=True)
class Grant:
    """A right on a stream, with the stream's head as it is now.

    `version` is what the laptop is told: it rises with the right and with `held_mark`, so that it comes for what is held too.
    """

    stream: bytes
    role: str
    version: int
    head_seq: int
    head_hash: bytes
    held_mark: int = 0


@dataclass(frozen=True)
class Right:
    """What a worker ever was granted on one stream; `until` is empty while it lasts."""

    role: str
    since: int
    until: int | None
    version: int

    def lasts(self, now: int) -> bool:
        """Tell whether the right has not ended."""
        return self.until is None or now < self.until

    def covers(self, moment: int, now: int) -> bool:
        """Tell whether work of that moment may still be taken in: the right lasts, or lasted then."""
        return self.lasts(now) or (self.until is not None and moment < self.until)


async def house_of(request: Request) -> House:
    """Return what `create_app` put together. It waits for nothing, and as `async` it needs no thread of its own."""
    house: House = request.app.state.house
    return house


def signed_in(house: Annotated[House, Depends(house_of)], authorization: Annotated[str, Header()] = "") -> Actor:
    """Return who asks; refuses with 401 whoever has no valid token."""
    token = token_in(authorization)
    device, town = tables.device, tables.municipality

    def write() -> ClauseElement:
        columns = (*(device.c[name] for name in DEVICE), *(town.c[name] for name in Era._fields))
        known = (device.c.token_hash == bindparam("token_hash"), device.c.status == bindparam("status"))
        return select(*columns).join(town, town.c.municipality == device.c.municipality).where(*known)

    with house.database.read() as tx:
        query = house.database.log.write.own("signed in", ("token_hash", "status"), write)
        rows = tx.rows(query, (token_hash(token), ACTIVE))
    if not rows:
        raise RefusedError(401, "token")
    municipality, name, inc, worker, epoch, seen_at, *era = rows[0]
    return Actor(municipality, bytes(name), inc, bytes(worker), epoch, seen_at, Era(*era))


def token_in(authorization: str) -> str:
    """Return the token that somebody shows, valid or not; refuses with 401 whoever shows none."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise RefusedError(401, "token")
    return token


SignedIn = Annotated[Actor, Depends(signed_in)]
TheHouse = Annotated[House, Depends(house_of)]


def token_hash(token: str) -> bytes:
    """Return what the server keeps of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def grants_of(house: House, tx: Tx, actor: Actor) -> list[Grant]:
    """Return every stream the worker may see now, with its head, by id."""
    grant, stream = tables.grant, tables.stream

    def write() -> ClauseElement:
        same = (grant.c.municipality == stream.c.municipality) & (grant.c.stream == stream.c.stream)
        columns = (grant.c.stream, grant.c.role, grant.c.version, stream.c.head_seq, stream.c.head_hash, stream.c.held_mark)
        mine = (grant.c.municipality == bindparam("municipality"), grant.c.worker == bindparam("worker"))
        lasts = (grant.c.until.is_(None)) | (grant.c.until > bindparam("now"))
        return select(*columns).join(stream, same).where(*mine, lasts).order_by(grant.c.stream)

    query = house.database.log.write.own("grants_of", ("municipality", "worker", "now"), write)
    rows = tx.rows(query, (actor.municipality, actor.worker, house.now()))
    return [Grant(bytes(one), role, version + (mark or 0), seq, bytes(head), mark or 0) for one, role, version, seq, head, mark in rows]


def right_of(house: House, tx: Tx, actor: Actor, stream: bytes) -> Right | None:
    """Return what the worker was granted on a stream, also when it has ended; None where there never was anything."""
    key = ("municipality", "stream", "worker")
    rows = tx.rows(house.database.log.write.select(tables.grant, GRANT, key), (actor.municipality, stream, actor.worker))
    return Right(*rows[0]) if rows else None


def readable(house: House, tx: Tx, actor: Actor, stream: bytes) -> Grant:
    """Return the grant on a stream; refuses with 404, whether the stream is another's or is not there at all."""
    for grant in grants_of(house, tx, actor):
        if grant.stream == stream:
            return grant
    raise RefusedError(404, "not_found")
