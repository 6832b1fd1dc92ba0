"""Who helps by profession: adding somebody in one gesture, ending the help, and taking two rows for one person together."""

from dataclasses import dataclass, replace

from app.actions.fields import checked_value
from app.changelog.rows import THROWN_AWAY
from app.clock import today
from app.domain.ids import new_id
from app.domain.record import Id, spec_of
from app.domain.records.helping import Involvement, InvolvementRole, Professional
from app.domain.records.plan import LifeDomain
from app.domain.rules.helping import involvement_problem, same_professional
from app.store.queries import rows
from app.store.workspace import Workspace, Writing


@dataclass(frozen=True)
class NewHelp:
    """What is known of somebody who helps, when the name first comes up at the table; all of it may follow later."""

    name: str = ""
    organisation: str = ""
    role: InvolvementRole = InvolvementRole.OTHER
    task: str = ""
    domain: LifeDomain | None = None


def add_help(workspace: Workspace, family: bytes, new: NewHelp) -> Id[Involvement]:
    """Note who helps and with what, as one gesture; who is known already by name and organisation is not made again."""
    name = checked_value(spec_of(Professional).field("name"), new.name)
    organisation = checked_value(spec_of(Professional).field("organisation"), new.organisation)
    task = checked_value(spec_of(Involvement).field("task"), new.task)
    with workspace.write() as writing:
        known = same_professional(rows.rows(writing.stream(family), Professional), name, organisation)
        person = known.id if known is not None else new_id(writing.wall)
        involvement: Id[Involvement] = new_id(writing.wall, 1)
        gesture = writing.gesture(family)
        if known is None:
            gesture.create(Professional(id=person, name=name, organisation=organisation))
        gesture.create(Involvement(id=involvement, professional=person, role=new.role, task=task, domain=new.domain))
        gesture.done()
    return involvement


def end_help(workspace: Workspace, family: bytes, involvement: bytes, seen: int | None = None) -> None:
    """Note that a help ends today; it stays in sight as help from before. Raises UserProblem for one that has not begun."""
    with workspace.write() as writing:
        before = rows.row(writing.stream(family), Involvement, involvement)
        after = replace(before, ended_on=today(workspace.clock))
        problem = involvement_problem(after)
        if problem is not None and problem.key == "help_ended_before_begin":
            raise problem
        gesture = writing.gesture(family)
        gesture.change(before, after, seen)
        gesture.done()


def same_person(workspace: Workspace, family: bytes, involvement: bytes, known: Id[Professional]) -> None:
    """Say that a help is given by somebody who was known already; a row that nothing hangs on any more goes."""
    with workspace.write() as writing:
        stream = writing.stream(family)
        before = rows.row(stream, Involvement, involvement)
        rows.row(stream, Professional, known)
        gesture = writing.gesture(family)
        gesture.change(before, replace(before, professional=known))
        if before.professional != known and _only(writing, family, before):
            gesture.delete("professional", before.professional)
        gesture.done()


def delete_help(workspace: Workspace, family: bytes, involvement: Id[Involvement], seen: int | None = None) -> bytes:
    """Throw away that somebody helped, and the person with it when nothing else hangs on them; returns the gesture, for `put_back`."""
    with workspace.write() as writing:
        found = rows.row(writing.stream(family), Involvement, involvement)
        gesture = writing.gesture(family)
        gesture.delete("involvement", involvement, seen)
        if _only(writing, family, found):
            gesture.delete("professional", found.professional, seen)
        gesture.done()
        return gesture.tx


def bring_back(workspace: Workspace, family: bytes, professional: bytes) -> None:
    """Put a person back who was thrown away while somebody else kept what they do: a help without anybody says nothing."""
    with workspace.write() as writing:
        gone = {kept.id for kept, state in rows.all_rows(writing.stream(family), Professional) if state == THROWN_AWAY}
        gesture = writing.gesture(family)
        if professional in gone:
            gesture.restore("professional", professional)
        gesture.done()


def _only(writing: Writing, family: bytes, involvement: Involvement) -> bool:
    """Tell whether this is the one help of a person who still stands."""
    stream = writing.stream(family)
    stands = any(one.id == involvement.professional for one in rows.rows(stream, Professional))
    others = (one for one in rows.rows(stream, Involvement) if one.id != involvement.id)
    return stands and all(one.professional != involvement.professional for one in others)
