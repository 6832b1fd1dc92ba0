"""A new laptop begins with what stood long ago, and the tail: it shows and says the same as one that pulled everything."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from app.actions.family_page import page_with_drafts
from app.clock import today
from app.domain.record import Id
from app.domain.records.plan import Goal
from app.domain.records.visit import Visit
from app.errors import UserProblem
from app.protocol.messages import Own, Page, SyncAnswer
from app.protocol.parts import Mark
from app.protocol.wire import stream_id
from app.store import tables
from app.sync.round import sync_once
from app.sync.server_link import NoNetworkError
from app.sync.whole_history import fetch_history
from tests.builders import a_goal, a_plan, some_id
from tests.restoring import backed_up, found, put_back, wait_no_longer
from tests.sync.links import Narrow, Twisted, with_page
from tests.sync.old_times import DAY_S, Everything, logged, same, short_memory, state_of, with_a_past
from tests.world import Device, World


def test_a_new_laptop_gets_what_stands_and_the_tail_and_shows_the_same(world: World) -> None:
    short_memory(world)
    samira = world.device("Samira")
    family, _ = with_a_past(world, samira)
    world.grant(family, "Joost")
    world.grant(family, "Fatiha")
    joost, fatiha = world.device("Joost"), world.device("Fatiha")
    joost.sync()
    sync_once(fatiha.workspace, Everything(fatiha))
    assert logged(fatiha, family) == list(range(1, 12))
    assert logged(joost, family) == [1, 2, 3, 10, 11]
    assert state_of(joost, family).base[0] == 10
    same(joost, fatiha, family)
    assert joost.rows(family) == world.rows(family)
    assert joost.sync().pulled == 0
    assert joost.line.statuses[-1] == 204


def newcomer(world: World, family: bytes, name: str = "Joost") -> Device:
    """Return the new laptop of a worker who was just granted a family, synced."""
    world.grant(family, name)
    device = world.device(name)
    device.sync()
    return device


def everybody_agrees(world: World, family: bytes) -> None:
    """Let all laptops sync, and compare each with the server and with one that pulled everything."""
    world.settle(3)
    world.grant(family, "Oude")
    old = world.device("Oude")
    sync_once(old.workspace, Everything(old))
    world.devices.remove(old)
    for device in world.devices:
        same(device, old, family)
        assert device.rows(family) == world.rows(family)
    assert found(world) == []


def test_who_began_with_a_base_heals_a_server_that_lost_the_last_hour(world: World) -> None:
    short_memory(world)
    samira = world.device("Samira")
    family, goal = with_a_past(world, samira)
    joost = newcomer(world, family)
    copy = backed_up(world)
    joost.change(family, goal, text="In het verloren uur.")
    joost.sync()
    before = world.history(family)
    put_back(world, copy)
    joost.sync()
    assert world.history(family) == before
    everybody_agrees(world, family)


@pytest.mark.parametrize("older", ["began", "unknown"])
def test_a_server_put_back_to_before_the_base_loses_nothing_that_stands(world: World, older: str) -> None:
    short_memory(world)
    samira, joost = world.device("Samira"), world.device("Joost")
    unknown = backed_up(world)
    family = samira.begin_family()
    samira.sync()
    began = backed_up(world)
    goal = a_goal(family, text="keer 0")
    samira.create(family, a_plan(family), goal)
    for turn in range(1, 8):
        samira.change(family, goal, text=f"keer {turn}")
    samira.sync()
    world.clock.advance(3 * DAY_S)
    world.grant(family, "Joost")
    joost.sync()
    joost.create(family, a_goal(family, text="Van Joost."))
    joost.sync()
    assert state_of(joost, family).base[0] == 10
    put_back(world, began if older == "began" else unknown)
    wait_no_longer(world)
    world.devices.remove(samira)  # her laptop burnt
    world.grant(family, "Joost")
    joost.sync()
    assert {one.text for one in joost.all(family, Goal)} == {"Van Joost.", "keer 7"}
    assert state_of(joost, family).usable
    everybody_agrees(world, family)


def test_numbers_of_long_ago_come_in_parts_though_the_base_is_there_first(world: World) -> None:
    short_memory(world)
    samira = world.device("Samira")
    family = samira.begin_family()
    goal = a_goal(family, text="keer 0")
    samira.create(family, a_plan(family), goal)
    for turn in range(1, 8):
        samira.change(family, goal, text=f"keer {turn}")
    samira.line.lose_answers = 1
    with pytest.raises(NoNetworkError):
        samira.sync()
    world.clock.advance(3 * DAY_S)
    sync_once(samira.workspace, Narrow(samira, 3))
    assert not [row for row in samira.dump(tables.log_tables.change) if row["seq"] is None]
    everybody_agrees(world, family)


def test_granted_again_after_a_wipe_the_family_comes_back_with_own_work_of_long_ago(world: World) -> None:
    short_memory(world)
    samira, joost = world.device("Samira"), world.device("Joost")
    family, goal = samira.begin_family(), None
    samira.sync()
    world.grant(family, "Joost")
    joost.sync()
    goal = a_goal(family, text="keer 0")
    joost.create(family, a_plan(family), goal)
    for turn in range(1, 6):
        joost.change(family, goal, text=f"keer {turn}")
    joost.sync()
    world.clock.advance(3 * DAY_S)
    joost.change(family, goal, text="vandaag")
    joost.sync()
    world.revoke(family, "Joost")
    joost.sync()
    assert joost.state(family) == ""
    world.grant(family, "Joost")
    joost.sync()
    assert logged(joost, family) == [1, 2, 3, 8, 9]
    joost.change(family, goal, text="en verder")
    result = joost.sync()
    assert (result.pushed, result.held) == (1, 0)
    everybody_agrees(world, family)


def test_families_come_by_the_day_of_the_next_visit(world: World) -> None:
    samira = world.device("Samira")
    families = {days: samira.begin_family(f"Gezin {days}") for days in (None, 9, 5, -1, 2)}
    for days, family in families.items():
        visit_on = today(samira.clock) + timedelta(days=days) if days is not None else None
        samira.create(family, Visit(id=Id(some_id()), visit_on=visit_on))
    samira.sync()
    for family in families.values():
        world.grant(family, "Joost")
    joost = world.device("Joost")
    came: list[bytes] = []

    def note(answer: SyncAnswer) -> SyncAnswer:
        came.extend(stream_id(page.stream) for page in answer.pages)
        return answer

    sync_once(joost.workspace, Twisted(joost, note))
    assert came[:2] == [families[2], families[5]]
    assert set(came[2:]) == {families[None], families[9], families[-1]}


@pytest.mark.logs("sync.page_refused")
def test_a_chain_that_is_not_the_bases_is_found_out_as_soon_as_the_tail_is_there(world: World) -> None:
    short_memory(world)
    family, _ = with_a_past(world, world.device("Samira"))
    world.grant(family, "Joost")
    joost = world.device("Joost")
    lie = with_page(lambda page: msgspec.structs.replace(page, base=Mark(page.last, "0" * 64)))
    with pytest.raises(UserProblem, match="sync_histories_differ"):
        sync_once(joost.workspace, Twisted(joost, lie))
    assert page_with_drafts(joost.workspace, family) is None


@pytest.mark.parametrize("lie", ["other words", "left out"])
@pytest.mark.logs("history.differs")
def test_a_base_that_was_forged_is_found_out_by_who_fetches_the_history(world: World, lie: str) -> None:
    short_memory(world)
    family, _ = with_a_past(world, world.device("Samira"))
    world.grant(family, "Joost")
    joost = world.device("Joost")

    def forged(page: Any) -> Any:
        if lie == "left out":
            return msgspec.structs.replace(page, changes=page.changes[:-1], seqs=page.seqs[:-1])
        said = [msgspec.structs.replace(one, val=msgspec.Raw(b'"Vals."')) if one.grp == "text" else one for one in page.changes]
        return msgspec.structs.replace(page, changes=said)

    sync_once(joost.workspace, Twisted(joost, with_page(forged)))
    before = joost.dump(tables.log_tables.change)
    with pytest.raises(UserProblem, match="history_differs"):
        fetch_history(joost.workspace, joost.link, family)
    assert joost.dump(tables.log_tables.change) == before
    assert state_of(joost, family).base[0] == 10


@pytest.mark.parametrize(
    "change",
    [
        lambda page: msgspec.structs.replace(page, seqs=page.seqs[:-1]),
        lambda page: msgspec.structs.replace(page, seqs=list(reversed(page.seqs))),
        lambda page: msgspec.structs.replace(page, seqs=[*page.seqs[:-1], page.last + 1]),
        lambda page: msgspec.structs.replace(page, own=[Own(1, 1, 4, 1, 0)]),
        lambda page: msgspec.structs.replace(page, base=Mark(page.last - 1, "0" * 64)),
        lambda page: msgspec.structs.replace(page, base=Mark(page.head + 1, "0" * 64)),
        lambda page: msgspec.structs.replace(page, base=msgspec.UNSET),
    ],
)
@pytest.mark.logs("server.nonsense")
def test_a_base_that_does_not_fit_together_changes_nothing(world: World, change: Callable[[Any], Page]) -> None:
    short_memory(world)
    samira = world.device("Samira")
    family, _ = with_a_past(world, samira)
    world.grant(family, "Joost")
    joost = world.device("Joost")
    with pytest.raises(UserProblem, match="server_nonsense"):
        sync_once(joost.workspace, Twisted(joost, with_page(change)))
    assert joost.state(family) == ""
    joost.sync()
    everybody_agrees(world, family)
