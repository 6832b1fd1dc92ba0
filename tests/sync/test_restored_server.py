"""The municipality's server was put back from a copy of an hour ago: the laptops bring it up to date, and nothing is lost."""

from pathlib import Path

import pytest

from app.actions.syncing import SyncOutcome, exchanged
from app.clock import wall_ms
from app.domain.ids import as_text
from app.domain.records.plan import Goal
from app.errors import UserProblem
from app.protocol.heal_messages import HealAnswer, Stand
from app.protocol.messages import encode
from app.server import tables
from app.server.restoring import back_up
from app.server.restoring import put_back as administered
from app.store import tables as store_tables
from app.store.workspace import StreamState
from app.sync.server_link import NoNetworkError
from tests.builders import a_goal, a_plan, some_id
from tests.proof.people import keep_apart, kept_apart
from tests.restoring import backed_up, brought_back, found, missing, put_back
from tests.world import Device, World

Shared = tuple[Device, Device, bytes]


def texts(device: Device, family: bytes) -> set[str]:
    """Return the goals that stand on a laptop."""
    return {goal.text for goal in device.all(family, Goal)}


def whole(world: World, family: bytes, *goals: str) -> None:
    """Check that after the next exchange everybody has the same, with these goals, and that the server's own check finds nothing."""
    world.settle(3)
    for device in world.devices:
        assert device.rows(family) == world.rows(family)
        assert texts(device, family) == set(goals)
        assert not [row for row in device.dump(store_tables.log_tables.change) if row["seq"] is None and row["held"] is None]
    assert len({device.cursor(family) for device in world.devices}) == 1
    assert found(world) == []


def the_lost_hour(world: World, shared: Shared) -> None:
    """Let both laptops work for an hour after the copy was made; the server has it all, and then it is put back."""
    samira, joost, family = shared
    copy = backed_up(world)
    world.clock.advance(60)
    samira.create(family, a_goal(family, "Eén."))
    samira.sync()
    joost.sync()
    joost.create(family, a_goal(family, "Twee."))
    joost.sync()
    samira.sync()
    world.clock.advance(3_600)
    put_back(world, copy)


def test_what_comes_back_is_bit_for_bit_what_was_lost(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    copy = backed_up(world)
    samira.create(family, a_goal(family, "Eén."))
    world.settle()
    before, head = world.history(family), world.dump(tables.stream)
    counters = sorted(map(repr, world.dump(tables.device_stream)))
    put_back(world, copy)
    assert len(world.history(family)) < len(before)
    result = joost.sync()
    assert (result.pushed, result.pulled, result.held, result.waits) == (0, 0, 0, frozenset())
    assert world.history(family) == before
    assert world.dump(tables.stream) == head
    assert sorted(map(repr, world.dump(tables.device_stream))) == counters
    assert brought_back(world) == [(family, len(before), len(before), joost.identity.device)]
    whole(world, family, "Eén.")


@pytest.mark.parametrize("first", [0, 1])
def test_whoever_comes_first_brings_the_hour_back(world: World, shared: Shared, first: int) -> None:
    the_lost_hour(world, shared)
    family = shared[2]
    assert set(missing(world)) == {device.identity.device for device in world.devices}
    laptops = shared[:2]
    laptops[first].sync()
    assert missing(world) == [laptops[1 - first].identity.device]
    laptops[1 - first].sync()
    assert missing(world) == []
    whole(world, family, "Eén.", "Twee.")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_three_laptops_that_are_not_equally_far_may_come_in_any_order(world: World, shared: Shared, order: tuple[int, ...]) -> None:
    samira, joost, family = shared
    fatiha = world.device("Fatiha")
    world.grant(family, "Fatiha")
    fatiha.sync()
    copy = backed_up(world)
    samira.create(family, a_goal(family, "Eén."))
    samira.sync()
    joost.sync()
    joost.create(family, a_goal(family, "Twee."))
    joost.sync()
    fatiha.create(family, a_goal(family, "Drie, nog niet verstuurd."))
    samira.create(family, a_goal(family, "Vier, nog niet verstuurd."))
    put_back(world, copy)
    for place in order:
        (samira, joost, fatiha)[place].sync()
    whole(world, family, "Eén.", "Twee.", "Drie, nog niet verstuurd.", "Vier, nog niet verstuurd.")
    assert max(last for _, _, last, _ in brought_back(world)) == 4


def test_new_work_waits_until_who_may_have_more_has_come(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    copy = backed_up(world)
    joost.create(family, a_goal(family, "Van Joost."))
    joost.sync()
    put_back(world, copy)
    samira.create(family, a_goal(family, "Van Samira."))
    other = samira.begin_family("Gezin Bakker")
    result = samira.sync()
    assert result.waits == {family}
    assert result.pushed == 1
    assert world.history(other)
    news = exchanged(samira.workspace, samira.link)
    assert (news.outcome, news.problem, bool(news.waits_text)) == (SyncOutcome.DONE, "", True)
    joost.sync()
    assert samira.sync().pushed == 1
    whole(world, family, "Van Joost.", "Van Samira.")


def test_a_family_that_was_begun_in_the_lost_hour_comes_back_whole(world: World, shared: Shared) -> None:
    samira, joost, _ = shared
    copy = backed_up(world)
    family = samira.begin_family("Gezin Bakker")
    samira.create(family, a_plan(family), a_goal(family, "Eén."))
    samira.sync()
    world.grant(family, "Joost")
    joost.sync()
    joost.create(family, a_goal(family, "Twee."))
    joost.sync()
    put_back(world, copy)
    joost.create(family, a_goal(family, "Drie."))
    joost.sync()
    assert joost.state(family) == "frozen"
    grants = [(row["worker"], row["role"]) for row in world.dump(tables.grant) if row["stream"] == family]
    assert grants == [(samira.identity.worker, "regisseur")]
    samira.sync()
    assert texts(samira, family) == {"Eén.", "Twee."}
    world.grant(family, "Joost")
    whole(world, family, "Eén.", "Twee.", "Drie.")


@pytest.mark.logs("sync.held")
def test_what_was_held_in_the_lost_hour_is_held_again(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    copy = backed_up(world)
    strange = some_id()
    with joost.workspace.write() as writing:
        writing.put_state(StreamState(strange, 0, bytes(32), 0, "new"))
    joost.create(strange, a_plan(strange))
    joost.create(family, a_goal(family, "Eén."))
    assert joost.sync().held == 1
    before = world.dump(tables.held)
    put_back(world, copy)
    assert world.dump(tables.held) == []
    samira.sync()
    for _ in range(2):
        joost.sync()
    names = ("stream", "dev", "inc", "ctr", "leaf", "val", "reason")
    assert [[row[name] for name in names] for row in world.dump(tables.held)] == [[row[name] for name in names] for row in before]
    whole(world, family, "Eén.")


def test_what_is_kept_apart_comes_back_apart(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    world.grant(family, "Joost", "deputy")
    world.settle()
    copy = backed_up(world)
    keep_apart(samira, family, "Niet voor iedereen.")
    world.settle()
    assert kept_apart(joost, family) == ["Niet voor iedereen."]
    put_back(world, copy)
    joost.sync()
    samira.sync()
    keep_apart(joost, family, "Ook niet.")
    world.settle()
    assert kept_apart(samira, family) == kept_apart(joost, family) == ["Niet voor iedereen.", "Ook niet."]
    whole(world, family)


def test_a_family_that_goes_off_the_laptop_is_handed_in_first(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    world.revoke(family, "Joost")
    copy = backed_up(world)
    world.grant(family, "Joost")
    joost.create(family, a_goal(family, "In het verloren uur."))
    joost.sync()
    put_back(world, copy)
    joost.sync()
    assert joost.state(family) == ""
    samira.sync()
    assert texts(samira, family) == {"In het verloren uur."}


@pytest.mark.parametrize("lost", range(2, 6))
def test_an_answer_that_is_lost_anywhere_in_the_healing_costs_nothing(world: World, shared: Shared, lost: int) -> None:
    the_lost_hour(world, shared)
    samira, _, family = shared
    samira.create(family, a_goal(family, "Drie."))
    gone = 0
    samira.line.lose_every = lost
    for _ in range(20):
        try:
            samira.sync()
            break
        except NoNetworkError:
            gone += 1
    samira.line.lose_every = 0
    assert gone
    whole(world, family, "Eén.", "Twee.", "Drie.")


@pytest.mark.logs("server.nonsense")
@pytest.mark.parametrize("stand", [("A" * 22, 2, 1), (None, 2, 7), (None, 1, 2), ("", 0, 0)])
def test_a_server_that_talks_nonsense_of_where_it_is_changes_nothing(
    world: World, shared: Shared, stand: tuple[str | None, int, int]
) -> None:
    the_lost_hour(world, shared)
    samira, _, family = shared
    before = samira.dump(store_tables.log_tables.change)
    stream, head, fits = stand
    stands = [Stand(stream or as_text(family), head, fits)] if stream != "" else []
    said = HealAnswer(epoch="x", stands=stands, end=True)
    samira.line.nonsense_at["/v1/heal"] = (200, {}, encode(said))
    with pytest.raises(UserProblem, match="server_nonsense"):
        samira.sync()
    assert samira.dump(store_tables.log_tables.change) == before
    samira.line.nonsense_at.clear()
    whole(world, family, "Eén.", "Twee.")


def test_a_backup_that_the_administrator_puts_back_is_brought_up_to_date(world: World, shared: Shared, tmp_path: Path) -> None:
    samira, joost, family = shared
    back_up(world.house.database, str(tmp_path / "reserve"), wall_ms(world.clock))
    samira.create(family, a_goal(family, "Eén."))
    samira.sync()
    joost.sync()
    joost.create(family, a_goal(family, "Twee, nog niet verstuurd."))
    with world.house.database.write() as tx:
        for table in tables.metadata.sorted_tables:
            tx.connection.execute(table.delete())
    with (tmp_path / "reserve").open("rb") as copy:
        administered(world.house.database, copy, wall_ms(world.clock))
    samira.sync()
    joost.sync()
    whole(world, family, "Eén.", "Twee, nog niet verstuurd.")


def test_a_laptop_of_the_lost_hour_is_not_known_and_keeps_all_its_work(world: World, shared: Shared) -> None:
    family = shared[2]
    copy = backed_up(world)
    new = world.device("Samira")
    new.sync()
    new.create(family, a_goal(family, "Op de nieuwe laptop."))
    put_back(world, copy)
    for _ in range(2):
        with pytest.raises(Exception, match="device_refused"):
            new.sync()
    assert texts(new, family) == {"Op de nieuwe laptop."}
    world.devices.remove(new)
    new.close()
    assert new.line.statuses[-1] == 401
    whole(world, family)
