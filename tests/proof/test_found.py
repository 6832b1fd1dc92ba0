"""What chance found once, told as stories: each was a fault of the program."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.actions.caseload import caseload
from app.actions.fields import FieldRef, keep_draft
from app.actions.held_work import decide, held_work
from app.actions.planning import begin_plan
from app.actions.undoing import redo, undo
from app.domain.records.plan import Action, Goal, Plan
from app.domain.rules.roles import COLLEAGUE
from app.server import tables
from app.server.restoring import back_up, check_file
from tests.builders import a_goal, a_plan, an_action
from tests.proof.beginning import begun
from tests.restoring import backed_up, checked, put_back
from tests.sync.links import push_alone
from tests.world import Device, World


def ended(town: World) -> tuple[Device, Device, bytes, Goal]:
    """Return the laptop of whoever began a family with a goal, and that of a colleague whose right has ended, which heard nothing of it."""
    samira, family = begun(town)
    joost, goal = town.device("Joost"), a_goal(family)
    samira.create(family, goal)
    town.grant(family, "Joost", COLLEAGUE)
    town.settle()
    town.let_end(family, "Joost")
    return samira, joost, family, goal


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


@pytest.mark.logs("sync.held")
def test_what_was_taken_over_in_a_lost_hour_is_in_the_plan_again_and_nobody_is_asked_about_it_once_more(town: World) -> None:
    samira, family = begun(town)
    joost = town.device("Joost")
    town.grant(family, "Joost")
    town.settle()
    town.let_end(family, "Joost")
    joost.create(family, a_goal(family, text="Elke week naar oma."))
    town.settle()
    copy = backed_up(town)
    decide(samira.workspace, held_work(samira.workspace, family).pieces[0], True)
    town.settle()
    put_back(town, copy)
    town.settle()
    town.settle()
    assert len(samira.rows(family)["goal"]) == 1
    assert samira.rows(family) == town.rows(family)
    assert town.dump(tables.held) == []
    assert not held_work(samira.workspace, family).pieces


@pytest.mark.logs("sync.held")
@pytest.mark.parametrize("again", [False, True])
def test_words_that_were_not_left_when_a_right_ended_are_decided_on_whatever_a_clock_or_a_copy_said(town: World, again: bool) -> None:
    samira, family = begun(town)
    joost, goal = town.device("Joost"), a_goal(family)
    samira.create(family, goal)
    town.grant(family, "Joost")
    town.settle()
    copy = backed_up(town)
    put_back(town, copy)
    keep_draft(joost.workspace, FieldRef(family, "goal", goal.id, "text"), "Wij slapen door.", joost.cursor(family))
    town.clock.advance(60)
    town.revoke(family, "Joost")
    joost.clock.skew = timedelta(hours=-1)
    assert joost.sync().waits == {family}  # for Samira's laptop: the service was put back
    joost.clock.skew = timedelta()
    if again:  # and his right is back with the copy
        put_back(town, copy)
    town.settle()
    assert joost.find(family, goal).text == "Wij slapen door." if again else joost.state(family) == ""
    assert [bytes(row["val"]) for row in town.dump(tables.held)] == [b'"Wij slapen door."']
    assert samira.find(family, goal).text == goal.text


@pytest.mark.logs("sync.held")
def test_what_is_taken_over_into_a_goal_that_its_writer_threw_away_since_asks_everywhere(town: World) -> None:
    samira, joost, family, goal = ended(town)
    joost.change(family, goal, text="Elke week naar oma.")
    push_alone(joost)
    town.grant(family, "Joost", COLLEAGUE)
    joost.delete(family, goal)
    town.settle()
    assert samira.asked(family) == []
    decide(samira.workspace, held_work(samira.workspace, family).pieces[0], True)
    town.settle()
    for one in (samira, joost):
        assert [cell.row for cell, _ in one.asked(family)] == [goal.id]
        assert one.rows(family) == town.rows(family)


@pytest.mark.logs("sync.held")
def test_what_was_lost_with_a_server_is_named_by_its_check_and_stands_in_the_way_of_nothing(town: World, tmp_path: Path) -> None:
    samira, family = begun(town)
    joost = town.device("Joost")
    town.grant(family, "Joost", COLLEAGUE)
    town.settle()
    copy = backed_up(town)
    joost.create(family, a_goal(family))
    joost.clock.skew = timedelta(days=-1)  # by the clock of when it syncs, only what comes now is from before the right ended
    joost.change(family, samira.all(family, Plan)[0], wish="Weer samen eten.")
    town.clock.advance(60)
    town.revoke(family, "Joost")
    joost.sync()
    assert len(town.dump(tables.held)) == 1
    town.grant(family, "Joost", COLLEAGUE)
    town.settle()
    put_back(town, copy)
    town.revoke(family, "Joost")
    town.grant(family, "Joost", COLLEAGUE)
    town.settle()
    assert [plan.wish for plan in samira.all(family, Plan)] == ["Weer samen eten."]
    said = checked(town)
    assert (said.findings, [(one.what, one.count) for one in said.lost]) == ([], [("counters", 1)])
    file = str(tmp_path / "kopie")
    back_up(town.house.database, file, town.house.now())
    assert check_file(file, town.house.now())[1].lost == said.lost


@pytest.mark.logs("sync.held")
def test_what_was_written_in_an_action_that_is_held_is_no_action_until_that_is_taken_over(town: World) -> None:
    samira, joost, family, goal = ended(town)
    action = an_action(goal.id, what="Oma bellen.")
    joost.create(family, action)
    push_alone(joost)
    town.grant(family, "Joost", COLLEAGUE)
    joost.change(family, action, why_professional="Oma is doof.")
    town.settle()
    assert len(town.dump(tables.held)) == 1
    assert samira.all(family, Action) == []
    decide(samira.workspace, held_work(samira.workspace, family).pieces[0], True)
    town.settle()
    [taken] = samira.all(family, Action)
    assert (taken.what, taken.why_professional) == ("Oma bellen.", "Oma is doof.")
    assert samira.rows(family) == joost.rows(family) == town.rows(family)
    assert checked(town).findings == []
