"""What a plan needs, when it may move on and in which order a goal asks for help (domain.md 2.3, 2.5, 5.3)."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from app.domain.records.family import Family, FamilyStatus
from app.domain.records.plan import (
    Action,
    ActionStatus,
    ActorKind,
    Goal,
    GoalStatus,
    Horizon,
    LegalFrame,
    OwnPlanChoice,
    Plan,
    PlanStatus,
)
from app.domain.rules.names import fold
from app.errors import UserProblem

REQUIRED_INPUTS = (
    "family.display_name",
    "person.name.call_name",
    "plan.request_for_help",
    "plan.request_said_by",
    "plan.own_plan_choice",
    "goal.text",
    "goal.domain",
    "action.what",
    "action.doer.name",
    "action.timing",
    "plan.safety_answer",
    "plan.next_evaluation_on",
)
"""All that must be filled in for a valid printable plan (000-12): what is asked more is asked too much."""

PLAN_TERM = timedelta(days=42)
MOST_BIG_GOALS = 5
ASKING_ORDER = tuple(ActorKind)
CHOSEN = frozenset({OwnPlanChoice.YES_SELF, OwnPlanChoice.YES_WITH_HELP, OwnPlanChoice.NO, OwnPlanChoice.NOT_OFFERED_SAFETY})
NOT_BY_THEMSELVES = frozenset({OwnPlanChoice.NO, OwnPlanChoice.NOT_OFFERED_SAFETY})
OPEN_GOAL = frozenset({GoalStatus.NEW, GoalStatus.BUSY})
NOBODY = frozenset(
    {"allemaal", "allen", "gezin", "iedereen", "iemand", "kinderen", "niemand", "ouders", "samen", "team", "we", "wij", "wijkteam"}
)
SEVERAL = re.compile(r"[&/+;]|\b(en|of|and)\b")

OPEN_ACTION = frozenset({ActionStatus.OPEN, ActionStatus.BUSY})
STEPS = {
    PlanStatus.CONCEPT: (PlanStatus.CLOSED,),
    PlanStatus.ACTIVE: (PlanStatus.STANDBY, PlanStatus.CLOSED),
    PlanStatus.STANDBY: (PlanStatus.ACTIVE, PlanStatus.CLOSED),
    PlanStatus.CLOSED: (PlanStatus.ACTIVE,),
}
"""What a plan may become by itself; a concept begins to count when it is ready (`must_be_ready`). Who comes back goes on with the same
plan: one family, one plan (docs/decisions/0022).
"""
HELP = {
    PlanStatus.CONCEPT: FamilyStatus.REGISTERED,
    PlanStatus.ACTIVE: FamilyStatus.ACTIVE,
    PlanStatus.STANDBY: FamilyStatus.STANDBY,
    PlanStatus.CLOSED: FamilyStatus.CLOSED,
}
"""How far the help to a family is, by how far its plan is."""


def missing_for_active(family: Family, plan: Plan, goals: Iterable[Goal], actions: Iterable[Action]) -> tuple[str, ...]:
    """Return the text keys of what the plan still lacks before it can begin, in the order in which it is asked; empty when ready."""
    named = {goal.id for goal in goals if goal.text.strip() and goal.status is not GoalStatus.STOPPED}
    done_for = {action.goal for action in actions if action.what.strip() and action.status is not ActionStatus.CANCELLED}
    lacking = {
        "missing.request_for_help": not plan.request_for_help.strip(),
        "missing.goal": not named,
        "missing.action": bool(named) and not named & done_for,
        "missing.next_evaluation_on": plan.next_evaluation_on is None,
        "missing.safety_answer": plan.safety_answer is None,
        "missing.regisseur": not family.regisseur.name.strip(),
        "missing.own_plan_choice": plan.own_plan_choice not in CHOSEN,
    }
    return tuple(key for key, lacks in lacking.items() if lacks)


def must_be_ready(family: Family, plan: Plan, goals: Iterable[Goal], actions: Iterable[Action]) -> None:
    """Raise UserProblem with the keys of `missing_for_active` when the plan cannot begin yet."""
    missing = missing_for_active(family, plan, goals, actions)
    if missing:
        raise UserProblem("plan_not_ready", count=len(missing), missing=missing)


def steps_from(plan: Plan) -> tuple[PlanStatus, ...]:
    """Return what may become of a plan now; one that was closed before it ever counted is a concept again."""
    never_counted = plan.status is PlanStatus.CLOSED and plan.established_on is None
    return (PlanStatus.CONCEPT,) if never_counted else STEPS[plan.status]


def must_be_a_step(plan: Plan, to: PlanStatus) -> None:
    """Raise UserProblem when a plan cannot become that now."""
    if to not in steps_from(plan):
        raise UserProblem("status_step", old=plan.status.value, new=to.value)


def one_person(name: str) -> bool:
    """Tell whether the name is one person's: "samen", "iedereen" and "Noor en Kees" are nobody who makes sure (002-34)."""
    plain = fold(name).removeprefix("het ").removeprefix("de ")
    return bool(plain) and plain not in NOBODY and not SEVERAL.search(plain)


def action_ready(action: Action) -> bool:
    """Tell whether the action says what happens, which one person makes sure, and when."""
    when = bool(action.timing.text.strip()) or action.timing.due_on is not None
    return bool(action.what.strip()) and one_person(action.doer.name) and when


def goals_warning(goals: Iterable[Goal]) -> str | None:
    """Return the text key of the friendly warning when more than five big goals are open; a limited number works better."""
    big = [goal for goal in goals if goal.horizon is Horizon.BIG and goal.status in OPEN_GOAL]
    return "warning.many_goals" if len(big) > MOST_BIG_GOALS else None


def own_strength_share(actions: Sequence[Action]) -> int | None:
    """Return which part of the actions family and network do, in whole per cents (000-09); None where there is no action."""
    counted = [action.doer.kind for action in actions if action.status is not ActionStatus.CANCELLED]
    if not counted:
        return None
    own = sum(kind in (ActorKind.FAMILY, ActorKind.NETWORK) for kind in counted)
    return (200 * own + len(counted)) // (2 * len(counted))


def in_asking_order(actions: Iterable[Action]) -> tuple[Action, ...]:
    """Return the actions as a goal asks for them: ourselves, our network, what the neighbourhood has, then professionals; oldest first."""
    return tuple(sorted(actions, key=lambda action: (ASKING_ORDER.index(action.doer.kind), action.id)))


def plan_due_on(choice: OwnPlanChoice | None, chosen_on: date) -> date | None:
    """Return when the plan must be there: 42 days after it was clear that the family makes none itself (Jeugdwet art. 4.1.3)."""
    return chosen_on + PLAN_TERM if choice in NOT_BY_THEMSELVES else None


def rights_sentence(frame: LegalFrame) -> Literal["A", "B"]:
    """Return which sentence on the right to refuse help is true: A without a measure, B under one (domain.md 5.6)."""
    return "A" if frame is LegalFrame.VOLUNTARY else "B"
