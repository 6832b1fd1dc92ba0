"""A municipality of any size in a server's database, made in seconds: families that were pushed once, and copied row by row in SQL.

Every row is one that the program wrote itself for a family that came in as any other does; a copy has another id, and the chain that goes
with it where it is ever asked for. Workers have families in overlapping shares, so that each family is seen by several.
"""

import secrets
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Column, LargeBinary, MetaData, Table, case, insert, select

from app.changelog.chain import START, extend
from app.changelog.change import Change
from app.changelog.transaction import Tx
from app.clock import SystemClock
from app.domain.ids import as_text, derived_id, new_id
from app.domain.records import SCHEMA
from app.domain.rules.roles import COLLEAGUE, REGISSEUR
from app.protocol.messages import Push, SyncRequest
from app.protocol.view import view_of
from app.protocol.wire import pushed
from app.server import tables
from app.server.access import ACTIVE, House, token_hash
from app.server.database import Database, open_database
from app.server.engines import without_limit
from app.server.people import put_municipality, put_worker
from app.sync.server_link import ServerLink
from benchmarks.big_store import MadeFamily
from benchmarks.laptop import new_laptop
from benchmarks.monday_load import Given, Load
from benchmarks.served import served

TOWN = "GM9999"
FULL, SMALL = 24, 6
"""How many changes a family has: one of those a laptop of the measurement has, and any other of a large municipality."""
STAND_IN = bytes(range(32))
"""The chain of a small family: nobody asks for it, and to reckon it takes as long as all the rest."""
FULL_FAMILIES = 100
"""So many families of a large municipality have all changes; whoever is measured has those."""
LONG_AGO_MS = 3 * 24 * 3_600_000
WRITTEN_IN = {"goal": "text", "action": "what", "network_contact": "can_do"}
"""The fields that workers write in, by record."""
copies = Table("benchmark_copy", MetaData(), Column("stream", LargeBinary(16), primary_key=True), Column("head_hash", LargeBinary(32)))


@dataclass(frozen=True)
class Share:
    """How the families are spread: every worker has `each`, of which the first is `step` further than the one before."""

    workers: int
    each: int
    step: int


@dataclass(frozen=True)
class Desk:
    """One worker with one laptop, as the server knows them."""

    worker: bytes
    device: bytes
    token: str
    families: tuple[bytes, ...]


@dataclass
class Town:
    """A municipality that is filled; `written` are the changes of the family that most others are copies of."""

    house: House
    epoch: str = ""
    written: list[Change] = field(default_factory=list)
    families: list[bytes] = field(default_factory=list)
    heads: dict[bytes, tuple[int, bytes]] = field(default_factory=dict)
    desks: list[Desk] = field(default_factory=list)

    @property
    def database(self) -> Database:
        """Return its database."""
        return self.house.database


def make_town(address: str, full: int, small: int, share: Share) -> Town:
    """Fill a database: so many families with all their changes, so many small ones, and the workers who have them."""
    town = Town(House(open_database(address), SystemClock()))
    with town.database.write() as tx:
        put_municipality(town.house, tx, TOWN, "Meerdam")
        town.epoch = tx.rows(town.database.log.write.select(tables.municipality, ("epoch",), ()))[0][0]
    with served(address) as service:
        first = [(pushed_once(town, service.address, changes), count) for changes, count in ((FULL, full), (SMALL, small)) if count]
    for history, count in first:
        copied(town, history, count)
    peopled(town, share)
    settled(town)
    return town


def pushed_once(town: Town, served_at: str, changes: int) -> list[Change]:
    """Let one family come in as any other does, from a laptop of its own, and return its changes."""
    with tempfile.TemporaryDirectory() as folder:
        made = MadeFamily(new_laptop(Path(folder)), changes)
        rows = chain(islice(made.rows(), 4), islice(made.goals(), 3 if changes < FULL else 8), made.contacts[:3], islice(made.visits(), 4))
        written = made.changes(list(islice(rows, changes)), changes)
    with town.database.write() as tx:
        worker = put_worker(town.house, tx, TOWN, (f"eerste{changes}", "Sam Meting"))
    device = bytes(new_id(town.house.now()))
    written = [change._replace(seen=0, dev=device, author=worker) for change in written]
    token = secrets.token_urlsafe(32)
    add(town, tables.device, [device_row(town, Desk(worker, device, token, ()))])
    push = Push(as_text(made.family), 1, [pushed(change) for change in written])
    who: dict[str, Any] = {"device": as_text(device), "inc": 1, "epoch": town.epoch, "schema": SCHEMA, "wall_now": town.house.now()}
    link = ServerLink(served_at, token)
    answer = link.sync(SyncRequest(**who, view=view_of(()), push=[push], cursors={}))
    link.close()
    if answer is None or [(ack.from_ctr, ack.to_ctr) for ack in answer.acks] != [(1, changes)]:
        raise SystemExit("the first family was not taken in")
    with town.database.read() as tx:
        return town.database.log.stream(tx, TOWN, made.family).history()


@contextmanager
def filling(town: Town) -> Iterator[Tx]:
    """Open a transaction that may take long and watches nobody else: nobody else is there yet."""
    postgresql = town.database.engine.dialect.name == "postgresql"
    options: dict[str, Any] = {"isolation_level": "READ COMMITTED"} if postgresql else {"writes": True}
    with town.database.engine.execution_options(**options).begin() as connection:
        without_limit(connection)
        yield Tx(connection)


def copied(town: Town, history: Sequence[Change], count: int) -> None:
    """Copy a family so many times, whole: its history, what stands, its rows and its place."""
    first = bytes(next(change.row for change in history if change.record == "family"))
    now = town.house.now()
    families = [bytes(new_id(now - LONG_AGO_MS, place % 4096)) for place in range(count)]
    heads = {family: (len(history), chained(first, family, history) if len(history) == FULL else STAND_IN) for family in families}
    with filling(town) as tx:
        copies.create(tx.connection)
    add(town, copies, [(family, head) for family, (_, head) in heads.items()])
    with filling(town) as tx:
        for table in tables.metadata.sorted_tables:
            if set(tables.SCOPE) <= set(table.primary_key.columns.keys()) and table not in (tables.grant, tables.on_laptop):
                copy_rows(tx, table, first)
        copies.drop(tx.connection)
    town.families += families
    town.heads |= heads
    town.written = town.written or list(history)


def chained(first: bytes, family: bytes, history: Iterable[Change]) -> bytes:
    """Return the chain's head of a copy."""
    return extend(START, family, (change._replace(row=family) if change.row == first else change for change in history))


def copy_rows(tx: Tx, table: Table, first: bytes) -> None:
    """Write what a table has of a family once more for each copy; where the family's id stands, the copy's."""
    values: dict[str, Any] = {}
    for column in table.c:
        is_id = isinstance(column.type, LargeBinary) and column.type.length == 16
        values[column.name] = case((column == first, copies.c.stream), else_=column) if is_id else column
    if table is tables.stream:
        values["head_hash"] = copies.c.head_hash
    values["stream"] = copies.c.stream
    found = select(*values.values()).select_from(table).join(copies, table.c.stream == first)
    tx.connection.execute(insert(table).from_select(list(values), found))


def peopled(town: Town, share: Share) -> None:
    """Make the workers with a laptop each, and give them their families; each laptop has them since the last contact."""
    then = town.house.now() - LONG_AGO_MS
    for number in range(share.workers):
        worker = bytes(derived_id(TOWN.encode(), f"medewerker{number}"))
        begin = number * share.step
        mine = tuple(town.families[(begin + place) % len(town.families)] for place in range(share.each))
        town.desks.append(Desk(worker, bytes(new_id(then, number % 4096)), secrets.token_urlsafe(32), mine))
    add(town, tables.worker, [(TOWN, desk.worker, f"medewerker{place}", f"Medewerker {place}") for place, desk in enumerate(town.desks)])
    add(town, tables.device, [device_row(town, desk) for desk in town.desks])
    taken: set[bytes] = set()
    grants = []
    for desk in town.desks:
        grants += [(family, desk.worker, COLLEAGUE if family in taken else REGISSEUR) for family in desk.families]
        taken |= set(desk.families)
    add(town, tables.grant, [(TOWN, family, worker, role, then, None, 1) for family, worker, role in grants])
    add(town, tables.on_laptop, [(TOWN, desk.device, family, 1, then, None) for desk in town.desks for family in desk.families])


def device_row(town: Town, desk: Desk) -> tuple[object, ...]:
    """Return what the server knows of a laptop that was in contact on Friday."""
    then = town.house.now() - LONG_AGO_MS
    known = {"municipality": TOWN, "device": desk.device, "worker": desk.worker, "inc": 1, "token_hash": token_hash(desk.token)}
    known |= {"status": ACTIVE, "enrolled_at": then, "epoch": town.epoch, "seen_at": then}
    return tuple(known.get(column.name) for column in tables.device.c)


def add(town: Town, table: Table, rows: Sequence[Sequence[object]]) -> None:
    """Write many rows at once; they have the table's first columns, or all."""
    if rows:
        with filling(town) as tx:
            tx.many(town.database.log.write.insert(table, [column.name for column in table.c][: len(rows[0])]), rows)


def settled(town: Town) -> None:
    """Let the database be as it is once it has been in use: PostgreSQL knows how large everything is; SQLite is never told."""
    with town.database.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            line: Any = connection.connection.driver_connection
            line.autocommit = True
            for what in ("VACUUM (ANALYZE)", "CHECKPOINT"):
                line.execute(what)
            line.autocommit = False
        else:
            connection.rollback()
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def given_of(town: Town, desk: Desk, port: int) -> Given:
    """Return what a laptop knows on Friday evening, and at which port it asks."""
    families = [(as_text(family), town.heads[family][0], town.heads[family][1].hex(), 1) for family in desk.families]
    return Given(as_text(desk.device), as_text(desk.worker), desk.token, port, families)


def load_of(town: Town) -> Load:
    """Return what all laptops have in common: the fields in which they write."""
    written = [one for one in town.written if one.grp == "*" and one.record in WRITTEN_IN]
    return Load(town.epoch, [(one.record, as_text(one.row), WRITTEN_IN[one.record]) for one in written], [])
