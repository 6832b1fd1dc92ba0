"""Somebody in the circles as a row of the list beside them: the same in words, and open to be written in."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.network import delete_contact
from app.domain.record import Id
from app.domain.records.network import NetworkContact
from app.domain.rules.circles import Circled, Stands, in_words, place_in_words
from app.texts import t
from ui.desk import Desk
from ui.pages.asked_bar import AskedBar
from ui.pages.row_fields import RowFields
from ui.theme import Kind
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import IconButton, LinkButton, QuietButton, call_row
from ui.widgets.divider import Divider
from ui.widgets.labels import TextLabel
from ui.widgets.pill import Pill
from ui.widgets.showing import show_if

KINDS = {Stands.NETWORK: Kind.NETWORK, Stands.FAMILY: Kind.FAMILY, Stands.PROFESSIONAL: Kind.PROFESSIONAL}
CHOICE_REST_MS = 500
"""A place that was chosen is in the circles after this, also while the keyboard stays in the choice."""


class NetworkRow(QWidget):
    """Shows somebody; who is of the network itself can be opened. `deleted` is told after somebody was taken out of the circles."""

    def __init__(self, desk: Desk, family: bytes, person: Circled, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.person = person
        self.deleted = deleted
        self.fields: RowFields | None = None
        self.form: QWidget | None = None
        self.asked = AskedBar(desk)
        self.avatar = Avatar("?", KINDS[person.stands], 40)
        self.name = TextLabel("", "strong")
        self.where = TextLabel("", "small")
        self.contact = TextLabel("", "small")
        self.helps = TextLabel("", "small")
        self.mentor = Pill("", Kind.FAMILY)
        self.pencil = IconButton("pencil", "")
        if not person.movable:
            self.pencil.hide()
        self.pencil.clicked.connect(self.toggle_form)
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(0, 0, 0, 0)
        self.whole.setSpacing(0)
        self.whole.addWidget(Divider())
        self.whole.addWidget(self.asked)
        self.whole.addLayout(self._line())

    def show_person(self, person: Circled, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring the row up to date."""
        self.person = person
        self.setAccessibleName(in_words(person))
        self.asked.show_asked(page, person.row)
        self.avatar.show_person(person.name, KINDS[person.stands])
        self.name.setText(person.name)
        call_row(self, person.name)
        where = place_in_words(person.place) if person.place is not None else t("circles.fourth_ring")
        self.where.setText(" · ".join(part for part in (person.under, where) if part))
        contact = [t(f"choice.Line.{person.line}")] if person.line is not None else []
        contact += [t(f"choice.Gives.{person.gives}")] if person.gives is not None else []
        self.contact.setText(" · ".join(contact))
        self.contact.setVisible(bool(contact))
        goals = [view.goal.text or t("goal.empty") for view in page.goals if any(one.contact.id == person.row for one in view.helpers)]
        self.helps.setText(t("goal_helpers.helps", goals=" · ".join(goals)))
        show_if(self.helps, bool(goals))
        self.mentor.show_status(person.mentor, Kind.FAMILY)
        self.mentor.setVisible(bool(person.mentor))
        self.pencil.show_name(t("network.edit_who", name=person.name))
        row = next((one for one in page.contacts if one.id == person.row), None)
        if row is not None:
            self._show_fields(row, page, drafts)

    def open(self, focus: bool) -> None:
        """Open the row to be written in."""
        if self.form is None:
            self._make_form()
        if self.form is not None and self.fields is not None:
            self.form.show()
            if focus:
                self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_form(self) -> None:
        """Open the row, or close it with what was written kept."""
        if self.form is None or self.form.isHidden():
            self.open(focus=True)
        else:
            self.commit()
            self.form.hide()
            self.pencil.setFocus()

    def throw_away(self) -> None:
        """Take somebody out of the circles; the bar at the foot puts them back."""
        family, row, said = self.family, Id[NetworkContact](self.person.row), t("network.deleted")
        self.desk.do(family, lambda workspace: delete_contact(workspace, family, row), lambda tx: self.deleted(said, tx))

    def commit(self) -> None:
        """Leave every field of the row."""
        if self.fields is not None:
            self.fields.commit()

    def _show_fields(self, row: NetworkContact, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        self.shown = row, page, drafts
        if self.fields is not None:
            self.fields.show(row, page, drafts)
        if any(ref.row == row.id for ref in [*drafts, *(conflict.ref for conflict in page.conflicts)]):
            self.open(focus=False)

    def _make_form(self) -> None:
        self.fields = RowFields(self.desk, self.family, "network_contact", self.person.row)
        self.form = QWidget()
        rows = QVBoxLayout(self.form)
        rows.setContentsMargins(0, 4, 0, 16)
        rows.setSpacing(14)
        self.first = self.fields.add("name")
        place = self.fields.add_group("place", ["ring", "sector"], segmented=True)
        others = [self.fields.add("line", segmented=True), self.fields.add("gives", segmented=True)]
        for widget in (self.first, self.fields.add("relation"), *place, *others, self.fields.add("can_do"), self.fields.add("phone")):
            rows.addWidget(widget)
        for name in ("place", "line", "gives"):
            self.fields.bound[name].rest_after(CHOICE_REST_MS)
        ready = QuietButton(t("form.ready"), "check")
        ready.clicked.connect(self.toggle_form)
        away = LinkButton(t("network.delete"), "trash")
        away.clicked.connect(self.throw_away)
        buttons = QHBoxLayout()
        buttons.addWidget(ready)
        buttons.addStretch(1)
        buttons.addWidget(away)
        rows.addLayout(buttons)
        self.whole.addWidget(self.form)
        self.fields.show(*self.shown)

    def _line(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self.name, self.where, self.contact, self.helps):
            words.addWidget(part)
        words.addWidget(self.mentor, 0, Qt.AlignmentFlag.AlignLeft)
        line = QHBoxLayout()
        line.setContentsMargins(0, 10, 0, 10)
        line.setSpacing(12)
        line.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        line.addWidget(self.pencil, 0, Qt.AlignmentFlag.AlignTop)
        return line
