"""What all cards of the people's page need of a family: who is who today, and where they live."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.domain.records.family import HouseholdRole, Membership, ParentalAuthority, Person
from app.domain.rules.dates import age, months_old
from app.domain.rules.household import Homes, in_family_order, lasts, likely_role, may_be_minor
from app.domain.rules.names import at_the_table, full_name, sort_key
from app.texts import t, tn


@dataclass(frozen=True)
class PeopleView:
    """A family's page on a day, with what was typed and not left."""

    page: FamilyPage
    drafts: Mapping[FieldRef, TypedText]
    today: date

    @property
    def homes(self) -> Homes:
        """Return the homes, without who was thrown away."""
        here = {person.id for person in self.page.persons}
        return Homes(self.page.households, [one for one in self.page.memberships if one.person in here])

    def in_order(self) -> list[Person]:
        """Return the people as a family names itself: parents, children from old to young, others."""
        return in_family_order([(person, self.role_of(person)) for person in self.page.persons])

    def role_of(self, person: Person) -> HouseholdRole:
        """Return what somebody is in the family: as in a household where they live, else by what they are called."""
        lived = [one for one in self.page.memberships if one.person == person.id]
        lasting = [one for one in lived if lasts(one.period, self.today)]
        return (lasting or lived)[0].role if lived else likely_role(person, self.today)

    def members(self, household: bytes) -> list[Membership]:
        """Return who live in a household, as a family names itself, and then who lived there before."""
        order = {person.id: place for place, person in enumerate(self.in_order())}
        rows = [one for one in self.homes.memberships if one.household == household]
        return sorted(rows, key=lambda one: (not self.lives(one), order[one.person]))

    def lives(self, membership: Membership) -> bool:
        """Tell whether somebody lives there today, or will."""
        return membership.period.to_on is None or self.today < membership.period.to_on

    def person(self, row: bytes) -> Person | None:
        """Return somebody of the family."""
        return next((person for person in self.page.persons if person.id == row), None)

    def authority(self, child: bytes) -> ParentalAuthority | None:
        """Return what is known of who decides for a child."""
        return next((one for one in self.page.authorities if one.child == child), None)

    def minor(self, person: Person) -> bool:
        """Tell whether others decide for somebody."""
        return may_be_minor(person, self.page.memberships, self.today)

    def offered(self) -> list[tuple[bytes, str]]:
        """Return everybody to choose from, sorted as in a list of names."""
        return [(person.id, name_of(person)) for person in sorted(self.page.persons, key=lambda one: sort_key(one.name))]

    def home_names(self) -> list[tuple[bytes, str]]:
        """Return the homes to choose from."""
        return [(household.id, household.name or t("household.no_name")) for household in self.page.households]

    def years(self, person: Person) -> str:
        """Return how old somebody is, in words; of a baby in months."""
        months = months_old(person.birth, self.today)
        if months is not None:
            return tn("person.age_months", months) if months else t("person.age_newborn")
        years = age(person.birth, self.today)
        return "" if years is None else t("person.age_about" if years.about else "person.age", years=years.years)


def name_of(person: Person) -> str:
    """Return what somebody is called on the page."""
    return full_name(person.name) or at_the_table(person.name) or t("person.no_name")


def short_name(person: Person) -> str:
    """Return what somebody is called at the table."""
    return at_the_table(person.name) or t("person.no_name")
