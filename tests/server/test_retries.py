"""PostgreSQL may say at any moment that a transaction came to nothing: then it is done again, and no laptop ever notices."""

import psycopg
import pytest

from app.changelog.transaction import Tx
from app.clock import wall_ms
from app.domain.ids import as_text
from app.domain.rules.roles import DEPUTY
from app.server import rights, tables
from app.server.database import ATTEMPTS, LONGEST_WAIT_S
from tests.builders import plan_id, some_id
from tests.postgres import Cluster
from tests.server.asking import Asking, Json, push
from tests.server.breaking import AT_COMMIT, FOR_EVER, WHILE_WRITING, breaks_off, is_well_again, loses_an_answer, refuses
from tests.server.test_confidential import keep_apart
from tests.world import TOWN, World


@pytest.fixture
def samira(pg_world: World) -> Asking:
    """Samira's laptop, by its requests."""
    return Asking(pg_world, pg_world.device("Samira"))


def a_plan(samira: Asking, family: bytes) -> Json:
    """Return the push that makes the family's plan."""
    return push(family, 2, samira.change("plan", plan_id(family), "*", {"wish": "Samen eten."}))


def numbers(world: World, family: bytes) -> list[int | None]:
    """Return the numbers of the family's changes."""
    return [change.seq for change in world.history(family)]


@pytest.mark.parametrize("when", [WHILE_WRITING, AT_COMMIT])
@pytest.mark.parametrize("state", ["40001", "40P01", "23505"])
def test_a_push_that_others_were_before_is_done_again_and_counts_once(pg_world: World, samira: Asking, state: str, when: str) -> None:
    family = samira.born()
    refuses(pg_world, state, times=3, when=when)
    [ack] = samira.answered(a_plan(samira, family)).acks
    assert (ack.from_ctr, ack.from_seq) == (2, 2)
    assert numbers(pg_world, family) == [1, 2]
    assert len(pg_world.pauses) == 3


@pytest.mark.logs("server.unable")
def test_what_fails_too_often_is_503_and_nothing_of_it_is_kept(pg_world: World, samira: Asking) -> None:
    family = samira.born()
    refuses(pg_world, "40001", times=FOR_EVER)
    assert samira.sync(a_plan(samira, family)) == (503, {"error": "later"})
    assert len(pg_world.pauses) == ATTEMPTS - 1
    assert all(0 <= pause <= LONGEST_WAIT_S for pause in pg_world.pauses)
    assert len(set(pg_world.pauses)) > 1
    is_well_again(pg_world)
    assert samira.answered(a_plan(samira, family)).acks
    assert numbers(pg_world, family) == [1, 2]


@pytest.mark.logs("sync.one_by_one", "sync.held")
def test_what_breaks_a_rule_each_time_is_not_tried_for_ever_but_held(pg_world: World, samira: Asking) -> None:
    family = samira.born()
    refuses(pg_world, "23505", times=FOR_EVER)
    [note] = samira.answered(a_plan(samira, family)).exceptions
    assert note.reason == "fault"
    assert len(pg_world.pauses) == 6


@pytest.mark.parametrize("goals", [1, 300])
def test_a_connection_that_breaks_while_it_writes_costs_nothing(pg_world: World, samira: Asking, goals: int) -> None:
    """Amid many statements that were sent at once, the driver does not call it closed."""
    family = samira.born()
    breaks_off(pg_world)
    made = [samira.change("goal", some_id(), "*", {"plan": as_text(plan_id(family)), "text": "Wij slapen."}) for _ in range(goals)]
    assert samira.answered(push(family, 2, *made)).acks
    assert numbers(pg_world, family) == list(range(1, goals + 2))
    assert len(pg_world.pauses) == 1


@pytest.mark.logs("server.unable")
def test_a_connection_that_breaks_at_the_commit_is_503_and_pushing_again_is_right(pg_world: World, samira: Asking) -> None:
    family = samira.born()
    breaks_off(pg_world, AT_COMMIT)
    sent = a_plan(samira, family)
    assert samira.sync(sent) == (503, {"error": "later"})
    assert (numbers(pg_world, family), pg_world.pauses) == ([1], [])
    assert samira.answered(sent).acks
    assert numbers(pg_world, family) == [1, 2]


@pytest.mark.logs("server.unable")
def test_a_commit_of_which_nobody_heard_counts_once_when_it_is_pushed_again(pg_world: World, samira: Asking) -> None:
    family = samira.born()
    loses_an_answer(pg_world)
    sent = a_plan(samira, family)
    assert samira.sync(sent) == (503, {"error": "later"})
    assert (numbers(pg_world, family), pg_world.pauses) == ([1, 2], [])
    [ack] = samira.answered(sent).acks
    assert (ack.from_ctr, ack.from_seq) == (2, 2)
    assert numbers(pg_world, family) == [1, 2]


def test_connections_that_broke_while_nobody_used_them_are_not_noticed(pg_world: World, cluster: Cluster, samira: Asking) -> None:
    family = samira.born()
    with cluster.connection() as admin:
        ended = admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'keukentafel-server'")
        assert len(ended.fetchall()) >= 1
    assert samira.answered(a_plan(samira, family)).acks


def test_a_right_that_ends_while_something_is_set_apart_ends_there_too(pg_world: World) -> None:
    """Each reads what the other writes: as if one after the other, or one of the two is done again (docs/decisions/0011)."""
    samira, joost = pg_world.device("Samira"), pg_world.worker("Joost")
    family = samira.begin_family()
    samira.sync()
    pg_world.grant(family, "Joost", DEPUTY)
    begun: list[bytes] = []

    def end(tx: Tx) -> bool:
        ended = rights.end(pg_world.house.database.log, tx, (TOWN, family, joost), wall_ms(pg_world.clock))
        if not begun:
            begun.append(keep_apart(samira, family))
            samira.sync()
        return ended

    assert pg_world.house.database.writing(end)
    ends = {row["stream"]: row["until"] for row in pg_world.dump(tables.grant) if row["worker"] == joost}
    assert ends.keys() == {family, *begun}
    assert None not in ends.values()
    assert len(pg_world.pauses) == 1


def test_a_reader_cannot_write(pg_world: World) -> None:
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), pg_world.house.database.read() as tx:
        tx.run(pg_world.house.database.log.write.delete(tables.worker, ("municipality",)), (TOWN,))
