"""The plan at the table: goals, who does what, how it stands, and how far the plan is."""

from dataclasses import replace
from datetime import date
from typing import Any

from app.actions.fields import checked_value
from app.changelog.rows import THROWN_AWAY
from app.clock import today, wall_ms
from app.domain.ids import new_id, plan_of
from app.domain.record import Id, spec_of
from app.domain.records.family import Family
from app.domain.records.network import GoalHelper
from app.domain.records.plan import Action, ActionStatus, Goal, GoalScore, LifeDomain, Plan, PlanStatus
from app.domain.rules.ordering import in_order, moved
from app.domain.rules.plan import HELP, must_be_a_step, must_be_ready
from app.domain.rules.words import clean, clean_line
from app.store.queries import rows
from app.store.workspace import Workspace


def begin_plan(workspace: Workspace, family: bytes) -> Id[Plan]:
    """Open the family's one plan; two laptops that both do so make the same row. One that was thrown away is put back."""
    plan: Id[Plan] = plan_of(family)
    with workspace.write() as writing:
        states = {kept.id: state for kept, state in rows.all_rows(writing.stream(family), Plan)}
        gesture = writing.gesture(family)
        if plan not in states:
            gesture.create(Plan(id=plan))
        elif states[plan] == THROWN_AWAY:
            gesture.restore("plan", plan)
        gesture.done()
    return plan


def add_goal(workspace: Workspace, family: bytes, text: str = "", domain: LifeDomain | None = None) -> Id[Goal]:
    """Add a goal in the family's words; whose words are taken to be those of who asked for help, until changed."""
    plan = begin_plan(workspace, family)
    goal: Id[Goal] = new_id(wall_ms(workspace.clock))
    with workspace.write() as writing:
        said_by = rows.row(writing.stream(family), Plan, plan).request_said_by
        gesture = writing.gesture(family)
        gesture.create(Goal(id=goal, plan=plan, text=clean(text, 4000), whose_words=said_by, domain=domain))
        gesture.done()
    return goal


def add_action(workspace: Workspace, family: bytes, action: Action) -> Id[Action]:
    """Add who does what; the action's id is given by `new_action`."""
    checked = Action(
        id=action.id,
        **{field.name: checked_value(field, getattr(action, field.name)) for field in spec_of(Action).fields},
    )
    with workspace.write() as writing:
        if action.goal is not None:
            rows.row(writing.stream(family), Goal, action.goal)
        gesture = writing.gesture(family)
        gesture.create(checked)
        gesture.done()
    return action.id


def new_action(workspace: Workspace, goal: Id[Goal]) -> Action:
    """Return an empty action for a goal, to be filled in and given to `add_action`."""
    return Action(id=new_id(wall_ms(workspace.clock)), goal=goal)


def tick_action(workspace: Workspace, family: bytes, action: bytes, done: bool, seen: int | None = None) -> None:
    """Mark an action as done today, or as open again."""
    with workspace.write() as writing:
        before = rows.row(writing.stream(family), Action, action)
        status = ActionStatus.DONE if done else ActionStatus.OPEN
        gesture = writing.gesture(family)
        gesture.change(before, replace(before, status=status, done_on=today(workspace.clock) if done else None), seen)
        gesture.done()


def score_goal(workspace: Workspace, family: bytes, goal: Id[Goal], score: int, said_by: str = "") -> None:
    """Note what somebody says of a goal on the scale today; earlier scores stay."""
    with workspace.write() as writing:
        gesture = writing.gesture(family)
        day = today(workspace.clock)
        gesture.create(GoalScore(id=new_id(writing.wall), goal=goal, score=score, scored_on=day, said_by=clean_line(said_by, 120)))
        gesture.done()


def move_goal(workspace: Workspace, family: bytes, goal: Id[Goal], steps: int, seen: int | None = None) -> bool:
    """Let a goal stand some places further down, or up below 0, among those on the screen; returns whether it could."""
    with workspace.write() as writing:
        found = rows.row(writing.stream(family), Goal, goal)
        shown = in_order([one for one in rows.rows(writing.stream(family), Goal) if one.plan == found.plan])
        position = moved(shown, goal, steps)
        gesture = writing.gesture(family)
        if position is not None:
            gesture.change(found, replace(found, position=position), seen)
        return bool(gesture.done())


def delete_goal(workspace: Workspace, family: bytes, goal: Id[Goal], seen: int | None = None) -> bytes:
    """Throw a goal away with the actions and helpers that are on the screen with it; what somebody else adds keeps it asking.

    Returns the gesture, for `put_back`.
    """
    with workspace.write() as writing:
        gesture = writing.gesture(family)
        gesture.delete("goal", goal, seen)
        for action in rows.rows(writing.stream(family), Action):
            if action.goal == goal:
                gesture.delete("action", action.id, seen)
        for helper in rows.rows(writing.stream(family), GoalHelper):
            if helper.goal == goal:
                gesture.delete("goal_helper", helper.id, seen)
        gesture.done()
        return gesture.tx


def delete_row(workspace: Workspace, family: bytes, record: str, row: Id[Any], seen: int | None = None) -> bytes:
    """Throw a row away; returns the gesture, for `put_back`."""
    with workspace.write() as writing:
        gesture = writing.gesture(family)
        gesture.delete(record, row, seen)
        gesture.done()
        return gesture.tx


def make_plan_active(workspace: Workspace, family: bytes, established_on: date | None = None) -> None:
    """Make the concept the plan that counts; raises `plan_not_ready` with the first thing that is missing (domain.md 2.5)."""
    with workspace.write() as writing:
        stream = writing.stream(family)
        found, plan = rows.row(stream, Family, family), rows.row(stream, Plan, plan_of(family))
        goals = [goal for goal in rows.rows(stream, Goal) if goal.plan == plan.id]
        must_be_ready(found, plan, goals, rows.rows(stream, Action))
        gesture = writing.gesture(family)
        gesture.change(plan, replace(plan, status=PlanStatus.ACTIVE, established_on=established_on or today(workspace.clock)))
        gesture.change(found, replace(found, status=HELP[PlanStatus.ACTIVE]))
        gesture.done()


def move_plan(workspace: Workspace, family: bytes, to: PlanStatus) -> None:
    """Let a plan rest, close it or take it up again, and the help to its family with it; raises `status_step` where that cannot be."""
    plan = begin_plan(workspace, family)
    with workspace.write() as writing:
        stream = writing.stream(family)
        found, kept = rows.row(stream, Family, family), rows.row(stream, Plan, plan)
        must_be_a_step(kept, to)
        gesture = writing.gesture(family)
        gesture.change(kept, replace(kept, status=to))
        gesture.change(found, replace(found, status=HELP[to]))
        gesture.done()
