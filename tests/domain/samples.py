"""A family, a plan, goals and actions to hold the rules against; every part can be named otherwise."""

from datetime import date
from typing import Any

from app.domain.ids import derived_id
from app.domain.record import Id
from app.domain.records.family import Family, Regisseur
from app.domain.records.plan import (
    Action,
    ActionStatus,
    ActorKind,
    Doer,
    Goal,
    GoalScore,
    GoalStatus,
    Horizon,
    OwnPlanChoice,
    Plan,
    SafetyAnswer,
    When,
)

TODAY = date(2026, 11, 22)


def row(number: int) -> Id[Any]:
    """Return an id that sorts by its number."""
    return Id(number.to_bytes(16, "big"))


FAMILY = Family(
    id=row(1),
    display_name="fam. De Wit–El Amrani",
    municipality_code="GM9999",
    registered_on=TODAY,
    regisseur=Regisseur(worker=row(2), name="Fatma Şahin", since_on=TODAY),
)
PLAN = Plan(
    id=derived_id(FAMILY.id, "plan/1"),
    request_for_help="Wij willen rust in de ochtend.",
    own_plan_choice=OwnPlanChoice.NO,
    safety_answer=SafetyAnswer.UNKNOWN,
    next_evaluation_on=date(2026, 12, 3),
)


def a_goal(number: int = 10, text: str = "Zonder ruzie naar school", *, status: GoalStatus = GoalStatus.NEW, big: bool = True) -> Goal:
    """Return a goal of the plan."""
    horizon = Horizon.BIG if big else Horizon.SMALL
    return Goal(id=row(number), plan=PLAN.id, text=text, status=status, horizon=horizon, score_wish=8)


def an_action(number: int = 20, kind: ActorKind = ActorKind.FAMILY, *, status: ActionStatus = ActionStatus.OPEN) -> Action:
    """Return an action for the goal with number 10, ready to be done."""
    doer = Doer(name="Noor", kind=kind)
    return Action(id=row(number), goal=row(10), what="Maakt het ontbijt", doer=doer, timing=When(text="elke maandag"), status=status)


def a_score(number: int, score: int, on: date, said_by: str = "Noor", goal: int = 10) -> GoalScore:
    """Return what somebody said of a goal on a day."""
    return GoalScore(id=row(number), goal=row(goal), score=score, scored_on=on, said_by=said_by)
