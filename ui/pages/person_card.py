"""One person of the family: a line with name, age and school, and a form that is made when it is first opened."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.planning import delete_row
from app.domain.records.family import Person
from app.domain.rules.dates import show_short
from app.domain.rules.household import CHILD_ROLES, main_home_hint
from app.texts import t
from ui.desk import Desk
from ui.pages.asked_bar import AskedBar
from ui.pages.authority_section import AuthoritySection
from ui.pages.form_lines import empty_form, form_buttons, side_by_side
from ui.pages.opens_to_write import OpensToWrite
from ui.pages.people_view import PeopleView, name_of, short_name
from ui.pages.row_fields import RowFields, Widget
from ui.theme import Kind
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import IconButton, LinkButton, call_row
from ui.widgets.card import Card
from ui.widgets.divider import Divider
from ui.widgets.hint_line import HintLine
from ui.widgets.labels import TextLabel
from ui.widgets.pill import Pill
from ui.widgets.showing import show_if

NAME = ("call_name", "given_names", "prefix", "surname", "partner_prefix", "partner_surname", "name_use")


class PersonCard(OpensToWrite, Card):
    """One person; `deleted` is told after something was thrown away."""

    def __init__(self, desk: Desk, family: bytes, person: Person, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.person = person
        self.deleted = deleted
        self.view: PeopleView | None = None
        self.fields = RowFields(desk, family, "person", person.id)
        self.authority: AuthoritySection | None = None
        self.asked = AskedBar(desk)
        self.avatar = Avatar("?", Kind.FAMILY, 44)
        self.name = TextLabel("", "strong")
        self.under = TextLabel("", "small")
        self.at_home = Pill("", Kind.WARN)
        self.hint = HintLine()
        self.pencil = IconButton("pencil", t("person.edit"))
        self.pencil.clicked.connect(self.toggle_form)
        self.form, self.lines = empty_form()
        self.form.hide()
        self.body.addWidget(self.asked)
        self.body.addLayout(self._line())
        self.body.addWidget(self.hint)
        self.body.addWidget(self.form)

    def show_person(self, person: Person, view: PeopleView) -> None:
        """Bring the card up to date."""
        self.person, self.view = person, view
        self.asked.show_asked(view.page, person.id)
        self.name.setText(name_of(person))
        call_row(self, self.name.text())
        self.avatar.show_person(name_of(person), Kind.FAMILY)
        homes = [home.name for home in view.homes.homes_of(person.id, view.today)]
        facts = [part for part in (person.role, view.years(person), person.school, *homes) if part]
        self.under.setText(" · ".join(facts))
        show_if(self.under, bool(facts))
        since = show_short(person.at_home_since) if person.at_home_since else ""
        self.at_home.show_status(t("person.without_school", day=since), Kind.WARN)
        show_if(self.at_home, bool(since))
        hint = main_home_hint(person, view.homes, view.today) if view.role_of(person) in CHILD_ROLES else None
        self.hint.show_hint(t(hint, name=short_name(person)) if hint else "")
        self.pencil.show_name(t("person.edit_who", name=short_name(person)))
        self._show_authority(person, view)
        if self.fields.something_waits(view.page, view.drafts):
            self.open_form(focus=False)
        self._show_fields()

    def open_partner(self) -> None:
        """Show the name of a partner."""
        self.partner.show()
        self.partner_button.hide()
        self.partner_name.setFocus()

    def is_open(self) -> bool:
        """Tell whether somebody may be writing on the card."""
        return not self.form.isHidden() or (self.authority is not None and not self.authority.form.isHidden())

    def throw_away(self) -> None:
        """Take the person out of the family; the bar at the foot puts them back."""
        family, row = self.family, self.person.id
        said = t("person.deleted")
        self.desk.do(family, lambda workspace: delete_row(workspace, family, "person", row), lambda tx: self.deleted(said, tx))

    def commit(self) -> None:
        """Leave every field of the card."""
        self.fields.commit()
        if self.authority is not None:
            self.authority.commit()

    def _show_authority(self, person: Person, view: PeopleView) -> None:
        wanted = view.minor(person) or view.authority(person.id) is not None
        if self.authority is None and wanted:
            self.authority = AuthoritySection(self.desk, self.family, person, self.deleted)
            self.body.addWidget(self.authority)
        if self.authority is not None:
            show_if(self.authority, wanted)
            self.authority.show_authority(person, view)

    def _show_fields(self) -> None:
        if self.view is not None and self.fields.bound:
            self.fields.offer("main_home", self.view.home_names())
            self.fields.show(self.person, self.view.page, self.view.drafts)
            if any(self.fields.bound["name"].texts()[4:6]):
                self.partner.show()
                self.partner_button.hide()
            grown = not self.view.minor(self.person)
            for widget, kept in self.for_children:
                widget.setHidden(grown and not kept(self.person))

    def _make_form(self) -> None:
        add = self.fields.add
        names = self.fields.add_group("name", NAME)
        self.first = names[0]
        side_by_side(self.lines, names[0], names[1])
        side_by_side(self.lines, names[2], names[3], shares=(1, 3))
        self._partner(names[4:])
        side_by_side(self.lines, add("role"), add("gender"))
        self.lines.addWidget(self.fields.add_birth("birth"))
        side_by_side(self.lines, add("phone"), add("email"))
        school, absent, home = add("school"), add("at_home_since"), add("main_home")
        self.for_children: list[tuple[QWidget, Callable[[Person], object]]] = [
            (school, lambda person: person.school),
            (absent, lambda person: person.at_home_since),
            (home, lambda person: person.main_home),
        ]
        side_by_side(self.lines, school, absent)
        self.lines.addWidget(home)
        self.lines.addLayout(form_buttons(self.toggle_form, self.throw_away, t("person.delete")))
        self.lines.addWidget(Divider())

    def _partner(self, names: Sequence[Widget]) -> None:
        """Put the name of a partner in the form, closed to one button as long as there is none."""
        self.partner, rows = empty_form()
        self.partner_name = names[1]
        side_by_side(rows, names[0], names[1], shares=(1, 3))
        rows.addWidget(names[2])
        self.partner.hide()
        self.partner_button = LinkButton(t("person.partner_name"), "plus")
        self.partner_button.clicked.connect(self.open_partner)
        self.lines.addWidget(self.partner_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.lines.addWidget(self.partner)

    def _line(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.under)
        words.addWidget(self.at_home, 0, Qt.AlignmentFlag.AlignLeft)
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        line.addWidget(self.pencil, 0, Qt.AlignmentFlag.AlignTop)
        return line
