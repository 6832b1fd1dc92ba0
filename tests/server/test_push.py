"""What becomes of what a laptop hands over: applied, here already, or held. There is no fourth outcome."""

from typing import Any

import msgspec
import pytest
from msgspec import UNSET

from app.changelog.chain import START, extend
from app.domain.ids import as_text
from app.protocol.messages import Collision
from app.server import tables
from tests.builders import plan_id, some_id
from tests.server.asking import Asking, push
from tests.world import World


def reasons(world: World) -> list[str]:
    """Return why the server holds what it holds."""
    return [row["reason"] for row in world.dump(tables.held)]


def test_numbers_are_contiguous_and_the_chain_is_over_all_of_them(world: World, samira: Asking) -> None:
    family = samira.born()
    goals = [samira.change("goal", some_id(), "*", {"plan": as_text(plan_id(family)), "text": f"doel {n}"}) for n in range(3)]
    answer = samira.answered(push(family, 2, *goals))
    [ack] = answer.acks
    assert (ack.from_ctr, ack.to_ctr, ack.from_seq) == (2, 4, 2)
    history = world.history(family)
    assert [change.seq for change in history] == [1, 2, 3, 4]
    [stream] = world.dump(tables.stream)
    assert (stream["head_seq"], stream["head_hash"]) == (4, extend(START, family, history))


def test_the_bytes_of_a_value_are_kept_as_received(world: World, samira: Asking) -> None:
    family = samira.born()
    text = b'{"text":  "e\\u00e9n doel", "plan": "' + as_text(plan_id(family)).encode() + b'"}'
    body = samira.request(push(family, 2, samira.change("goal", some_id(), "*", "HIER")))
    status, _ = samira.post("/v1/sync", msgspec.json.encode(body).replace(b'"HIER"', text))
    assert status == 200
    assert world.history(family)[-1].val == text


def test_a_push_that_is_repeated_changes_nothing_and_is_answered_the_same(world: World, samira: Asking) -> None:
    family = some_id()
    sent = push(family, 1, samira.birth(family), samira.change("plan", plan_id(family), "*", {"wish": "Samen eten."}))
    first = samira.answered(sent)
    history = world.history(family)
    world.clock.advance(600)
    again = samira.answered(sent)
    assert again.acks == first.acks
    assert world.history(family) == history
    assert len(world.dump(tables.grant)) == 1


def test_a_push_that_overlaps_what_is_known_goes_on_where_that_ended(world: World, samira: Asking) -> None:
    family = some_id()
    birth = samira.birth(family)
    plan = samira.change("plan", plan_id(family), "*", {})
    samira.answered(push(family, 1, birth))
    world.clock.advance(60)
    answer = samira.answered(push(family, 1, birth, plan))
    assert [(ack.from_ctr, ack.to_ctr, ack.from_seq) for ack in answer.acks] == [(1, 1, 1), (2, 2, 2)]
    assert len(world.history(family)) == 2


def test_of_other_content_under_a_known_name_nothing_is_taken_in_from_there_on(world: World, samira: Asking) -> None:
    family, second = samira.born(), some_id()
    other, more = samira.birth(family), samira.change("plan", plan_id(family), "*", {})
    for _ in range(2):
        answer = samira.answered(push(family, 1, other, more), push(second, 1, samira.birth(second)))
        assert answer.collisions == [Collision(as_text(family), 1)]
        assert (answer.exceptions, [ack.stream for ack in answer.acks]) == ([], [as_text(second)])
        second = some_id()
    assert reasons(world) == []
    assert len(world.history(family)) == 1


def test_the_same_in_another_incarnation_is_another_change(world: World, samira: Asking) -> None:
    family = samira.born()
    plan = samira.change("plan", plan_id(family), "*", {})
    for _ in range(2):
        answer = samira.answered({**push(family, 1, plan), "inc": 77})
        assert [(ack.from_ctr, ack.to_ctr, ack.from_seq) for ack in answer.acks] == [(1, 1, 2)]
        assert answer.collisions is UNSET
    assert [(one.inc, one.ctr) for one in world.history(family)] == [(1, 1), (77, 1)]


def test_a_gap_is_refused_and_nothing_of_the_request_is_kept(world: World, samira: Asking) -> None:
    family, other = samira.born(), some_id()
    before = world.dump(tables.stream)
    status, answer = samira.sync(push(other, 1, samira.birth(other)), push(family, 3, samira.change("plan", plan_id(family), "*", {})))
    assert (status, answer) == (409, {"error": "ctr-gap", "stream": as_text(family), "last_ctr": 1})
    assert world.dump(tables.stream) == before


def test_a_push_to_a_family_nobody_knows_is_held_unless_it_begins_with_the_family(world: World, samira: Asking) -> None:
    family = some_id()
    plan = samira.change("plan", plan_id(family), "*", {})
    [note] = samira.answered(push(family, 1, plan)).exceptions
    assert (note.from_ctr, note.to_ctr, note.reason) == (1, 1, "no_grant")
    later = samira.answered(push(family, 2, samira.birth(family)))
    assert [one.reason for one in later.exceptions] == ["no_grant"]
    assert world.dump(tables.stream) == world.dump(tables.grant) == []
    assert len(world.dump(tables.held)) == 2


def test_a_push_to_somebody_elses_family_is_held_and_says_no_more_than_for_an_unknown_one(world: World, samira: Asking) -> None:
    family = samira.born()
    joost = Asking(world, world.device("Joost"))
    known = joost.answered(push(family, 1, joost.birth(family)))
    unknown = joost.answered(push(some_id(), 1, joost.change("plan", some_id(), "*", {})))
    assert [note.reason for note in (*known.exceptions, *unknown.exceptions)] == ["no_grant", "no_grant"]
    assert (known.grants, known.pages, unknown.pages) == ([], [], [])
    assert len(world.history(family)) == 1
    assert [grant["worker"] for grant in world.dump(tables.grant)] == [samira.device.identity.worker]


@pytest.mark.parametrize(
    ("reason", "other"),
    [
        ("author", {"author": as_text(bytes(16))}),
        ("seen", {"seen": 2}),
        ("value", {"val": "ja"}),
        ("value", {"val": "x" * 4001, "grp": "wish"}),
        ("value", {"val": "een\0twee", "grp": "wish"}),
        ("value", {"val": 3, "grp": "_deleted"}),
        ("value", {"val": ["rij"], "record": "uit_de_toekomst"}),
    ],
)
def test_a_gesture_that_cannot_be_right_is_held_whole(world: World, samira: Asking, reason: str, other: dict[str, Any]) -> None:
    family = samira.born()
    tx = as_text(some_id())
    right = samira.change("goal", some_id(), "*", {"plan": as_text(plan_id(family))}, tx=tx)
    wrong = samira.change("plan", plan_id(family), "*", {}, tx=tx) | other
    after = samira.change("plan", plan_id(family), "*", {"wish": "Samen eten."})
    answer = samira.answered(push(family, 2, right, wrong, after))
    assert [(note.from_ctr, note.to_ctr, note.reason) for note in answer.exceptions] == [(2, 3, reason)]
    assert [(ack.from_ctr, ack.to_ctr, ack.from_seq) for ack in answer.acks] == [(4, 4, 2)]
    assert reasons(world) == [reason, reason]
    again = samira.answered(push(family, 2, right, wrong, after))
    assert (again.exceptions, again.acks) == (answer.exceptions, answer.acks)


def test_a_name_with_a_sign_that_no_database_keeps_is_no_message(world: World, samira: Asking) -> None:
    family = samira.born()
    record = samira.change("pet\0", some_id(), "*", {})
    field = samira.change("plan", plan_id(family), "\0", {})
    look = {"number": 1, "stream": as_text(family), "kind": "\0", "at": 0}
    for asked in ({"push": [push(family, 2, record)]}, {"push": [push(family, 2, field)]}, {"looks": [look]}):
        assert samira.sync(**asked) == (400, {"error": "message"})
    assert (len(world.history(family)), world.dump(tables.held)) == (1, [])


def test_a_value_that_is_no_text_at_all_is_held(world: World, samira: Asking) -> None:
    family = samira.born()
    body = samira.request(push(family, 2, samira.change("plan", plan_id(family), "wish", "HIER")))
    status, _ = samira.post("/v1/sync", msgspec.json.encode(body).replace(b"HIER", b"\xff\xfe"))
    assert (status, reasons(world)) == (200, ["value"])


def test_what_is_written_once_cannot_be_changed_but_can_be_withdrawn(world: World, samira: Asking) -> None:
    family, score = samira.born(), some_id()
    made = samira.change("goal_score", score, "*", {"goal": as_text(some_id()), "score": 4, "scored_on": "2026-11-23"})
    samira.answered(push(family, 2, made))
    cell = samira.change("goal_score", score, "score", 9)
    anew = samira.change("goal_score", score, "*", {"goal": as_text(some_id()), "score": 9, "scored_on": "2026-11-23"})
    gone = samira.change("goal_score", score, "_deleted", True, kind="delete")
    answer = samira.answered(push(family, 3, cell, anew, gone))
    assert [(note.from_ctr, note.to_ctr, note.reason) for note in answer.exceptions] == [(3, 4, "append_only")]
    assert [(ack.from_ctr, ack.to_ctr) for ack in answer.acks] == [(5, 5)]
    [row] = world.dump(tables.log_tables.records["goal_score"])
    assert (row["score"], row["deleted"]) == (4, 1)


def test_what_this_server_does_not_know_is_logged_ordered_and_parked(world: World, samira: Asking) -> None:
    family = samira.born()
    field = samira.change("plan", plan_id(family), "mood", {"score": 7})
    record = samira.change("pet", some_id(), "*", {"name": "Snuf"})
    answer = samira.answered(push(family, 2, field, record))
    assert answer.exceptions == []
    assert [change.grp for change in world.history(family)] == ["*", "mood", "*"]
    assert {row["record"] for row in world.dump(tables.log_tables.parked)} == {"plan", "pet"}


@pytest.mark.logs("sync.one_by_one", "sync.held")
def test_one_family_that_cannot_be_applied_stops_no_other(world: World, samira: Asking) -> None:
    broken, whole = samira.born(), samira.born()
    samira.answered(push(broken, 2, samira.change("family", broken, "display_name", "Gezin De Witte")))
    with world.house.database.engine.execution_options(writes=True).begin() as connection:
        head = tables.log_tables.head
        connection.execute(head.update().where(head.c.stream == broken).values(ctr=99))
    wish = samira.change("family", broken, "display_name", "Gezin De Groot")
    plan = samira.change("plan", plan_id(whole), "*", {})
    look = {"number": 1, "stream": as_text(whole), "kind": "opened", "at": 1_790_000_000_000}
    answer = samira.answered(push(broken, 3, wish), push(whole, 2, plan), looks=[look])
    assert [(note.stream, note.reason) for note in answer.exceptions] == [(as_text(broken), "fault")]
    assert [(ack.stream, ack.from_ctr, ack.from_seq) for ack in answer.acks] == [(as_text(whole), 2, 2)]
    assert [one["number"] for one in world.dump(tables.look)] == [1]
    assert samira.answered(push(broken, 3, wish)).exceptions == answer.exceptions


def test_a_wrong_clock_is_measured_and_never_refused(world: World, samira: Asking) -> None:
    family = samira.born()
    now = int(world.clock.now().timestamp() * 1000)
    for ctr, wall in enumerate((0, -(2**53), 2**53, now), 2):
        answer = samira.answered(push(family, ctr, samira.change("plan", plan_id(family), "wish", "x", wall=wall)), wall_now=wall)
        assert answer.exceptions == []
        assert answer.clock_err == now - wall
        assert world.history(family)[-1].ord == now


def test_looks_are_noted_once_however_often_they_are_sent(world: World, samira: Asking) -> None:
    family = samira.born()
    look = {"number": 1, "stream": as_text(family), "kind": "opened", "at": 1_790_000_000_000}
    for _ in range(2):
        samira.answered(looks=[look])
    [noted] = world.dump(tables.look)
    assert (noted["stream"], noted["worker"], noted["kind"]) == (family, samira.device.identity.worker, "opened")


def test_one_stream_pushed_twice_in_a_request_is_refused(samira: Asking) -> None:
    family = some_id()
    assert samira.sync(push(family, 1, samira.birth(family)), push(family, 1, samira.birth(family))) == (400, {"error": "message"})
