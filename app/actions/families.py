"""The families of this laptop: the caseload, a new family, and everything one family's page shows."""

from dataclasses import dataclass
from datetime import datetime

from app.actions.choosing import AskedDeletion, ConflictView, asked_view, conflict_view
from app.actions.fields import FieldRef, TypedText, drafts_of
from app.actions.undoing import Undoable, undoable
from app.changelog.apply import ASKS
from app.changelog.conflicts import asked_deletions
from app.changelog.conflicts import conflicts as standing_conflicts
from app.clock import from_ms, local, today, wall_ms
from app.domain.ids import new_id, plan_of
from app.domain.record import Id
from app.domain.records.family import Family, Person, PersonName, Regisseur
from app.domain.records.plan import Action, Goal, GoalScore, Plan
from app.domain.rules.names import fold, initials_of
from app.domain.rules.plan import missing_for_active
from app.domain.rules.scores import Standing, latest_standing
from app.domain.rules.words import clean_line
from app.errors import UserProblem
from app.store.queries import history, rows
from app.store.queries.unsent import Unsent, unsent
from app.store.workspace import Reading, StreamState, Workspace


@dataclass(frozen=True)
class CaseloadLine:
    """A family as the caseload shows it: `open_choices` are conflicts and deletions that wait for a person."""

    family: Id[Family]
    name: str
    initials: str
    changed_at: datetime | None
    waiting: int
    held: int
    open_choices: int


@dataclass(frozen=True)
class GoalView:
    """A goal with its actions in order, and what was said of it on the scale."""

    goal: Goal
    scores: Standing
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class FamilyPage:
    """One family at one moment; `cursor` is the `seen` of whatever is edited on it."""

    cursor: int
    family: Family
    persons: tuple[Person, ...]
    plan: Plan
    goals: tuple[GoalView, ...]
    missing: tuple[str, ...]
    conflicts: tuple[ConflictView, ...]
    asked: tuple[AskedDeletion, ...]
    unsent: Unsent
    undo: Undoable


@dataclass(frozen=True)
class NewFamily:
    """What is asked to begin: the family's name and the first person's call name; the rest has a default (domain.md 2.5)."""

    display_name: str
    call_name: str
    role: str = ""


def new_family(workspace: Workspace, asked: NewFamily) -> Id[Family]:
    """Begin a family with its first person and its plan, without any network; raises UserProblem for an empty name."""
    name, call_name = clean_line(asked.display_name, 80), clean_line(asked.call_name, 100)
    if not name:
        raise UserProblem("family_name_missing")
    if not call_name:
        raise UserProblem("call_name_missing")
    identity = workspace.identity
    day = today(workspace.clock)
    wall = wall_ms(workspace.clock)
    family: Id[Family] = new_id(wall)
    with workspace.write() as writing:
        writing.put_state(StreamState(family, 0, bytes(32), 0, "new"))
        gesture = writing.gesture(family)
        regisseur = Regisseur(worker=Id(identity.worker), name=identity.worker_name, since_on=day)
        gesture.create(
            Family(id=family, display_name=name, municipality_code=identity.municipality, registered_on=day, regisseur=regisseur)
        )
        gesture.create(Person(id=new_id(wall), name=PersonName(call_name=call_name), role=clean_line(asked.role, 60)))
        gesture.create(Plan(id=plan_of(family)))
        gesture.done()
    return family


def add_person(workspace: Workspace, family: bytes, name: PersonName, role: str = "") -> Id[Person]:
    """Put somebody in the family."""
    person: Id[Person] = new_id(wall_ms(workspace.clock))
    with workspace.write() as writing:
        gesture = writing.gesture(family)
        gesture.create(Person(id=person, name=name, role=clean_line(role, 60)))
        gesture.done()
    return person


def caseload(workspace: Workspace, search: str = "") -> list[CaseloadLine]:
    """Return the families of this laptop that hold every word of the search, by name; frozen ones are hidden."""
    words = fold(search).split()
    with workspace.read() as reading:
        waiting = unsent(reading)
        states = [state for state in reading.states() if state.state != "frozen"]
        lines = [line for state in states if (line := _line(reading, state.stream, waiting, words)) is not None]
    return sorted(lines, key=lambda line: (fold(line.name), line.family))


def family_page(workspace: Workspace, family: bytes) -> FamilyPage:
    """Return what the page of a family shows; raises `row_gone` for a family that is not on this laptop."""
    with workspace.read() as reading:
        stream = reading.stream(family)
        found = rows.row(stream, Family, family)
        plans = rows.rows(stream, Plan)
        plan = plans[-1] if plans else Plan(id=plan_of(family))
        goals = _goals(reading, family, plan)
        actions = [action for view in goals for action in view.actions]
        return FamilyPage(
            cursor=reading.state(family).cursor,
            family=found,
            persons=tuple(rows.rows(stream, Person)),
            plan=plan,
            goals=goals,
            missing=missing_for_active(found, plan, [view.goal for view in goals], actions),
            conflicts=tuple(conflict_view(reading, family, one) for one in standing_conflicts(stream)),
            asked=tuple(asked_view(reading, family, *one) for one in asked_deletions(stream)),
            unsent=unsent(reading).get(family, Unsent(0, 0)),
            undo=undoable(stream, workspace.author),
        )


def page_with_drafts(workspace: Workspace, family: bytes) -> tuple[FamilyPage, dict[FieldRef, TypedText]] | None:
    """Return a family's page with what was typed and not left; None when it is not here, or the right to it has ended."""
    with workspace.read() as reading:
        mine = any(state.stream == family and state.state != "frozen" for state in reading.states())
    return (family_page(workspace, family), drafts_of(workspace, family)) if mine else None


def _goals(reading: Reading, family: bytes, plan: Plan) -> tuple[GoalView, ...]:
    """A goal that was thrown away stays while somebody else's action hangs on it, until a person decides (sync.md 3.6)."""
    stream = reading.stream(family)
    scores = rows.rows(stream, GoalScore)
    actions = rows.rows(stream, Action)
    kept = {action.goal for action in actions}
    goals = [goal for goal, state in rows.all_rows(stream, Goal) if goal.plan == plan.id and (state in (0, ASKS) or goal.id in kept)]
    return tuple(
        GoalView(
            goal,
            latest_standing(goal, scores),
            tuple(action for action in actions if action.goal == goal.id),
        )
        for goal in goals
    )


def _line(reading: Reading, family: bytes, waiting: dict[bytes, Unsent], words: list[str]) -> CaseloadLine | None:
    stream = reading.stream(family)
    found = rows.rows(stream, Family)
    if not found:
        return None
    name = found[0].display_name
    haystack = fold(" ".join([name, *_people(stream_persons=rows.rows(stream, Person))])) if words else ""
    if not all(word in haystack for word in words):
        return None
    wall = history.newest_wall(stream)
    mine = waiting.get(family, Unsent(0, 0))
    choices = (len(standing_conflicts(stream)) if stream.contested() else 0) + len(asked_deletions(stream))
    changed = local(from_ms(wall)) if wall else None
    return CaseloadLine(found[0].id, name, initials_of(name), changed, mine.waiting, mine.held, choices)


def _people(stream_persons: list[Person]) -> list[str]:
    return [part for person in stream_persons for part in (person.name.call_name, person.name.given_names, person.name.surname)]
