"""The power goes: what was typed and what a worker saw come in is on the disk; the numbers of own work may have to be asked for again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, event

from app.actions.looking import OPENED, note_look
from app.domain.ids import as_text
from app.domain.records.plan import Goal
from app.protocol.held_messages import Decided, HeldWork
from app.protocol.messages import Collision, Kept, Named, Wiped
from app.server import tables
from app.store.database import LASTING
from app.sync.absorb import says_only_numbers
from app.sync.pending import Terms, collect
from app.sync.round import sync_once
from tests.builders import a_goal
from tests.restoring import backed_up, put_back, wait_no_longer
from tests.sync.links import Narrow, Twisted
from tests.sync.test_copied_laptop import address, all_the_same, texts
from tests.world import Device, World

__all__ = ["address"]

Shared = tuple[Device, Device, bytes]
GOAL = "Wij eten samen."


@contextmanager
def watched(device: Device) -> Iterator[list[bool]]:
    """Note of each transaction that writes on a laptop whether it waits until it is on the disk."""
    waits: list[bool] = []

    def note(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("writes", False):
            waits.append(options.get(LASTING, True))

    event.listen(device.workspace.silent, "begin", note)
    try:
        yield waits
    finally:
        event.remove(device.workspace.silent, "begin", note)


@contextmanager
def power_cut(device: Device) -> Iterator[None]:
    """Let a laptop do what need not be on the disk, and then lose its power: its store is as the last thing that waited for it left it."""
    disk = device.kept()
    with watched(device) as waits:
        yield
    assert waits
    assert not any(waits)
    device.put_back(disk)


def writes_a_goal(world: World, samira: Device, joost: Device, family: bytes) -> None:
    samira.create(family, a_goal(family, text=GOAL))


def looks(world: World, samira: Device, joost: Device, family: bytes) -> None:
    note_look(samira.workspace, family, OPENED)


def hears_nothing_new(world: World, samira: Device, joost: Device, family: bytes) -> None:
    samira.sync()


def gets_a_colleagues_goal(world: World, samira: Device, joost: Device, family: bytes) -> None:
    joost.create(family, a_goal(family, text="Van Joost."))
    joost.sync()


def writes_one_too(world: World, samira: Device, joost: Device, family: bytes) -> None:
    gets_a_colleagues_goal(world, samira, joost, family)
    writes_a_goal(world, samira, joost, family)


def begins_a_family(world: World, samira: Device, joost: Device, family: bytes) -> None:
    samira.begin_family("Gezin Bakker")


def gets_a_family(world: World, samira: Device, joost: Device, family: bytes) -> None:
    other = joost.begin_family("Gezin Bakker")
    joost.sync()
    world.grant(other, "Samira")


def loses_the_family(world: World, samira: Device, joost: Device, family: bytes) -> None:
    world.revoke(family, "Samira")


def writes_after_her_right_ended(world: World, samira: Device, joost: Device, family: bytes) -> None:
    world.let_end(family, "Samira")
    writes_a_goal(world, samira, joost, family)


Happens = Callable[[World, Device, Device, bytes], None]


@pytest.mark.parametrize("happens", [writes_a_goal, looks, hears_nothing_new])
def test_numbers_of_own_work_wait_for_no_disk(world: World, shared: Shared, happens: Happens) -> None:
    samira, joost, family = shared
    samira.sync()
    happens(world, samira, joost, family)
    with watched(samira) as waits:
        samira.sync()
    assert waits == [False]


@pytest.mark.parametrize(
    "happens",
    [
        gets_a_colleagues_goal,
        writes_one_too,
        begins_a_family,
        gets_a_family,
        loses_the_family,
        pytest.param(writes_after_her_right_ended, marks=pytest.mark.logs("sync.held")),
    ],
)
def test_what_a_worker_sees_or_what_cannot_be_asked_again_is_on_the_disk_before_the_sync_ends(
    world: World, shared: Shared, happens: Happens
) -> None:
    samira, joost, family = shared
    samira.sync()
    happens(world, samira, joost, family)
    with watched(samira) as waits:
        samira.sync()
    assert waits
    assert waits[0]


def test_work_that_had_its_numbers_is_only_unsent_once_more_and_counts_once(world: World, shared: Shared) -> None:
    samira, _, family = shared
    world.settle()
    samira.create(family, a_goal(family, text=GOAL))
    before = samira.rows(family)
    with power_cut(samira):
        assert samira.sync().pushed > 0
        samira.sync()
    assert samira.rows(family) == before
    samira.create(family, a_goal(family, text="Na de stroomstoring."))
    all_the_same(world, family, GOAL, "Na de stroomstoring.")


def test_the_same_goal_that_a_colleague_changed_meanwhile_is_a_conflict_as_ever(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    goal = a_goal(family, text=GOAL)
    samira.create(family, goal)
    world.settle()
    samira.change(family, goal, text="Samira.")
    with power_cut(samira):
        samira.sync()
    joost.change(family, goal, text="Joost.")
    joost.sync()
    samira.sync()
    assert samira.rows(family) == world.rows(family)
    assert [len(device.conflicts(family)) for device in (samira, joost)] == [1, 1]


def test_the_power_goes_between_the_requests_of_one_long_push(world: World, shared: Shared) -> None:
    samira, _, family = shared
    world.settle()
    wanted = [f"Doel {number}." for number in range(4)]
    for text in wanted:
        samira.create(family, a_goal(family, text=text))
    with power_cut(samira):
        sync_once(samira.workspace, Narrow(samira, 8))
    assert texts(samira, family) == sorted(wanted)
    all_the_same(world, family, *wanted)


def test_a_look_that_was_handed_in_counts_once(world: World, shared: Shared) -> None:
    samira, _, family = shared
    world.settle()
    note_look(samira.workspace, family, OPENED)
    with power_cut(samira):
        samira.sync()
    samira.sync()
    assert [row["kind"] for row in world.dump(tables.look)] == [OPENED]


def test_the_municipality_and_the_laptop_both_lost_the_numbers(world: World, shared: Shared) -> None:
    samira, _, family = shared
    world.settle()
    night = backed_up(world)
    samira.create(family, a_goal(family, text=GOAL))
    with power_cut(samira):
        samira.sync()
    put_back(world, night)
    world.settle()
    wait_no_longer(world)
    world.settle(3)
    assert [goal.text for goal in samira.all(family, Goal)] == [GOAL]
    assert samira.rows(family) == world.rows(family)


def test_whatever_an_answer_says_beside_numbers_waits_for_the_disk(world: World, shared: Shared) -> None:
    samira, _, family = shared
    samira.create(family, a_goal(family, text=GOAL))
    asked = collect(samira.workspace, 0, Terms())
    answer = samira.link.sync(asked.request)
    assert answer is not None
    assert says_only_numbers(answer, asked)
    text, writer = as_text(family), as_text(samira.identity.worker)
    more: list[dict[str, Any]] = [
        {"exceptions": [Kept(text, 1, 1, "value")]},
        {"collisions": [Collision(text, 1)]},
        {"names": [Named(writer, "Samira")]},
        {"held": [HeldWork(text, 0, [], [], [])]},
        {"grants": []},
    ]
    for also in more:
        assert not says_only_numbers(msgspec.structs.replace(answer, **also), asked), also
    for sent in ({"wiped": [Wiped(text, 1)]}, {"decided": [Decided(text, text, [text], take=True)]}):
        assert not says_only_numbers(answer, asked._replace(request=msgspec.structs.replace(asked.request, **sent))), sent


def test_a_page_with_a_colleagues_work_waits_for_the_disk_whatever_came_beside_it(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    samira.sync()
    gets_a_colleagues_goal(world, samira, joost, family)
    with watched(samira) as waits:
        sync_once(samira.workspace, Twisted(samira, lambda answer: msgspec.structs.replace(answer, names=[])))
    assert waits == [True]
