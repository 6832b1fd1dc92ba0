"""Who decides what about a mentor: the youth who and what is shared, the mentor yes or no, parents their answer (domain.md 3.4).

A worker decides nothing here: there is no such value in `ChosenBy`. A worker may only write down who chose, or give a reason why
to talk about it first.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.records.family import Membership, ParentalAuthority, Person
from app.domain.records.mentor import Choosing, ChosenBy, Mentor, MentorConsent, MentorStatus, ParentAnswer
from app.domain.records.network import NetworkContact
from app.domain.rules.dates import age
from app.domain.rules.household import PARENT_WORD, holders, is_parent, lasts, may_be_minor
from app.domain.rules.mentor import OVER, chosen_mentors
from app.domain.rules.names import at_the_table, fold, full_name
from app.errors import UserProblem

CHOOSES = 12
"""From this age on the youth alone chooses; before it a child does so with a parent, or a parent."""
DECIDES = 16
"""From this age on parents are only told, when the youth is willing."""
ADULT = 18
YOUNG = 24
"""Mentors are for the young up to and with 23 (domain.md 3.1)."""
AGREES = frozenset({ParentAnswer.YES, ParentAnswer.GRUMPY_YES})

STEPS: dict[MentorStatus, frozenset[MentorStatus]] = {
    MentorStatus.CANDIDATE: frozenset({MentorStatus.ASKED, MentorStatus.IN_TALKS, MentorStatus.STOPPED}),
    MentorStatus.ASKED: frozenset(
        {MentorStatus.THINKING, MentorStatus.ACTIVE, MentorStatus.IN_TALKS, MentorStatus.SAID_NO, MentorStatus.STOPPED}
    ),
    MentorStatus.THINKING: frozenset({MentorStatus.ACTIVE, MentorStatus.IN_TALKS, MentorStatus.SAID_NO, MentorStatus.STOPPED}),
    MentorStatus.ACTIVE: frozenset({MentorStatus.IN_TALKS, MentorStatus.PAUSED, MentorStatus.STOPPED}),
    MentorStatus.IN_TALKS: frozenset(set(MentorStatus) - {MentorStatus.IN_TALKS}),
    MentorStatus.PAUSED: frozenset({MentorStatus.ACTIVE, MentorStatus.IN_TALKS, MentorStatus.STOPPED}),
    MentorStatus.SAID_NO: frozenset({MentorStatus.CANDIDATE, MentorStatus.ASKED, MentorStatus.THINKING, MentorStatus.ACTIVE}),
    MentorStatus.STOPPED: frozenset({MentorStatus.CANDIDATE}),
}
"""From everything that goes on one can stop at once; who stopped, or said no, can be asked again."""


def mentor_name(mentor: Mentor, contacts: Iterable[NetworkContact], persons: Iterable[Person]) -> str:
    """Return what a mentor is called: somebody around the family, or of it; nothing for somebody who is not there any more."""
    around = [contact.name for contact in contacts if contact.id == mentor.contact]
    of_it = [at_the_table(person.name) for person in persons if person.id == mentor.person]
    return next(iter([*around, *of_it]), "")


@dataclass(frozen=True, slots=True)
class People:
    """The family's people and who they are to each other, on a day: what every decision about a mentor looks at."""

    today: date
    persons: tuple[Person, ...]
    memberships: tuple[Membership, ...]
    authorities: tuple[ParentalAuthority, ...]
    contacts: tuple[NetworkContact, ...]

    def person(self, row: bytes | None) -> Person | None:
        """Return somebody of the family."""
        return next((person for person in self.persons if person.id == row), None)

    def contact(self, row: bytes | None) -> NetworkContact | None:
        """Return somebody around the family."""
        return next((contact for contact in self.contacts if contact.id == row), None)

    def name_of(self, mentor: Mentor) -> str:
        """Return what the mentor is called; nothing for somebody who is not there any more."""
        return mentor_name(mentor, self.contacts, self.persons)

    def is_parent(self, person: Person) -> bool:
        """Tell whether somebody is a parent here."""
        return is_parent(person, self.memberships, self.authorities)

    def years(self, person: Person) -> int | None:
        """Return somebody's age, as far as it is known."""
        known = age(person.birth, self.today)
        return None if known is None else known.years

    def under(self, person: Person, years: int) -> bool | None:
        """Tell whether somebody is younger; None when nobody knows."""
        known = self.years(person)
        return None if known is None else known < years


def check_candidate(people: People, youth: Person, who: Person | NetworkContact) -> None:
    """Raise UserProblem for somebody who cannot be this youth's mentor: a parent, or the youth."""
    if isinstance(who, Person):
        if who.id == youth.id:
            raise UserProblem("mentor_self")
        if people.is_parent(who):
            raise UserProblem("mentor_is_parent", name=at_the_table(who.name), youth=at_the_table(youth.name))
        return
    if not who.name.strip():
        raise UserProblem("mentor_without_name")
    if _is_a_parents_name(people, who.name) or _says_parent(who.relation, youth):
        raise UserProblem("mentor_is_parent", name=who.name, youth=at_the_table(youth.name))


def check_choice(people: People, youth: Person, choosing: Choosing) -> None:
    """Raise UserProblem when nobody chose, or not the one whose choice it is (domain.md 3.6)."""
    if choosing.chosen_by is None:
        raise UserProblem("mentor_not_chosen", youth=at_the_table(youth.name))
    child = people.under(youth, CHOOSES)
    if child is False and choosing.chosen_by is not ChosenBy.YOUTH:
        raise UserProblem("mentor_youth_chooses", youth=at_the_table(youth.name))
    if child and choosing.chosen_by is ChosenBy.YOUTH:
        raise UserProblem("mentor_child_chooses_with_parent", youth=at_the_table(youth.name))
    if choosing.chosen_by is ChosenBy.CHILD_WITH_PARENT and not choosing.child_said.strip():
        raise UserProblem("mentor_child_said_nothing", youth=at_the_table(youth.name))


def check_only_one(people: People, youth: Person, mentor: Mentor, mentors: Iterable[Mentor]) -> None:
    """Raise UserProblem when the youth has another mentor: nobody is silently replaced."""
    for other in chosen_mentors(mentors, youth.id):
        if other.id != mentor.id:
            raise UserProblem("mentor_has_another", youth=at_the_table(youth.name), other=people.name_of(other))


def check_step(mentor: Mentor, to: MentorStatus) -> None:
    """Raise UserProblem when it cannot go from where it is to there; staying may always."""
    if to is not mentor.status and to not in STEPS[mentor.status]:
        raise UserProblem("mentor_step")


def check_asked(youth: Person, mentor: Mentor) -> None:
    """Raise UserProblem for an answer to what was not asked."""
    if mentor.asking.asked_on is None:
        raise UserProblem("mentor_not_asked", youth=at_the_table(youth.name))


def check_nobody_says_no(people: People, youth: Person, mentor: Mentor, consents: Iterable[MentorConsent]) -> None:
    """Raise UserProblem while a parent's no stands: then people go on talking."""
    parent = parent_said_no(people, youth, mentor, consents)
    if parent is not None:
        raise UserProblem("mentor_parent_said_no", parent=at_the_table(parent.name))


def check_objection(reason: str) -> None:
    """Raise UserProblem for an objection without its reason in writing."""
    if not reason.strip():
        raise UserProblem("mentor_objection_reason")


def check_contact_day(day: date, today: date) -> None:
    """Raise UserProblem for a contact that is still to come: what is kept is that it was."""
    if day > today:
        raise UserProblem("mentor_contact_to_come")


def check_parent_has_a_say(people: People, youth: Person) -> None:
    """Raise UserProblem when the youth decides alone: from 16 on parents are told, if the youth is willing."""
    if people.under(youth, DECIDES) is False:
        raise UserProblem("mentor_decides_alone", youth=at_the_table(youth.name))


def parents_to_ask(people: People, youth: Person) -> tuple[Person, ...]:
    """Return who must say what they think of it: who decide for the youth by law, else the parents; none from 16 on."""
    if people.under(youth, DECIDES) is False:
        return ()
    held = [people.person(row) for authority in people.authorities if authority.child == youth.id for row in holders(authority)]
    known = tuple(holder for holder in held if holder is not None)
    return known or tuple(person for person in people.persons if person.id != youth.id and people.is_parent(person))


def answer_of(parent: Person, mentor: Mentor, consents: Iterable[MentorConsent]) -> ParentAnswer | None:
    """Return what a parent said of a mentor; None when not asked yet."""
    return next((one.answer for one in consents if one.mentor == mentor.id and one.parent == parent.id), None)


def parents_agree(people: People, youth: Person, mentor: Mentor, consents: Iterable[MentorConsent]) -> bool:
    """Tell whether nobody has to be talked with: all who must say yes did, grumpy or not; from 16 on nobody must."""
    if people.under(youth, DECIDES) is False:
        return True
    given = tuple(consents)
    asked = parents_to_ask(people, youth)
    return bool(asked) and all(answer_of(parent, mentor, given) in AGREES for parent in asked)


def parent_said_no(people: People, youth: Person, mentor: Mentor, consents: Iterable[MentorConsent]) -> Person | None:
    """Return a parent whose no stands: there is a talk to have, but nothing stops."""
    given = tuple(consents)
    return next((one for one in parents_to_ask(people, youth) if answer_of(one, mentor, given) is ParentAnswer.NO), None)


def warnings(people: People, youth: Person, mentor: Mentor) -> tuple[str, ...]:
    """Return the text keys of what to think of before somebody becomes the mentor; none of it forbids anything."""
    person = people.person(mentor.person)
    minor = not mentor.is_adult or (person is not None and bool(people.under(person, ADULT)))
    found = {
        "warning.mentor_same_house": person is not None and _live_together(people, youth, person),
        "warning.mentor_not_adult": minor,
        "warning.mentor_no_parent_known": people.under(youth, DECIDES) is not False and not parents_to_ask(people, youth),
        "warning.mentor_age_unknown": people.years(youth) is None,
    }
    return tuple(key for key, holds in found.items() if holds)


def read_year(text: str, today: date) -> int | None:
    """Return the year somebody typed; raises UserProblem for what is no year up to now."""
    plain = text.strip()
    if not plain:
        return None
    if not re.fullmatch(r"\d{4}", plain) or not 1900 <= int(plain) <= today.year:
        raise UserProblem("mentor_year", text=plain[:20])
    return int(plain)


def youths(people: People, mentors: Iterable[Mentor]) -> tuple[Person, ...]:
    """Return for whom a mentor can be sought: children of the family, the young up to 23, and who has one; no parent."""
    with_one = {mentor.youth for mentor in mentors}
    found = []
    for person in people.persons:
        young = people.under(person, YOUNG) or may_be_minor(person, people.memberships, people.today)
        if person.id in with_one or (young and not people.is_parent(person)):
            found.append(person)
    return tuple(found)


def candidates(people: People, youth: Person, mentors: Iterable[Mentor]) -> tuple[tuple[bytes, str], ...]:
    """Return who can be thought of for a youth, with their names: people around the family, and its adults who are no parent."""
    thought_of = {
        row for mentor in mentors if mentor.youth == youth.id and mentor.status not in OVER for row in (mentor.contact, mentor.person)
    }
    adults = [person for person in people.persons if person.id != youth.id and people.under(person, ADULT) is False]
    own = [(bytes(person.id), full_name(person.name)) for person in adults if not people.is_parent(person)]
    around = [(bytes(contact.id), contact.name) for contact in people.contacts if contact.name.strip()]
    return tuple((row, name) for row, name in [*around, *own] if row not in thought_of)


def _live_together(people: People, one: Person, other: Person) -> bool:
    homes = [
        {row.household for row in people.memberships if row.person == who.id and lasts(row.period, people.today)} for who in (one, other)
    ]
    return bool(homes[0] & homes[1])


def _is_a_parents_name(people: People, name: str) -> bool:
    return fold(name) in {fold(full_name(person.name)) for person in people.persons if people.is_parent(person)}


def _says_parent(relation: str, youth: Person) -> bool:
    """Tell whether a relation in words says that it is the youth's own parent: "moeder", "vader van Sem", not "moeder van een vriend"."""
    word, _, whose = fold(relation).partition(" van ")
    own = not whose or whose in {fold(at_the_table(youth.name)), fold(full_name(youth.name))}
    return own and any(PARENT_WORD.fullmatch(part) for part in re.split(r"[ /,]+", word))
