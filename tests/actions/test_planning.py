"""The plan at the table: goals and actions, how it stands, and when it may begin."""

from datetime import date

import pytest

from app.actions.caseload import caseload
from app.actions.families import NewFamily, new_family
from app.actions.planning import (
    add_action,
    add_goal,
    delete_goal,
    delete_row,
    make_plan_active,
    move_plan,
    new_action,
    score_goal,
    tick_action,
)
from app.actions.undoing import undo
from app.clock import today
from app.domain.records.family import FamilyStatus
from app.domain.records.plan import ActionStatus, OwnPlanChoice, PlanStatus, SafetyAnswer
from app.domain.rules.reason import Waits
from app.errors import UserProblem
from tests.actions.conftest import Case
from tests.builders import some_id


def test_whose_words_a_goal_is_in_is_taken_from_who_asked_for_help(case: Case) -> None:
    case.write("request_said_by", "Fatma", "plan")
    case.device.clock.advance(1)
    goal = add_goal(case.workspace, case.family, "Wij slapen weer. \n")
    view = case.page().goals[-1]
    assert (view.goal.id, view.goal.text, view.goal.whose_words) == (goal, "Wij slapen weer.", "Fatma")


def test_an_action_is_ticked_on_the_day_and_opened_again(case: Case) -> None:
    tick_action(case.workspace, case.family, case.action, done=True)
    [action] = case.page().goals[0].actions
    assert (action.status, action.done_on) == (ActionStatus.DONE, today(case.workspace.clock))
    tick_action(case.workspace, case.family, case.action, done=False)
    [action] = case.page().goals[0].actions
    assert (action.status, action.done_on) == (ActionStatus.OPEN, None)


def test_an_action_of_a_goal_that_is_not_there_is_refused(case: Case) -> None:
    with pytest.raises(UserProblem, match="row_gone"):
        add_action(case.workspace, case.family, new_action(case.workspace, some_id()))


def test_scores_stay_with_who_gave_them(case: Case) -> None:
    for score, who in ((3, "Fatma"), (5, "Fatma")):
        score_goal(case.workspace, case.family, case.goal, score, who)
        case.device.clock.advance(60)
    standing = case.page().goals[0].scores
    assert (standing.start, standing.now, standing.said_by) == (3, 5, "Fatma")
    assert [score.score for score in standing.history] == [3, 5]


def test_a_goal_goes_with_its_actions_and_comes_back_with_them(case: Case) -> None:
    delete_goal(case.workspace, case.family, case.goal)
    assert case.page().goals == ()
    undo(case.workspace, case.family)
    [view] = case.page().goals
    assert [action.id for action in view.actions] == [case.action]


def test_an_action_goes_alone(case: Case) -> None:
    delete_row(case.workspace, case.family, "action", case.action)
    assert [view.actions for view in case.page().goals] == [()]


def fill_in(case: Case) -> None:
    for name, value in (
        ("request_for_help", "Wij willen rust."),
        ("own_plan_choice", OwnPlanChoice.NO),
        ("safety_answer", SafetyAnswer.NO),
        ("next_evaluation_on", date(2027, 1, 11)),
    ):
        case.write(name, value, "plan")


def test_a_plan_begins_when_nothing_is_missing(case: Case) -> None:
    fill_in(case)
    assert case.page().missing == ()
    make_plan_active(case.workspace, case.family)
    page = case.page()
    assert (page.plan.status, page.plan.established_on) == (PlanStatus.ACTIVE, today(case.workspace.clock))
    assert page.family.status is FamilyStatus.ACTIVE


def test_a_plan_rests_ends_and_is_taken_up_again_and_the_help_with_it(case: Case) -> None:
    fill_in(case)
    make_plan_active(case.workspace, case.family)
    for step in (PlanStatus.STANDBY, PlanStatus.ACTIVE, PlanStatus.CLOSED, PlanStatus.ACTIVE):
        move_plan(case.workspace, case.family, step)
        assert (case.page().plan.status, case.page().family.status.value) == (step, step.value)
    assert case.page().plan.established_on == today(case.workspace.clock)


def test_closing_is_one_gesture_and_is_taken_back_as_one(case: Case) -> None:
    move_plan(case.workspace, case.family, PlanStatus.CLOSED)
    undo(case.workspace, case.family)
    page = case.page()
    assert (page.plan.status, page.family.status) == (PlanStatus.CONCEPT, FamilyStatus.REGISTERED)


def test_a_family_that_is_closed_asks_no_more_attention(case: Case) -> None:
    case.write("next_evaluation_on", date(2020, 1, 6), "plan")
    assert any(reason.waits is Waits.TALK_PASSED for reason in caseload(case.workspace)[0].reasons)
    move_plan(case.workspace, case.family, PlanStatus.CLOSED)
    assert [reason.waits for reason in caseload(case.workspace)[0].reasons] == [Waits.UNSENT]


def test_a_plan_that_never_counted_is_a_concept_again(case: Case) -> None:
    move_plan(case.workspace, case.family, PlanStatus.CLOSED)
    move_plan(case.workspace, case.family, PlanStatus.CONCEPT)
    page = case.page()
    assert (page.plan.status, page.family.status) == (PlanStatus.CONCEPT, FamilyStatus.REGISTERED)


def test_a_plan_that_is_no_plan_yet_cannot_rest(case: Case) -> None:
    with pytest.raises(UserProblem, match="status_step"):
        move_plan(case.workspace, case.family, PlanStatus.STANDBY)


def test_a_plan_that_lacks_something_does_not_begin_and_the_page_says_what(case: Case) -> None:
    fill_in(case)
    case.write("safety_answer", None, "plan")
    assert case.page().missing == ("missing.safety_answer",)
    with pytest.raises(UserProblem, match="plan_not_ready"):
        make_plan_active(case.workspace, case.family)
    assert case.page().plan.status is PlanStatus.CONCEPT


def test_a_new_plan_says_everything_that_is_missing(case: Case) -> None:
    family = new_family(case.workspace, NewFamily("Gezin Zwart", "Jan"))
    from app.actions.family_page import family_page

    missing = family_page(case.workspace, family).missing
    assert {"missing.request_for_help", "missing.goal", "missing.safety_answer"} <= set(missing)
