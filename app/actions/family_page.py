"""Everything that one family's page shows, read in one consistent moment."""

from dataclasses import dataclass, replace
from typing import Any

from app.actions.choosing import AskedDeletion, ConflictView, asked_view, conflict_view
from app.actions.families import names_another
from app.actions.fields import FieldRef, TypedText, drafts_of
from app.actions.goal_links import HelperView, helpers_by_goal
from app.actions.network import contacts_around
from app.actions.safety import safety_of
from app.actions.undoing import Undoable, undoable
from app.actions.visits import visits_of
from app.changelog.conflicts import asked_deletions
from app.changelog.conflicts import conflicts as standing_conflicts
from app.changelog.log import Stream
from app.changelog.rows import ASKS
from app.domain.ids import plan_of
from app.domain.record import Id
from app.domain.records.family import Family, Household, Membership, ParentalAuthority, Person
from app.domain.records.helping import Involvement, Professional
from app.domain.records.mentor import Mentor, MentorConsent, MentorContact
from app.domain.records.network import NetworkContact
from app.domain.records.plan import Action, Goal, GoalScore, Plan
from app.domain.records.safety import Signature
from app.domain.records.situation import Agreement, Concern, Strength
from app.domain.records.visit import Visit, VisitNote
from app.domain.rules.ordering import in_order
from app.domain.rules.plan import missing_for_active
from app.domain.rules.plan_code import FixedVersion
from app.domain.rules.safety import SafetyState
from app.domain.rules.scores import Standing, latest_standing, standings
from app.store.queries import rows
from app.store.queries.offered import decided, in_family, to_decide
from app.store.queries.unsent import Unsent, unsent_in
from app.store.queries.versions import fixed_versions
from app.store.workspace import Workspace


@dataclass(frozen=True)
class GoalView:
    """A goal with its actions in order, what was said of it on the scale (by whoever spoke last, and by each person), and who helps."""

    goal: Goal
    scores: Standing
    actions: tuple[Action, ...]
    standings: tuple[Standing, ...]
    helpers: tuple[HelperView, ...] = ()


@dataclass(frozen=True)
class FamilyPage:
    """One family at one moment; `cursor` is the `seen` of whatever is edited on it.

    Rows stand oldest first, goals as they were put. `arranged` are the actions that stand by themselves, arranged at a visit.
    `versions` are those of the plan that were fixed, the newest last.
    On `to_decide` pieces of others' work this worker is to decide; on `decided` she did, and the server has not said what became of it.
    Where the plan `names_another` regisseur, the municipality made this worker so.
    """

    cursor: int
    family: Family
    persons: tuple[Person, ...]
    households: tuple[Household, ...]
    memberships: tuple[Membership, ...]
    authorities: tuple[ParentalAuthority, ...]
    contacts: tuple[NetworkContact, ...]
    mentors: tuple[Mentor, ...]
    mentor_consents: tuple[MentorConsent, ...]
    mentor_contacts: tuple[MentorContact, ...]
    professionals: tuple[Professional, ...]
    involvements: tuple[Involvement, ...]
    strengths: tuple[Strength, ...]
    concerns: tuple[Concern, ...]
    agreements: tuple[Agreement, ...]
    visits: tuple[Visit, ...]
    visit_notes: tuple[VisitNote, ...]
    plan: Plan
    goals: tuple[GoalView, ...]
    arranged: tuple[Action, ...]
    safety: SafetyState
    versions: tuple[FixedVersion, ...]
    signatures: tuple[Signature, ...]
    missing: tuple[str, ...]
    conflicts: tuple[ConflictView, ...]
    asked: tuple[AskedDeletion, ...]
    unsent: Unsent
    undo: Undoable
    to_decide: int = 0
    decided: int = 0
    names_another: bool = False


def family_page(workspace: Workspace, family: bytes) -> FamilyPage:
    """Return what the page of a family shows; raises `row_gone` for a family that is not on this laptop."""
    with workspace.read() as reading:
        stream = reading.stream(family)
        found = rows.row(stream, Family, family)
        plans = rows.rows(stream, Plan)
        plan = plans[-1] if plans else Plan(id=plan_of(family))
        all_actions = rows.rows(stream, Action)
        notes = tuple(rows.rows(stream, VisitNote))
        contacts = contacts_around(stream)
        goals = _goals(stream, plan, all_actions, helpers_by_goal(reading, family, contacts))
        actions = [action for view in goals for action in view.actions]
        return FamilyPage(
            cursor=reading.state(family).cursor,
            family=found,
            contacts=contacts,
            **_people(stream),
            strengths=tuple(rows.rows(stream, Strength)),
            concerns=tuple(rows.rows(stream, Concern)),
            agreements=tuple(rows.rows(stream, Agreement)),
            visits=tuple(visits_of(stream, {note.visit for note in notes})),
            visit_notes=notes,
            plan=plan,
            goals=goals,
            arranged=tuple(action for action in all_actions if action.goal is None),
            safety=safety_of(stream),
            versions=tuple(fixed_versions(stream)),
            signatures=tuple(rows.rows(stream, Signature)),
            missing=missing_for_active(found, plan, [view.goal for view in goals], actions),
            conflicts=tuple(conflict_view(reading, family, one) for one in standing_conflicts(stream)),
            asked=tuple(asked_view(reading, family, *one) for one in asked_deletions(stream)),
            unsent=unsent_in(stream),
            undo=undoable(stream, replace(workspace.author, inc=reading.incs(family)[-1])),
            to_decide=in_family(to_decide(reading), family),
            decided=in_family(decided(reading), family),
            names_another=names_another(reading, found),
        )


def _people(stream: Stream) -> dict[str, Any]:
    """Return who is in the family and who helps by profession, by the field of the page."""
    kinds = {"persons": Person, "households": Household, "memberships": Membership, "authorities": ParentalAuthority}
    kinds |= {"mentors": Mentor, "mentor_consents": MentorConsent, "mentor_contacts": MentorContact}
    kinds |= {"professionals": Professional, "involvements": Involvement}
    return {name: tuple(rows.rows(stream, kind)) for name, kind in kinds.items()}


def page_with_drafts(workspace: Workspace, family: bytes) -> tuple[FamilyPage, dict[FieldRef, TypedText]] | None:
    """Return a family's page with what was typed and not left; None when it is not here (whole), or the right to it has ended."""
    with workspace.read() as reading:
        mine = any(state.stream == family and state.state != "frozen" and state.usable for state in reading.states())
    return (family_page(workspace, family), drafts_of(workspace, family)) if mine else None


def _goals(stream: Stream, plan: Plan, actions: list[Action], helpers: dict[Id[Goal], tuple[HelperView, ...]]) -> tuple[GoalView, ...]:
    """A goal that was thrown away stays while somebody else's action or helper hangs on it, until a person decides (sync.md 3.6)."""
    scores = rows.rows(stream, GoalScore)
    kept = {action.goal for action in actions} | helpers.keys()
    goals = [goal for goal, state in rows.all_rows(stream, Goal) if goal.plan == plan.id and (state in (0, ASKS) or goal.id in kept)]
    return tuple(
        GoalView(
            goal,
            latest_standing(goal, scores),
            tuple(action for action in actions if action.goal == goal.id),
            standings(goal, scores),
            helpers.get(goal.id, ()),
        )
        for goal in in_order(goals)
    )
