"""A laptop that was put back from a copy, or of which there are two: both write under one name, and nothing is lost or done twice."""

from pathlib import Path

import pytest

from app.actions.looking import OPENED, note_look
from app.domain.records.plan import Goal, Plan
from app.server import tables
from app.store import tables as store_tables
from app.sync.round import sync_once
from app.sync.server_link import NoNetworkError
from tests.builders import a_goal, a_plan
from tests.restoring import backed_up, found, put_back
from tests.sync.links import Narrow
from tests.world import Device, World, server_file

Shared = tuple[Device, Device, bytes]


@pytest.fixture
def address(tmp_path: Path) -> str:
    """Copies differ in nothing on another kind of database."""
    return server_file(tmp_path)


def texts(device: Device, family: bytes) -> list[str]:
    """Return the goals that stand on a laptop, sorted."""
    return sorted(goal.text for goal in device.all(family, Goal))


def all_the_same(world: World, family: bytes, *goals: str) -> None:
    """Check that after some exchanges every laptop has what the municipality has, with these goals, that nothing waits or is held."""
    world.settle(4)
    for device in world.devices:
        assert device.rows(family) == world.rows(family)
        assert texts(device, family) == sorted(goals)
        assert not [row for row in device.dump(store_tables.log_tables.change) if row["seq"] is None]
    assert len({device.cursor(family) for device in world.devices}) == 1
    assert world.dump(tables.held) == []
    assert len({(one.tx, one.row, one.grp) for one in world.history(family)}) == len(world.history(family)), "a gesture is there twice"
    assert found(world) == []


def test_put_back_with_nothing_unsent_it_fetches_its_own_work_back_and_writes_on(world: World, shared: Shared) -> None:
    samira, _, family = shared
    yesterday = samira.kept()
    samira.create(family, a_goal(family, text="Van vandaag."))
    samira.sync()
    samira.put_back(yesterday)
    samira.create(family, a_goal(family, text="Na het terugzetten."))
    all_the_same(world, family, "Van vandaag.", "Na het terugzetten.")


def test_put_back_with_work_that_was_unsent_in_the_copy_and_was_sent_since(world: World, shared: Shared) -> None:
    samira, _, family = shared
    samira.create(family, a_goal(family, text="Gisteren, niet verstuurd."))
    yesterday = samira.kept()
    samira.create(family, a_goal(family, text="Van vandaag."))
    samira.sync()
    samira.put_back(yesterday)
    samira.create(family, a_goal(family, text="Na het terugzetten."))
    all_the_same(world, family, "Gisteren, niet verstuurd.", "Van vandaag.", "Na het terugzetten.")


def test_what_is_written_after_a_row_was_made_stands_alone_also_when_it_goes_on_under_another_name(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    goal = a_goal(family, text="Gisteren, niet verstuurd.")
    samira.create(family, goal)
    yesterday = samira.kept()
    samira.create(family, a_goal(family, text="Van vandaag."))
    samira.sync()
    samira.put_back(yesterday)
    samira.change(family, goal, text="Na het terugzetten.")
    all_the_same(world, family, "Na het terugzetten.", "Van vandaag.")
    assert samira.conflicts(family) == joost.conflicts(family) == []


def test_put_back_and_first_synced_then_written_nothing_of_before_is_covered(world: World, shared: Shared) -> None:
    samira, _, family = shared
    yesterday = samira.kept()
    samira.change(family, a_plan(family), wish="Van vandaag.")
    samira.sync()
    samira.put_back(yesterday)
    form = samira.cursor(family)
    samira.sync()
    samira.change(family, a_plan(family), seen=form, wish="In het formulier van gisteren.")
    world.settle(3)
    [conflict] = samira.conflicts(family)
    assert {option.value for option in conflict.options} == {"Van vandaag.", "In het formulier van gisteren."}


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("lost", [0, 2])
def test_both_copies_write_in_one_field_and_both_values_stand(world: World, shared: Shared, first: int, lost: int) -> None:
    samira, joost, family = shared
    samira.create(family, a_goal(family, text="Van voor de kopie."))
    both = [samira, samira.copied()]
    for device, wish in zip(both, ("Van de een.", "Van de ander."), strict=True):
        device.change(family, a_plan(family), wish=wish)
        device.create(family, a_goal(family, text=wish))
    for device in (both[first], both[1 - first]):
        for _ in range(lost):
            device.line.lose_answers = 1
            with pytest.raises(NoNetworkError):
                device.sync()
        device.sync()
    all_the_same(world, family, "Van voor de kopie.", "Van de een.", "Van de ander.")
    [conflict] = joost.conflicts(family)
    assert {option.value for option in conflict.options} == {"Van de een.", "Van de ander."}


def test_only_where_names_meet_there_are_new_ones(world: World, shared: Shared) -> None:
    samira, _, family = shared
    other = samira.begin_family("Gezin Bakker")
    samira.sync()
    clone = samira.copied()
    samira.create(family, a_goal(family, text="Een."))
    samira.sync()
    clone.create(family, a_goal(family, text="Twee."))
    clone.create(other, a_plan(other))
    clone.sync()
    assert clone.workspace.identity == samira.workspace.identity
    incs = {row["stream"]: row["inc"] for row in clone.dump(store_tables.log_tables.change) if row["dev"] == clone.identity.device}
    assert incs[other] == 1
    assert incs[family] > 1
    all_the_same(world, family, "Een.", "Twee.")


def test_two_copies_that_share_unsent_work_give_it_the_same_new_name(world: World, shared: Shared) -> None:
    samira, _, family = shared
    one = samira.copied()
    samira.create(family, a_goal(family, text="Van de eerste."))
    one.create(family, a_goal(family, text="Van de tweede."))
    one.create(family, a_goal(family, text="Ook van de tweede."))
    two = one.copied()
    one.create(family, a_goal(family, text="Alleen hier."))
    two.create(family, a_goal(family, text="Alleen daar."))
    two.create(family, a_goal(family, text="En daar."))
    all_the_same(world, family, "Van de eerste.", "Van de tweede.", "Ook van de tweede.", "Alleen hier.", "Alleen daar.", "En daar.")


def test_a_copy_goes_on_for_days_beside_the_other(world: World, shared: Shared) -> None:
    samira, _, family = shared
    clone = samira.copied()
    written = []
    for turn in range(4):
        for device, who in ((samira, "een"), (clone, "twee")):
            written.append(f"{who} {turn}")
            device.create(family, a_goal(family, text=written[-1]))
            device.sync()
    all_the_same(world, family, *written)


def test_copied_after_an_answer_was_lost_what_the_server_has_is_not_handed_in_under_another_name(world: World, shared: Shared) -> None:
    samira, _, family = shared
    samira.create(family, a_goal(family, text="Aangekomen."))
    samira.line.lose_answers = 1
    with pytest.raises(NoNetworkError):
        samira.sync()
    clone = samira.copied()
    samira.create(family, a_goal(family, text="Van de een."))
    clone.create(family, a_goal(family, text="Van de ander."))
    samira.sync()
    clone.sync()
    all_the_same(world, family, "Aangekomen.", "Van de een.", "Van de ander.")


def test_a_page_that_names_what_a_copy_wrote_is_never_taken_for_what_waits_here(world: World, shared: Shared) -> None:
    samira, _, family = shared
    clone = samira.copied()
    samira.create(family, a_goal(family, text="Van de een."))
    samira.sync()
    clone.create(family, a_goal(family, text="Van de ander."))
    world.grant(family, "Samira", "regisseur")
    clone.sync()
    mine = [row for row in clone.dump(store_tables.log_tables.change) if b"Van de een" in row["val"]]
    assert [row["inc"] for row in mine] == [1]
    all_the_same(world, family, "Van de een.", "Van de ander.")


def two_families(world: World, shared: Shared) -> tuple[Device, bytes, bytes]:
    """Return Samira's laptop with two families of hers, of which the first is handed in first."""
    samira = shared[0]
    first = samira.begin_family("Gezin Bakker")
    world.clock.advance(1)
    second = samira.begin_family("Gezin Visser")
    samira.sync()
    return samira, first, second


def full(device: Device, other: bytes, family: bytes, *texts: str) -> None:
    """Write so much in a first family that what was written in a second one goes with a later request than the first pages come."""
    for number in range(5):
        device.create(other, a_goal(other, text=f"Eerst {number}."))
    for text in texts:
        device.create(family, a_goal(family, text=text))


def test_a_page_that_comes_before_the_push_makes_way_for_what_the_copy_wrote(world: World, shared: Shared) -> None:
    samira, other, family = two_families(world, shared)
    z = samira.copied()
    samira.create(family, a_goal(family, text="Gedeeld."))
    y = samira.copied()
    z.create(family, a_goal(family, text="Van de derde."))
    z.sync()
    full(samira, other, family, "Van de eerste.")
    full(y, other, family, "Van de tweede.")
    sync_once(samira.workspace, Narrow(samira, 1))
    sync_once(y.workspace, Narrow(y, 1))
    world.settle(4)
    for device in (samira, y, z):
        assert texts(device, family) == ["Gedeeld.", "Van de derde.", "Van de eerste.", "Van de tweede."]
        assert device.rows(family) == world.rows(family)
    assert world.dump(tables.held) == []
    names = [one.tx for one in world.history(family)]
    assert len(names) == len(set(names))


@pytest.mark.logs("sync.held")
def test_what_was_renamed_elsewhere_and_came_here_first_is_not_handed_in_again(world: World, shared: Shared) -> None:
    samira, other, family = two_families(world, shared)
    z = samira.copied()
    samira.create(family, a_goal(family, text="Gedeeld."))
    y = samira.copied()
    world.revoke(family, "Samira")
    world.clock.advance(60)
    z.create(family, a_goal(family, text="Te laat."))
    z.sync()
    world.grant(family, "Samira")
    samira.create(family, a_goal(family, text="Van de eerste."))
    samira.sync()
    full(y, other, family, "Van de tweede.")
    sync_once(y.workspace, Narrow(y, 1))
    world.settle(4)
    assert texts(y, family) == texts(samira, family) == ["Gedeeld.", "Van de eerste.", "Van de tweede."]
    names = [one.tx for one in world.history(family)]
    assert len(names) == len(set(names))


def test_a_family_begun_on_both_copies_of_unsent_work(world: World) -> None:
    samira = world.device("Samira")
    family = samira.begin_family()
    clone = samira.copied()
    samira.create(family, a_plan(family), a_goal(family, text="Een."))
    clone.create(family, a_plan(family), a_goal(family, text="Twee."))
    clone.sync()
    all_the_same(world, family, "Een.", "Twee.")
    assert len(clone.all(family, Plan)) == 1


@pytest.mark.logs("sync.held")
def test_held_work_of_a_copy_is_held_once(world: World, shared: Shared) -> None:
    _, joost, family = shared
    world.clock.advance(60)
    world.revoke(family, "Joost")
    clone = joost.copied()
    for device, text in ((joost, "Een."), (clone, "Twee.")):
        device.create(family, a_goal(family, text=text))
        device.sync()
    assert [row["reason"] for row in world.dump(tables.held)] == ["grant_ended"] * 2
    assert (joost.state(family), clone.state(family)) == ("", "")


def test_the_server_and_a_laptop_were_put_back_both(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    yesterday, copy = samira.kept(), backed_up(world)
    samira.create(family, a_goal(family, text="Van vandaag."))
    samira.sync()
    joost.sync()
    samira.put_back(yesterday)
    put_back(world, copy)
    samira.create(family, a_goal(family, text="Na het terugzetten."))
    all_the_same(world, family, "Van vandaag.", "Na het terugzetten.")


def test_a_copy_heals_what_the_other_copy_never_had_though_that_one_has_reported(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    copy = backed_up(world)
    clone = samira.copied()
    joost.create(family, a_goal(family, text="Van Joost."))
    joost.sync()
    clone.create(family, a_goal(family, text="Van de kopie."))
    clone.sync()
    put_back(world, copy)
    samira.sync()
    all_the_same(world, family, "Van Joost.", "Van de kopie.")


def test_looks_of_two_copies_are_all_kept(world: World, shared: Shared) -> None:
    samira, _, family = shared
    for device in (samira, samira.copied()):
        note_look(device.workspace, family, OPENED)
        device.sync()
    assert len(world.dump(tables.look)) == 2
