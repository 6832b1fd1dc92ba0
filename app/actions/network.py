"""The people around a family: putting somebody in the circles, moving them, taking them out. One gesture each, so one undo each."""

from dataclasses import dataclass, replace

from app.actions.fields import checked_value
from app.changelog.log import Stream
from app.changelog.rows import ASKS, STANDS
from app.domain.ids import new_id
from app.domain.record import Id, spec_of
from app.domain.records.family import Person
from app.domain.records.mentor import Mentor, MentorStatus
from app.domain.records.network import CirclePlace, GoalHelper, NetworkContact
from app.domain.rules.names import at_the_table
from app.errors import UserProblem
from app.store.queries import rows
from app.store.workspace import Workspace

NO_MENTOR_NOW = frozenset({MentorStatus.CANDIDATE, MentorStatus.SAID_NO, MentorStatus.STOPPED})
"""As long as somebody is asked or active as a mentor, only the youth or the mentor ends that (domain.md 3.4)."""
FIRST_PLACE = CirclePlace()


@dataclass(frozen=True)
class NewContact:
    """What is known of somebody when the name first comes up at the table; all of it may follow later."""

    name: str = ""
    relation: str = ""
    place: CirclePlace = FIRST_PLACE


def add_contact(workspace: Workspace, family: bytes, new: NewContact) -> Id[NetworkContact]:
    """Put somebody in the circles."""
    spec = spec_of(NetworkContact)
    given = {name: checked_value(spec.field(name), getattr(new, name)) for name in ("name", "relation", "place")}
    with workspace.write() as writing:
        contact: Id[NetworkContact] = new_id(writing.wall)
        gesture = writing.gesture(family)
        gesture.create(NetworkContact(id=contact, **given))
        gesture.done()
    return contact


def move_contact(workspace: Workspace, family: bytes, contact: bytes, place: CirclePlace, seen: int | None = None) -> bool:
    """Give somebody another place in the circles, ring and part of life together; returns whether that is another one."""
    with workspace.write() as writing:
        before = rows.row(writing.stream(family), NetworkContact, contact)
        gesture = writing.gesture(family)
        gesture.change(before, replace(before, place=place), seen)
        return bool(gesture.done())


def contacts_around(stream: Stream) -> tuple[NetworkContact, ...]:
    """Return who stands in the circles, oldest first.

    Who was taken out while a colleague named them as mentor, or let them help with a goal, stays until that ends.
    """
    named = {mentor.contact for mentor in rows.rows(stream, Mentor) if mentor.status not in NO_MENTOR_NOW}
    named |= {helper.contact for helper in rows.rows(stream, GoalHelper)}
    return tuple(one for one, state in rows.all_rows(stream, NetworkContact) if (state or STANDS) in (STANDS, ASKS) or one.id in named)


def delete_contact(workspace: Workspace, family: bytes, contact: Id[NetworkContact], seen: int | None = None) -> bytes:
    """Take somebody out of the circles, with what was thought or over of them as a mentor; returns the gesture, for `put_back`.

    Raises `contact_is_mentor` for who is asked or active as a mentor now: that is ended first, in its own words.
    """
    with workspace.write() as writing:
        stream = writing.stream(family)
        found = next((one for one in contacts_around(stream) if one.id == contact), None)
        if found is None:
            raise UserProblem("row_gone")
        mentors = [one for one in rows.rows(stream, Mentor) if one.contact == contact]
        now = next((one for one in mentors if one.status not in NO_MENTOR_NOW), None)
        if now is not None:
            youth = next((at_the_table(one.name) for one in rows.rows(stream, Person) if one.id == now.youth), "")
            raise UserProblem("contact_is_mentor", name=found.name, youth=youth)
        gesture = writing.gesture(family)
        gesture.delete("network_contact", contact, seen)
        for mentor in mentors:
            gesture.delete("mentor", mentor.id, seen)
        for helper in rows.rows(stream, GoalHelper):
            if helper.contact == contact:
                gesture.delete("goal_helper", helper.id, seen)
        gesture.done()
        return gesture.tx
