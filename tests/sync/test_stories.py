"""What two workers see after both worked without network. Each test is a story of issue 2."""

from datetime import timedelta

import pytest

from app.domain.records.family import Family
from app.domain.records.plan import Goal, Plan, SafetyAnswer
from app.errors import UserProblem
from app.protocol.heal_messages import HealAnswer, HealRequest
from app.protocol.messages import SyncAnswer, SyncRequest
from app.server import tables
from app.store import tables as store_tables
from app.sync.round import sync_once
from app.sync.server_link import NoNetworkError
from tests.builders import a_family, a_goal, a_person, a_plan, an_action
from tests.world import Device, World

Shared = tuple[Device, Device, bytes]


def all_equal(world: World, family: bytes) -> None:
    """Check that every laptop and the municipality have the same rows and the same history."""
    hashes = {row["head_hash"] for row in world.dump(tables.stream) if row["stream"] == family}
    for device in world.devices:
        assert device.rows(family) == world.rows(family)
        with device.workspace.read() as reading:
            hashes.add(reading.state(family).head_hash)
    assert len(hashes) == 1


def test_a_goal_written_without_network_is_on_the_colleagues_laptop_after_both_synced(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    goal = a_goal(family)
    samira.create(family, goal)
    assert samira.sync().pushed == 1
    assert joost.sync().pulled == 1
    assert joost.find(family, goal) == goal
    all_equal(world, family)


def test_different_fields_edited_on_two_laptops_are_both_kept(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    samira.change(family, a_plan(family), wish="Samen eten.")
    joost.change(family, a_plan(family), safety_answer=SafetyAnswer.NO)
    world.settle()
    for device in (samira, joost):
        plan = device.find(family, a_plan(family))
        assert (plan.wish, plan.safety_answer) == ("Samen eten.", SafetyAnswer.NO)
        assert device.conflicts(family) == []
    all_equal(world, family)


def test_the_same_field_shows_both_values_to_both_and_a_choice_on_one_clears_it_on_the_other(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    samira.change(family, a_plan(family), wish="Samen eten.")
    world.clock.advance(60)
    joost.change(family, a_plan(family), wish="Elke zondag naar oma.")
    world.settle()
    for device in (samira, joost):
        [conflict] = device.conflicts(family)
        assert [option.value for option in conflict.options] == ["Samen eten.", "Elke zondag naar oma."]
        assert device.find(family, a_plan(family)).wish == "Elke zondag naar oma."
    all_equal(world, family)

    [conflict] = joost.conflicts(family)
    joost.choose(family, conflict.cell, conflict.options[0].change.val)
    assert joost.conflicts(family) == []
    world.settle()
    for device in (samira, joost):
        assert device.conflicts(family) == []
        assert device.find(family, a_plan(family)).wish == "Samen eten."
    all_equal(world, family)


def test_the_same_value_written_twice_is_no_conflict(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    for device in (samira, joost):
        device.change(family, a_plan(family), wish="Samen eten.")
    world.settle()
    assert samira.conflicts(family) == joost.conflicts(family) == []
    all_equal(world, family)


def test_a_form_that_was_open_while_a_colleagues_value_came_in_does_not_overwrite_it(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    opened_at = samira.cursor(family)
    joost.change(family, a_plan(family), wish="Elke zondag naar oma.")
    joost.sync()
    samira.sync()
    samira.change(family, a_plan(family), seen=opened_at, wish="Samen eten.")
    world.settle()
    for device in (samira, joost):
        [conflict] = device.conflicts(family)
        assert {option.value for option in conflict.options} == {"Samen eten.", "Elke zondag naar oma."}


def test_a_delete_against_an_edit_keeps_the_row_and_asks(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    goal = a_goal(family)
    samira.create(family, goal)
    world.settle()
    samira.delete(family, goal)
    joost.change(family, goal, text="Wij slapen door.")
    world.settle()
    for device in (samira, joost):
        assert device.find(family, goal).text == "Wij slapen door."
        [(cell, change)] = device.asked(family)
        assert (cell.row, change.author) == (goal.id, samira.identity.worker)
    all_equal(world, family)


def test_a_plan_opened_twice_without_network_is_one_plan(world: World) -> None:
    samira, joost = world.device("Samira"), world.device("Joost")
    family = samira.begin_family()
    samira.sync()
    world.grant(family, "Joost")
    joost.sync()
    samira.create(family, a_plan(family, wish="Samen eten."))
    joost.create(family, a_plan(family, request_for_help="Wij slapen slecht."))
    world.settle()
    for device in (samira, joost):
        [plan] = device.all(family, Plan)
        assert (plan.wish, plan.request_for_help) == ("Samen eten.", "Wij slapen slecht.")
    all_equal(world, family)


def test_a_family_begun_without_network_is_exactly_one_stream_also_when_the_answer_is_lost(world: World) -> None:
    samira = world.device("Samira")
    family = samira.begin_family()
    samira.create(family, a_person(), a_plan(family))
    samira.line.lose_answers = 2
    for _ in range(2):
        with pytest.raises(NoNetworkError):
            samira.sync()
    assert samira.state(family) == "new"
    assert samira.sync().pushed == 3
    assert samira.line.again() == 200
    [stream] = world.dump(tables.stream)
    [grant] = world.dump(tables.grant)
    assert (stream["stream"], stream["head_seq"]) == (family, 3)
    assert (grant["worker"], grant["role"], grant["until"]) == (samira.identity.worker, "regisseur", None)
    assert [change.seq for change in world.history(family)] == [1, 2, 3]
    assert samira.state(family) == "active"
    all_equal(world, family)


def test_a_family_that_the_server_does_not_know_yet_is_never_wiped(world: World) -> None:
    samira = world.device("Samira")
    known = samira.begin_family("Gezin Jansen")
    samira.sync()
    family = samira.begin_family()
    with samira.workspace.read() as reading:
        assert {state.state for state in reading.states()} == {"new", "active"}
    samira.line.cut = True
    with pytest.raises(NoNetworkError):
        samira.sync()
    assert samira.all(family, Family)
    assert samira.all(known, Family)


@pytest.mark.logs("sync.held")
def test_work_after_a_grant_ended_is_held_and_work_from_before_is_kept(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    before = a_goal(family, "Voor het einde.")
    joost.create(family, before)
    world.let_end(family, "Joost")
    joost.create(family, a_goal(family, "Na het einde."))
    samira.sync()
    result = joost.sync()
    assert (result.pushed, result.held) == (1, 1)
    [held] = world.dump(tables.held)
    assert (held["reason"], held["author"]) == ("grant_ended", joost.identity.worker)
    samira.sync()
    assert [goal.text for goal in samira.all(family, Goal)] == ["Voor het einde."]


def test_a_family_whose_right_ended_is_wiped_with_everything_of_it_and_the_server_loses_nothing(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    samira.create(family, a_goal(family, "KENMERK12345"))
    world.settle()
    history = world.history(family)
    world.revoke(family, "Joost")
    assert family in joost.sync().families
    assert joost.state(family) == ""
    left = {table.name for table in store_tables.metadata.sorted_tables if any(row.get("stream") == family for row in joost.dump(table))}
    assert left == {"wiped"}
    assert world.history(family) == history


class WritesMeanwhile:
    """A link during whose exchange the worker goes on writing."""

    def __init__(self, device: Device, family: bytes) -> None:
        self.device = device
        self.family = family

    def sync(self, request: SyncRequest) -> SyncAnswer | None:
        """Exchange, and write before the answer is taken in."""
        answer = self.device.link.sync(request)
        self.device.create(self.family, a_goal(self.family, "Nog snel geschreven."))
        return answer

    def heal(self, request: HealRequest) -> HealAnswer:
        """Bring back what the server lost."""
        return self.device.link.heal(request)


@pytest.mark.logs("sync.held")
def test_what_is_unsent_is_hidden_and_never_wiped_before_it_is_handed_in(world: World, shared: Shared) -> None:
    _, joost, family = shared
    joost.create(family, a_goal(family))
    world.revoke(family, "Joost")
    sync_once(joost.workspace, WritesMeanwhile(joost, family))
    assert joost.state(family) == "frozen"
    assert joost.all(family, Goal)
    assert joost.sync().held == 1
    assert joost.state(family) == ""
    assert len(world.dump(tables.held)) == 2


def test_a_family_given_back_comes_back_whole(world: World, shared: Shared) -> None:
    _, joost, family = shared
    world.revoke(family, "Joost")
    joost.sync()
    world.grant(family, "Joost")
    joost.sync()
    all_equal(world, family)


@pytest.mark.parametrize("hours", [-26, -1, 0, 1, 26])
def test_a_wrong_clock_refuses_nothing_and_the_newest_work_is_shown(world: World, hours: int) -> None:
    samira, joost = world.device("Samira", skew=timedelta(hours=hours)), world.device("Joost")
    family = samira.begin_family()
    samira.create(family, a_plan(family))
    samira.sync()
    world.grant(family, "Joost")
    joost.sync()
    samira.change(family, a_plan(family), wish="Eerst.")
    world.clock.advance(600)
    joost.change(family, a_plan(family), wish="Later.")
    assert samira.sync().clock_err == -hours * 3_600_000
    joost.sync()
    samira.sync()
    assert samira.find(family, a_plan(family)).wish == joost.find(family, a_plan(family)).wish == "Later."
    all_equal(world, family)


def test_an_acknowledged_change_may_lose_to_a_newer_one(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    samira.change(family, a_plan(family), wish="Eerst.")
    world.clock.advance(60)
    joost.change(family, a_plan(family), wish="Later.")
    joost.sync()
    samira.sync()
    joost.sync()
    assert samira.find(family, a_plan(family)).wish == joost.find(family, a_plan(family)).wish == "Later."
    all_equal(world, family)


def test_two_laptops_of_one_worker_are_two_laptops(world: World, shared: Shared) -> None:
    samira, _, family = shared
    second = world.device("Samira")
    second.sync()
    goal = a_goal(family)
    second.create(family, goal, an_action(goal.id))
    second.sync()
    samira.sync()
    assert samira.find(family, goal) == second.find(family, goal)


def test_a_device_that_the_municipality_refuses_says_so(world: World, shared: Shared) -> None:
    samira, _, family = shared
    with world.house.database.write() as tx:
        write = world.house.database.log.write
        columns = ("municipality", "device", "worker", "inc", "token_hash", "status", "enrolled_at")
        rows = tx.rows(write.select(tables.device, columns, ("device",)), (samira.identity.device,))
        tx.run(write.upsert(tables.device, columns), (*rows[0][:5], "refused", rows[0][6]))
    samira.create(family, a_family(family, samira.identity.worker))
    with pytest.raises(UserProblem, match="device_refused"):
        samira.sync()
