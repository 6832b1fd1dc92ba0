"""Once a day a laptop drops what was replaced long ago, and shows and does what it did."""

import pytest

from app.actions.syncing import exchanged
from app.changelog.apply import anew
from app.domain.ids import as_text
from app.domain.record import spec_of
from app.domain.records.plan import Goal
from app.protocol.messages import Kept
from app.store import tables
from app.store.workspace import StreamState
from app.sync.compacting import compact_daily
from app.sync.own_work import keep_apart
from tests.builders import a_goal
from tests.restoring import backed_up, put_back
from tests.sync.old_times import DAY_MS, DAY_S, logged, same, standing_in, state_of, with_a_past
from tests.world import Device, World

pytestmark = pytest.mark.one_database


def compacted(device: Device) -> int:
    """Drop what is older than a day, however short the history."""
    return compact_daily(device.workspace, DAY_MS, 1)


def test_what_was_replaced_long_ago_goes_and_nothing_that_shows_changes(world: World) -> None:
    samira = world.device("Samira")
    family, _ = with_a_past(world, samira)
    rows, stood = samira.rows(family), standing_in(samira, family)
    assert compacted(samira) == 6
    assert logged(samira, family) == [1, 2, 3, 10, 11]
    assert state_of(samira, family).base[0] == 10
    with samira.workspace.write() as writing:
        anew(writing.stream(family))
    assert (samira.rows(family), standing_in(samira, family)) == (rows, stood)
    assert samira.rows(family) == world.rows(family)
    samira.sync()
    assert samira.line.statuses[-1] == 204


def test_it_is_done_once_a_day_and_by_the_municipalitys_clock(world: World) -> None:
    samira = world.device("Samira")
    family, goal = with_a_past(world, samira)
    assert compacted(samira) == 6
    samira.clock.skew += samira.clock.skew.resolution * 10**6 * 365 * DAY_S
    samira.change(family, goal, text="met een verkeerde klok")
    samira.sync()
    assert compacted(samira) == 0
    world.clock.advance(DAY_S + 1)
    samira.change(family, goal, text="een dag later")
    samira.sync()
    assert compacted(samira) == 2
    assert logged(samira, family) == [1, 2, 3, 12, 13]


def test_an_exchange_does_it_by_itself_for_what_is_older_than_ninety_days(world: World) -> None:
    samira = world.device("Samira")
    family, goal = with_a_past(world, samira)
    with samira.workspace.write() as writing:
        gesture = writing.gesture(family)
        for turn in range(490):
            gesture.put(goal.id, "goal", spec_of(Goal).field("text"), f"beurt {turn}")
        gesture.done()
    samira.sync()
    world.clock.advance(89 * DAY_S)
    samira.change(family, goal, text="na 89 dagen")
    exchanged(samira.workspace, samira.link)
    assert len(logged(samira, family)) == 502
    world.clock.advance(2 * DAY_S)
    samira.change(family, goal, text="na 91 dagen")
    exchanged(samira.workspace, samira.link)
    assert logged(samira, family) == [1, 2, 3, 501, 502, 503]
    assert samira.rows(family) == world.rows(family)


def parted(world: World) -> tuple[Device, Device, bytes, Goal, Goal]:
    """Return two laptops with a family of long ago in which a choice waits, and a deletion asks."""
    samira, joost = world.device("Samira"), world.device("Joost")
    family, goal = with_a_past(world, samira)
    other = a_goal(family, text="Weg ermee?")
    samira.create(family, other)
    samira.sync()
    world.grant(family, "Joost")
    joost.sync()
    samira.change(family, goal, text="Zo zei Samira het.")
    joost.change(family, goal, text="Zo zei Joost het.")
    samira.delete(family, other)
    joost.change(family, other, text="Toch niet weg.")
    samira.sync()
    joost.sync()
    samira.sync()
    return samira, joost, family, goal, other


def a_while_later(world: World, *devices: Device) -> None:
    """Let three days pass; then something happens elsewhere, so that the laptops hear what time it is."""
    world.clock.advance(3 * DAY_S)
    for device in devices:
        device.begin_family("Gezin Elders")
        device.sync()


def test_a_choice_and_a_question_of_long_ago_are_still_asked_and_can_be_answered(world: World) -> None:
    samira, joost, family, _, _ = parted(world)
    a_while_later(world, samira)
    assert compacted(samira) > 6
    same(samira, joost, family)
    [conflict] = samira.conflicts(family)
    assert {option.value for option in conflict.options} == {"Zo zei Samira het.", "Zo zei Joost het."}
    assert len(samira.asked(family)) == 1
    samira.choose(family, conflict.cell, b'"Samen."')
    world.settle()
    assert joost.conflicts(family) == []
    same(samira, joost, family)


@pytest.mark.logs("sync.held")
def test_what_waits_and_what_is_held_stays_however_old(world: World) -> None:
    samira, _, family, goal, _ = parted(world)
    samira.change(family, goal, text="Apart gehouden.")
    samira.change(family, goal, text="Nog niet verstuurd.")
    with samira.workspace.write() as writing:
        held = writing.stream(family).last_ctr(writing.author.dev, writing.author.inc) - 1
        keep_apart(writing.stream(family), writing.author, Kept(as_text(family), held, held, "value"))
        writing.put_meta("server_now", b"%d" % (writing.wall + 3 * DAY_MS))
    before, rows = [row for row in samira.dump(tables.log_tables.change) if row["seq"] is None], samira.rows(family)
    assert compacted(samira) > 6
    assert [row for row in samira.dump(tables.log_tables.change) if row["seq"] is None] == before
    assert len(before) == 2
    with samira.workspace.write() as writing:
        anew(writing.stream(family))
    assert samira.rows(family) == rows


def test_a_laptop_whose_own_last_change_was_replaced_counts_on(world: World) -> None:
    samira, joost, family, goal, _ = parted(world)
    joost.change(family, goal, text="Het laatste van Joost.")
    joost.sync()
    samira.sync()
    samira.change(family, goal, text="Daarna door Samira vervangen.")
    world.settle()
    a_while_later(world, joost)
    assert compacted(joost) > 6
    joost.change(family, goal, text="Joost weer.")
    result = joost.sync()
    assert (result.pushed, result.held) == (1, 0)
    with joost.workspace.read() as reading:
        assert reading.incs(family) == (1,)
    world.settle()
    same(samira, joost, family)


@pytest.mark.parametrize("state", ["frozen", "new"])
def test_only_a_family_that_is_here_by_right_is_touched(world: World, state: str) -> None:
    samira = world.device("Samira")
    family, _ = with_a_past(world, samira)
    with samira.workspace.write() as writing:
        found = writing.state(family)
        writing.put_state(StreamState(family, found.cursor, found.head_hash, 1, state))
    assert compacted(samira) == 0


@pytest.mark.logs("store.history_differs")
def test_a_log_that_is_not_what_the_municipality_has_is_left_as_it_is(world: World) -> None:
    samira = world.device("Samira")
    family, _ = with_a_past(world, samira)
    with samira.workspace.write() as writing:
        found = writing.state(family)
        writing.put_state(StreamState(family, found.cursor, bytes(32), found.grant_version, "active"))
    assert compacted(samira) == 0
    assert logged(samira, family) == list(range(1, 12))


def test_what_a_kill_left_goes_the_next_time_and_harms_nothing_until_then(world: World) -> None:
    samira = world.device("Samira")
    family, goal = with_a_past(world, samira)
    whole = samira.dump(tables.log_tables.change)
    assert compacted(samira) == 6
    here = {row["seq"] for row in samira.dump(tables.log_tables.change)}
    with samira.workspace.engine.execution_options(writes=True).begin() as connection:
        connection.execute(tables.log_tables.change.insert(), [row for row in whole if row["seq"] not in here])
    rows = samira.rows(family)
    with samira.workspace.write() as writing:
        anew(writing.stream(family))
    assert samira.rows(family) == rows
    samira.change(family, goal, text="Gewoon verder.")
    samira.sync()
    a_while_later(world, samira)
    assert compacted(samira) > 6
    assert logged(samira, family) == [1, 2, 3, 12]
    assert samira.rows(family) == world.rows(family)


def test_a_compacted_laptop_heals_a_server_like_any_other(world: World) -> None:
    samira, joost, family, goal, _ = parted(world)
    copy = backed_up(world)
    joost.change(family, goal, text="In het verloren uur.")
    joost.sync()
    before = world.history(family)
    assert compacted(joost) == 6
    put_back(world, copy)
    joost.sync()
    samira.sync()
    joost.sync()
    assert world.history(family)[: len(before)] == before
    same(samira, joost, family)
