"""What chance found once, told as stories: each was a fault of the program."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.actions.caseload import caseload
from app.actions.planning import begin_plan
from app.actions.undoing import redo, undo
from app.domain.records.plan import Goal, Plan
from tests.builders import a_goal, a_plan
from tests.world import Device, World


@pytest.fixture
def town(tmp_path: Path) -> Iterator[World]:
    """A town with a server and no laptop."""
    town = World(tmp_path)
    yield town
    town.close()


def begun(world: World) -> tuple[Device, bytes]:
    """Return a laptop with a family and its plan, both at the server."""
    samira = world.device("Samira")
    family = samira.begin_family()
    samira.create(family, a_plan(family))
    samira.sync()
    return samira, family


def test_a_goal_that_is_gone_asks_for_no_choice_and_asks_again_when_it_is_put_back(town: World) -> None:
    samira, family = begun(town)
    joost, goal = town.device("Joost"), a_goal(family)
    town.grant(family, "Joost")
    samira.create(family, goal)
    town.settle()
    samira.change(family, goal, text="Wij slapen door.")
    joost.change(family, goal, text="Om acht uur naar bed.")
    town.settle()
    assert len(joost.conflicts(family)) == 1
    joost.delete(family, goal)
    assert joost.conflicts(family) == []
    assert [line.open_choices for line in caseload(joost.workspace)] == [0]
    undo(joost.workspace, family)
    assert len(joost.conflicts(family)) == 1


def test_undo_brings_back_what_was_on_the_screen_though_it_was_written_under_a_clock_ten_years_back(town: World) -> None:
    samira, family = begun(town)
    samira.change(family, a_plan(family), wish="Samen eten.")
    samira.sync()
    samira.clock.skew = timedelta(days=-3653)
    samira.change(family, a_plan(family), wish="Elke zondag naar oma.")
    samira.clock.skew = timedelta()
    samira.sync()
    samira.change(family, a_plan(family), wish="Buiten spelen.")
    undo(samira.workspace, family)
    assert samira.find(family, a_plan(family)).wish == "Elke zondag naar oma."


def test_a_plan_that_was_taken_back_and_is_opened_again_asks_nothing(town: World) -> None:
    samira = town.device("Samira")
    family = samira.begin_family()
    begin_plan(samira.workspace, family)
    undo(samira.workspace, family)
    assert samira.all(family, Plan) == []
    begin_plan(samira.workspace, family)
    assert len(samira.all(family, Plan)) == 1
    assert samira.asked(family) == []


def test_a_goal_thrown_away_once_more_while_it_asked_is_on_the_screen_again_when_that_is_taken_back(town: World) -> None:
    samira, family = begun(town)
    joost, goal = town.device("Joost"), a_goal(family)
    town.grant(family, "Joost")
    samira.create(family, goal)
    town.settle()
    samira.delete(family, goal)
    joost.change(family, goal, text="Wij slapen door.")
    town.settle()
    assert len(samira.asked(family)) == 1
    samira.delete(family, goal)
    assert samira.asked(family) == []
    assert samira.all(family, Goal) == []
    undo(samira.workspace, family)
    assert [one.text for one in samira.all(family, Goal)] == ["Wij slapen door."]
    redo(samira.workspace, family)
    assert samira.all(family, Goal) == []
