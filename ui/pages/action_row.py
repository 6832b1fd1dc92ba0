"""One action of a goal: a line with its box, or open to be written in."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.planning import delete_row, tick_action
from app.domain.records.plan import Action, ActionStatus, ActorKind
from app.domain.rules.dates import show_short
from app.domain.rules.plan import action_ready
from app.texts import t
from ui.desk import Desk
from ui.pages.asked_bar import AskedBar
from ui.pages.form_lines import empty_form, form_buttons, side_by_side
from ui.pages.loose_conflicts import LooseConflicts
from ui.pages.row_fields import RowFields
from ui.theme import Kind
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import IconButton, call_row
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
        self.form: QWidget | None = None
        self.shown: tuple[FamilyPage, Mapping[FieldRef, TypedText]] | None = None
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(0, 0, 0, 0)
        self.whole.setSpacing(0)
        self.whole.addWidget(self.asked)
        self.whole.addWidget(self.line)

    def show_action(self, action: Action, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring the row up to date."""
        self.action = action
        self.shown = page, drafts
        self.asked.show_asked(page, action.id)
        kind = KINDS.get(action.doer.kind, Kind.NEUTRAL)
        self.line.show_words(action.what or t("action.empty"), self._under_line(action))
        call_row(self, action.what or t("action.empty"))
        self.line.set_checked(action.status is ActionStatus.DONE)
        if self.line.avatar is not None and self.line.pill is not None:
            self.line.avatar.show_person(action.doer.name or "?", kind)
            self.line.pill.show_status(t(f"choice.ActorKind.{action.doer.kind}"), kind)
        self._show_fields()
        if self.fields.something_waits(page, drafts):
            self.open(focus=False)

    def open(self, focus: bool) -> None:
        """Open the row to be written in; its fields are made the first time, because most actions are only read."""
        if self.form is None:
            self.form = self._form()
            self.whole.addWidget(self.form)
            self._show_fields()
        self.form.show()
        self.line.hide()
        if focus:
            self.what.setFocus()

    def close_form(self) -> None:
        """Back to one line."""
        self.fields.commit()
        if self.form is not None:
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

    def _show_fields(self) -> None:
        if self.form is not None and self.shown is not None:
            self.fields.show(self.action, *self.shown)
            self.ticked.show_unbound(self.fields, self.shown[0])
            self.why.setVisible(self.action.doer.kind is ActorKind.PROFESSIONAL)

    def _form(self) -> QWidget:
        form, rows = empty_form()
        self.ticked = LooseConflicts(self.desk)
        rows.addWidget(self.ticked)
        self.what = self.fields.add("what")
        rows.addWidget(self.what)
        for widget in self.fields.add_group("doer", ["name", "kind"], segmented=True):
            rows.addWidget(widget)
        self.why = self.fields.add("why_professional")
        rows.addWidget(self.why)
        side_by_side(rows, *self.fields.add_group("timing", ["text", "due_on"]))
        rows.addLayout(form_buttons(self.close_form, self.throw_away, t("action.delete")))
        return form
