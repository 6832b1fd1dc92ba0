"""How much of a sync goes into one transaction: as much as this laptop can write before somebody who types would notice."""

from itertools import pairwise

import pytest

from app.store.workspace import Workspace
from app.sync import pace
from app.sync.pace import Pace
from app.sync.progress import Progress
from app.sync.round import sync_once
from tests.builders import a_goal
from tests.fakes import FakeClock
from tests.world import Device

Shared = tuple[Device, Device, bytes]

pytestmark = pytest.mark.one_database


@pytest.fixture
def workspace(shared: Shared) -> Workspace:
    """The store of a laptop on whose clock time passes only when it is told to."""
    store = shared[0].workspace
    store.clock = FakeClock()
    return store


def learned(here: Pace, changes: int, seconds: float) -> int:
    """Return how many changes go in after a transaction that took so long."""
    assert isinstance(here.workspace.clock, FakeClock)
    with here.write(changes):
        here.workspace.clock.advance(seconds)
    return here.size


@pytest.mark.parametrize(
    ("begun", "changes", "holds", "next_time"),
    [
        (250, 250, 1.0, 250),
        (250, 250, 2.5, 100),
        (250, 250, 1_000.0, pace.FEWEST),
        (250, 250, 0.8, 312),
        (250, 250, 0.1, 500),
        (250, 250, 0.0, 500),
        (800, 800, 0.0, pace.MOST),
        (250, 3, 0.9, 250),
        (100, 500, 2.5, 100),
    ],
    ids=[
        "as wanted",
        "slow",
        "never less",
        "a little room",
        "at most twice",
        "no time at all",
        "never more",
        "far from full",
        "one large gesture",
    ],
)
def test_the_next_transaction_is_as_large_as_this_laptop_can_write_in_time(
    workspace: Workspace, begun: int, changes: int, holds: float, next_time: int
) -> None:
    assert learned(Pace(workspace, begun, 0), changes, holds * pace.HOLD_S) == next_time
    assert learned(Pace(workspace, begun), changes, holds * pace.ALONE_S) == next_time


def test_a_sync_begins_alone(workspace: Workspace) -> None:
    assert learned(Pace(workspace, 240), 240, pace.ALONE_S) == 240


def test_who_is_alone_for_a_while_takes_longer_until_somebody_else_writes(workspace: Workspace) -> None:
    here = Pace(workspace, 240, 0)
    for _ in range(pace.ALONE_AFTER - 1):
        assert learned(here, 240, pace.HOLD_S) == 240
    assert learned(here, 240, pace.HOLD_S) > 400
    longer = here.size
    assert learned(here, longer, 0.99 * pace.ALONE_S) >= longer
    with workspace.write() as writing:
        writing.put_meta("name:00", b"-")
    assert here.size < longer
    assert learned(here, 240, pace.ALONE_S) < 240


def test_in_portions_everything_comes_once_and_the_last_is_known(workspace: Workspace) -> None:
    here = Pace(workspace, 4)
    found = []
    for portion, last in here.portions(range(11)):
        found.append((list(portion), last))
        here.wanted = 3
    assert found == [([0, 1, 2, 3], False), ([4, 5, 6], False), ([7, 8, 9], False), ([10], True)]
    assert list(here.portions([])) == [([], True)]


class SlowLaptop(FakeClock):
    """A clock on which everything takes four times as long as it may."""

    def monotonic(self) -> float:
        """Return steady seconds, later at each question."""
        self.steady += 4 * pace.HOLD_S
        return self.steady


def test_a_slow_laptop_takes_in_less_at_a_time_never_half_a_gesture_and_lets_others_write_in_between(shared: Shared) -> None:
    samira, joost, family = shared
    with samira.workspace.write() as writing:
        for goals in [2] * 200 + [120] + [2] * 100:
            gesture = writing.gesture(family)
            for _ in range(goals):
                gesture.create(a_goal(family))
            gesture.done()
    samira.sync()
    begun = joost.cursor(family)
    large = range(begun + 401, begun + 520)
    seen = [begun]

    def told(_: Progress) -> None:
        seen.append(joost.cursor(family))
        with joost.workspace.write() as writing:  # it would wait in vain within a transaction of the sync
            writing.put_meta("name:00", b"-")

    joost.workspace.clock = SlowLaptop()
    assert sync_once(joost.workspace, joost.link, told).pulled == 720
    sizes = [after - before for before, after in pairwise(seen)]
    assert sizes == [100, *[50] * 6, 120, *[50] * 4]
    assert not set(seen) & set(large)
    assert joost.cursor(family) == begun + 720
