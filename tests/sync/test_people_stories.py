"""Two laptops and the people around a family, both without network: nothing is lost, and what must be chosen is said in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from app.actions.choosing import choose
from app.actions.families import NewFamily, add_person, new_family
from app.actions.family_page import FamilyPage, family_page
from app.actions.fields import FieldRef, change_field
from app.actions.helping import NewHelp, add_help
from app.actions.households import add_household, add_member, set_main_home
from app.actions.network import NewContact, add_contact
from app.actions.planning import delete_row
from app.actions.situation import add_agreement
from app.actions.undoing import undo
from app.actions.values_in_words import value_text
from app.actions.visits import begin_visit, fix_note
from app.clock import today
from app.domain.record import Id
from app.domain.records.family import Household, Person, PersonName
from app.domain.records.helping import Term
from app.domain.records.mentor import Mentor
from app.domain.rules.circles import who_is_around
from tests.world import Device, World

pytestmark = pytest.mark.one_database

Texts = set[tuple[str, str]]


@dataclass
class Kitchen:
    """The same family on the laptops of Samira and Joost."""

    world: World
    samira: Device
    joost: Device
    family: Id[Any]
    child: Id[Person]
    home: Id[Household]

    @property
    def both(self) -> tuple[FamilyPage, FamilyPage]:
        """Return the family as each of the laptops shows it."""
        return family_page(self.samira.workspace, self.family), family_page(self.joost.workspace, self.family)

    def write(self, device: Device, record: str, row: bytes, **fields: Any) -> None:
        """Write in fields and leave them."""
        for name, value in fields.items():
            change_field(device.workspace, FieldRef(self.family, record, row, name), value)

    def choices(self) -> tuple[Texts, Texts]:
        """Return on each laptop the only choice there is: every value in words, with who wrote it."""
        found = []
        for page in self.both:
            [conflict] = page.conflicts
            found.append({(value_text(conflict, one.value), one.written.by) for one in conflict.choices})
        return found[0], found[1]

    def choose_last(self) -> None:
        """Let Joost choose what Samira wrote, and meet."""
        [conflict] = self.both[1].conflicts
        [value] = [one.value for one in conflict.choices if one.written.by == "Samira"]
        choose(self.joost.workspace, conflict.ref, value, self.both[1].cursor)
        self.world.settle()
        assert [page.conflicts for page in self.both] == [(), ()]


@pytest.fixture
def kitchen(world: World) -> Kitchen:
    """A child with one home."""
    samira, joost = world.device("Samira"), world.device("Joost")
    family = new_family(samira.workspace, NewFamily("Gezin De Wit", "Noor", "moeder"))
    child = add_person(samira.workspace, family, PersonName(call_name="Sem"), "zoon")
    home = add_household(samira.workspace, family, "Bij mama", [child])
    samira.sync()
    world.grant(family, "Joost")
    joost.sync()
    return Kitchen(world, samira, joost, family, child, home)


def test_a_home_taken_away_on_one_laptop_and_lived_in_on_the_other_loses_nobody(kitchen: Kitchen) -> None:
    noor = next(Id[Person](one.id) for one in kitchen.both[0].persons if one.id != kitchen.child)
    delete_row(kitchen.samira.workspace, kitchen.family, "household", kitchen.home)
    member = add_member(kitchen.joost.workspace, kitchen.family, kitchen.home, noor)
    kitchen.world.settle()
    for page in kitchen.both:
        assert member in {one.id for one in page.memberships}
        assert {person.name.call_name for person in page.persons} == {"Noor", "Sem"}
    undo(kitchen.samira.workspace, kitchen.family)
    kitchen.world.settle()
    for page in kitchen.both:
        assert [(one.id, one.name) for one in page.households] == [(kitchen.home, "Bij mama")]
        assert len(page.memberships) == 2


def test_a_home_taken_away_on_one_laptop_and_named_on_the_other_stays_and_asks(kitchen: Kitchen) -> None:
    delete_row(kitchen.samira.workspace, kitchen.family, "household", kitchen.home)
    kitchen.write(kitchen.joost, "household", kitchen.home, name="Bij mama en Karel")
    kitchen.world.settle()
    for page in kitchen.both:
        assert [one.name for one in page.households] == ["Bij mama en Karel"]
        assert [(asked.record, asked.written.by) for asked in page.asked] == [("household", "Samira")]


def test_a_main_home_chosen_otherwise_is_a_choice_between_homes_by_name(kitchen: Kitchen) -> None:
    papa, oma = (add_household(kitchen.samira.workspace, kitchen.family, name) for name in ("Bij papa", "Bij oma"))
    kitchen.world.settle()
    set_main_home(kitchen.samira.workspace, kitchen.family, kitchen.child, papa)
    set_main_home(kitchen.joost.workspace, kitchen.family, kitchen.child, oma)
    kitchen.world.settle()
    assert kitchen.choices() == ({("Bij papa", "Samira"), ("Bij oma", "Joost")},) * 2
    delete_row(kitchen.samira.workspace, kitchen.family, "household", papa)
    kitchen.world.settle()
    assert kitchen.choices() == ({("Bij papa", "Samira"), ("Bij oma", "Joost")},) * 2
    kitchen.choose_last()


def test_what_somebody_helps_with_written_on_both_stands_in_both_words(kitchen: Kitchen) -> None:
    row = add_help(kitchen.samira.workspace, kitchen.family, NewHelp("Thijs Brouwer", "Schuldhulp Meerdam"))
    kitchen.world.settle()
    kitchen.write(kitchen.samira, "involvement", row, task="Helpt met de brieven")
    kitchen.write(kitchen.joost, "involvement", row, task="Praat met de huurbaas")
    kitchen.world.settle()
    assert kitchen.choices() == ({("Helpt met de brieven", "Samira"), ("Praat met de huurbaas", "Joost")},) * 2
    kitchen.choose_last()
    kitchen.write(kitchen.samira, "involvement", row, term=Term(from_on=date(2026, 9, 1), planned_end_on=date(2027, 3, 1)))
    kitchen.write(kitchen.joost, "involvement", row, term=Term(from_on=date(2026, 9, 8)))
    kitchen.world.settle()
    mine, theirs = "Begonnen op: 01-09-2026 · Tot wanneer?: 01-03-2027", "Begonnen op: 08-09-2026"
    assert kitchen.choices() == ({(mine, "Samira"), (theirs, "Joost")},) * 2


def test_an_agreement_written_on_both_can_stand_under_each_other(kitchen: Kitchen) -> None:
    row = add_agreement(kitchen.samira.workspace, kitchen.family, "Wij bellen elkaar eerst.")
    kitchen.world.settle()
    kitchen.write(kitchen.samira, "agreement", row, text="Wij bellen elkaar elke dag.")
    kitchen.write(kitchen.joost, "agreement", row, text="Wij appen elkaar.")
    kitchen.world.settle()
    assert kitchen.choices() == ({("Wij bellen elkaar elke dag.", "Samira"), ("Wij appen elkaar.", "Joost")},) * 2
    assert [page.conflicts[0].both for page in kitchen.both] == [True, True]


def test_a_visit_thrown_away_on_one_laptop_stays_for_the_note_that_was_fixed_on_the_other(kitchen: Kitchen) -> None:
    visit = begin_visit(kitchen.samira.workspace, kitchen.family)
    kitchen.world.settle()
    delete_row(kitchen.samira.workspace, kitchen.family, "visit", visit)
    fix_note(kitchen.joost.workspace, kitchen.family, visit, "Wij aten samen.")
    kitchen.world.settle()
    for page in kitchen.both:
        assert [one.id for one in page.visits] == [visit]
        assert [note.text for note in page.visit_notes] == ["Wij aten samen."]


def test_a_mentor_of_whom_the_contact_was_thrown_away_keeps_a_name_in_every_choice(kitchen: Kitchen) -> None:
    oma, buur = (add_contact(kitchen.samira.workspace, kitchen.family, NewContact(name)) for name in ("Oma Riet", "Buurvrouw Ans"))
    mentor = Mentor(id=Id(b"m" * 16), youth=kitchen.child, contact=oma)
    kitchen.samira.create(kitchen.family, mentor)
    kitchen.world.settle()
    kitchen.samira.change(kitchen.family, mentor, backup=buur)
    kitchen.joost.change(kitchen.family, mentor, backup=oma)
    kitchen.joost.delete(kitchen.family, next(one for one in kitchen.both[1].contacts if one.id == buur))
    kitchen.world.settle()
    assert kitchen.choices() == ({("Buurvrouw Ans", "Samira"), ("Oma Riet", "Joost")},) * 2
    for page in kitchen.both:
        assert {one.name for one in who_is_around(page, today(kitchen.samira.clock)).people} >= {"Oma Riet"}
