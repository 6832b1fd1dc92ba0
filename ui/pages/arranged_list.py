"""What was arranged on the spot at a visit: a line of words and who, and it is there, done (000-06)."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.planning import delete_row, tick_action
from app.actions.visits import Arranged, arrange_today, arranged_ref
from app.domain.record import Id
from app.domain.records.plan import Action, ActionStatus
from app.domain.records.visit import Visit
from app.texts import t
from ui.desk import Desk
from ui.pages.action_row import KINDS
from ui.pages.draft_field import DraftField
from ui.pages.names_offered import names_at_the_table
from ui.theme import Kind
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import IconButton, QuietButton
from ui.widgets.check_row import CheckRow
from ui.widgets.labels import TextLabel
from ui.widgets.name_field import NameField
from ui.widgets.pill import Pill
from ui.widgets.row_list import RowList
from ui.widgets.text_field import TextField


class ArrangedRow(CheckRow):
    """One thing that was arranged, with its tick and the way to throw it away. It is written in on the plan."""

    def __init__(self, box: "ArrangedList", action: Action) -> None:
        super().__init__(action.what, "", Avatar(action.doer.name or "?", Kind.FAMILY), Pill("", Kind.FAMILY))
        self.box_of = box
        self.action = action
        self.away = IconButton("trash", " ")
        self.away.clicked.connect(lambda: self.box_of.throw_away(self.action))
        self.trailing.addWidget(self.away)
        self.toggled.connect(lambda done: self.box_of.tick(self.action, done))
        self.show_action(action)

    def show_action(self, action: Action) -> None:
        """Bring the line up to date."""
        self.action = action
        kind = KINDS.get(action.doer.kind, Kind.NEUTRAL)
        self.show_words(action.what, action.doer.name)
        self.set_checked(action.status is ActionStatus.DONE)
        self.away.show_name(t("arranged.delete", what=action.what))
        if self.avatar is not None and self.pill is not None:
            self.avatar.show_person(action.doer.name or "?", kind)
            self.pill.show_status(t(f"choice.ActorKind.{action.doer.kind}"), kind)


class ArrangedList(QWidget):
    """The lines of one visit, and a line to add one: Enter is enough."""

    def __init__(self, desk: Desk, family: bytes, visit: Id[Visit], deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.visit = visit
        self.deleted = deleted
        self.rows: dict[bytes, ArrangedRow] = {}
        self.title = TextLabel("", "heading")
        self.lines = RowList()
        self.what = TextField(t("arranged.what"))
        self.who = NameField(t("arranged.who"))
        self.draft = DraftField(desk, arranged_ref(desk.workspace, family, visit), [self.what, self.who])
        self.add_button = QuietButton(t("arranged.add"), "check")
        self.add_button.clicked.connect(self.arrange)
        for field in (self.what, self.who):
            field.submitted.connect(self.arrange)
        line = QHBoxLayout()
        line.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(12)
        words.addWidget(self.what)
        words.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        line.addLayout(words, 3)
        line.addWidget(self.who, 2, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(self.title)
        rows.addWidget(self.lines)
        rows.addLayout(line)

    def show_actions(self, title: str, actions: Sequence[Action], page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring the lines and what is being typed up to date."""
        self.title.setText(title)
        self.who.offer(names_at_the_table(page))
        wanted = {bytes(action.id): action for action in actions}
        if list(wanted) != list(self.rows):
            self.rows = {name: self.rows.get(name) or ArrangedRow(self, action) for name, action in wanted.items()}
            self.lines.show_rows([*self.rows.values()])
        for name, action in wanted.items():
            self.rows[name].show_action(action)
        self.draft.show_typed(drafts)

    def arrange(self) -> None:
        """Keep the line as an action that is done."""
        what, who = self.draft.texts()
        if not what.strip():
            self.what.show_problem(t("problem.arranged_empty"))
            return
        family, visit = self.family, self.visit
        self.draft.hand_over(lambda workspace: arrange_today(workspace, family, visit, Arranged(what, who)), family, self.what.setFocus)

    def tick(self, action: Action, done: bool) -> None:
        """Mark a line as done, or open again."""
        family, row = self.family, action.id
        self.desk.do(family, lambda workspace: tick_action(workspace, family, row, done))

    def throw_away(self, action: Action) -> None:
        """Throw a line away; the bar at the foot puts it back."""
        family, row = self.family, action.id
        said = t("action.deleted")
        self.desk.do(family, lambda workspace: delete_row(workspace, family, "action", row), lambda tx: self.deleted(said, tx))
