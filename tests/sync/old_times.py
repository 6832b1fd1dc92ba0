"""A town in which what is a day old is long ago, and families with a past."""

from dataclasses import dataclass, replace
from typing import Any

import msgspec

from app.protocol.messages import SyncAnswer, SyncRequest
from app.store import tables
from app.store.workspace import StreamState
from tests.builders import a_goal, a_plan
from tests.world import Device, World

DAY_S = 24 * 3600
DAY_MS = DAY_S * 1000


def short_memory(world: World, worth: int = 5) -> None:
    """Let a base be worth it for a history of that length, and what is a day old be long ago."""
    world.house = world.app.state.house = replace(world.house, tail_ms=DAY_MS, base_worth=worth)


def with_a_past(world: World, device: Device, edits: int = 8) -> tuple[bytes, Any]:
    """Begin a family whose goal was written and rewritten long ago, and once more today; returns it with the goal."""
    family = device.begin_family()
    goal = a_goal(family, text="keer 0")
    device.create(family, a_plan(family), goal)
    for turn in range(1, edits):
        world.clock.advance(5)
        device.change(family, goal, text=f"keer {turn}")
    device.sync()
    world.clock.advance(3 * DAY_S)
    device.change(family, goal, text="vandaag")
    device.sync()
    return family, goal


def state_of(device: Device, family: bytes) -> StreamState:
    """Return how far a laptop is in a family."""
    with device.workspace.read() as reading:
        return reading.state(family)


def logged(device: Device, family: bytes) -> list[int]:
    """Return the numbers of the changes in a laptop's log."""
    return sorted(row["seq"] for row in device.dump(tables.log_tables.change) if row["stream"] == family and row["seq"])


def standing_in(device: Device, family: bytes) -> list[list[tuple[Any, ...]]]:
    """Return what stands in every cell of a family on a laptop."""
    found = (tables.log_tables.head, tables.log_tables.frontier)
    return [sorted(tuple(row.values()) for row in device.dump(table) if row["stream"] == family) for table in found]


def same(one: Device, other: Device, family: bytes) -> None:
    """Compare two laptops in everything that a family shows or says: rows, what stands, choices, and the chain."""
    assert one.rows(family) == other.rows(family)
    assert standing_in(one, family) == standing_in(other, family)
    assert [conflict.cell for conflict in one.conflicts(family)] == [conflict.cell for conflict in other.conflicts(family)]
    mine, theirs = state_of(one, family), state_of(other, family)
    assert (mine.cursor, mine.head_hash) == (theirs.cursor, theirs.head_hash)


@dataclass
class Everything:
    """A link of a laptop that asks for no bases: it gets every stream whole."""

    device: Device

    def sync(self, request: SyncRequest) -> SyncAnswer | None:
        """Exchange as an older program does."""
        return self.device.link.sync(msgspec.structs.replace(request, standing=msgspec.UNSET))

    def heal(self, request: Any) -> Any:
        """Bring back what the server lost."""
        return self.device.link.heal(request)
