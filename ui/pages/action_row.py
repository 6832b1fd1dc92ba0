"""One action of a goal: a line with its box, or open to be written in."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.families import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.planning import delete_row, tick_action
from app.domain.records.plan import Action, ActionStatus, ActorKind
from app.domain.rules.dates import show_short
from app.domain.rules.plan import action_ready
from app.texts import t
from ui.desk import Desk
from ui.pages.asked_bar import AskedBar
from ui.pages.row_fields import RowFields
from ui.theme import Kind
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import IconButton, LinkButton, QuietButton
from ui.widgets.check_row import CheckRow
from ui.widgets.pill import Pill

KINDS = {
    ActorKind.FAMILY: Kind.FAMILY,
    ActorKind.NETWORK: Kind.NETWORK,
    ActorKind.MENTOR: Kind.NETWORK,
    ActorKind.SERVICE: Kind.NEUTRAL,
    ActorKind.PROFESSIONAL: Kind.PROFESSIONAL,
}


class ActionRow(QWidget):
    """Shows an action; `deleted` is told after it was thrown away."""

    def __init__(self, desk: Desk, family: bytes, action: Action, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.action = action
        self.deleted = deleted
        self.asked = AskedBar(desk)
        self.line = CheckRow("", "", Avatar(action.doer.name or "?", Kind.FAMILY), Pill("", Kind.FAMILY))
        self.pencil = IconButton("pencil", t("action.edit"))
        self.pencil.clicked.connect(lambda: self.open(focus=True))
        self.line.trailing.addWidget(self.pencil)
        self.line.toggled.connect(self.tick)
        self.fields = RowFields(desk, family, "action", action.id)
        self.form = self._form()
        self.form.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.asked, self.line, self.form):
            whole.addWidget(part)

    def show_action(self, action: Action, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring the row up to date."""
        self.action = action
        self.asked.show_asked(page, action.id)
        kind = KINDS.get(action.doer.kind, Kind.NEUTRAL)
        self.line.show_words(action.what or t("action.empty"), self._under_line(action))
        self.line.set_checked(action.status is ActionStatus.DONE)
        if self.line.avatar is not None and self.line.pill is not None:
            self.line.avatar.show_person(action.doer.name or "?", kind)
            self.line.pill.show_status(t(f"choice.ActorKind.{action.doer.kind}"), kind)
        self.fields.show(action, page, drafts)
        self.why.setVisible(action.doer.kind is ActorKind.PROFESSIONAL)
        if self.fields.wants_attention(page.conflicts, drafts):
            self.open(focus=False)

    def open(self, focus: bool) -> None:
        """Open the row to be written in."""
        self.form.show()
        self.line.hide()
        if focus:
            self.what.setFocus()

    def close_form(self) -> None:
        """Back to one line."""
        self.fields.commit()
        self.form.hide()
        self.line.show()
        self.pencil.setFocus()

    def tick(self, done: bool) -> None:
        """Mark the action as done, or open again."""
        family, row = self.family, self.action.id
        self.desk.do(family, lambda workspace: tick_action(workspace, family, row, done))

    def throw_away(self) -> None:
        """Throw the action away; the bar at the foot puts it back."""
        family, row = self.family, self.action.id
        said = t("action.deleted")
        self.desk.do(family, lambda workspace: delete_row(workspace, family, "action", row), lambda tx: self.deleted(said, tx))

    def _under_line(self, action: Action) -> str:
        due = show_short(action.timing.due_on) if action.timing.due_on else ""
        parts = [action.doer.name or t("action.nobody"), action.timing.text, due, "" if action_ready(action) else t("action.not_ready")]
        return " · ".join(part for part in parts if part)

    def _form(self) -> QWidget:
        form = QWidget()
        rows = QVBoxLayout(form)
        rows.setContentsMargins(0, 12, 0, 16)
        rows.setSpacing(14)
        self.what = self.fields.add("what")
        rows.addWidget(self.what)
        name, kind = self.fields.add_group("doer", ["name", "kind"], segmented=True)
        rows.addWidget(name)
        rows.addWidget(kind)
        self.why = self.fields.add("why_professional")
        rows.addWidget(self.why)
        timing = QHBoxLayout()
        timing.setSpacing(16)
        for widget in self.fields.add_group("timing", ["text", "due_on"]):
            timing.addWidget(widget, 1)
        rows.addLayout(timing)
        buttons = QHBoxLayout()
        ready = QuietButton(t("form.ready"), "check")
        ready.clicked.connect(self.close_form)
        away = LinkButton(t("action.delete"), "trash")
        away.clicked.connect(self.throw_away)
        buttons.addWidget(ready)
        buttons.addStretch(1)
        buttons.addWidget(away)
        rows.addLayout(buttons)
        return form
