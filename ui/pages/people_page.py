"""Gezin: the family's name and its people."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.families import FamilyPage, add_person
from app.actions.fields import FieldRef, TypedText
from app.actions.planning import delete_row
from app.clock import today
from app.domain.records.family import Person, PersonName
from app.domain.rules.dates import age
from app.domain.rules.names import at_the_table, full_name
from app.texts import t
from ui.desk import Desk
from ui.pages.asked_bar import AskedBar
from ui.pages.row_fields import RowFields
from ui.theme import Kind
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import IconButton, LinkButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import TextLabel
from ui.widgets.scroll_page import ScrollPage

PAIRS = (("call_name", "given_names"), ("prefix", "surname"))


class PersonCard(Card):
    """One person: name, role and age on a line; opens to be written in."""

    def __init__(self, desk: Desk, family: bytes, person: Person, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.person = person
        self.deleted = deleted
        self.fields = RowFields(desk, family, "person", person.id)
        self.asked = AskedBar(desk)
        self.avatar = Avatar("?", Kind.FAMILY, 44)
        self.name = TextLabel("", "strong")
        self.under = TextLabel("", "small")
        self.pencil = IconButton("pencil", t("person.edit"))
        self.pencil.clicked.connect(self.toggle_form)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.under)
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(self.avatar)
        line.addLayout(words, 1)
        line.addWidget(self.pencil)
        self.form = self._form()
        self.form.hide()
        self.body.addWidget(self.asked)
        self.body.addLayout(line)
        self.body.addWidget(self.form)

    def show_person(self, person: Person, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring the card up to date."""
        self.person = person
        self.asked.show_asked(page, person.id)
        name = full_name(person.name) or at_the_table(person.name)
        self.name.setText(name or t("person.no_name"))
        self.avatar.show_person(name or "?", Kind.FAMILY)
        years = age(person.birth, today(self.desk.workspace.clock))
        old = "" if years is None else t("person.age_about" if years.about else "person.age", years=years.years)
        self.under.setText(" · ".join(part for part in (person.role, old) if part))
        self.under.setVisible(bool(person.role or old))
        self.pencil.show_name(t("person.edit_who", name=at_the_table(person.name)))
        self.fields.show(person, page, drafts)
        if self.fields.wants_attention(page.conflicts, drafts):
            self.form.show()

    def toggle_form(self) -> None:
        """Open the card to be written in, or close it."""
        if self.form.isHidden():
            self.form.show()
            self.role.setFocus()
        else:
            self.fields.commit()
            self.form.hide()
            self.pencil.setFocus()

    def throw_away(self) -> None:
        """Take the person out of the family; the bar at the foot puts them back."""
        family, row = self.family, self.person.id
        said = t("person.deleted")
        self.desk.do(family, lambda workspace: delete_row(workspace, family, "person", row), lambda tx: self.deleted(said, tx))

    def _form(self) -> QWidget:
        form = QWidget()
        rows = QVBoxLayout(form)
        rows.setContentsMargins(0, 8, 0, 4)
        rows.setSpacing(14)
        self.role = self.fields.add("role")
        rows.addWidget(self.role)
        names = self.fields.add_group("name", [member for pair in PAIRS for member in pair])
        for place in range(0, len(names), 2):
            line = QHBoxLayout()
            line.setSpacing(16)
            line.addWidget(names[place], 1)
            line.addWidget(names[place + 1], 1)
            rows.addLayout(line)
        rows.addWidget(self.fields.add_birth("birth"))
        ready = QuietButton(t("form.ready"), "check")
        ready.clicked.connect(self.toggle_form)
        away = LinkButton(t("person.delete"), "trash")
        away.clicked.connect(self.throw_away)
        buttons = QHBoxLayout()
        buttons.addWidget(ready)
        buttons.addStretch(1)
        buttons.addWidget(away)
        rows.addLayout(buttons)
        return form


class PeoplePage(ScrollPage):
    """The family: how it wants to be called, and who belong to it."""

    def __init__(self, desk: Desk, page: FamilyPage, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.desk = desk
        self.family = page.family.id
        self.deleted = deleted
        self.cards: dict[bytes, PersonCard] = {}
        self.to_open: bytes | None = None
        self.fields = RowFields(desk, self.family, "family", page.family.id)
        card = Card(t("family.card"), "home-heart")
        card.add(self.fields.add("display_name"))
        self.people = QVBoxLayout()
        self.people.setSpacing(12)
        self.more = QuietButton(t("person.add"), "user-plus")
        self.more.clicked.connect(self.add_person)
        self.body.addWidget(card)
        self.body.addLayout(self.people)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def show_page(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring family and people up to date."""
        self.fields.show(page.family, page, drafts)
        wanted = {bytes(person.id): person for person in page.persons}
        for gone in self.cards.keys() - wanted.keys():
            card = self.cards.pop(gone)
            self.people.removeWidget(card)
            card.deleteLater()
        for place, (name, person) in enumerate(wanted.items()):
            if name not in self.cards:
                self.cards[name] = PersonCard(self.desk, self.family, person, self.deleted)
            if self.people.indexOf(self.cards[name]) != place:
                self.people.insertWidget(place, self.cards[name])
            self.cards[name].show_person(person, page, drafts)
        if self.to_open in self.cards:
            self.cards[self.to_open].toggle_form()
            self.to_open = None

    def add_person(self) -> None:
        """Add somebody and open the card to be written in."""
        family = self.family

        def opened(person: bytes) -> None:
            self.to_open = person

        self.desk.do(family, lambda workspace: add_person(workspace, family, PersonName()), opened)

    def commit(self) -> None:
        """Leave every field of the page."""
        self.fields.commit()
        for card in self.cards.values():
            card.fields.commit()
