"""What is known of one who helps and of the help, open to be written in. Made only when somebody opens it."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.helping import same_person
from app.domain.records.helping import Involvement, Professional
from app.domain.rules.helping import perhaps_same
from app.texts import t
from ui.desk import Desk
from ui.pages.form_lines import side_by_side
from ui.pages.loose_conflicts import LooseConflicts
from ui.pages.row_fields import RowFields
from ui.theme import Kind
from ui.widgets.banner import Banner
from ui.widgets.buttons import LinkButton, QuietButton


class HelpForm(QWidget):
    """The fields of a professional and of what that person does; `closed` when it is ready, `thrown_away` when it may go."""

    closed = Signal()
    thrown_away = Signal()

    def __init__(self, desk: Desk, family: bytes, involvement: Involvement) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.involvement = involvement
        self.known: Professional | None = None
        self.person = RowFields(desk, family, "professional", involvement.professional)
        self.help = RowFields(desk, family, "involvement", involvement.id)
        self.same = Banner("", Kind.INFO, t("help.same"))
        self.same.acted.connect(self.take_known)
        self.same.hide()
        self.who = LooseConflicts(desk)
        self.name = self.person.add("name")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 8, 0, 12)
        rows.setSpacing(14)
        rows.addWidget(self.who)
        side_by_side(rows, self.name, self.person.add("organisation"))
        rows.addWidget(self.same)
        side_by_side(rows, self.help.add("role"), self.help.add("domain"))
        rows.addWidget(self.help.add("task"))
        begin, planned = self.help.add_group("term", ["from_on", "planned_end_on"])
        side_by_side(rows, begin, planned)
        side_by_side(rows, self.help.add("temporary_expert"), self.help.add("ended_on"))
        side_by_side(rows, self.person.add("phone"), self.person.add("email"))
        rows.addLayout(self._buttons())

    def show_help(
        self, involvement: Involvement, professional: Professional, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]
    ) -> None:
        """Bring the fields up to date."""
        self.involvement = involvement
        self.person.show(professional, page, drafts)
        self.help.show(involvement, page, drafts)
        self.who.show_unbound(self.help, page)
        self.known = perhaps_same(page.professionals, professional)
        if self.known is not None:
            of = self.known.organisation or t(f"choice.InvolvementRole.{involvement.role}")
            self.same.text.setText(t("help.known", name=f"{self.known.name} ({of})"))
        self.same.setVisible(self.known is not None)

    def take_known(self) -> None:
        """Say that the help is given by who was known already."""
        known, family, row = self.known, self.family, self.involvement.id
        if known is not None:
            self.commit()
            self.desk.do(family, lambda workspace: same_person(workspace, family, row, known.id))

    def commit(self) -> None:
        """Leave every field."""
        self.person.commit()
        self.help.commit()

    def _buttons(self) -> QHBoxLayout:
        ready = QuietButton(t("form.ready"), "check")
        ready.clicked.connect(self.closed)
        away = LinkButton(t("help.delete"), "trash")
        away.clicked.connect(self.thrown_away)
        buttons = QHBoxLayout()
        buttons.addWidget(ready)
        buttons.addStretch(1)
        buttons.addWidget(away)
        return buttons
