"""One who helps: name, organisation, task and since when on a few lines; opens to be written in."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.helping import bring_back, delete_help, end_help
from app.domain.records.helping import Involvement, InvolvementRole, Professional
from app.domain.rules.contact import show_phone
from app.domain.rules.dates import show_short
from app.domain.rules.helping import has_ended, helps_on, is_overdue
from app.domain.rules.names import fold
from app.texts import t
from ui.desk import Desk
from ui.pages.asked_bar import AskedBar
from ui.pages.help_form import HelpForm
from ui.theme import Kind
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import IconButton, LinkButton, call_row
from ui.widgets.divider import Divider
from ui.widgets.labels import TextLabel
from ui.widgets.pill_line import PillLine


class HelpRow(QWidget):
    """Shows an involvement with its professional; `deleted` is told after it was thrown away."""

    def __init__(self, desk: Desk, family: bytes, involvement: Involvement, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.involvement = involvement
        self.deleted = deleted
        self.orphan = False
        self.form: HelpForm | None = None
        self.shown: tuple[Professional, FamilyPage, Mapping[FieldRef, TypedText]] | None = None
        self.asked: AskedBar | None = None
        self.avatar = Avatar("?", Kind.PROFESSIONAL, 44)
        self.name = TextLabel("", "strong")
        self.under = TextLabel("", "small")
        self.task = TextLabel("", "body")
        self.double: TextLabel | None = None
        self.end = LinkButton(t("help.end"))
        self.end.clicked.connect(self.end_today)
        self.pencil = IconButton("pencil", t("help.edit"))
        self.pencil.clicked.connect(self.toggle_form)
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(0, 0, 0, 0)
        self.whole.setSpacing(0)
        self.whole.addWidget(Divider())
        self.whole.addLayout(self._line())

    def show_help(
        self, involvement: Involvement, others: list[str], page: FamilyPage, drafts: Mapping[FieldRef, TypedText], today: date
    ) -> None:
        """Bring the row up to date; `others` are the names of who may be doing the same."""
        if self.form is not None and self.form.person.row != involvement.professional:
            self._drop_form()
        self.involvement = involvement
        found = next((one for one in page.professionals if one.id == involvement.professional), None)
        self.orphan = found is None
        professional = found or Professional(id=involvement.professional)
        self.shown = professional, page, drafts
        self._show_asked(page)
        name = professional.name or professional.organisation or t("help.no_name")
        self.name.setText(name)
        call_row(self, name)
        self.avatar.show_person(name, Kind.PROFESSIONAL)
        self.under.setText(under_words(involvement, professional))
        self.task.setText(involvement.task or t("help.no_task"))
        self._show_double(others)
        self.marks.show_pills(
            pill_words(involvement, professional, page, today) | ({"help.double": (t("help.double"), Kind.WARN)} if others else {})
        )
        self.end.setVisible(helps_on(involvement, today))
        self.end.setAccessibleName(t("help.end_who", name=name))
        self.pencil.show_name(t("help.edit_who", name=name))
        if self.form is not None:
            self.form.show_help(involvement, professional, page, drafts)
        elif self._waits(page, drafts):
            self.open(focus=False)

    def open(self, focus: bool) -> None:
        """Open the row to be written in; whoever was thrown away while this help was kept comes back first."""
        if self.orphan:
            family, gone = self.family, self.involvement.professional
            self.desk.do(family, lambda workspace: bring_back(workspace, family, gone))
            return
        if self.form is None and self.shown is not None:
            professional, page, drafts = self.shown
            self.form = HelpForm(self.desk, self.family, self.involvement)
            self.form.closed.connect(self.toggle_form)
            self.form.thrown_away.connect(self.throw_away)
            self.whole.addWidget(self.form)
            self.form.show_help(self.involvement, professional, page, drafts)
        if self.form is not None:
            self.form.show()
            if focus:
                self.form.name.setFocus()

    def toggle_form(self) -> None:
        """Open the row, or close it with what was written kept."""
        if self.form is None or self.form.isHidden():
            self.open(focus=True)
        else:
            self.form.commit()
            self.form.hide()
            self.pencil.setFocus()

    def end_today(self) -> None:
        """Note that this help stops today."""
        family, row = self.family, self.involvement.id
        self.commit()
        self.desk.do(family, lambda workspace: end_help(workspace, family, row))

    def throw_away(self) -> None:
        """Throw the help away; the bar at the foot puts it back."""
        family, row, said = self.family, self.involvement.id, t("help.deleted")
        self.desk.do(family, lambda workspace: delete_help(workspace, family, row), lambda tx: self.deleted(said, tx))

    def commit(self) -> None:
        """Leave every field of the row."""
        if self.form is not None:
            self.form.commit()

    def _show_double(self, others: list[str]) -> None:
        """Name who may be doing the same; most rows have nobody, and make no label."""
        if self.double is None and others:
            self.double = TextLabel("", "small")
            self.words.insertWidget(self.words.count() - 1, self.double)
        if self.double is not None:
            self.double.setText(t("help.double_with", names=", ".join(others)))
            self.double.setVisible(bool(others))

    def _show_asked(self, page: FamilyPage) -> None:
        mine = (self.involvement.id, self.involvement.professional)
        row = next((asked.row for asked in page.asked if asked.row in mine), self.involvement.id)
        if self.asked is None and any(asked.row == row for asked in page.asked):
            self.asked = AskedBar(self.desk)
            self.whole.insertWidget(1, self.asked)
        if self.asked is not None:
            self.asked.show_asked(page, row)

    def _waits(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> bool:
        """Tell whether a choice or text that was not left waits for a person here."""
        mine = (self.involvement.id, self.involvement.professional)
        return any(ref.row in mine for ref in [*drafts, *(conflict.ref for conflict in page.conflicts)])

    def _drop_form(self) -> None:
        if self.form is not None:
            self.whole.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def _line(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(3)
        self.marks = PillLine()
        for label in (self.name, self.under, self.task):
            words.addWidget(label)
        words.addLayout(self.marks)
        self.words = words
        line = QHBoxLayout()
        line.setContentsMargins(0, 10, 0, 10)
        line.setSpacing(14)
        line.addWidget(self.avatar)
        line.addLayout(words, 1)
        line.addWidget(self.end)
        line.addWidget(self.pencil)
        return line


def under_words(involvement: Involvement, professional: Professional) -> str:
    """Return organisation, profession, from when to when and the number, as far as they are known."""
    term = involvement.term
    organisation = professional.organisation if professional.name else ""
    role = t(f"choice.InvolvementRole.{involvement.role}") if involvement.role is not InvolvementRole.OTHER else ""
    parts = [
        organisation,
        role if fold(role) != fold(organisation) else "",
        t("help.since", day=show_short(term.from_on)) if term.from_on else "",
        t("help.until", day=show_short(term.planned_end_on)) if term.planned_end_on else "",
        show_phone(professional.phone),
    ]
    return " · ".join(part for part in parts if part)


def pill_words(involvement: Involvement, professional: Professional, page: FamilyPage, today: date) -> dict[str, tuple[str, Kind]]:
    """Return what stands out about a help: word and kind by the key of its text."""
    found: dict[str, tuple[str, Kind]] = {}
    begin, planned, ended = involvement.term.from_on, involvement.term.planned_end_on, involvement.ended_on
    if is_overdue(involvement, today) and planned is not None:
        found["help.overdue"] = t("help.overdue", day=show_short(planned)), Kind.WARN
    if has_ended(involvement, today) and ended is not None:
        found["help.stopped"] = t("help.stopped", day=show_short(ended)), Kind.NEUTRAL
    elif begin is not None and begin > today:
        found["help.begins"] = t("help.begins", day=show_short(begin)), Kind.INFO
    if involvement.temporary_expert:
        found["help.for_a_while"] = t("help.for_a_while"), Kind.NEUTRAL
    if professional.name.strip() and fold(professional.name) == fold(page.family.regisseur.name):
        found["help.is_regisseur"] = t("help.is_regisseur"), Kind.PROFESSIONAL
    return found
