"""A family with a youth who looks for a mentor, and the steps as a worker notes them."""

from dataclasses import dataclass
from typing import Any

import pytest

from app.actions import mentors
from app.actions.family_page import FamilyPage, family_page
from app.actions.mentors import MentorAnswer, case_of
from app.clock import today
from app.domain.ids import authority_of, membership_of
from app.domain.record import Id
from app.domain.records.family import (
    Authority,
    AuthorityKind,
    Household,
    HouseholdRole,
    Membership,
    ParentalAuthority,
    PartialDate,
    Person,
    PersonName,
)
from app.domain.records.mentor import ChosenBy, Mentor, ParentAnswer
from app.domain.records.network import NetworkContact
from app.domain.rules.mentor_steps import Step, next_question
from app.errors import UserProblem
from tests.builders import some_id
from tests.world import Device, World


@dataclass
class Table:
    """A family at the table: Sem with both parents who decide for him, a grown-up sister, and Samira who is his aunt."""

    device: Device
    family: Id[Any]
    sem: Person
    noor: Person
    kees: Person
    lina: Person
    aunt: NetworkContact

    @property
    def page(self) -> FamilyPage:
        """Return what the family's page shows."""
        return family_page(self.device.workspace, self.family)

    def mentor(self, row: bytes | None = None) -> Mentor:
        """Return the mentor of that row, or the only one."""
        found = [one for one in self.page.mentors if row in (None, one.id)]
        assert len(found) == 1
        return found[0]

    def think_of(self, who: bytes) -> Id[Mentor]:
        """Note somebody as a possible mentor."""
        return mentors.think_of(self.device.workspace, self.family, self.sem.id, who)

    def choose(self, mentor: bytes, by: ChosenBy | None = ChosenBy.YOUTH, said: str = "") -> None:
        """Note who chose."""
        mentors.record_choice(self.device.workspace, self.family, mentor, by, said)

    def ask(self, mentor: bytes) -> None:
        """Note that Sem asked, with Fatma along."""
        mentors.ask(self.device.workspace, self.family, mentor, "Fatma")

    def answer(self, mentor: bytes, said: MentorAnswer = MentorAnswer.YES) -> None:
        """Note what the mentor says."""
        mentors.answer(self.device.workspace, self.family, mentor, said)

    def parent(self, mentor: bytes, parent: Person, said: ParentAnswer | None) -> None:
        """Note what a parent says."""
        mentors.parent_answers(self.device.workspace, self.family, mentor, parent.id, said)

    def up_to_yes(self, who: bytes | None = None) -> Id[Mentor]:
        """Think of the aunt, choose, ask and hear her yes."""
        row = self.think_of(who or self.aunt.id)
        self.choose(row)
        self.ask(row)
        self.answer(row)
        return row

    def question(self, mentor: bytes) -> tuple[Step, str]:
        """Return what is asked next, and about whom."""
        page, kept = self.page, self.mentor(mentor)
        asked = next_question(case_of(page, kept, self.sem, today(self.device.clock)))
        return asked.step, asked.who

    def refused(self, key: str) -> Any:
        """Expect a problem."""
        return pytest.raises(UserProblem, match=f"^{key}$")


def a_person(name: str, role: str, born: int | None) -> Person:
    """Return somebody of the family, born on 1 January of that year."""
    return Person(id=some_id(), name=PersonName(call_name=name, surname="De Wit"), role=role, birth=PartialDate(year=born, month=1, day=1))


def a_table(town: World, years: int = 13) -> Table:
    """Sit down with a family whose Sem is so many years old."""
    device = town.device("Fatma")
    family = device.begin_family()
    year = today(device.clock).year
    sem = a_person("Sem", "zoon", year - years)
    noor, kees = a_person("Noor", "moeder", year - 40), a_person("Kees", "vader", year - 41)
    lina = a_person("Lina", "zus", year - 20)
    aunt = NetworkContact(id=some_id(), name="Tante Samira", relation="tante van Sem", phone="0600000011")
    home = Household(id=some_id(), name="thuis")
    both = Authority(kind=AuthorityKind.JOINT_PARENTS, first_holder=noor.id, second_holder=kees.id)
    device.create(family, home, sem, noor, kees, lina, aunt, ParentalAuthority(id=authority_of(sem.id), child=sem.id, authority=both))
    for person, role in ((sem, HouseholdRole.CHILD), (noor, HouseholdRole.PARENT), (lina, HouseholdRole.OTHER)):
        device.create(family, Membership(id=membership_of(home.id, person.id), household=home.id, person=person.id, role=role))
    return Table(device, family, sem, noor, kees, lina, aunt)
