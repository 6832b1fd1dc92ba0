"""Many laptops at once, in the same family and in their own: each change has one number, none is lost, and the chain holds.

STORM=40 makes it larger (`make storms`). On PostgreSQL connections are ended meanwhile, in whatever they were doing.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import count
from threading import Lock

import msgspec
from sqlalchemy.exc import OperationalError as WrappedError

from app.changelog.chain import START, extend
from app.clock import rest
from app.domain.ids import as_text
from app.protocol.messages import SyncRequest, decode
from app.server import tables
from app.server.access import House, signed_in
from app.server.exchange import exchange
from tests.builders import plan_id, some_id
from tests.server.asking import Asking, Json, push
from tests.world import World

PUSHES = int(os.environ.get("STORM", "5"))
NAMES = ("Samira", "Joost", "Anouk", "Mehmet", "Els")
END_ONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle' LIMIT 1
"""


@dataclass
class Hand:
    """A laptop that writes a goal in two families with each request, and sends each request until it is answered, then once more.

    `house` is its own: writers of one process take turns, and these are to be rivals, as those of several processes are.
    """

    house: House
    asking: Asking
    families: tuple[bytes, bytes]
    first: tuple[int, int]
    ends_others: bool

    def writes(self) -> list[tuple[bytes, bytes, int]]:
        """Push everything; returns family, device and counter of what was acknowledged."""
        acknowledged = []
        for place in range(PUSHES):
            numbers = [first + place for first in self.first]
            pushes = [push(family, ctr, self.goal(family)) for family, ctr in zip(self.families, numbers, strict=True)]
            asked = decode(SyncRequest, msgspec.json.encode(self.asking.request(*pushes)))
            acks = [self.until_answered(asked) for _ in range(2)]
            assert acks[0] == acks[1]
            me = self.asking.device.identity.device
            acknowledged += [(family, me, ctr) for family, ctr in zip(self.families, numbers, strict=True)]
        return acknowledged

    def goal(self, family: bytes) -> Json:
        """Return a new goal."""
        return self.asking.change("goal", some_id(), "*", {"plan": as_text(plan_id(family)), "text": "Wij slapen weer."})

    def until_answered(self, asked: SyncRequest) -> object:
        """Send a request, as often as a patient laptop would, and return what was acknowledged."""
        house, token = self.house, self.asking.device.identity.token
        driver = house.database.engine.dialect.loaded_dbapi
        if self.ends_others:
            with house.database.engine.connect() as connection:
                connection.exec_driver_sql(END_ONE)
        for turn in count(1):
            try:
                answer = exchange(house, signed_in(house, f"Bearer {token}"), asked)
            except (WrappedError, driver.OperationalError):
                assert turn < 50
                continue
            assert answer is not None
            return msgspec.to_builtins((answer.acks, answer.exceptions))
        return None


def hands(world: World) -> list[Hand]:
    """Return laptops that share one family and have another each."""
    askings = [Asking(world, world.device(name)) for name in NAMES]
    shared = askings[0].born()
    for name in NAMES[1:]:
        world.grant(shared, name)
    ends = world.house.database.engine.dialect.name == "postgresql"
    return [
        Hand(apart(world.house), asking, (shared, asking.born()), (1 if place else 2, 2), ends_others=ends and place == 0)
        for place, asking in enumerate(askings)
    ]


def apart(house: House) -> House:
    """Return what another process would have beside this one on the same database."""
    return replace(house, database=replace(house.database, turn=Lock()))


def test_laptops_that_push_at_once_lose_nothing_and_no_number_is_given_twice(world: World) -> None:
    world.pausing(rest)
    laptops = hands(world)
    families = sorted({family for hand in laptops for family in hand.families})
    before = [(family, change.dev, change.ctr) for family in families for change in world.history(family)]
    with ThreadPoolExecutor(len(laptops)) as pool:
        written = [name for names in pool.map(Hand.writes, laptops) for name in names]
    assert len(written) == len(NAMES) * PUSHES * 2
    heads = {row["stream"]: (row["head_seq"], row["head_hash"]) for row in world.dump(tables.stream)}
    kept = []
    for family in families:
        history = world.history(family)
        assert [change.seq for change in history] == list(range(1, len(history) + 1))
        assert heads[family] == (len(history), extend(START, family, history))
        kept += [(family, change.dev, change.ctr) for change in history]
    assert sorted(kept) == sorted(before + written)
    assert world.dump(tables.held) == []
