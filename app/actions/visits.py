"""At the family's table: visits planned and held, the shared summary that is fixed, and what was arranged on the spot."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from app.actions.fields import FieldRef
from app.changelog.log import Stream
from app.changelog.rows import THROWN_AWAY
from app.clock import local, today
from app.domain.ids import derived_id, new_id
from app.domain.record import Id
from app.domain.records.family import Person
from app.domain.records.helping import Professional
from app.domain.records.network import NetworkContact
from app.domain.records.plan import Action, ActionStatus, ActorKind, Doer, Goal, When
from app.domain.records.visit import Visit, VisitNote
from app.domain.rules.names import at_the_table, fold, full_name
from app.domain.rules.words import clean, clean_line
from app.errors import UserProblem
from app.store.queries import rows
from app.store.workspace import Draft, Workspace

MOST_CHARACTERS = 4000
"""The measure for what people write (sync.md 3.4)."""


def plan_visit(workspace: Workspace, family: bytes) -> Id[Visit]:
    """Put a visit ahead, of which day and time are still to be said."""
    with workspace.write() as writing:
        visit: Id[Visit] = new_id(writing.wall)
        gesture = writing.gesture(family)
        gesture.create(Visit(id=visit))
        gesture.done()
    return visit


def begin_visit(workspace: Workspace, family: bytes) -> Id[Visit]:
    """Begin today's visit: the one that was begun today already, else the one planned for today, else a new home visit."""
    day = today(workspace.clock)
    with workspace.write() as writing:
        visits = rows.rows(writing.stream(family), Visit)
        begun = [visit for visit in visits if visit.held_on == day]
        if begun:
            return begun[-1].id
        planned = [visit for visit in visits if visit.held_on is None and visit.visit_on == day]
        gesture = writing.gesture(family)
        if planned:
            gesture.change(planned[0], replace(planned[0], held_on=day))
            visit: Id[Visit] = planned[0].id
        else:
            visit = new_id(writing.wall)
            gesture.create(Visit(id=visit, visit_on=day, held_on=day, at_time=f"{local(workspace.clock.now()):%H.%M}"))
        gesture.done()
    return visit


def hold_visit(workspace: Workspace, family: bytes, visit: bytes) -> None:
    """Let a planned visit be held: on its own day when that has come, else today."""
    day = today(workspace.clock)
    with workspace.write() as writing:
        before = rows.row(writing.stream(family), Visit, visit)
        held_on = min(before.visit_on or day, day)
        gesture = writing.gesture(family)
        gesture.change(before, replace(before, held_on=held_on))
        gesture.done()


def visits_of(stream: Stream, kept_by: Iterable[bytes]) -> list[Visit]:
    """Return the visits that stand; one that was thrown away stays while something of somebody else hangs on it (sync.md 3.6)."""
    kept = set(kept_by)
    return [visit for visit, state in rows.all_rows(stream, Visit) if state != THROWN_AWAY or visit.id in kept]


def note_ref(workspace: Workspace, family: bytes, visit: bytes) -> FieldRef:
    """Return where the summary is kept while it is typed: of this laptop alone, as two may write at one visit."""
    return FieldRef(family, "visit_note", derived_id(visit, f"draft/{workspace.identity.device.hex()}"), "text")


def arranged_ref(workspace: Workspace, family: bytes, visit: bytes) -> FieldRef:
    """Return where a line of what was arranged is kept while it is typed."""
    return FieldRef(family, "visit_note", derived_id(visit, f"arranged/{workspace.identity.device.hex()}"), "text")


def checked_note(text: str) -> str:
    """Return the text of a note as it would be kept; raises `note_empty` and `text_too_long`."""
    kept = clean(text, MOST_CHARACTERS)
    if not kept.strip():
        raise UserProblem("note_empty")
    return kept


def fix_note(workspace: Workspace, family: bytes, visit: Id[Visit], text: str) -> Id[VisitNote]:
    """Fix what was typed as the visit's summary, or as an addition to it; its draft goes in the same moment.

    From then on nobody changes it. Raises `note_empty`, `text_too_long` and `row_gone`, with the draft kept.
    """
    kept = checked_note(text)
    ref = note_ref(workspace, family, visit)
    with workspace.write() as writing:
        rows.row(writing.stream(family), Visit, visit)
        note: Id[VisitNote] = new_id(writing.wall)
        gesture = writing.gesture(family)
        gesture.create(VisitNote(id=note, visit=visit, text=kept, noted_on=today(workspace.clock), noted_by=workspace.identity.worker_name))
        gesture.done()
        writing.drop_draft(ref.family, ref.record, ref.row, ref.field)
    return note


def rescue_draft(workspace: Workspace, family: bytes, left_over: FieldRef) -> Id[Visit]:
    """Make a new visit of what was typed at one that somebody else threw away; it is still a draft."""
    day = today(workspace.clock)
    with workspace.write() as writing:
        typed = next((one.text for one in writing.drafts(family) if (one.record, one.row) == (left_over.record, left_over.row)), "")
        visit: Id[Visit] = new_id(writing.wall)
        gesture = writing.gesture(family)
        gesture.create(Visit(id=visit, visit_on=day, held_on=day))
        gesture.done()
        ref = note_ref(workspace, family, visit)
        writing.put_draft(Draft(family, ref.record, ref.row, ref.field, typed.replace("\x1f", "\n").strip(), 0, writing.wall))
        writing.drop_draft(family, left_over.record, left_over.row, left_over.field)
    return visit


@dataclass(frozen=True)
class Arranged:
    """What was arranged on the spot, by whom, and for which goal if for any."""

    what: str
    who: str = ""
    goal: Id[Goal] | None = None


def arrange_today(workspace: Workspace, family: bytes, visit: Id[Visit], arranged: Arranged) -> Id[Action]:
    """Note an action that was made and done in the visit, in one gesture (000-06); raises `arranged_empty` and `text_too_long`."""
    what, who = clean(arranged.what, MOST_CHARACTERS), clean_line(arranged.who, 120)
    if not what.strip():
        raise UserProblem("arranged_empty")
    day = today(workspace.clock)
    ref = arranged_ref(workspace, family, visit)
    with workspace.write() as writing:
        stream = writing.stream(family)
        rows.row(stream, Visit, visit)
        action = Action(
            id=new_id(writing.wall),
            goal=arranged.goal,
            what=what,
            doer=Doer(name=who, kind=kind_of(stream, who, workspace.identity.worker_name)),
            timing=When(due_on=day),
            status=ActionStatus.DONE,
            done_on=day,
            arranged_at=visit,
        )
        gesture = writing.gesture(family)
        gesture.create(action)
        gesture.done()
        writing.drop_draft(ref.family, ref.record, ref.row, ref.field)
    return action.id


def kind_of(stream: Stream, who: str, worker: str) -> ActorKind:
    """Return from which circle somebody of that name comes; a name that nobody here has is taken to be the family's."""
    name = fold(who)
    if not name:
        return ActorKind.FAMILY
    family = [spelled for person in rows.rows(stream, Person) for spelled in (at_the_table(person.name), full_name(person.name))]
    contacts = [contact.name for contact in rows.rows(stream, NetworkContact)]
    workers = [worker, *(professional.name for professional in rows.rows(stream, Professional))]
    known: tuple[tuple[ActorKind, list[Any]], ...] = (
        (ActorKind.FAMILY, family),
        (ActorKind.NETWORK, contacts),
        (ActorKind.PROFESSIONAL, workers),
    )
    return next((kind for kind, names in known if name in map(fold, names)), ActorKind.FAMILY)
