"""Work that is held: the administrator sees how much and why, and has it judged again by the judge of a push."""

from typing import Any

from app.changelog.change import Change
from app.clock import wall_ms
from app.domain.ids import as_text, confidential_of
from app.server import tables
from app.server.ledger import hold
from tests.builders import a_plan, plan_id, some_id
from tests.server.asking import Asking, push
from tests.server.running import Command
from tests.world import TOWN, World

WORDS = "Wij slapen weer."


def wish(laptop: Asking, family: bytes, **other: Any) -> dict[str, Any]:
    """Return a change of the family's wish."""
    return laptop.change("plan", plan_id(family), "wish", {"wish": WORDS, "said_by": ""}, **other)


def brought_again(world: World, family: bytes, change: Change) -> None:
    """Let a server that was put back hold another change under the same name, as healing does where a store was copied too."""
    with world.house.database.write() as tx:
        stream = world.house.database.log.stream(tx, TOWN, family)
        hold(stream, [(change._replace(val=b"2", salt=bytes(16), received_at=wall_ms(world.clock), clock_err=0), "collision")])


def test_what_came_without_a_right_goes_in_whole_once_the_right_is_given(world: World, run: Command) -> None:
    samira, joost = world.device("Samira"), Asking(world, world.device("Joost"))
    family = samira.begin_family()
    samira.create(family, a_plan(family))
    samira.sync()
    gesture = as_text(some_id())
    two = [joost.change("plan", plan_id(family), grp, val, tx=gesture) for grp, val in (("number", 1), ("status", "active"))]
    world.clock.advance(60)
    assert [one.reason for one in joost.answered(push(family, 1, *two)).exceptions] == ["no_grant"]
    [held] = run.json("hold")["held"]
    assert (held["family"], held["device"]) == (as_text(family), as_text(joost.device.identity.device))
    assert (held["login"], held["reason"], held["changes"], held["since"]) == ("joost", "no_grant", 2, "2026-11-23T09:31:00Z")
    assert run.json("hold", "--again", as_text(family)) == {"family": as_text(family), "applied": 0, "held": 2, "reasons": {"no_grant": 2}}
    assert run.json("grant", as_text(family), "joost")["held"] == 2
    world.clock.advance(60)
    assert run.json("hold", "--again", as_text(family))["applied"] == 2
    assert (run.json("hold")["held"], world.dump(tables.held)) == ([], [])
    assert [change.received_at for change in world.history(family)][-2:] == [held_at(world) - 60_000] * 2
    samira.sync()
    assert samira.rows(family) == world.rows(family)
    assert run.json("check")["findings"] == []
    assert run.refused("hold", "--again", as_text(family)) == (1, "nothing_held")
    answer = joost.answered(push(family, 1, *two))
    assert [(ack.from_ctr, ack.to_ctr) for ack in answer.acks] == [(1, 2)]


def held_at(world: World) -> int:
    """Return the town's moment."""
    return world.house.now()


def test_what_would_not_get_in_by_a_push_does_not_get_in_this_way_either(world: World, run: Command) -> None:
    samira, joost = Asking(world, world.device("Samira")), Asking(world, world.device("Joost"))
    family = samira.born()
    wrong = as_text(some_id())
    changes = [
        joost.change("plan", plan_id(family), "status", "active", tx=wrong),
        joost.change("plan", plan_id(family), "number", "geen getal", tx=wrong),
        joost.change("plan", plan_id(family), "number", 1),
        joost.change("plan", plan_id(family), "number", 2, author=as_text(samira.device.identity.worker)),
        joost.change("plan", plan_id(family), "number", 3, seen=99),
    ]
    joost.answered(push(family, 1, *changes))
    run("grant", as_text(family), "joost")
    again = run.json("hold", "--again", as_text(family))
    assert (again["applied"], again["held"]) == (1, 4)
    assert again["reasons"] == {"author": 1, "seen": 1, "value": 2}
    assert [change.ctr for change in world.history(family)] == [1, 3]
    assert len(world.dump(tables.held)) == 4
    assert run.json("check")["findings"] == []


def test_other_content_under_a_name_that_is_taken_stays_held_for_ever(world: World, run: Command) -> None:
    samira = Asking(world, world.device("Samira"))
    family = samira.born()
    samira.answered(push(family, 2, samira.change("plan", plan_id(family), "number", 1)))
    brought_again(world, family, world.history(family)[-1])
    assert run.json("hold", "--again", as_text(family))["reasons"] == {"collision": 1}
    assert run.json("hold")["held"][0]["reason"] == "collision"
    assert len(world.history(family)) == 2


def test_of_two_contents_under_one_name_the_first_goes_in(world: World, run: Command) -> None:
    samira, joost = Asking(world, world.device("Samira")), Asking(world, world.device("Joost"))
    family = samira.born()
    joost.answered(push(family, 1, joost.change("plan", plan_id(family), "number", 1)))
    [held] = world.dump(tables.held)
    same: dict[str, Any] = {name: held.get(name) for name in Change._fields}
    brought_again(world, family, Change(**same))
    assert [one["reason"] for one in run.json("hold")["held"]] == ["collision", "no_grant"]
    run("grant", as_text(family), "joost")
    assert run.json("hold", "--again", as_text(family)) == {"family": as_text(family), "applied": 1, "held": 1, "reasons": {"collision": 1}}
    assert [bytes(change.val) for change in world.history(family)][1:] == [b"1"]
    assert run.json("check")["findings"] == []


def test_what_is_kept_apart_begins_when_its_writer_becomes_deputy(world: World, run: Command) -> None:
    samira, joost = Asking(world, world.device("Samira")), Asking(world, world.device("Joost"))
    family = samira.born()
    apart = bytes(confidential_of(family))
    head = joost.change("confidential_file", apart, "*", {"family": as_text(family)})
    assert [one.reason for one in joost.answered(push(apart, 1, head)).exceptions] == ["no_grant"]
    run("grant", as_text(family), "joost")
    assert run.json("hold", "--again", as_text(apart))["applied"] == 0
    run("grant", as_text(family), "joost", "--role", "deputy")
    assert run.json("hold", "--again", as_text(apart))["applied"] == 1
    assert sorted(one.stream for one in samira.answered().grants) == sorted([as_text(family), as_text(apart)])
    assert run.refused("grant", as_text(apart), "joost") == (1, "no_family")
