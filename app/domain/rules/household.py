"""Who lives where, who are a child's parents and who decides for it (domain.md 2.3). Judges nothing: what is odd is a hint."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.record import Id
from app.domain.records.family import (
    AuthorityKind,
    AuthoritySource,
    Household,
    HouseholdRole,
    Membership,
    ParentalAuthority,
    Period,
    Person,
)
from app.domain.rules.dates import age
from app.domain.rules.names import fold
from app.errors import UserProblem

OF_AGE = 18
PARENT_ROLES = frozenset({HouseholdRole.PARENT, HouseholdRole.STEP_PARENT, HouseholdRole.FOSTER_PARENT})
CHILD_ROLES = frozenset({HouseholdRole.CHILD, HouseholdRole.FOSTER_CHILD})

PARENT = r"(?:moeder|vader|ouder|mama|papa|mamma|pappa|mam|pap|mem|heit)"
PARENT_WORD = re.compile(rf"(?:stief|pleeg|bonus|adoptie|adoptief|mee|duo)?{PARENT}s?")
STEP_WORD = re.compile(rf"(?:stief|bonus){PARENT}s?")
FOSTER_WORD = re.compile(rf"pleeg{PARENT}s?")
CHILD_WORD = re.compile(r"(?:stief|bonus|half|adoptie)?(?:kind|zoon(?:tje)?|dochter(?:tje)?|baby|peuter|kleuter|broer(?:tje)?|zus(?:je)?)")
FOSTER_CHILD_WORD = re.compile(r"pleeg(?:kind|zoon|dochter|broer|zus)\w*")
GRAND_WORD = re.compile(r"(?:over)?(?:oma|opa|grootmoeder|grootvader|beppe|pake)")
PARTNER_WORD = re.compile(r"(?:partner|vriend|vriendin|man|vrouw)")
OTHER_KIN = re.compile(r"(?:tante|oom|nicht|neef|buur\w*|schoon\w+|peet\w+|gast\w+|kennis|huisgenoot)")
KIN = (
    (STEP_WORD, HouseholdRole.STEP_PARENT),
    (FOSTER_WORD, HouseholdRole.FOSTER_PARENT),
    (PARENT_WORD, HouseholdRole.PARENT),
    (FOSTER_CHILD_WORD, HouseholdRole.FOSTER_CHILD),
    (CHILD_WORD, HouseholdRole.CHILD),
    (GRAND_WORD, HouseholdRole.GRANDPARENT),
    (PARTNER_WORD, HouseholdRole.PARTNER),
    (OTHER_KIN, HouseholdRole.OTHER),
)
"""What a word for somebody makes of them; the first word that says something decides: "oma, moeder van Elif" is a grandmother."""

HOLDERS = {
    AuthorityKind.JOINT_PARENTS: (2, 2),
    AuthorityKind.ONE_PARENT: (1, 1),
    AuthorityKind.JOINT_WITH_OTHER: (2, 2),
    AuthorityKind.GUARDIANSHIP: (0, 2),
    AuthorityKind.TEMPORARILY_NONE: (0, 0),
    AuthorityKind.CANNOT_BE_SAID: (0, 2),
}
"""How many people of the family hold each kind, at least and at most."""
FAMILY_ORDER = (
    HouseholdRole.PARENT,
    HouseholdRole.STEP_PARENT,
    HouseholdRole.FOSTER_PARENT,
    HouseholdRole.PARTNER,
    HouseholdRole.CHILD,
    HouseholdRole.FOSTER_CHILD,
    HouseholdRole.GRANDPARENT,
    HouseholdRole.HOUSEMATE,
    HouseholdRole.OTHER,
)


@dataclass(frozen=True)
class Homes:
    """The families' homes with who was ever said to live there."""

    households: Sequence[Household]
    memberships: Sequence[Membership]

    def living_in(self, household: bytes, on: date) -> list[Membership]:
        """Return who live in a household on a day."""
        return [one for one in self.memberships if one.household == household and lasts(one.period, on)]

    def homes_of(self, person: bytes, on: date) -> list[Household]:
        """Return the households in which somebody lives on a day."""
        mine = {one.household for one in self.memberships if one.person == person and lasts(one.period, on)}
        return [household for household in self.households if household.id in mine]


def membership_problem(membership: Membership) -> UserProblem | None:
    """Return what is wrong with when somebody lives somewhere: it ends before it begins."""
    period = membership.period
    backwards = period.from_on is not None and period.to_on is not None and period.to_on < period.from_on
    return UserProblem("period_ends_before") if backwards else None


def lasts(period: Period, on: date) -> bool:
    """Tell whether a period has begun and not ended; the day until which somebody lives somewhere is the first one elsewhere."""
    return (period.from_on is None or period.from_on <= on) and (period.to_on is None or on < period.to_on)


def role_in_words(text: str) -> HouseholdRole | None:
    """Return what the family's own word for somebody makes of them: "stiefvader", "mama", "oma (moeder van Elif)"."""
    for word in re.findall(r"\w+", re.sub(r"\b(stief|pleeg|bonus)[- ]", r"\1", fold(text))):
        for form, role in KIN:
            if form.fullmatch(word):
                return role
    return None


def likely_role(person: Person, on: date) -> HouseholdRole:
    """Return what somebody most likely is in a household, to be corrected by who knows."""
    said = role_in_words(person.role)
    if said is not None:
        return said
    years = age(person.birth, on)
    return HouseholdRole.CHILD if years is not None and years.years < OF_AGE else HouseholdRole.OTHER


def is_parent(person: Person, memberships: Iterable[Membership], authorities: Iterable[ParentalAuthority]) -> bool:
    """Tell whether somebody is a parent here: by a role in a household, now or before, by authority, or by the family's own word."""
    by_role = any(one.person == person.id and one.role in PARENT_ROLES for one in memberships)
    return by_role or any(person.id in holders(one) for one in authorities) or role_in_words(person.role) in PARENT_ROLES


def parents_of(child: bytes, homes: Homes, authorities: Iterable[ParentalAuthority], on: date) -> list[Id[Person]]:
    """Return who decide for a child, and the parents with whom it lives, each once."""
    found = [holder for one in authorities if one.child == child for holder in holders(one)]
    for household in homes.homes_of(child, on):
        found += [one.person for one in homes.living_in(household.id, on) if one.role in PARENT_ROLES]
    return list(dict.fromkeys(found))


def holders(authority: ParentalAuthority) -> list[Id[Person]]:
    """Return who hold the authority, each once."""
    named = (authority.authority.first_holder, authority.authority.second_holder)
    return list(dict.fromkeys(one for one in named if one is not None))


def may_be_minor(person: Person, memberships: Iterable[Membership], on: date) -> bool:
    """Tell whether somebody is under age, or a child of whom the age is not known: for whom others decide."""
    years = age(person.birth, on)
    if years is not None:
        return years.years < OF_AGE
    as_child = any(one.person == person.id and one.role in CHILD_ROLES for one in memberships)
    return as_child or role_in_words(person.role) in CHILD_ROLES


def main_home_hint(person: Person, homes: Homes, on: date) -> str | None:
    """Return the key of what is odd about where a child has its main home, if anything."""
    lives = [household.id for household in homes.homes_of(person.id, on)]
    if person.main_home is not None and any(one.id == person.main_home for one in homes.households):
        return None if person.main_home in lives or not lives else "warning.main_home_elsewhere"
    return "warning.main_home_missing" if len(lives) > 1 else None


def authority_hint(authority: ParentalAuthority | None) -> str | None:
    """Return the key of what still has to be asked or looked up about who decides for a child, if anything."""
    if authority is None or authority.authority.kind is None:
        return "warning.authority_missing"
    fewest, most = HOLDERS[authority.authority.kind]
    count = len(holders(authority))
    if count < fewest:
        return "warning.authority_two" if fewest == 2 else "warning.authority_one"
    if count > most:
        return "warning.authority_one" if most == 1 else "warning.authority_none"
    return "warning.authority_told" if to_be_checked(authority) else None


def to_be_checked(authority: ParentalAuthority) -> bool:
    """Tell whether it was only told: then somebody must still look it up (domain.md 2.3)."""
    return authority.authority.kind is not None and authority.checked.source is AuthoritySource.TOLD


def in_family_order(members: Iterable[tuple[Person, HouseholdRole]]) -> list[Person]:
    """Return people as a family names itself: parents, then children from old to young, then others; else as they came."""

    def place(one: tuple[Person, HouseholdRole]) -> tuple[int, tuple[int, int, int]]:
        person, role = one
        birth = person.birth
        born = (birth.year or 9999, birth.month or 99, birth.day or 99) if role in CHILD_ROLES else (0, 0, 0)
        return FAMILY_ORDER.index(role), born

    return [person for person, _ in sorted(members, key=place)]
