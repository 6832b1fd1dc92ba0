"""What the server does for many rows at once comes out as if it did it one by one."""

import msgspec
import pytest

from app.domain.ids import as_text
from app.protocol.messages import SyncRequest, decode
from app.protocol.parts import MOST_IN_TX
from app.server import tables
from app.server.access import RefusedError, signed_in
from app.server.exchange import exchange
from tests.builders import plan_id, some_id
from tests.server.asking import Asking, push
from tests.world import World


def test_a_look_that_is_named_twice_in_one_request_is_kept_once_as_it_was_said_last(world: World, samira: Asking) -> None:
    look = {"number": 1, "stream": as_text(samira.born()), "kind": "opened", "at": 5}
    samira.answered(looks=[look, {**look, "number": 2}, {**look, "kind": "printed"}])
    kept = [(row["number"], row["kind"]) for row in world.dump(tables.look)]
    assert sorted(kept) == [(1, "printed"), (2, "opened")]


def test_one_gesture_that_cannot_be_applied_leaves_the_others_of_its_push_as_they_are(world: World, samira: Asking) -> None:
    family = samira.born()
    plan = [samira.change("plan", plan_id(family), "*", {"wish": "Samen eten."}), samira.change("plan", plan_id(family), "wish", 7)]
    later = samira.change("plan", plan_id(family), "wish", "Samen slapen.")
    answer = samira.answered(push(family, 2, *plan, later))
    assert [(ack.from_ctr, ack.to_ctr, ack.from_seq) for ack in answer.acks] == [(2, 2, 2), (4, 4, 3)]
    assert [(kept.from_ctr, kept.reason) for kept in answer.exceptions] == [(3, "value")]


def test_who_signed_in_before_the_server_was_put_back_hands_nothing_over_in_the_new_history(world: World, samira: Asking) -> None:
    family = samira.born()
    asked = samira.request(push(family, 2, samira.change("plan", plan_id(family), "*", {})))
    actor = signed_in(world.house, f"Bearer {samira.device.identity.token}")
    with world.house.database.engine.execution_options(writes=True).begin() as connection:
        connection.execute(tables.municipality.update().values(epoch="another"))
    with pytest.raises(RefusedError, match="epoch"):
        exchange(world.house, actor, decode(SyncRequest, msgspec.json.encode(asked)))
    assert len(world.history(family)) == 1


def test_many_texts_that_are_too_long_are_refused_and_not_cut(pg_world: World) -> None:
    put = pg_world.house.database.log.write.upsert(tables.worker, ("municipality", "worker", "login", "name"))
    driver = pg_world.house.database.engine.dialect.loaded_dbapi
    with pytest.raises(driver.DataError), pg_world.house.database.write() as tx:
        tx.many(put, [("GM9999", bytes([place]) * 16, "x" * 61, "Sam") for place in (1, 2)])


def test_a_row_that_is_made_beside_one_that_may_not_change_is_kept(world: World, samira: Asking) -> None:
    family, score = samira.born(), some_id()
    made = samira.change("goal_score", score, "*", {"goal": as_text(some_id()), "score": 4, "scored_on": "2026-11-23"})
    answer = samira.answered(push(family, 2, made, samira.change("goal_score", score, "score", 9)))
    assert [(ack.from_ctr, ack.to_ctr) for ack in answer.acks] == [(2, 2)]
    assert [(kept.from_ctr, kept.reason) for kept in answer.exceptions] == [(3, "append_only")]


def test_a_gesture_that_is_too_large_is_held_and_many_small_ones_are_not(world: World, samira: Asking) -> None:
    family = samira.born()
    small = [samira.change("plan", plan_id(family), "wish", "Samen eten.") for _ in range(MOST_IN_TX)]
    large = [{**one, "tx": as_text(plan_id(family))} for one in [*small, small[0]]]
    assert [(ack.from_ctr, ack.to_ctr) for ack in samira.answered(push(family, 2, *small, *small)).acks] == [(2, 1 + 2 * MOST_IN_TX)]
    answer = samira.answered(push(family, 2 + 2 * MOST_IN_TX, *large))
    assert [(kept.to_ctr - kept.from_ctr, kept.reason) for kept in answer.exceptions] == [(MOST_IN_TX, "too_many")]


def test_what_a_laptop_hands_over_of_the_copy_it_was_comes_back_whole(world: World, samira: Asking) -> None:
    family = some_id()
    with world.house.database.engine.execution_options(writes=True).begin() as connection:
        connection.execute(tables.device.update().values(inc=2))
    [page] = samira.answered({**push(family, 1, samira.birth(family)), "inc": 1}, inc=2).pages
    assert ([change.inc for change in page.changes], page.own) == ([1], [])
    [page] = samira.answered({**push(family, 1, samira.birth(family)), "inc": 2}, inc=2, cursors={as_text(family): 1}).pages
    assert (page.changes, [(own.from_ctr, own.from_seq) for own in page.own]) == ([], [(1, 2)])


def test_with_the_numbers_of_a_push_comes_what_others_wrote_before_it(world: World, samira: Asking) -> None:
    family, joost = samira.born(), Asking(world, world.device("Joost"))
    world.grant(family, "Joost")
    assert joost.answered(push(family, 1, joost.change("plan", plan_id(family), "*", {}))).acks
    wish = samira.change("plan", plan_id(family), "wish", "Samen eten.")
    [page] = samira.answered(push(family, 2, wish), cursors={as_text(family): 1}).pages
    assert [change.grp for change in page.changes] == ["*"]
    assert [(own.from_ctr, own.to_ctr, own.from_seq) for own in page.own] == [(2, 2, 3)]
