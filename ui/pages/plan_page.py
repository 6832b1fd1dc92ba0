"""The plan: what the family asks and wants, all goals and actions on one page, and what the plan still needs."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.actions.families import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.planning import add_goal, make_plan_active
from app.domain.records.plan import PlanStatus
from app.domain.rules.plan import goals_warning
from app.texts import t, tn
from ui.desk import Desk
from ui.pages.goal_card import GoalCard
from ui.pages.quote_section import QuoteSection
from ui.pages.row_fields import RowFields
from ui.pages.who_does_what import WhoDoesWhat
from ui.widgets.banner import Banner
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import TextLabel
from ui.widgets.scroll_page import ScrollPage

NARROW_PX = 920
"""Below this width the side column goes under the goals (ui.md 2)."""
SIDE_PX = 300


class PlanPage(ScrollPage):
    """The plan of one family. Goals keep their widget while the page is brought up to date, so nobody is disturbed."""

    def __init__(self, desk: Desk, page: FamilyPage, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.desk = desk
        self.family = page.family.id
        self.deleted = deleted
        self.cards: dict[bytes, GoalCard] = {}
        self.to_open: bytes | None = None
        self.fields = RowFields(desk, self.family, "plan", page.plan.id)
        self.warning = Banner("")
        self.empty = EmptyState("target-arrow", t("plan.no_goals"))
        self.goals = QVBoxLayout()
        self.goals.setSpacing(16)
        self.more = QuietButton(t("goal.add"), "plus")
        self.more.clicked.connect(self.add_goal)
        self.side = self._side()
        self.columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.columns.setSpacing(16)
        self.columns.addLayout(self._main(), 1)
        self.columns.addWidget(self.side, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self.columns)
        self.body.addStretch(1)

    def show_page(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring the whole plan up to date."""
        self.fields.show(page.plan, page, drafts)
        for section in (self.request, self.wish):
            words, who = (getattr(page.plan, name) for name in section.names)
            section.show_words(words, who, self.fields.wants_attention(page.conflicts, drafts, section.names))
        self._show_goals(page, drafts)
        goals = [view.goal for view in page.goals]
        warning = goals_warning(goals)
        self.warning.setVisible(warning is not None)
        if warning is not None:
            self.warning.say(t(warning))
        self.empty.setVisible(not goals)
        self.who.show_actions([action for view in page.goals for action in view.actions])
        self._show_missing(page)

    def add_goal(self) -> None:
        """Add a goal and open it to be written in."""
        family = self.family

        def opened(goal: bytes) -> None:
            self.to_open = goal

        self.desk.do(family, lambda workspace: add_goal(workspace, family), opened)

    def commit(self) -> None:
        """Leave every field of the page."""
        self.fields.commit()
        for card in self.cards.values():
            card.commit()

    def activate(self) -> None:
        """Make the plan the one that counts."""
        family = self.family
        self.commit()
        self.desk.do(family, lambda workspace: make_plan_active(workspace, family))

    @override
    def resizeEvent(self, arg__1: QResizeEvent) -> None:
        super().resizeEvent(arg__1)
        narrow = self.viewport().width() < NARROW_PX
        self.columns.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.side.setFixedWidth(self.viewport().width() - 20 if narrow else SIDE_PX)

    def _show_goals(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        wanted = {bytes(view.goal.id): view for view in page.goals}
        for gone in self.cards.keys() - wanted.keys():
            card = self.cards.pop(gone)
            self.goals.removeWidget(card)
            card.deleteLater()
        for place, (name, view) in enumerate(wanted.items()):
            if name not in self.cards:
                self.cards[name] = GoalCard(self.desk, self.family, view.goal, self.deleted)
            if self.goals.indexOf(self.cards[name]) != place:
                self.goals.insertWidget(place, self.cards[name])
            self.cards[name].show_goal(view, page, drafts)
        if self.to_open in self.cards:
            self.cards[self.to_open].open_form()
            self.to_open = None

    def _show_missing(self, page: FamilyPage) -> None:
        concept = page.plan.status is PlanStatus.CONCEPT
        self.ready.setVisible(concept)
        self.activate_button.setEnabled(not page.missing)
        self.ready.show_title(tn("plan.missing", len(page.missing)) if page.missing else t("plan.complete"))
        self.missing.setText("\n".join(f"•  {t(key)}" for key in page.missing))
        self.missing.setVisible(bool(page.missing))

    def _main(self) -> QVBoxLayout:
        main = QVBoxLayout()
        main.setSpacing(16)
        self.request = QuoteSection(t("plan.request_for_help"), self.fields, "request_for_help", "request_said_by")
        main.addWidget(self.request)
        main.addWidget(self.warning)
        main.addLayout(self.goals)
        main.addWidget(self.empty)
        main.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        main.addStretch(1)
        return main

    def _side(self) -> QWidget:
        side = QWidget()
        rows = QVBoxLayout(side)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(16)
        self.wish = QuoteSection(t("plan.card.wish"), self.fields, "wish", "wish_said_by")
        self.ready = Card(t("plan.complete"))
        self.missing = TextLabel("", "body")
        self.activate_button = PrimaryButton(t("plan.activate"), "check")
        self.activate_button.clicked.connect(self.activate)
        self.ready.add(self.missing, self.activate_button)
        safety = Card(t("plan.card.safety"), "shield-half")
        safety.add(self.fields.add("safety_answer", segmented=True))
        self.who = WhoDoesWhat()
        together = Card(t("plan.card.together"))
        for name in ("next_evaluation_on", "family_lead", "own_plan_choice", "legal_frame"):
            together.add(self.fields.add(name))
        for card in (self.wish, self.ready, safety, self.who, together):
            rows.addWidget(card)
        rows.addStretch(1)
        return side
