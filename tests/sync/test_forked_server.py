"""The municipality waited no longer and gave numbers anew; then a laptop comes with what had them. No change is lost."""

from pathlib import Path

import msgspec
import pytest

from app.actions.held_work import decide, held_work
from app.changelog.change import Cell
from app.domain.records.plan import Goal
from app.domain.rules.roles import COLLEAGUE
from app.server import tables
from app.store import tables as store_tables
from app.store.workspace import Draft
from app.sync.round import sync_once
from app.sync.server_link import NoNetworkError
from tests.builders import a_goal
from tests.restoring import backed_up, brought_back, found, put_back, wait_no_longer
from tests.sync.links import Twisted
from tests.sync.test_restored_server import texts, whole
from tests.world import Device, World, server_file

Shared = tuple[Device, Device, bytes]


@pytest.fixture
def address(tmp_path: Path) -> str:
    """One kind of database will do here: what the server does in these stories, tests/server/test_healing.py does on both."""
    return server_file(tmp_path)


def parted(world: World, shared: Shared, goal: Goal) -> None:
    """Let Joost's lost hour meet numbers that were given to Samira's work meanwhile; both wrote in the same goal."""
    samira, joost, family = shared
    samira.create(family, goal)
    world.settle()
    copy = backed_up(world)
    joost.create(family, a_goal(family, "Van Joost."))
    joost.change(family, goal, text="Zo zei Joost het.")
    joost.sync()
    world.clock.advance(3_600)
    put_back(world, copy)
    wait_no_longer(world)
    samira.create(family, a_goal(family, "Van Samira."))
    samira.change(family, goal, text="Zo zei Samira het.")
    samira.sync()


def test_nothing_is_lost_and_nobody_is_written_over(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    goal = a_goal(family, "Wij slapen weer.")
    parted(world, shared, goal)
    assert joost.find(family, goal).text == "Zo zei Joost het."
    joost.sync()
    samira.sync()
    for device in (samira, joost):
        [conflict] = device.conflicts(family)
        assert {option.value for option in conflict.options} == {"Zo zei Joost het.", "Zo zei Samira het."}
    samira.choose(family, conflict.cell, b'"Samen gekozen."')
    whole(world, family, "Van Joost.", "Van Samira.", "Samen gekozen.")
    assert brought_back(world) == [(family, 6, 7, joost.identity.device)]


def test_who_had_seen_a_lost_value_does_not_hide_what_has_its_number_now(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    goal = a_goal(family, "Wij slapen weer.")
    samira.create(family, goal)
    fatiha = world.device("Fatiha")
    world.grant(family, "Fatiha")
    world.settle()
    copy = backed_up(world)
    joost.change(family, goal, text="Eerst dit.")
    joost.sync()
    fatiha.sync()
    fatiha.change(family, goal, text="Dan dit.")
    put_back(world, copy)
    wait_no_longer(world)
    samira.change(family, goal, text="Intussen dit.")
    samira.sync()
    fatiha.sync()
    joost.sync()
    world.settle()
    for device in world.devices:
        [conflict] = device.conflicts(family)
        assert "Intussen dit." in {option.value for option in conflict.options}
        assert "Dan dit." in {option.value for option in conflict.options}
    assert found(world) == []


@pytest.mark.parametrize("first", [0, 1])
def test_two_laptops_with_the_same_lost_changes_bring_them_once(world: World, shared: Shared, first: int) -> None:
    samira, joost, family = shared
    laptops = [samira, joost]
    fatiha = world.device("Fatiha")
    world.grant(family, "Fatiha")
    world.settle()
    copy = backed_up(world)
    joost.create(family, a_goal(family, "Van Joost."))
    joost.sync()
    samira.sync()
    samira.create(family, a_goal(family, "Van Samira."))
    samira.sync()
    put_back(world, copy)
    wait_no_longer(world)
    fatiha.create(family, a_goal(family, "Van Fatiha."))
    fatiha.sync()
    for place in (first, 1 - first):
        laptops[place].sync()
    whole(world, family, "Van Joost.", "Van Samira.", "Van Fatiha.")


def test_a_field_that_stayed_open_all_the_while_hides_nothing(world: World, shared: Shared) -> None:
    _, joost, family = shared
    goal = a_goal(family, "Wij slapen weer.")
    parted(world, shared, goal)
    opened_on = joost.cursor(family)
    with joost.workspace.write() as writing:
        writing.put_draft(Draft(family, "goal", bytes(goal.id), "text", "Getypt", opened_on, 0))
    joost.sync()
    with joost.workspace.write() as writing:
        common = writing.state(family).rewound_to
        assert [draft.seen for draft in writing.drafts(family)] == [common]
        writing.put_draft(Draft(family, "goal", bytes(goal.id), "text", "Getypt en verder", opened_on, 0))
        assert [draft.seen for draft in writing.drafts(family)] == [common]
    joost.change(family, goal, seen=opened_on, text="Bewaard uit het oude scherm.")
    [conflict] = joost.conflicts(family)
    assert "Zo zei Samira het." in {option.value for option in conflict.options}
    joost.change(family, goal, seen=joost.cursor(family), text="Hierna gekozen.")
    assert joost.conflicts(family) == []
    whole(world, family, "Van Joost.", "Van Samira.", "Hierna gekozen.")


@pytest.mark.parametrize("lost", [2, 3, 4])
def test_an_answer_that_is_lost_while_histories_part_costs_nothing(world: World, shared: Shared, lost: int) -> None:
    _, joost, family = shared
    parted(world, shared, a_goal(family, "Wij slapen weer."))
    joost.line.lose_every = lost
    for _ in range(12):
        try:
            joost.sync()
        except NoNetworkError:
            continue
    joost.line.lose_every = 0
    world.settle()
    assert texts(joost, family) >= {"Van Joost.", "Van Samira."}
    assert len(joost.conflicts(family)) == 1
    assert joost.rows(family) == world.rows(family)
    assert found(world) == []


def test_a_number_of_which_the_page_never_came_is_given_again(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    copy = backed_up(world)
    joost.create(family, a_goal(family, "Van Joost."))
    joost.sync()
    samira.create(family, a_goal(family, "Van Samira."))
    sync_once(samira.workspace, Twisted(samira, lambda answer: msgspec.structs.replace(answer, pages=[], more=False)))
    loose = [row for row in samira.dump(store_tables.log_tables.change) if (row["seq"] or 0) > samira.cursor(family)]
    assert [row["seq"] for row in loose] == [4]
    put_back(world, copy)
    assert samira.sync().waits == {family}
    joost.sync()
    whole(world, family, "Van Joost.", "Van Samira.")


def test_a_server_that_is_put_back_twice_and_brought_two_histories_ends_with_one(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    fatiha, goal = world.device("Fatiha"), a_goal(family, "Wij slapen weer.")
    world.grant(family, "Fatiha")
    samira.create(family, goal)
    world.settle()
    copy = backed_up(world)
    samira.change(family, goal, text="Eerst dit.")
    samira.sync()
    fatiha.sync()
    fatiha.change(family, goal, text="Dan dit.")
    fatiha.sync()
    joost.sync()
    joost.change(family, goal, text="Dit had beide gezien.")
    joost.sync()
    fatiha.sync()  # has all three, and stays away while the server is put back for the first time
    put_back(world, copy)
    wait_no_longer(world)
    samira.change(family, goal, text="Nieuw nummer.")
    samira.sync()
    joost.sync()  # what it had seen is not what has that number now
    put_back(world, copy)
    wait_no_longer(world)
    fatiha.sync()
    joost.create(family, a_goal(family, "Van Joost."))
    joost.sync()
    joost.create(family, a_goal(family, "Nog een van Joost."))
    world.settle(3)
    for device in world.devices:
        assert texts(device, family) >= {"Van Joost.", "Nog een van Joost."}
        assert device.rows(family) == world.rows(family)
        [conflict] = device.conflicts(family)
        assert {option.value for option in conflict.options} == {"Dit had beide gezien.", "Nieuw nummer."}
    assert found(world) == []


@pytest.mark.logs("sync.held")
@pytest.mark.parametrize("forked", [False, True])
def test_what_is_held_in_the_middle_shifts_nothing(world: World, shared: Shared, forked: bool) -> None:
    samira, joost, family = shared
    copy = backed_up(world)
    goal = a_goal(family, "Voor.")
    joost.create(family, goal)
    joost.choose(family, Cell("goal", bytes(goal.id), "why_important"), b"7")
    joost.create(family, a_goal(family, "Na."))
    link = Twisted(joost, lambda answer: msgspec.structs.replace(answer, pages=[], more=False)) if not forked else joost.link
    assert sync_once(joost.workspace, link).held == 1
    put_back(world, copy)
    wait_no_longer(world)
    samira.create(family, a_goal(family, "Van Samira."))
    samira.sync()
    joost.sync()
    world.settle()
    assert [row["reason"] for row in world.dump(tables.held)] == ["value"]
    assert texts(samira, family) == texts(joost, family) == {"Voor.", "Na.", "Van Samira."}
    assert samira.cursor(family) == joost.cursor(family) == len(world.history(family))
    assert found(world) == []


@pytest.mark.logs("sync.held")
def test_what_was_taken_over_in_the_lost_hour_is_held_again_and_shown_to_its_writer_until_it_is_decided(
    world: World, shared: Shared
) -> None:
    samira, joost, family = shared
    goal = a_goal(family, "Wij slapen weer.")
    samira.create(family, goal)
    world.settle()
    world.let_end(family, "Joost")
    joost.change(family, goal, text="Zo zei Joost het.")
    joost.sync()
    world.grant(family, "Joost", COLLEAGUE)
    world.settle()
    copy = backed_up(world)
    decide(samira.workspace, held_work(samira.workspace, family).pieces[0], True)
    world.settle()
    assert texts(joost, family) == {"Zo zei Joost het."}
    put_back(world, copy)
    wait_no_longer(world)
    fatiha = world.device("Fatiha")
    world.grant(family, "Fatiha")
    fatiha.sync()
    fatiha.create(family, a_goal(family, "Van Fatiha."))
    fatiha.sync()
    world.settle()
    assert texts(joost, family) == {"Zo zei Joost het.", "Van Fatiha."}
    assert texts(samira, family) == texts(fatiha, family) == {"Wij slapen weer.", "Van Fatiha."}
    decide(samira.workspace, held_work(samira.workspace, family).pieces[0], True)
    whole(world, family, "Zo zei Joost het.", "Van Fatiha.")


@pytest.mark.parametrize("forked", [False, True])
def test_a_large_tail_comes_back_in_several_requests(world: World, shared: Shared, forked: bool) -> None:
    samira, joost, family = shared
    copy = backed_up(world)
    for n in range(3):
        joost.create(family, *(a_goal(family, f"{n}/{m} " + "ë" * 3900) for m in range(100)))
    joost.sync()
    put_back(world, copy)
    if forked:
        wait_no_longer(world)
        samira.create(family, a_goal(family, "Van Samira."))
        samira.sync()
    joost.line.requests.clear()
    joost.sync()
    world.settle()
    assert len(brought_back(world)) == 3
    assert samira.rows(family) == joost.rows(family) == world.rows(family)
    assert len(samira.all(family, Goal)) == 300 + forked
