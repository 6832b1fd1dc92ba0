"""The circles of people around a family (domain.md 4.6): who stands in them, and the same in words. Draws nothing.

The way to a drawing, on screen and on paper:

    around = who_is_around(page, today)                # a FamilyPage, or anything with the same rows
    drawing = draw_circles(around, Frame(width=480, height=400, text=9), measure)      # circle_drawing.py
    for shape in drawing.shapes: ...                   # Ellipse, Stroke, Polygon, Plate, Words: circle_shapes.py, in paint order
    alt = describe(around)                             # the same in Dutch sentences

`Frame` is in the unit of the drawer (px, pt), `text` the size of a name in it; `measure(text, size, bold)` gives the width of a
text in the drawer's font, so that labels never overlap. Colours are roles. There is no angle in the data: people of one ring and
one part of life are spread in their wedge in the order in which they came.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol

from app.domain.records.family import Family, Person
from app.domain.records.helping import Involvement, Professional
from app.domain.records.mentor import Mentor, MentorStatus
from app.domain.records.network import CirclePlace, Gives, Line, NetworkContact, Ring, Sector
from app.domain.rules.helping import helps_on
from app.domain.rules.names import at_the_table, full_name
from app.texts import t

RINGS = tuple(Ring)
SECTORS = tuple(Sector)


class Stands(StrEnum):
    """As what somebody stands in the circles: from the network, of the family, or by profession."""

    NETWORK = "network"
    FAMILY = "family"
    PROFESSIONAL = "professional"


class CircleRows(Protocol):
    """The rows of one family that the circles are drawn from; a FamilyPage has them."""

    @property
    def family(self) -> Family:
        """Return whose circles they are."""
        ...

    @property
    def persons(self) -> Sequence[Person]:
        """Return who are of the family itself."""
        ...

    @property
    def contacts(self) -> Sequence[NetworkContact]:
        """Return the people of the network."""
        ...

    @property
    def mentors(self) -> Sequence[Mentor]:
        """Return the mentors, also who was only thought of."""
        ...

    @property
    def professionals(self) -> Sequence[Professional]:
        """Return who helps or helped by profession."""
        ...

    @property
    def involvements(self) -> Sequence[Involvement]:
        """Return with what they help."""
        ...


@dataclass(frozen=True)
class Around:
    """The family in the middle, and everybody around it in the order in which they came."""

    family: str
    members: tuple[str, ...]
    people: tuple["Circled", ...]


@dataclass(frozen=True)
class Circled:
    """Somebody in the circles. `place` is None in the fourth ring; `mentor` says of whom, or nothing.

    `row` is the contact's, the professional's or the person's id; for the regisseur the family's.
    """

    row: bytes
    stands: Stands
    name: str
    under: str = ""
    place: CirclePlace | None = None
    line: Line | None = None
    gives: Gives | None = None
    mentor: str = ""

    @property
    def movable(self) -> bool:
        """Tell whether somebody can be given another place: only who has one of their own."""
        return self.stands is Stands.NETWORK


def who_is_around(rows: CircleRows, day: date) -> Around:
    """Return who stands in the circles: the network, an active mentor from the family itself, and who helps by profession on a day."""
    members = tuple(name for person in rows.persons if (name := at_the_table(person.name)))
    people = (*_network(rows), *_mentors_of_the_family(rows), *_professionals(rows, day))
    return Around(rows.family.display_name, members, people)


def _network(rows: CircleRows) -> Iterable[Circled]:
    for contact in rows.contacts:
        mentor = _mentor_words(rows, [one for one in rows.mentors if one.contact == contact.id])
        yield Circled(
            row=contact.id,
            stands=Stands.NETWORK,
            name=contact.name.strip() or t("circles.nameless"),
            under=contact.relation.strip(),
            place=contact.place,
            line=contact.line,
            gives=contact.gives,
            mentor=mentor,
        )


def _mentors_of_the_family(rows: CircleRows) -> Iterable[Circled]:
    """A mentor may be of the family itself, such as a grown-up brother: he stands near, and has no place of his own to move."""
    for person in rows.persons:
        mentor = _mentor_words(rows, [one for one in rows.mentors if one.person == person.id])
        if mentor:
            yield Circled(
                row=person.id,
                stands=Stands.FAMILY,
                name=full_name(person.name) or t("circles.nameless"),
                under=person.role,
                place=CirclePlace(ring=Ring.VERY_CLOSE, sector=Sector.RELATIVES),
                mentor=mentor,
            )


def _professionals(rows: CircleRows, day: date) -> Iterable[Circled]:
    """The regisseur first; somebody with two tasks stands once."""
    regisseur = rows.family.regisseur.name.strip()
    if regisseur:
        yield Circled(row=rows.family.id, stands=Stands.PROFESSIONAL, name=regisseur, under=t("circles.regisseur"))
    for professional in rows.professionals:
        now = [one for one in rows.involvements if one.professional == professional.id and helps_on(one, day)]
        if now:
            roles = dict.fromkeys(t(f"choice.InvolvementRole.{one.role}") for one in now)
            name = professional.name.strip() or professional.organisation.strip() or t("circles.nameless")
            yield Circled(row=professional.id, stands=Stands.PROFESSIONAL, name=name, under=", ".join(roles))


def _mentor_words(rows: CircleRows, mentors: Iterable[Mentor]) -> str:
    """Return whose mentor somebody is, for active mentors only: who was merely thought of stays between youth and worker."""
    called = {person.id: at_the_table(person.name) for person in rows.persons}
    active = [one for one in mentors if one.status is MentorStatus.ACTIVE and one.youth in called]
    if not active:
        return ""
    return t("circles.mentor_of", kind=t(f"choice.MentorKind.{active[0].kind}"), name=_and([called[one.youth] for one in active]))


def place_in_words(place: CirclePlace) -> str:
    """Return a place as people say it: "Dichtbij, vrienden"."""
    return f"{t(f'choice.Ring.{place.ring}')}, {t(f'choice.Sector.{place.sector}').lower()}"


def in_words(one: Circled) -> str:
    """Return everything that the drawing shows of somebody, as one line for a list or a screen reader."""
    where = place_in_words(one.place) if one.place is not None else t("circles.fourth_ring")
    line = t(f"choice.Line.{one.line}") if one.line is not None else ""
    gives = t(f"choice.Gives.{one.gives}") if one.gives is not None else ""
    who = ", ".join(part for part in (one.name, one.under) if part)
    return ". ".join(part for part in (who, one.mentor, where, line, gives) if part) + "."


def describe(around: Around) -> str:
    """Return the drawing in Dutch sentences: the text for who cannot see it, in the order from near to far."""
    said = [t("circles.middle", family=around.family)]
    if around.members:
        said.append(t("circles.members", names=_and(around.members)))
    if not around.people:
        said.append(t("circles.nobody"))
    return " ".join([*said, *(in_words(one) for one in near_to_far(around.people))])


def near_to_far(people: Iterable[Circled]) -> list[Circled]:
    """Return people ring by ring, in a ring by part of life, and there in the order in which they came."""

    def order(one: Circled) -> tuple[int, int]:
        return (RINGS.index(one.place.ring), SECTORS.index(one.place.sector)) if one.place is not None else (len(RINGS), 0)

    return sorted(people, key=order)


def nearer(place: CirclePlace, steps: int) -> CirclePlace:
    """Return the place so many rings nearer to the family, or farther when negative; at the edge it stays."""
    ring = min(max(RINGS.index(place.ring) - steps, 0), len(RINGS) - 1)
    return replace(place, ring=RINGS[ring])


def turned(place: CirclePlace, steps: int) -> CirclePlace:
    """Return the place so many parts of life further, clockwise; after the last comes the first."""
    return replace(place, sector=SECTORS[(SECTORS.index(place.sector) + steps) % len(SECTORS)])


def _and(names: Sequence[str]) -> str:
    """Return names as they are said: "Noor, Kees en Sem"."""
    return t("circles.and", first=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else names[0]
