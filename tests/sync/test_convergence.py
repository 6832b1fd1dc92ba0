"""Whatever three laptops do and whatever the line does to them: once all have synced, all have the same.

What is right is judged elsewhere by an oracle that knows nothing of the program; here all sides only have to agree.
"""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.server import tables
from app.sync.server_link import NoNetworkError
from tests.builders import a_goal, a_plan
from tests.world import Device, World

FIELDS = ("text", "whose_words", "why_important")
STEP = st.one_of(
    st.tuples(st.just("goal"), st.integers(0, 2)),
    st.tuples(st.just("write"), st.integers(0, 2), st.integers(0, 5), st.sampled_from(FIELDS), st.integers(0, 3), st.booleans()),
    st.tuples(st.just("plan"), st.integers(0, 2), st.integers(0, 3)),
    st.tuples(st.just("delete"), st.integers(0, 2), st.integers(0, 5)),
    st.tuples(st.just("choose"), st.integers(0, 2)),
    st.tuples(st.just("sync"), st.integers(0, 2)),
    st.tuples(st.just("lost"), st.integers(0, 2)),
    st.tuples(st.just("again"), st.integers(0, 2)),
    st.tuples(st.just("clock"), st.integers(0, 2), st.integers(-40, 40)),
)


class Play:
    """Three laptops with one family, and what is done on them."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.devices = [self.world.device(name) for name in ("Samira", "Joost", "Fatma")]
        self.family = self.devices[0].begin_family()
        self.devices[0].sync()
        for name in ("Joost", "Fatma"):
            self.world.grant(self.family, name)
        self.world.settle(1)
        self.opened = [device.cursor(self.family) for device in self.devices]
        self.goals: list[list[Any]] = [[], [], []]

    def do(self, what: str, who: int, *more: Any) -> None:
        """Do one step on one laptop."""
        self.world.clock.advance(7)
        getattr(self, what)(who, self.devices[who], *more)

    def goal(self, who: int, device: Device) -> None:
        """Write a new goal."""
        made = a_goal(self.family)
        device.create(self.family, made)
        self.goals[who].append(made)

    def write(self, who: int, device: Device, which: int, field: str, value: int, stale: bool) -> None:
        """Change a field of a goal that is on this laptop, on a form that was opened now or some time ago."""
        there = device.all(self.family, type(a_goal(self.family)))
        if there:
            seen = self.opened[who] if stale else None
            device.change(self.family, there[which % len(there)], seen=seen, **{field: f"waarde {value}"})

    def plan(self, who: int, device: Device, value: int) -> None:
        """Open the plan, or write in it."""
        self.opened[who] = device.cursor(self.family)
        if device.all(self.family, type(a_plan(self.family))):
            device.change(self.family, a_plan(self.family), wish=f"wens {value}")
        else:
            device.create(self.family, a_plan(self.family, wish=f"wens {value}"))

    def delete(self, who: int, device: Device, which: int) -> None:
        """Throw a goal away."""
        if self.goals[who]:
            device.delete(self.family, self.goals[who][which % len(self.goals[who])])

    def choose(self, who: int, device: Device) -> None:
        """Choose in the first conflict."""
        for conflict in device.conflicts(self.family)[:1]:
            change = conflict.options[0].change
            if change.grp == conflict.cell.grp:
                device.choose(self.family, conflict.cell, change.val)

    def sync(self, who: int, device: Device) -> None:
        """Sync."""
        device.sync()

    def lost(self, who: int, device: Device) -> None:
        """Sync, and never hear the answer."""
        device.line.lose_answers = 1
        with pytest.raises(NoNetworkError):
            device.sync()

    def again(self, who: int, device: Device) -> None:
        """Send the last request once more."""
        assert device.line.again() in (200, 204, 409)

    def clock(self, who: int, device: Device, hours: int) -> None:
        """Let the laptop's clock jump."""
        device.clock.skew = timedelta(hours=hours)


def standing_conflicts(device: Device, family: bytes) -> list[tuple[Any, ...]]:
    """Return what a laptop shows as conflicts: each cell with its values in the order of display."""
    return [(conflict.cell, [option.value for option in conflict.options]) for conflict in device.conflicts(family)]


@settings(max_examples=8, deadline=None)  # tests/proof has this and more, with an oracle; `make proof` at length
@given(steps=st.lists(STEP, max_size=40))
def test_once_all_have_synced_all_have_the_same(steps: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        play = Play(Path(folder))
        for what, who, *more in steps:
            play.do(what, who, *more)
        play.world.settle(2)
        rows = play.world.rows(play.family)
        [head] = [row["head_hash"] for row in play.world.dump(tables.stream)]
        shown = standing_conflicts(play.devices[0], play.family)
        for device in play.devices:
            assert device.rows(play.family) == rows
            assert standing_conflicts(device, play.family) == shown
            with device.workspace.read() as reading:
                assert reading.state(play.family).head_hash == head
        assert play.world.dump(tables.held) == []
        assert [change.seq for change in play.world.history(play.family)] == list(range(1, len(play.world.history(play.family)) + 1))
        play.world.close()
