"""Gezin: the family's name, where its people live, and who they are."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from PySide6.QtCore import Qt

from app.actions.families import add_person
from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.households import add_household
from app.clock import today
from app.domain.record import Id
from app.domain.records.family import Household, Person, PersonName
from app.texts import t
from ui.desk import Desk
from ui.pages.form_lines import empty_form, side_by_side
from ui.pages.household_card import HouseholdCard
from ui.pages.people_view import PeopleView
from ui.pages.person_card import PersonCard
from ui.pages.row_fields import RowFields
from ui.pages.row_stack import RowStack, Wanted
from ui.widgets.buttons import LinkButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import TextLabel
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.showing import show_if
from ui.widgets.turns import Part, done


class PeoplePage(ScrollPage):
    """The family: how it wants to be called, where they live, and who belong to it."""

    def __init__(self, desk: Desk, page: FamilyPage, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.desk = desk
        self.family = page.family.id
        self.deleted = deleted
        self.view: PeopleView | None = None
        self.to_open: bytes | None = None
        self.home_to_open: bytes | None = None
        self.fields = RowFields(desk, self.family, "family", page.family.id)
        self.homes: RowStack[HouseholdCard] = RowStack(12, cost=4)
        self.people: RowStack[PersonCard] = RowStack(12, cost=2)
        self.no_home = TextLabel(t("household.none"), "small")
        self.more = QuietButton(t("person.add"), "user-plus")
        self.more.clicked.connect(self.add_person)
        self.more_homes = QuietButton(t("household.add"), "home")
        self.more_homes.clicked.connect(self.add_household)
        for part in (self._family_card(), self.people, self.more, self.homes, self.no_home, self.more_homes):
            self.body.addWidget(part)
        for button in (self.more, self.more_homes):
            self.body.setAlignment(button, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    @property
    def cards(self) -> Mapping[bytes, PersonCard]:
        """Return the card of each person."""
        return self.people.rows

    def show_page(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring family, homes and people up to date, in turns."""
        self.view = view = PeopleView(page, drafts, today(self.desk.workspace.clock))
        if self.fields.something_waits(page, drafts) or page.family.expecting_due_on:
            self.open_more()
        self.fields.show(page.family, page, drafts)
        show_if(self.no_home, not page.households)
        self.turns.begin([*self._people_parts(view), *self._home_parts(view)])

    def add_person(self) -> None:
        """Add somebody and open the card to be written in."""
        family = self.family
        self.desk.do(family, lambda workspace: add_person(workspace, family, PersonName()), self._opened)

    def add_household(self) -> None:
        """Add a home and open it to be written in; the first one is that of everybody."""
        family, view = self.family, self.view
        if view is None:
            return
        people = [] if view.page.households else [Id[Person](person.id) for person in view.page.persons]

        def opened(home: Id[Household]) -> None:
            self.home_to_open = bytes(home)

        self.desk.do(family, lambda workspace: add_household(workspace, family, people=people), opened)

    def commit(self) -> None:
        """Leave every field of the page."""
        self.fields.commit()
        for person in self.people.rows.values():
            person.commit()
        for home in self.homes.rows.values():
            home.commit()

    def open_more(self) -> None:
        """Show what else can be written down about the family."""
        if "expecting_due_on" not in self.fields.bound:
            side_by_side(self.lines, self.fields.add("expecting_due_on"), self.fields.add("first_contact_on"))
            self.lines.addWidget(self.fields.add("interpreter_needed"))
            if self.view is not None:
                self.fields.show(self.view.page.family, self.view.page, self.view.drafts)
        self.form.show()
        self.open_button.hide()

    def _opened(self, person: bytes) -> None:
        self.to_open = bytes(person)

    def _people_parts(self, view: PeopleView) -> Iterator[Part]:
        wanted = view.in_order()
        if any(card.is_open() for card in self.people.rows.values()):  # nothing moves away under the hands of who writes
            stood = list(self.people.rows)
            wanted = sorted(wanted, key=lambda person: stood.index(person.id) if person.id in self.people.rows else len(stood))

        def card_of(person: Person) -> Wanted[PersonCard]:
            make = partial(PersonCard, self.desk, self.family, person, self.deleted)
            return Wanted(make, lambda card: card.show_person(person, view))

        yield from self.people.parts({bytes(person.id): card_of(person) for person in wanted})
        yield done(self._open_person)

    def _home_parts(self, view: PeopleView) -> Iterator[Part]:
        def card_of(home: Household) -> Wanted[HouseholdCard]:
            make = partial(HouseholdCard, self.desk, self.family, home, self.deleted, self._opened)
            return Wanted(make, lambda card: card.show_household(home, view))

        yield from self.homes.parts({bytes(home.id): card_of(home) for home in view.page.households})
        yield done(self._open_home)

    def _open_person(self) -> None:
        if self.to_open in self.people.rows:
            self.people.rows[self.to_open].open_form()
            self.to_open = None

    def _open_home(self) -> None:
        if self.home_to_open in self.homes.rows:
            self.homes.rows[self.home_to_open].open_form()
            self.home_to_open = None

    def _family_card(self) -> Card:
        card = Card(t("family.card"), "home-heart")
        card.add(self.fields.add("display_name"))
        self.form, self.lines = empty_form()
        self.form.hide()
        self.open_button = LinkButton(t("family.more"), "plus")
        self.open_button.clicked.connect(self.open_more)
        card.add(self.form)
        card.body.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        return card
