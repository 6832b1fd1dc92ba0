"""One goal: the family's words, the scale, and who does what. Opens to be written in."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage, GoalView
from app.actions.fields import FieldRef, TypedText
from app.actions.planning import add_action, delete_goal, move_goal, new_action, score_goal
from app.domain.record import Id
from app.domain.records.plan import Goal, GoalStatus, LifeDomain
from app.domain.rules.plan import in_asking_order
from app.texts import t
from ui.desk import Desk
from ui.pages.action_row import ActionRow
from ui.pages.asked_bar import AskedBar
from ui.pages.form_lines import empty_form, form_buttons, side_by_side
from ui.pages.goal_links import GoalHelpers
from ui.pages.row_fields import RowFields
from ui.widgets.buttons import IconButton, LinkButton, call_row
from ui.widgets.card import Card
from ui.widgets.divider import Divider
from ui.widgets.labels import TextLabel
from ui.widgets.score_scale import Scores, ScoreScale
from ui.widgets.showing import show_if
from ui.widgets.spark import Spark

ICONS = {
    LifeDomain.PARENTING: "home-heart",
    LifeDomain.SAFETY: "shield-half",
    LifeDomain.SCHOOL: "school",
    LifeDomain.INCOME: "cash",
    LifeDomain.DEBTS: "cash",
    LifeDomain.HOUSING: "home",
    LifeDomain.NETWORK: "affiliate",
    LifeDomain.HEALTH_BODY: "heart",
    LifeDomain.HEALTH_MIND: "mood-smile",
}


class GoalCard(Card):
    """A goal with its actions; `deleted` is told after something was thrown away."""

    def __init__(self, desk: Desk, family: bytes, goal: Goal, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__(" ", ICONS.get(goal.domain or LifeDomain.NETWORK, "target-arrow"))
        self.desk = desk
        self.family = family
        self.goal = goal
        self.deleted = deleted
        self.rows: dict[bytes, ActionRow] = {}
        self.to_open: bytes | None = None
        self.fields = RowFields(desk, family, "goal", goal.id)
        self.asked = AskedBar(desk)
        self.words = TextLabel("", "small")
        self.spark = Spark()
        self.pencil = IconButton("pencil", t("goal.edit"))
        self.pencil.clicked.connect(self.toggle_form)
        self.header.removeWidget(self.title)
        heading = QVBoxLayout()
        heading.setSpacing(4)
        heading.addWidget(self.title)
        heading.addWidget(self.words)
        self.header.addLayout(heading, 1)
        self.header.addWidget(self.spark)
        self.header.addWidget(self.pencil)
        self.scale = ScoreScale(" ", Scores())
        self.scale.score_chosen.connect(self.score)
        self.form: QWidget | None = None
        self.shown: tuple[GoalView, FamilyPage, Mapping[FieldRef, TypedText]] | None = None
        self.form_place = QVBoxLayout()
        self.lines = QVBoxLayout()
        self.lines.setSpacing(0)
        self.more = LinkButton(t("action.add"), "plus")
        self.more.clicked.connect(self.add_action)
        self.helpers = GoalHelpers(desk, family, Id[Goal](goal.id))
        self.add(self.asked)
        self.body.addLayout(self.form_place)
        self.add(self.scale)
        self.body.addLayout(self.lines)
        self.body.addLayout(self._foot())
        self.add(self.helpers)

    def show_goal(self, view: GoalView, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring the card up to date without disturbing who writes in it."""
        self.goal = view.goal
        self.shown = view, page, drafts
        self.asked.show_asked(page, view.goal.id)
        self.show_title(view.goal.text or t("goal.empty"))
        call_row(self, view.goal.text or t("goal.empty"))
        said = t("quote.who", who=view.goal.whose_words) if view.goal.whose_words else ""
        domain = t(f"choice.LifeDomain.{view.goal.domain}") if view.goal.domain else ""
        status = t(f"choice.GoalStatus.{view.goal.status}") if view.goal.status is not GoalStatus.NEW else ""
        under = " · ".join(part for part in (said, domain, status) if part)
        self.words.setText(under)
        self.words.setVisible(bool(under))
        self.scale.show_about(view.goal.text or t("goal.empty"))
        self.scale.show_scores(Scores(view.scores.start, view.scores.now, view.goal.score_wish))
        self.spark.show_scores([score.score for score in view.scores.history])
        self.spark.setVisible(len(view.scores.history) > 1)
        self.fields.show(view.goal, page, drafts)
        if self.fields.something_waits(page, drafts):
            self.open_form(focus=False)
        self._show_actions(view, page, drafts)
        self.helpers.show_helpers(view, page)
        self._show_places([one.goal.id for one in page.goals])

    def open_form(self, focus: bool = True) -> None:
        """Open the goal to be written in; its fields are made the first time, because most goals are only read."""
        if self.form is None:
            self.form = self._form()
            self.form_place.addWidget(self.form)
            if self.shown is not None:
                view, page, drafts = self.shown
                self.fields.show(view.goal, page, drafts)
        self.form.show()
        if focus:
            self.text.setFocus()

    def toggle_form(self) -> None:
        """Open the form, or close it with what was written kept."""
        if self.form is None or self.form.isHidden():
            self.open_form()
        else:
            self.close_form()

    def close_form(self) -> None:
        """Close the form; what was written is a change already."""
        self.fields.commit()
        if self.form is not None:
            self.form.hide()
        self.pencil.setFocus()

    def score(self, score: int) -> None:
        """Note what is said of the goal today."""
        family, goal = self.family, self.goal.id
        self.desk.do(family, lambda workspace: score_goal(workspace, family, goal, score, self.goal.whose_words))

    def add_action(self) -> None:
        """Add an action and open it to be written in."""
        family, goal = self.family, Id[Goal](self.goal.id)

        def opened(row: bytes) -> None:
            self.to_open = row

        self.desk.do(family, lambda workspace: add_action(workspace, family, new_action(workspace, goal)), opened)

    def go(self, steps: int) -> None:
        """Let the goal stand further down, or up below 0; the keyboard stays with it."""
        family, goal, seen = self.family, Id[Goal](self.goal.id), self.shown[1].cursor if self.shown is not None else None
        self.desk.do(family, lambda workspace: move_goal(workspace, family, goal, steps, seen))

    def throw_away(self) -> None:
        """Throw the goal away; the bar at the foot puts it back."""
        family, goal = self.family, self.goal.id
        self.desk.do(family, lambda workspace: delete_goal(workspace, family, goal), lambda tx: self.deleted(t("goal.deleted"), tx))

    def commit(self) -> None:
        """Leave every field of the card."""
        self.fields.commit()
        for row in self.rows.values():
            row.fields.commit()

    def _show_actions(self, view: GoalView, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        wanted = {bytes(action.id): action for action in in_asking_order(view.actions)}
        for gone in self.rows.keys() - wanted.keys():
            row = self.rows.pop(gone)
            self.lines.removeWidget(row)
            row.deleteLater()
        for place, (name, action) in enumerate(wanted.items()):
            if name not in self.rows:
                self.rows[name] = ActionRow(self.desk, self.family, action, self.deleted)
            if self.lines.indexOf(self.rows[name]) != place:
                self.lines.insertWidget(place, self.rows[name])
            self.rows[name].show_action(action, page, drafts)
        if self.to_open in self.rows:
            self.rows[self.to_open].open(focus=True)
            self.to_open = None

    def _foot(self) -> QHBoxLayout:
        self.up, self.down = IconButton("chevron-up", t("goal.up")), IconButton("chevron-down", t("goal.down"))
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self.more)
        foot.addStretch(1)
        for button, steps, keys in ((self.up, -1, "Alt+Up"), (self.down, 1, "Alt+Down")):
            button.clicked.connect(lambda _=False, steps=steps: self.go(steps))
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda steps=steps: self.go(steps))
            foot.addWidget(button)
        return foot

    def _show_places(self, order: Sequence[bytes]) -> None:
        """Let the goal go where it can; a button that is of no use any more hands the keyboard to the other."""
        for button, other, end in ((self.up, self.down, order[0]), (self.down, self.up, order[-1])):
            if end == self.goal.id and button.hasFocus():
                other.setEnabled(True)
                other.setFocus()
            button.setEnabled(end != self.goal.id)
            show_if(button, len(order) > 1)

    def _form(self) -> QWidget:
        form, rows = empty_form()
        self.text = self.fields.add("text")
        rows.addWidget(self.text)
        side_by_side(rows, self.fields.add("whose_words"), self.fields.add("domain"))
        side_by_side(rows, self.fields.add("target_on"), self.fields.add("status"))
        rows.addWidget(self.fields.add("score_wish"))
        rows.addWidget(self.fields.add("why_important"))
        rows.addWidget(self.fields.add("seen_when"))
        rows.addLayout(form_buttons(self.close_form, self.throw_away, t("goal.delete")))
        rows.addWidget(Divider())
        return form
