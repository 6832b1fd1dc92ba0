"""What a plan needs before it begins, where it may go from there, and who makes sure of what (domain.md 2.3, 2.5)."""

from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.records import specs
from app.domain.records.plan import (
    ActionStatus,
    ActorKind,
    Doer,
    GoalStatus,
    LegalFrame,
    OwnPlanChoice,
    Plan,
    PlanStatus,
    SafetyAnswer,
    When,
)
from app.domain.rules.plan import (
    REQUIRED_INPUTS,
    action_ready,
    goals_warning,
    in_asking_order,
    missing_for_active,
    must_be_a_step,
    must_be_ready,
    one_person,
    own_strength_share,
    plan_due_on,
    rights_sentence,
    steps_from,
)
from app.errors import UserProblem
from tests.domain.samples import FAMILY, PLAN, a_goal, an_action, row

EMPTY = Plan(id=PLAN.id)
LACKING: dict[str, dict[str, Any]] = {
    "missing.request_for_help": {"request_for_help": " \n"},
    "missing.next_evaluation_on": {"next_evaluation_on": None},
    "missing.safety_answer": {"safety_answer": None},
    "missing.own_plan_choice": {"own_plan_choice": None},
}


def test_a_plan_with_everything_may_begin() -> None:
    assert missing_for_active(FAMILY, PLAN, [a_goal()], [an_action()]) == ()
    must_be_ready(FAMILY, PLAN, [a_goal()], [an_action()])


def test_an_empty_plan_lacks_everything_in_the_order_in_which_it_is_asked() -> None:
    nobody = replace(FAMILY, regisseur=replace(FAMILY.regisseur, name=""))
    assert missing_for_active(nobody, EMPTY, [], []) == (
        "missing.request_for_help",
        "missing.goal",
        "missing.next_evaluation_on",
        "missing.safety_answer",
        "missing.regisseur",
        "missing.own_plan_choice",
    )


@pytest.mark.parametrize("keys", [keys for count in (1, 2, 3, 4) for keys in combinations(LACKING, count)])
def test_exactly_what_lacks_is_named(keys: tuple[str, ...]) -> None:
    plan = PLAN
    for key in keys:
        plan = replace(plan, **LACKING[key])
    assert missing_for_active(FAMILY, plan, [a_goal()], [an_action()]) == keys


@pytest.mark.parametrize("choice", list(OwnPlanChoice))
def test_not_yet_chosen_is_no_choice(choice: OwnPlanChoice) -> None:
    lacks = missing_for_active(FAMILY, replace(PLAN, own_plan_choice=choice), [a_goal()], [an_action()])
    assert bool(lacks) is (choice is OwnPlanChoice.NOT_YET)


@pytest.mark.parametrize("answer", list(SafetyAnswer))
def test_not_knowing_is_an_answer_on_safety(answer: SafetyAnswer) -> None:
    assert missing_for_active(FAMILY, replace(PLAN, safety_answer=answer), [a_goal()], [an_action()]) == ()


def test_a_goal_needs_an_action_of_its_own_that_goes_on() -> None:
    other = replace(an_action(), goal=row(11))
    cancelled = an_action(status=ActionStatus.CANCELLED)
    empty = replace(an_action(), what=" ")
    for actions in ([], [other], [cancelled], [empty]):
        assert missing_for_active(FAMILY, PLAN, [a_goal()], actions) == ("missing.action",)
    for goals in ([], [a_goal(text=" ")], [a_goal(status=GoalStatus.STOPPED)]):
        assert missing_for_active(FAMILY, PLAN, goals, [an_action()]) == ("missing.goal",)


def test_a_plan_that_is_not_ready_is_refused_with_all_it_lacks() -> None:
    with pytest.raises(UserProblem, match=r"^plan_not_ready$") as caught:
        must_be_ready(FAMILY, EMPTY, [], [])
    assert caught.value.values["missing"] == missing_for_active(FAMILY, EMPTY, [], [])


def test_a_plan_rests_ends_and_is_taken_up_again_and_begins_to_count_only_when_it_is_ready() -> None:
    plan = replace(PLAN, established_on=date(2026, 3, 2))
    assert {status: steps_from(replace(plan, status=status)) for status in PlanStatus} == {
        PlanStatus.CONCEPT: (PlanStatus.CLOSED,),
        PlanStatus.ACTIVE: (PlanStatus.STANDBY, PlanStatus.CLOSED),
        PlanStatus.STANDBY: (PlanStatus.ACTIVE, PlanStatus.CLOSED),
        PlanStatus.CLOSED: (PlanStatus.ACTIVE,),
    }


def test_a_plan_that_was_closed_before_it_counted_is_a_concept_again() -> None:
    assert steps_from(replace(EMPTY, status=PlanStatus.CLOSED)) == (PlanStatus.CONCEPT,)


def test_a_step_that_may_not_be_taken_is_said() -> None:
    with pytest.raises(UserProblem, match=r"^status_step$"):
        must_be_a_step(EMPTY, PlanStatus.ACTIVE)


@pytest.mark.parametrize("name", ["Noor", "oma Riet", "Fatma Şahin, wijkteam", "De Wit", "Jan van den Ende", "Coen", "Ngọc"])
def test_one_named_person_makes_sure(name: str) -> None:
    assert one_person(name)


@pytest.mark.parametrize("name", ["", " ", "Samen", "iedereen", "het gezin", "wij", "Noor en Kees", "Noor & Kees", "mama/papa", "Ouders"])
def test_everybody_is_nobody(name: str) -> None:
    assert not one_person(name)


def test_an_action_is_ready_with_what_who_and_when() -> None:
    action = an_action()
    assert action_ready(action)
    assert action_ready(replace(action, timing=When(due_on=date(2026, 12, 3))))
    assert not action_ready(replace(action, timing=When(text=" ")))
    assert not action_ready(replace(action, doer=Doer(name="samen")))
    assert not action_ready(replace(action, what=""))


def test_more_than_five_big_goals_bring_a_friendly_warning() -> None:
    five = [a_goal(number) for number in range(5)]
    assert goals_warning(five) is None
    assert goals_warning([*five, a_goal(6, big=False), a_goal(7, status=GoalStatus.REACHED)]) is None
    assert goals_warning([*five, a_goal(6, status=GoalStatus.BUSY)]) == "warning.many_goals"


def test_three_own_actions_and_one_of_a_professional_are_75_per_cent() -> None:
    own = [an_action(1), an_action(2, ActorKind.NETWORK), an_action(3)]
    assert own_strength_share([*own, an_action(4, ActorKind.PROFESSIONAL)]) == 75
    assert own_strength_share([*own, an_action(4, ActorKind.PROFESSIONAL, status=ActionStatus.CANCELLED)]) == 100
    assert own_strength_share([an_action(1, ActorKind.MENTOR), an_action(2, ActorKind.SERVICE)]) == 0
    assert own_strength_share([an_action(), *[an_action(kind=ActorKind.SERVICE)] * 7]) == 13
    assert own_strength_share([]) is None


@given(st.lists(st.sampled_from(ActorKind), max_size=8))
def test_the_share_is_a_percentage_and_the_order_asks_the_family_first(kinds: list[ActorKind]) -> None:
    actions = [an_action(number, kind) for number, kind in enumerate(kinds)]
    share = own_strength_share(actions)
    assert share is None if not actions else share in range(101)
    ordered = in_asking_order(reversed(actions))
    assert [action.doer.kind for action in ordered] == [kind for kind in ActorKind for other in kinds if other is kind]
    assert all(one.id < next_one.id for one, next_one in pairwise(ordered) if one.doer.kind is next_one.doer.kind)


@pytest.mark.parametrize("choice", [None, *OwnPlanChoice])
def test_six_weeks_run_from_the_day_the_family_makes_no_plan_itself(choice: OwnPlanChoice | None) -> None:
    due = plan_due_on(choice, date(2026, 11, 22))
    runs = choice in {OwnPlanChoice.NO, OwnPlanChoice.NOT_OFFERED_SAFETY}
    assert due == (date(2027, 1, 3) if runs else None)


def test_help_may_be_refused_as_long_as_there_is_no_measure() -> None:
    assert {frame for frame in LegalFrame if rights_sentence(frame) == "A"} == {LegalFrame.VOLUNTARY}


def test_twelve_inputs_are_enough_and_each_is_a_field() -> None:
    assert len(set(REQUIRED_INPUTS)) == len(REQUIRED_INPUTS) == 12
    for place in REQUIRED_INPUTS:
        record, name, *member = place.split(".")
        field = specs()[record].field(name)
        assert not member or member[0] in {inner.name for inner in field.members}
