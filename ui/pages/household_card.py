"""One home of the family: its name, its address unless that is secret, and who live there."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.actions.households import add_member, add_person_in
from app.actions.planning import delete_row
from app.domain.ids import as_text, from_text
from app.domain.record import Id
from app.domain.records.family import Address, Household, Person, PersonName
from app.texts import t
from ui.desk import Desk
from ui.pages.asked_bar import AskedBar
from ui.pages.form_lines import empty_form, form_buttons, side_by_side
from ui.pages.member_row import MemberRow
from ui.pages.opens_to_write import OpensToWrite
from ui.pages.people_view import PeopleView
from ui.pages.row_fields import RowFields
from ui.pages.row_stack import RowStack
from ui.theme import Kind
from ui.widgets.buttons import IconButton, LinkButton, QuietButton, call_row
from ui.widgets.card import Card
from ui.widgets.choice_field import Choice
from ui.widgets.divider import Divider
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import LineLabel, TextLabel
from ui.widgets.link_field import LinkField
from ui.widgets.pill import Pill
from ui.widgets.showing import show_if

ADDRESS = ("street", "house_number", "postcode", "town")


class HouseholdCard(OpensToWrite, Card):
    """A home; `deleted` is told after something was thrown away, `opened` gets somebody new whose card is to be written in."""

    def __init__(
        self, desk: Desk, family: bytes, household: Household, deleted: Callable[[str, bytes], None], opened: Callable[[bytes], None]
    ) -> None:
        super().__init__(" ", "home")
        self.desk = desk
        self.family = family
        self.household = household
        self.deleted = deleted
        self.opened = opened
        self.view: PeopleView | None = None
        self.revealed = False
        self.fields = RowFields(desk, family, "household", household.id)
        self.asked = AskedBar(desk)
        self.pencil = IconButton("pencil", t("household.edit"))
        self.pencil.clicked.connect(self.toggle_form)
        self.header.addWidget(self.pencil)
        self.form, self.lines = empty_form()
        self.form.hide()
        self.address_fields: list[QWidget] = []
        self.empty = TextLabel(t("household.empty"), "small")
        self.members: RowStack[MemberRow] = RowStack()
        self.add(self.asked)
        self.body.addLayout(self._place())
        self.add(self.form, self.empty, self.members, self._more())
        desk.table_changed.connect(self._at_the_table)

    def show_household(self, household: Household, view: PeopleView) -> None:
        """Bring the card up to date."""
        self.household, self.view = household, view
        name = household.name or t("household.no_name")
        self.asked.show_asked(view.page, household.id)
        self.show_title(name)
        call_row(self, name)
        self.pencil.show_name(t("household.edit_who", name=name))
        self._show_members(view)
        if self.fields.something_waits(view.page, view.drafts):
            self.open_form(focus=False)
        self._show_fields()

    def show_address(self) -> None:
        """Show the address; a secret one only where somebody asked for it, and never while the family looks along."""
        household = self.household
        if not household.address_secret:
            self.revealed = False
        masked = household.address_secret and not (self.revealed and not self.desk.at_the_table)
        address = address_line(household.address)
        self.address.setText(t("household.secret") if masked else address)
        show_if(self.address, bool(address) or masked)
        show_if(self.secret, household.address_secret)
        show_if(self.reveal, household.address_secret and not self.desk.at_the_table)
        self.reveal.setText(t("household.show") if masked else t("household.hide"))
        self.reveal.show_icon("eye" if masked else "eye-off")
        for field in self.address_fields:
            show_if(field, not masked)

    def toggle_secret(self) -> None:
        """Show a secret address, or cover it again."""
        self.revealed = not self.revealed
        self.show_address()

    def add_known(self) -> None:
        """Put who was chosen in this home: a button says so, for the arrow keys go past everybody in the list."""
        chosen = self.known.value()
        if chosen:
            family, home, who = self.family, Id[Household](self.household.id), Id[Person](from_text(chosen))
            self.desk.do(family, lambda workspace: add_member(workspace, family, home, who))

    def add_new(self) -> None:
        """Put somebody new in the family and in this home, and open the card to be written in."""
        family, home = self.family, Id[Household](self.household.id)
        self.desk.do(family, lambda workspace: add_person_in(workspace, family, home, PersonName()), self.opened)

    def throw_away(self) -> None:
        """Throw the home away; its people stay, and the bar at the foot puts it back."""
        family, row = self.family, Id[Household](self.household.id)
        said = t("household.deleted")
        self.desk.do(family, lambda workspace: delete_row(workspace, family, "household", row), lambda tx: self.deleted(said, tx))

    def commit(self) -> None:
        """Leave every field of the card."""
        self.fields.commit()
        for row in self.members.rows.values():
            row.fields.commit()

    def _at_the_table(self, on: bool) -> None:
        self.revealed = self.revealed and not on
        self.show_address()

    def _show_members(self, view: PeopleView) -> None:
        here = [(one, person) for one in view.members(self.household.id) if (person := view.person(one.person))]

        def maker(place: int) -> Callable[[], MemberRow]:
            return lambda: MemberRow(self.desk, self.family, here[place][0], self.deleted)

        self.members.show_rows({bytes(one.id): maker(place) for place, (one, _) in enumerate(here)})
        for one, person in here:
            self.members.rows[bytes(one.id)].show_member(one, person, view)
        show_if(self.empty, not here)
        living = {one.person for one, _ in here if view.lives(one)}
        others = [Choice(as_text(row), text) for row, text in view.offered() if row not in living]
        if self.known.value() not in {choice.value for choice in others}:
            self.known.set_value("")
            self.put_in.setEnabled(False)
        self.known.offer(others)
        for part in (self.known, self.put_in):
            show_if(part, bool(others))

    def _show_fields(self) -> None:
        if self.view is not None and self.fields.bound:
            self.fields.show(self.household, self.view.page, self.view.drafts)
        self.show_address()

    def _make_form(self) -> None:
        self.first = self.fields.add("name")
        self.lines.addWidget(self.first)
        address = self.fields.add_group("address", ADDRESS)
        side_by_side(self.lines, *address[:2], shares=(3, 1))
        side_by_side(self.lines, *address[2:], shares=(1, 3))
        self.address_fields = [*address]
        self.lines.addWidget(self.fields.add("address_secret"))
        self.lines.addLayout(form_buttons(self.toggle_form, self.throw_away, t("household.delete")))
        self.lines.addWidget(Divider())

    def _place(self) -> FlowLayout:
        self.address = LineLabel("", "body")
        self.secret = Pill(t("household.address_secret"), Kind.WARN)
        self.reveal = LinkButton(t("household.show"), "eye")
        self.reveal.clicked.connect(self.toggle_secret)
        place = FlowLayout()
        for part in (self.address, self.secret, self.reveal):
            place.addWidget(part)
        return place

    def _more(self) -> QWidget:
        more = QWidget()
        line = QHBoxLayout(more)
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(16)
        self.known = LinkField(t("household.who_more"), t("widget.choose"))
        self.put_in = QuietButton(t("household.put_in"), "check")
        self.put_in.setEnabled(False)
        self.put_in.clicked.connect(self.add_known)
        self.known.chosen.connect(lambda chosen: self.put_in.setEnabled(bool(chosen)))
        self.new = QuietButton(t("household.new_person"), "user-plus")
        self.new.clicked.connect(self.add_new)
        line.addWidget(self.known, 1)
        line.addWidget(self.put_in, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self.new, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch()
        return more


def address_line(address: Address) -> str:
    """Return an address on one line."""
    street = f"{address.street} {address.house_number}".strip()
    return ", ".join(part for part in (street, f"{address.postcode} {address.town}".strip()) if part)
