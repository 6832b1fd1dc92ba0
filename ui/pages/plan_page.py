"""The plan: what the family asks and wants, all goals and actions on one page, and what the plan still needs."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.actions.family_page import FamilyPage, GoalView
from app.actions.fields import FieldRef, TypedText
from app.actions.planning import add_goal, make_plan_active, move_plan
from app.domain.records.plan import PlanStatus
from app.domain.rules.plan import goals_warning
from app.texts import t
from ui.desk import Desk
from ui.pages.agreements_section import AgreementsSection
from ui.pages.arranged_section import ArrangedSection
from ui.pages.goal_card import GoalCard
from ui.pages.loose_conflicts import LooseConflicts
from ui.pages.plan_side import PlanSide
from ui.pages.quote_section import QuoteSection
from ui.pages.row_fields import RowFields
from ui.pages.safety_section import SafetySection
from ui.pages.signatures_section import SignaturesSection
from ui.pages.situation_section import SituationSection
from ui.widgets.banner import Banner
from ui.widgets.buttons import QuietButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.showing import show_if
from ui.widgets.turns import ROWS_A_TURN, Part, done

NARROW_PX = 920
"""Below this width the side column goes under the goals (ui.md 2)."""
SIDE_PX = 300
Section = SituationSection | ArrangedSection | AgreementsSection | SafetySection | SignaturesSection
S = TypeVar("S", bound=Section)
KINDS: tuple[type[Section], ...] = (SituationSection, ArrangedSection, AgreementsSection, SafetySection, SignaturesSection)


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
        self.loose = LooseConflicts(desk)
        self.empty = EmptyState("target-arrow", t("plan.no_goals"))
        self.goals = QVBoxLayout()
        self.goals.setSpacing(16)
        self.more = QuietButton(t("goal.add"), "plus")
        self.more.clicked.connect(self.add_goal)
        self.sections: dict[type[QWidget], Section] = {}
        self.places: dict[type[QWidget], QVBoxLayout] = {kind: QVBoxLayout() for kind in KINDS}
        self.side = PlanSide(self.fields)
        self.side.activated.connect(self.activate)
        self.side.moved.connect(self.move_plan)
        self.columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.columns.setSpacing(16)
        self.columns.addLayout(self._main(), 1)
        self.columns.addWidget(self.side, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self.columns)
        self.body.addStretch(1)

    @property
    def situation(self) -> SituationSection:
        """Return how it goes at home."""
        return self._section(SituationSection)

    @property
    def arranged(self) -> ArrangedSection:
        """Return what was arranged on the spot."""
        return self._section(ArrangedSection)

    @property
    def safety(self) -> SafetySection:
        """Return what was agreed to keep everybody safe."""
        return self._section(SafetySection)

    @property
    def signatures(self) -> SignaturesSection:
        """Return what people say of the plan."""
        return self._section(SignaturesSection)

    @property
    def agreements(self) -> AgreementsSection:
        """Return what people agreed with each other."""
        return self._section(AgreementsSection)

    def show_page(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring the whole plan up to date: what is in sight first, and what must still be made in turns."""
        self.turns.begin(self._parts(page, drafts))

    def add_goal(self) -> None:
        """Add a goal and open it to be written in."""
        family = self.family

        def opened(goal: bytes) -> None:
            self.to_open = goal

        self.desk.do(family, lambda workspace: add_goal(workspace, family), opened)

    def commit(self) -> None:
        """Leave every field of the page."""
        self.fields.commit()
        for part in self.sections.values():
            part.commit()
        for card in self.cards.values():
            card.commit()

    def activate(self) -> None:
        """Make the plan the one that counts."""
        family = self.family
        self.commit()
        self.desk.do(family, lambda workspace: make_plan_active(workspace, family))

    def move_plan(self, to: PlanStatus) -> None:
        """Let the plan rest, close it or take it up again."""
        family = self.family
        self.commit()
        self.desk.do(family, lambda workspace: move_plan(workspace, family, to))

    @override
    def resizeEvent(self, arg__1: QResizeEvent) -> None:
        super().resizeEvent(arg__1)
        narrow = self.viewport().width() < NARROW_PX
        self.columns.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.side.setFixedWidth(self.viewport().width() - 20 if narrow else SIDE_PX)

    def _parts(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> Iterator[Part]:
        yield partial(self._show_words, page, drafts)
        yield partial(self._show_section, SituationSection, page, drafts)
        yield done(partial(self._show_about_goals, page))
        for place, view in enumerate(page.goals):
            yield partial(self._show_goal, place, view, page, drafts)
        yield from self.side.parts(page, drafts)
        yield done(partial(self.loose.show_unbound, self.fields, page))  # once the fields that the page has are made
        for kind in KINDS[1:]:
            yield partial(self._show_section, kind, page, drafts)

    def _show_words(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> int:
        self.fields.show(page.plan, page, drafts)
        for section in (self.request, self.side.wish):
            section.show_page(page, drafts)
        return 0 if self.sections else ROWS_A_TURN

    def _show_section(self, kind: type[Section], page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> int:
        new = kind not in self.sections
        self._section(kind).show_page(page, drafts)
        return ROWS_A_TURN if new else 0

    def _section(self, kind: type[S]) -> S:
        """Return a section, made and in its place."""
        if kind not in self.sections:
            self.sections[kind] = kind(self.desk, self.family, self.deleted)
            self.places[kind].addWidget(self.sections[kind])
        found = self.sections[kind]
        assert isinstance(found, kind)
        return found

    def _show_about_goals(self, page: FamilyPage) -> None:
        """Put away what is gone, and say it when there are none or too many."""
        for gone in self.cards.keys() - {bytes(view.goal.id) for view in page.goals}:
            card = self.cards.pop(gone)
            self.goals.removeWidget(card)
            card.deleteLater()
        warning = goals_warning([view.goal for view in page.goals])
        show_if(self.warning, warning is not None)
        if warning is not None and self.warning.text.text() != t(warning):
            self.warning.say(t(warning))
        show_if(self.empty, not page.goals)

    def _show_goal(self, place: int, view: GoalView, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> int:
        """Show one goal; one that was just added opens."""
        name = bytes(view.goal.id)
        new = name not in self.cards
        card = self.cards[name] if not new else GoalCard(self.desk, self.family, view.goal, self.deleted)
        self.cards[name] = card
        if self.goals.indexOf(card) != place:
            self.goals.insertWidget(place, card)
            held = QApplication.focusWidget()
            if held is not None and card.isAncestorOf(held):  # it went with the goal
                QTimer.singleShot(0, self, partial(self.keep_in_sight, None, held))
        card.show_goal(view, page, drafts)
        if self.to_open == name:
            card.open_form()
            self.to_open = None
        return ROWS_A_TURN if new else 0

    def _main(self) -> QVBoxLayout:
        main = QVBoxLayout()
        main.setSpacing(16)
        self.request = QuoteSection(t("plan.request_for_help"), self.fields, "request_for_help", "request_said_by")
        main.addWidget(self.request)
        main.addLayout(self.places[SituationSection])
        main.addWidget(self.loose)
        main.addWidget(self.warning)
        main.addLayout(self.goals)
        main.addWidget(self.empty)
        main.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        for kind in KINDS[1:]:
            main.addLayout(self.places[kind])
        main.addStretch(1)
        return main
