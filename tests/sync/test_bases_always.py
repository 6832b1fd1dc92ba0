"""Whatever happened in a family: who begins with a base, and who compacts, has what a laptop has that pulled everything."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.changelog.apply import anew
from app.sync.compacting import compact_daily
from app.sync.round import sync_once
from tests.builders import a_goal, a_plan
from tests.sync.old_times import DAY_MS, DAY_S, Everything, same, short_memory
from tests.world import Device, World

STEP = st.tuples(st.sampled_from(("write", "write", "throw", "keep", "goal", "sync", "sync")), st.integers(0, 1), st.integers(0, 3))


def done(world: World, devices: list[Device], family: bytes, goals: list[Any], step: tuple[str, int, int]) -> None:
    """Let one laptop do something, or time pass."""
    what, who, which = step
    device, goal = devices[who], goals[which % len(goals)]
    world.clock.advance(DAY_S // 5)
    if what == "write":
        device.change(family, goal, text=f"{who} {world.clock.moment:%j %H%M}")
    elif what == "throw":
        device.delete(family, goal)
    elif what == "keep":
        with device.workspace.write() as writing:
            gesture = writing.gesture(family)
            gesture.restore("goal", goal.id)
            gesture.done()
    elif what == "goal":
        goals.append(a_goal(family, text="nieuw"))
        device.create(family, goals[-1])
    else:
        device.sync()


@settings(max_examples=4, deadline=None)
@given(st.lists(STEP, min_size=15, max_size=40), st.integers(1, 6))
def test_a_base_and_a_compacted_log_are_as_good_as_the_whole_history(steps: list[tuple[str, int, int]], compact_at: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        short_memory(world, 1)
        devices = [world.device("Samira"), world.device("Joost")]
        family = devices[0].begin_family()
        goals = [a_goal(family, text="eerst")]
        devices[0].create(family, a_plan(family), *goals)
        devices[0].sync()
        for name in ("Joost", "Fatiha", "Oude"):
            world.grant(family, name)
        devices[1].sync()
        for place, step in enumerate(steps):
            done(world, devices, family, goals[:1] if step[0] in ("write", "throw", "keep") and step[2] == 3 else goals, step)
            if place % compact_at == 0:
                compact_daily(devices[1].workspace, DAY_MS, 1)
        world.settle(2)
        fatiha, old = world.device("Fatiha"), world.device("Oude")
        fatiha.sync()
        sync_once(old.workspace, Everything(old))
        for device in (*devices, fatiha):
            same(device, old, family)
            with device.workspace.write() as writing:
                anew(writing.stream(family))
            same(device, old, family)
        assert old.rows(family) == world.rows(family)
        world.close()
