"""Where the family's people live, and who decides for a child: each of these is one gesture, with one undo."""

from collections.abc import Sequence
from dataclasses import replace

from app.changelog.gesture import Gesture
from app.changelog.log import Stream
from app.changelog.rows import THROWN_AWAY
from app.clock import today
from app.domain.ids import authority_of, membership_of, new_id
from app.domain.record import Id
from app.domain.records.family import Household, HouseholdRole, Membership, ParentalAuthority, Period, Person, PersonName
from app.domain.rules.household import CHILD_ROLES, Homes, likely_role
from app.domain.rules.words import clean_line
from app.store.queries import rows
from app.store.workspace import Workspace


def add_household(workspace: Workspace, family: bytes, name: str = "", people: Sequence[Id[Person]] = ()) -> Id[Household]:
    """Add a home with these people in it; what each is there is taken from what the family calls them, until changed.

    The main home of a child that had none is this one.
    """
    day = today(workspace.clock)
    with workspace.write() as writing:
        stream = writing.stream(family)
        homes = Homes(rows.rows(stream, Household), rows.rows(stream, Membership))
        household: Id[Household] = new_id(writing.wall)
        gesture = writing.gesture(family)
        gesture.create(Household(id=household, name=clean_line(name, 80)))
        for person in [rows.row(stream, Person, one) for one in people]:
            role = likely_role(person, day)
            gesture.create(
                Membership(
                    id=membership_of(household, person.id),
                    household=household,
                    person=Id(person.id),
                    role=role,
                    period=Period(),
                )
            )
            if role in CHILD_ROLES and person.main_home is None and not homes.homes_of(person.id, day):
                gesture.change(person, replace(person, main_home=household))
        gesture.done()
    return household


def add_member(
    workspace: Workspace, family: bytes, household: Id[Household], person: Id[Person], role: HouseholdRole | None = None
) -> Id[Membership]:
    """Say that somebody lives in a household. Two laptops that both say so make the same row; who lived there before is back."""
    with workspace.write() as writing:
        stream = writing.stream(family)
        rows.row(stream, Household, household)
        found = rows.row(stream, Person, person)
        wanted = Membership(
            id=membership_of(household, person),
            household=household,
            person=person,
            role=role or likely_role(found, today(workspace.clock)),
        )
        gesture = writing.gesture(family)
        _say(stream, gesture, wanted)
        gesture.done()
    return Id(wanted.id)


def add_person_in(
    workspace: Workspace, family: bytes, household: Id[Household], name: PersonName, role: HouseholdRole = HouseholdRole.OTHER
) -> Id[Person]:
    """Put somebody new in the family and in a household at once."""
    with workspace.write() as writing:
        rows.row(writing.stream(family), Household, household)
        person: Id[Person] = new_id(writing.wall)
        main_home = household if role in CHILD_ROLES else None
        gesture = writing.gesture(family)
        gesture.create(Person(id=person, name=name, main_home=main_home))
        gesture.create(Membership(id=membership_of(household, person), household=household, person=person, role=role))
        gesture.done()
    return person


def move_out(workspace: Workspace, family: bytes, membership: Id[Membership], seen: int | None = None) -> None:
    """Say that somebody does not live in a household any more, as of today; that it was so is kept."""
    with workspace.write() as writing:
        before = rows.row(writing.stream(family), Membership, membership)
        day = today(workspace.clock)
        begun = before.period.from_on
        gesture = writing.gesture(family)
        period = Period(from_on=None if begun is not None and begun > day else begun, to_on=day)
        gesture.change(before, replace(before, period=period), seen)
        gesture.done()


def set_main_home(
    workspace: Workspace, family: bytes, person: Id[Person], household: Id[Household] | None, seen: int | None = None
) -> None:
    """Choose where a child has its main home; there is one field for it, so the one before is not it any more."""
    with workspace.write() as writing:
        stream = writing.stream(family)
        if household is not None:
            rows.row(stream, Household, household)
        before = rows.row(stream, Person, person)
        gesture = writing.gesture(family)
        gesture.change(before, replace(before, main_home=household), seen)
        gesture.done()


def begin_authority(workspace: Workspace, family: bytes, child: Id[Person]) -> Id[ParentalAuthority]:
    """Begin to write down who decides for a child; two laptops that both do so make the same row. Thrown away, it is put back."""
    authority: Id[ParentalAuthority] = authority_of(child)
    with workspace.write() as writing:
        stream = writing.stream(family)
        rows.row(stream, Person, child)
        states = {kept.id: state for kept, state in rows.all_rows(stream, ParentalAuthority)}
        gesture = writing.gesture(family)
        if authority not in states:
            gesture.create(ParentalAuthority(id=authority, child=child))
        elif states[authority] == THROWN_AWAY:
            gesture.restore("parental_authority", authority)
        gesture.done()
    return authority


def _say(stream: Stream, gesture: Gesture, wanted: Membership) -> None:
    """Make the row, put it back, or let it begin anew; what stands and lasts is left alone."""
    for kept, state in rows.all_rows(stream, Membership):
        if kept.id == wanted.id:
            if state == THROWN_AWAY:
                gesture.restore("membership", kept.id)
            if state == THROWN_AWAY or kept.period.to_on is not None:
                gesture.change(kept, replace(wanted, period=Period()))
            return
    gesture.create(wanted)
