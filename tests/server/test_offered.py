"""What is held, at the server: who hears of it and how much, and which decision is carried out."""

from typing import Any

import pytest
from msgspec import UNSET

from app.changelog.change import LEFT, WHOLE_ROW
from app.clock import wall_ms
from app.domain.ids import as_text, confidential_of
from app.domain.rules.roles import COLLEAGUE, DEPUTY
from app.protocol.held_messages import HeldWork
from app.protocol.messages import SyncRequest
from app.server import tables
from app.server.offering import MOST_SIZE
from app.sync.pending import Terms, collect
from tests.builders import plan_id, some_id
from tests.server.asking import Asking, Json, push
from tests.server.breaking import FOR_EVER, is_well_again, refuses
from tests.server.running import Command
from tests.world import Device, World

WORDS = "Wij slapen weer."


@pytest.fixture
def joost(world: World) -> Asking:
    """The laptop of Joost, who has no right on anything."""
    return Asking(world, world.device("Joost"))


def goal(laptop: Asking, family: bytes, **other: Any) -> tuple[bytes, Json]:
    """Return a new goal and the change that makes it."""
    row = some_id()
    return row, laptop.change("goal", row, WHOLE_ROW, {"plan": as_text(plan_id(family)), "text": WORDS}, **other)


def told(laptop: Asking, **other: Any) -> HeldWork | None:
    """Return what a laptop that asks hears of the one family of which something is held."""
    answer = laptop.answered(**{"versions": {}, **other})
    return next(iter(answer.held or ()), None)


def waits(laptop: Asking) -> HeldWork:
    """Return what a laptop hears, that hears something."""
    work = told(laptop)
    assert work is not None
    return work


def decision(family: bytes, laptop: Asking, *changes: Json, take: bool = True) -> Json:
    """Return a decision on the wire."""
    device = as_text(laptop.device.identity.device)
    return {"stream": as_text(family), "dev": device, "txs": list(dict.fromkeys(one["tx"] for one in changes)), "take": take}


def numbers(world: World, family: bytes) -> list[tuple[bytes, int]]:
    """Return who numbered what in a family: device and counter."""
    return [(change.dev, change.ctr) for change in world.history(family)]


def test_only_who_decides_hears_of_it_and_only_who_asks(world: World, samira: Asking, joost: Asking) -> None:
    family, anna, other = samira.born(), Asking(world, world.device("Anna")), Asking(world, world.device("Bram"))
    world.grant(family, "Anna", DEPUTY)
    world.grant(family, "Bram", COLLEAGUE)
    version = {grant.stream: grant.version for grant in samira.answered().grants}
    assert told(samira, versions=version) is None
    _, new = goal(joost, family)
    joost.answered(push(family, 1, new))
    assert samira.answered().held is UNSET
    for laptop in (samira, anna):
        [piece] = waits(laptop).pieces
        assert (piece.author, piece.reason, piece.refused) == (as_text(joost.device.identity.worker), "no_grant", "")
        assert [write.record for write in piece.changes] == ["goal"]
    assert waits(other) == HeldWork(as_text(family), 0, [], [], [])
    assert told(joost) is None
    now = {grant.stream: grant.version for grant in samira.answered().grants}
    assert now != version
    assert told(samira, versions=now) is None
    world.revoke(family, "Anna")
    assert told(anna) is None


def test_an_exchange_of_nothing_stays_one_until_something_is_held(world: World, samira: Asking, joost: Asking) -> None:
    device = samira.device
    family = device.begin_family()
    device.sync()
    assert device.link.sync(request_of(device)) is None
    joost.answered(push(family, 1, goal(joost, family)[1]))
    device.sync()
    assert device.link.sync(request_of(device)) is None


def request_of(device: Device) -> SyncRequest:
    """Return what a laptop sends that has nothing to hand in."""
    return collect(device.workspace, wall_ms(device.clock), Terms())[0]


def test_what_is_taken_over_keeps_its_author_and_its_moment_and_the_audit_says_who_decided(
    world: World, samira: Asking, joost: Asking, run: Command
) -> None:
    family = samira.born()
    _, new = goal(joost, family)
    joost.answered(push(family, 1, new))
    world.clock.advance(3_600)
    taken = [decision(family, joost, new)]
    work = next(iter(samira.answered(versions={}, decided=taken).held or []))
    assert (work.waits, [(one.taken, one.changes) for one in work.decided]) == (0, [(True, 1)])
    change = world.history(family)[-1]
    worker, now = joost.device.identity.worker, world.house.now()
    assert (change.author, change.ord, change.received_at, change.seq) == (worker, now - 3_600_000, now - 3_600_000, 2)
    assert world.dump(tables.held) == []
    [kept] = world.dump(tables.decision)
    assert (kept["decided_by"], kept["decided_at"], kept["author"], kept["taken"]) == (samira.device.identity.worker, now, worker, 1)
    samira.answered(versions={}, decided=taken)
    assert len(world.history(family)) == 2
    assert run.json("check")["findings"] == []
    assert run.json("hold")["decided"] == [
        {"family": as_text(family), "author": "joost", "taken": True, "reason": "no_grant", "changes": 1}
        | {"login": "samira", "decided_at": "2026-11-23T10:30:00Z"}
    ]


def test_what_is_not_taken_over_stays_held_for_good_and_is_never_asked_again(
    world: World, samira: Asking, joost: Asking, run: Command
) -> None:
    family = samira.born()
    _, new = goal(joost, family)
    joost.answered(push(family, 1, new))
    samira.answered(versions={}, decided=[decision(family, joost, new, take=False)])
    assert (waits(samira).pieces, [row["decision"] for row in world.dump(tables.held)]) == ([], [LEFT])
    samira.answered(versions={}, decided=[decision(family, joost, new)])
    run("grant", as_text(family), "joost")
    assert run.refused("hold", "--again", as_text(family)) == (1, "nothing_held")
    assert numbers(world, family) == [(samira.device.identity.device, 1)]
    assert run.json("hold")["held"][0]["decision"] == LEFT
    assert [list(one) for one in waits(joost).left] == [[1, 1, 1]]
    assert run.json("check")["findings"] == []


@pytest.mark.parametrize("who", ["colleague", "nobody", "ended"])
def test_a_decision_of_who_may_not_decide_is_none(world: World, samira: Asking, joost: Asking, who: str) -> None:
    family, anna = samira.born(), Asking(world, world.device("Anna"))
    if who != "nobody":
        world.grant(family, "Anna", COLLEAGUE if who == "colleague" else DEPUTY)
    if who == "ended":
        world.revoke(family, "Anna")
    _, new = goal(joost, family)
    joost.answered(push(family, 1, new))
    for take in (True, False):
        answer = anna.answered(versions={}, decided=[decision(family, joost, new, take=take)])
        assert not any(work.pieces or work.decided for work in answer.held or ())
    assert (len(world.dump(tables.held)), world.dump(tables.decision), len(world.history(family))) == (1, [], 1)


def test_what_hangs_together_is_one_piece_and_its_end_is_not_taken_without_its_beginning(
    world: World, samira: Asking, joost: Asking
) -> None:
    family = samira.born()
    row, new = goal(joost, family)
    edit = joost.change("goal", row, "text", "Wij slapen door.")
    action = joost.change("action", some_id(), WHOLE_ROW, {"goal": as_text(row), "what": "Vroeg naar bed."})
    apart = joost.change("plan", plan_id(family), "wish", "Rust.")
    joost.answered(push(family, 1, new, edit, apart, action))
    assert [len(piece.txs) for piece in waits(samira).pieces] == [3, 1]
    samira.answered(versions={}, decided=[decision(family, joost, edit), decision(family, joost, action, take=False)])
    assert (len(world.dump(tables.held)), world.dump(tables.decision)) == (4, [])
    samira.answered(versions={}, decided=[decision(family, joost, new, edit)])
    assert [change.ctr for change in world.history(family)] == [1, 1, 2]
    assert [len(piece.txs) for piece in waits(samira).pieces] == [1, 1]


def test_what_would_not_get_in_by_a_push_is_shown_with_why_and_not_taken_over(world: World, samira: Asking, joost: Asking) -> None:
    family = samira.born()
    wrong = [
        joost.change("plan", plan_id(family), "number", "geen getal"),
        joost.change("plan", plan_id(family), "kind", "other", author=as_text(samira.device.identity.worker)),
        joost.change("plan", plan_id(family), "wish", "Rust.", seen=2),
        joost.change("internal_note", some_id(), WHOLE_ROW, {}),
        joost.change("plan", plan_id(family), "status", {"diep": [[["x"] * 9] * 9]}),
    ]
    joost.answered(push(family, 1, *wrong))
    samira.answered(push(family, 2, goal(samira, family)[1]))
    pieces = waits(samira).pieces
    assert {piece.refused for piece in pieces} == {"value", "author", "place", "seen"}
    samira.answered(versions={}, decided=[{**decision(family, joost, wrong[0]), "txs": piece.txs} for piece in pieces])
    assert (world.dump(tables.decision), len(world.history(family))) == ([], 2)
    samira.answered(versions={}, decided=[{**decision(family, joost, wrong[0], take=False), "txs": piece.txs} for piece in pieces])
    assert {row["decision"] for row in world.dump(tables.held)} == {LEFT}
    assert waits(samira).pieces == []


def test_a_piece_that_is_too_large_is_told_in_part_and_an_answer_stays_small(world: World, samira: Asking, joost: Asking) -> None:
    family = samira.born()
    row, new = goal(joost, family)
    long = [joost.change("goal", row, "text", f"{place} {'woord ' * 660}") for place in range(150)]
    joost.answered(push(family, 1, new, *long))
    [piece] = waits(samira).pieces
    assert (piece.refused, piece.more + len(piece.changes)) == ("too_many", 151)
    assert sum(len(bytes(write.val)) for write in piece.changes) < MOST_SIZE // 8


def test_what_is_kept_apart_is_told_in_its_own_stream(world: World, samira: Asking, joost: Asking) -> None:
    family = samira.born()
    apart = bytes(confidential_of(family))
    samira.answered(push(apart, 1, samira.change("confidential_file", apart, WHOLE_ROW, {"family": as_text(family)})))
    world.grant(family, "Anna", COLLEAGUE)
    note = joost.change("internal_note", some_id(), WHOLE_ROW, {"text": "Alleen voor ons."})
    joost.answered(push(apart, 1, note))
    assert waits(samira).stream == as_text(apart)
    assert told(Asking(world, world.device("Anna"))) is None


@pytest.mark.logs("held.broken")
def test_what_the_database_does_not_take_is_not_asked_twice(pg_world: World) -> None:
    samira, joost = (Asking(pg_world, pg_world.device(name)) for name in ("Samira", "Joost"))
    family = samira.born()
    _, new = goal(joost, family)
    joost.answered(push(family, 1, new))
    refuses(pg_world, "23514", FOR_EVER)
    samira.answered(versions={}, decided=[decision(family, joost, new)])
    is_well_again(pg_world)
    assert [piece.refused for piece in waits(samira).pieces] == ["fault"]
    samira.answered(versions={}, decided=[decision(family, joost, new)])
    assert (len(pg_world.dump(tables.held)), pg_world.dump(tables.decision)) == (1, [])


def test_what_was_destroyed_on_request_is_told_without_its_words_and_not_taken_over(
    world: World, samira: Asking, joost: Asking, run: Command
) -> None:
    family = samira.born()
    row, mine = goal(samira, family)
    samira.answered(push(family, 2, mine))
    late = joost.change("goal", row, "why_important", "Om rust te hebben.")
    joost.answered(push(family, 1, late))
    heard = {grant.stream: grant.version for grant in samira.answered().grants}
    run.json("redact", as_text(family), "--row", as_text(row), "--reason", "Verzoek")
    work = told(samira, versions=heard)
    assert work is not None
    assert [(piece.refused, bytes(piece.changes[0].val)) for piece in work.pieces] == [("redacted", b"null")]
    samira.answered(versions={}, decided=[decision(family, joost, late)])
    assert world.dump(tables.decision) == []
    run("grant", as_text(family), "joost")
    assert run.json("hold", "--again", as_text(family))["applied"] == 0
