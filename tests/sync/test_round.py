"""One round of sync, and everything a server could do to a laptop in it."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from app.actions.looking import OPENED, note_look
from app.changelog.apply import rebuild
from app.changelog.change import Cell
from app.domain.records.plan import Goal, Plan
from app.errors import UserProblem
from app.protocol.heal_messages import HealAnswer, HealRequest
from app.protocol.messages import SyncAnswer, SyncRequest
from app.server import tables
from app.store import tables as store_tables
from app.sync.round import MOST_TURNS, sync_once
from app.sync.server_link import NoNetworkError, OutOfStepError
from tests.builders import a_goal, a_plan, plan_id, some_id
from tests.sync.links import Narrow, Twisted
from tests.world import Device, World

pytestmark = pytest.mark.one_database

Shared = tuple[Device, Device, bytes]


def test_nothing_new_is_one_request_of_less_than_600_bytes(shared: Shared) -> None:
    samira, joost, _ = shared
    joost.sync()
    samira.sync()
    before = len(samira.line.requests)
    result = samira.sync()
    assert (result.pushed, result.pulled, result.held, result.families) == (0, 0, 0, frozenset())
    assert len(samira.line.requests) == before + 1
    assert samira.line.statuses[-1] == 204
    assert len(samira.line.requests[-1].read()) < 600


def test_an_answer_that_is_lost_after_the_server_has_the_work_loses_and_doubles_nothing(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    samira.create(family, a_goal(family))
    joost.create(family, a_goal(family))
    samira.line.lose_answers = 1
    with pytest.raises(Exception, match="ReadError"):
        samira.sync()
    joost.sync()
    world.clock.advance(3600)
    samira.sync()
    joost.sync()
    assert samira.rows(family) == joost.rows(family) == world.rows(family)
    assert len(samira.all(family, Goal)) == 2


def test_many_changes_travel_in_several_turns_and_no_gesture_is_cut(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    for _ in range(14):
        samira.create(family, *(a_goal(family, f"doel {n}") for n in range(400)))
    assert samira.sync().pushed == 5600
    assert samira.sync().pushed == 0
    assert joost.sync().pulled == 5600
    assert samira.rows(family) == joost.rows(family) == world.rows(family)


def test_large_texts_travel_in_several_turns(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    for n in range(20):
        samira.create(family, *(a_goal(family, f"{n}/{m} " + "ë" * 3900) for m in range(30)))
    assert samira.sync().pushed == 600
    assert joost.sync().pulled == 600
    assert joost.rows(family) == world.rows(family)


def test_a_server_that_always_says_more_is_left_after_a_while(shared: Shared) -> None:
    samira, _, family = shared
    link = Twisted(samira, lambda answer: msgspec.structs.replace(answer, more=True))
    samira.create(family, a_goal(family))
    sync_once(samira.workspace, link)
    assert link.turns == 2


def test_a_server_that_always_lets_a_family_wait_and_says_more_is_left_at_last(shared: Shared) -> None:
    samira, _, family = shared
    link = Twisted(samira, lambda answer: msgspec.structs.replace(answer, more=True, waits=["A" * 22]))
    samira.create(family, a_goal(family))
    sync_once(samira.workspace, link)
    assert link.turns == MOST_TURNS


@pytest.mark.logs("sync.gap")
def test_counters_that_never_arrived_stop_one_family_and_no_other(world: World, shared: Shared) -> None:
    samira, _, family = shared
    other = samira.begin_family("Gezin Jansen")
    with world.house.database.engine.execution_options(writes=True).begin() as connection:
        table = tables.device_stream
        connection.execute(table.update().where(table.c.stream == family).values(last_ctr=0))
    samira.create(family, a_goal(family))
    with pytest.raises(UserProblem, match="sync_out_of_step"):
        samira.sync()
    assert samira.state(other) == "active"
    assert world.rows(other) == samira.rows(other)


@pytest.mark.parametrize("error", [OutOfStepError("incarnation", None), OutOfStepError("view", None)])
def test_a_server_that_lives_in_another_history_stops_the_round(shared: Shared, error: OutOfStepError) -> None:
    samira, _, _ = shared

    class Refuses:
        """A link that is out of step, whatever it is told."""

        def sync(self, request: SyncRequest) -> SyncAnswer | None:
            """Refuse."""
            raise error

        def heal(self, request: HealRequest) -> HealAnswer:
            """Refuse."""
            raise error

    with pytest.raises(UserProblem, match="sync_out_of_step"):
        sync_once(samira.workspace, Refuses())


@pytest.mark.logs("heal.out_of_step")
def test_a_server_that_was_put_back_and_takes_nothing_stops_the_round(shared: Shared) -> None:
    samira, _, _ = shared
    link = Twisted(samira, lambda answer: answer, out_of_step="view")
    with pytest.raises(UserProblem, match="sync_out_of_step"):
        sync_once(samira.workspace, link)
    assert link.turns == 1


def test_nothing_is_wiped_before_the_municipality_was_met(shared: Shared) -> None:
    samira, _, family = shared
    with samira.workspace.write() as writing:  # killed before it was wiped; the server may have lost meanwhile what it had been given
        writing.put_state(replace(writing.state(family), state="frozen"))
    samira.line.cut = True
    with pytest.raises(NoNetworkError):
        samira.sync()
    assert samira.state(family) == "frozen"
    assert samira.all(family, Plan)


def test_looks_are_handed_in_once(world: World, shared: Shared) -> None:
    samira, _, family = shared
    note_look(samira.workspace, family, OPENED)
    samira.sync()
    assert samira.dump(store_tables.look) == []
    samira.sync()
    note_look(samira.workspace, family, OPENED)
    samira.sync()
    noted = world.dump(tables.look)
    assert [(row["stream"], row["worker"], row["kind"]) for row in noted] == [(family, samira.identity.worker, "opened")] * 2


def test_a_field_from_a_newer_program_is_parked_moves_on_and_is_there_after_the_upgrade(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    with samira.workspace.write() as writing:
        gesture = writing.gesture(family)
        gesture.put_raw(Cell("plan", plan_id(family), "mood"), b'{"score": 7}')
        gesture.put_raw(Cell("pet", pet := some_id(), "*"), b'{"name": "Snuf"}')
        gesture.done()
        again = writing.gesture(family)
        again.put_raw(Cell("pet", pet, "name"), b'"Snuffel"')
        again.done()
    samira.sync()
    assert joost.sync().pulled == 3
    parked = {(row["record"], row["grp"]) for row in joost.dump(store_tables.log_tables.parked)}
    assert parked == {("plan", "mood"), ("pet", "*"), ("pet", "name")}
    assert joost.cursor(family) == samira.cursor(family)
    world.settle()
    assert samira.rows(family) == joost.rows(family) == world.rows(family)


def test_what_an_older_program_left_parked_is_written_out_by_a_rebuild(shared: Shared) -> None:
    samira, joost, family = shared
    samira.change(family, a_plan(family), wish="Samen eten.")
    samira.sync()
    joost.sync()
    plan = store_tables.log_tables.records["plan"]
    with joost.workspace.write() as writing:  # as a program that did not know the field would have left it
        writing.tx.connection.execute(plan.update().values(wish=None))
        writing.stream(family).park([Cell("plan", plan_id(family), "wish")], "unknown")
    assert joost.find(family, a_plan(family)).wish == ""
    with joost.workspace.write() as writing:
        rebuild(writing.stream(family), "plan")
    assert joost.all(family, Plan) == samira.all(family, Plan)
    assert joost.dump(store_tables.log_tables.parked) == []


def test_what_is_too_large_goes_in_smaller_pieces(world: World, shared: Shared) -> None:
    samira, _, family = shared
    for _ in range(30):
        samira.create(family, a_goal(family), a_goal(family))
    assert sync_once(samira.workspace, Narrow(samira, 10)).pushed == 60
    assert samira.rows(family) == world.rows(family)


def test_several_families_go_in_smaller_pieces_too(world: World) -> None:
    samira = world.device("Samira")
    families = [samira.begin_family() for _ in range(5)]
    assert sync_once(samira.workspace, Narrow(samira, 2)).pushed == 5
    assert all(samira.rows(family) == world.rows(family) for family in families)


def test_what_is_too_large_however_small_is_said(shared: Shared) -> None:
    samira, _, family = shared
    samira.create(family, a_goal(family))
    with pytest.raises(UserProblem, match="sync_out_of_step"):
        sync_once(samira.workspace, Narrow(samira, 0))


def test_a_clock_that_goes_wrong_or_right_is_heard_of_also_where_there_is_nothing_to_exchange(world: World, shared: Shared) -> None:
    samira, _, _ = shared
    world.settle()
    for skew in (timedelta(hours=1), timedelta(hours=1), timedelta(), timedelta(minutes=-3)):
        samira.clock.skew = skew
        assert samira.sync().clock_err == -skew // timedelta(milliseconds=1)
    samira.clock.skew = timedelta()
    assert [samira.sync().clock_err, samira.line.statuses[-1]] == [0, 200]
    assert [samira.sync().clock_err, samira.line.statuses[-1]] == [0, 204]


def test_413_is_too_large(shared: Shared) -> None:
    samira, _, _ = shared
    samira.line.nonsense = (413, {}, b"<html>Request Entity Too Large</html>")
    with pytest.raises(UserProblem, match="sync_out_of_step"):
        samira.sync()


def test_a_look_that_was_noted_while_a_family_was_wiped_is_handed_in_later(world: World, shared: Shared) -> None:
    _, joost, family = shared
    world.revoke(family, "Joost")

    def look_meanwhile(answer: SyncAnswer) -> SyncAnswer:
        """The worker opened the family just before it went."""
        note_look(joost.workspace, family, OPENED)
        return answer

    sync_once(joost.workspace, Twisted(joost, look_meanwhile))
    assert joost.state(family) == ""
    joost.sync()
    assert [(row["stream"], row["kind"]) for row in world.dump(tables.look)] == [(family, "opened")]
