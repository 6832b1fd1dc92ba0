"""Who around the family helps with a goal: one row for the two of them, whoever puts it there, and however often."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.actions.choosing import Written, written
from app.changelog.conflicts import overruled
from app.changelog.rows import THROWN_AWAY
from app.domain.ids import helper_of
from app.domain.record import Id
from app.domain.records.network import GoalHelper, NetworkContact
from app.domain.records.plan import Goal
from app.store.queries import rows
from app.store.workspace import Reading, Workspace


@dataclass(frozen=True)
class HelperView:
    """Somebody who helps with a goal; `removed` and `put` when one took the link away while another put it there."""

    link: GoalHelper
    contact: NetworkContact
    removed: Written | None = None
    put: Written | None = None


def link_helper(workspace: Workspace, family: bytes, goal: Id[Goal], contact: Id[NetworkContact]) -> Id[GoalHelper]:
    """Let somebody help with a goal. Said once more of a link that was taken away and put there, it settles that it stands."""
    link: Id[GoalHelper] = helper_of(goal, contact)
    with workspace.write() as writing:
        stream = writing.stream(family)
        rows.row(stream, Goal, goal)
        rows.row(stream, NetworkContact, contact)
        states = {kept.id: state for kept, state in rows.all_rows(stream, GoalHelper)}
        gesture = writing.gesture(family)
        if link not in states:
            gesture.create(GoalHelper(id=link, goal=goal, contact=contact))
        elif states[link] == THROWN_AWAY or overruled(stream, "goal_helper", link):
            gesture.restore("goal_helper", link)
        gesture.done()
    return link


def helpers_by_goal(reading: Reading, family: bytes, contacts: Iterable[NetworkContact]) -> dict[Id[Goal], tuple[HelperView, ...]]:
    """Return who helps with each goal, in the order of the circles' list."""
    stream = reading.stream(family)
    places = {contact.id: place for place, contact in enumerate(contacts)}
    known = {contact.id: contact for contact in contacts}
    found: dict[Id[Goal], tuple[HelperView, ...]] = {}
    for link in sorted(rows.rows(stream, GoalHelper), key=lambda one: places.get(one.contact, 0)):
        if link.contact in known:
            both = overruled(stream, "goal_helper", link.id)
            told = tuple(written(reading, one) for one in both) if both else ()
            found[link.goal] = (*found.get(link.goal, ()), HelperView(link, known[link.contact], *told))
    return found
