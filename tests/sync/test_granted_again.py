"""A right that ended and was given again: the family comes back whole, own work in it too, and what is written then finds its place."""

import pytest

from app.changelog.apply import anew
from app.domain.records.plan import Goal
from app.domain.rules.roles import COLLEAGUE, DEPUTY
from app.sync.round import sync_once
from app.sync.server_link import NoNetworkError
from tests.builders import a_goal, a_plan
from tests.proof.people import keep_apart, kept_apart
from tests.sync.links import Breaking
from tests.two_laptops import two_laptops
from tests.world import Device, World


def texts(device: Device, family: bytes) -> list[str]:
    """Return the goals of a family as a laptop shows them."""
    return sorted(goal.text for goal in device.all(family, Goal))


def written_and_wiped(world: World) -> tuple[Device, Device, bytes]:
    """Return Samira's laptop, and Joost's, who wrote in her family and then lost it."""
    samira, joost = world.device("Samira"), world.device("Joost")
    family = samira.begin_family()
    samira.create(family, a_plan(family))
    samira.sync()
    world.grant(family, "Joost", COLLEAGUE)
    joost.sync()
    joost.create(family, a_goal(family, text="Om acht uur naar bed."))
    joost.sync()
    world.revoke(family, "Joost")
    joost.sync()
    assert joost.state(family) == ""
    return samira, joost, family


def test_own_work_of_before_comes_back_with_the_family(world: World) -> None:
    samira, joost, family = written_and_wiped(world)
    world.grant(family, "Joost", COLLEAGUE)
    joost.sync()
    samira.sync()
    assert texts(joost, family) == ["Om acht uur naar bed."]
    assert joost.rows(family) == samira.rows(family) == world.rows(family)


def test_what_is_written_then_gets_its_own_number_and_nothing_collides(world: World) -> None:
    samira, joost, family = written_and_wiped(world)
    world.grant(family, "Joost", COLLEAGUE)
    joost.sync()
    joost.create(family, a_goal(family, text="Elke zondag naar oma."))
    result = joost.sync()
    samira.sync()
    assert (result.pushed, result.held) == (1, 0)
    assert texts(samira, family) == ["Elke zondag naar oma.", "Om acht uur naar bed."]
    assert joost.rows(family) == samira.rows(family) == world.rows(family)


def test_it_holds_again_and_again(world: World) -> None:
    samira, joost, family = written_and_wiped(world)
    for turn in range(3):
        world.grant(family, "Joost", COLLEAGUE)
        joost.sync()
        joost.create(family, a_goal(family, text=f"Beurt {turn}"))
        joost.sync()
        world.revoke(family, "Joost")
        joost.sync()
    samira.sync()
    assert texts(samira, family) == ["Beurt 0", "Beurt 1", "Beurt 2", "Om acht uur naar bed."]
    assert samira.rows(family) == world.rows(family)


def test_a_line_that_breaks_before_own_work_is_back_costs_nothing(world: World) -> None:
    _, joost, family = written_and_wiped(world)
    world.grant(family, "Joost", COLLEAGUE)
    with pytest.raises(NoNetworkError):
        sync_once(joost.workspace, Breaking(joost, 1))
    joost.create(family, a_goal(family, text="Elke zondag naar oma."))
    joost.sync()
    assert texts(joost, family) == ["Elke zondag naar oma.", "Om acht uur naar bed."]
    assert joost.rows(family) == world.rows(family)


def test_who_was_deputy_then_colleague_and_is_deputy_again_has_the_notes_that_are_kept_apart(world: World) -> None:
    samira, joost, family = two_laptops(world, DEPUTY)
    keep_apart(joost, family, "Eerst alleen wij.")
    joost.sync()
    world.grant(family, "Joost", COLLEAGUE)
    joost.sync()
    assert kept_apart(joost, family) == []
    world.grant(family, "Joost", DEPUTY)
    joost.sync()
    keep_apart(joost, family, "Nu nog een.")
    joost.sync()
    samira.sync()
    assert kept_apart(joost, family) == kept_apart(samira, family) == ["Eerst alleen wij.", "Nu nog een."]


@pytest.mark.logs("sync.held")
def test_held_work_that_its_own_author_wrote_over_does_not_come_back_when_the_history_is_settled_anew(world: World) -> None:
    samira, joost = world.device("Samira"), world.device("Joost")
    family = samira.begin_family()
    goal = a_goal(family)
    samira.create(family, a_plan(family), goal)
    samira.sync()
    world.grant(family, "Joost", COLLEAGUE)
    joost.sync()
    world.let_end(family, "Joost")
    joost.change(family, goal, text="Om acht uur naar bed.")
    joost.line.lose_answers = 1
    with pytest.raises(NoNetworkError):
        joost.sync()
    world.grant(family, "Joost", COLLEAGUE)
    assert joost.sync().held == 1
    joost.change(family, goal, text="Elke zondag naar oma.")
    joost.sync()
    for _ in range(2):
        assert texts(joost, family) == ["Elke zondag naar oma."]
        assert joost.conflicts(family) == []
        with joost.workspace.write() as writing:
            anew(writing.stream(family))
