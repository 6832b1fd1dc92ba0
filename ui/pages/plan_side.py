"""Beside the goals: the family's wish, what the plan still needs, safety, who does what, and what was agreed about the plan itself."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.domain.records.plan import PlanStatus
from app.texts import t, tn
from ui.pages.plan_standing import PlanStanding
from ui.pages.quote_section import QuoteSection
from ui.pages.row_fields import RowFields
from ui.pages.who_does_what import WhoDoesWhat
from ui.widgets.bullet_list import BulletList
from ui.widgets.buttons import PrimaryButton
from ui.widgets.card import Card
from ui.widgets.turns import Part

CARD = 2
"""What a card costs to make, in rows; a field of the plan costs one."""
SAFETY, TOGETHER = ("safety_answer",), ("next_evaluation_on", "family_lead", "own_plan_choice", "legal_frame")


class PlanSide(QWidget):
    """The side column of the plan; its fields are those of the plan.

    `activated` when the plan should count from now on, `moved(status)` when it rests, ends or is taken up again.
    """

    activated = Signal()
    moved = Signal(object)

    def __init__(self, fields: RowFields) -> None:
        super().__init__()
        self.fields = fields
        self.ready: Card | None = None
        self.who: WhoDoesWhat | None = None
        self.standing: PlanStanding | None = None
        self.cards: dict[str, Card] = {}
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(16)
        self.wish = QuoteSection(t("plan.card.wish"), fields, "wish", "wish_said_by")
        self.rows.addWidget(self.wish)
        self.needs = QVBoxLayout()
        self.rows.addLayout(self.needs)

    def parts(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> Iterator[Part]:
        """Return what brings the cards under the wish up to date, each made when its turn comes."""
        yield partial(self._show_missing, page)
        yield partial(self._show_fields, "plan.card.safety", "shield-half", SAFETY, (page, drafts))
        yield partial(self._show_who, page)
        yield partial(self._show_fields, "plan.card.together", "", TOGETHER, (page, drafts))
        yield partial(self._show_standing, page)

    def _show_missing(self, page: FamilyPage) -> int:
        """Say what the plan still needs, as long as it is a concept."""
        concept, new = page.plan.status is PlanStatus.CONCEPT, self.ready is None
        if self.ready is None:
            if not concept:
                return 0
            self.ready = self._ready()
        self.ready.setVisible(concept)
        self.activate_button.setEnabled(not page.missing)
        self.ready.show_title(tn("plan.missing", len(page.missing)) if page.missing else t("plan.complete"))
        self.missing.show_points([t(key) for key in page.missing])
        self.missing.setVisible(bool(page.missing))
        return CARD if new else 0

    def _show_fields(self, title: str, icon: str, names: Sequence[str], shown: tuple[FamilyPage, Mapping[FieldRef, TypedText]]) -> int:
        """Show a card with fields; once it is there `PlanPage` keeps the fields up to date with all others."""
        if title in self.cards:
            return 0
        card = self.cards[title] = Card(t(title), icon)
        for name in names:
            card.add(self.fields.add(name, segmented=names is SAFETY))
        self.fields.show(shown[0].plan, *shown, names)
        self.rows.addWidget(card)
        return CARD + len(names)

    def _show_who(self, page: FamilyPage) -> int:
        """Show how the actions are spread."""
        new = self.who is None
        if self.who is None:
            self.who = WhoDoesWhat()
            self.rows.addWidget(self.who)
        self.who.show_actions([action for view in page.goals for action in view.actions])
        return 2 * CARD if new else 0

    def _show_standing(self, page: FamilyPage) -> int:
        """Show how far the plan is, last of all: it is not chosen every day."""
        new = self.standing is None
        if self.standing is None:
            self.standing = PlanStanding()
            self.standing.wanted.connect(self.moved)
            self.rows.addWidget(self.standing)
        self.standing.show_plan(page)
        return CARD if new else 0

    def _ready(self) -> Card:
        ready = Card(t("plan.complete"))
        self.missing = BulletList()
        self.activate_button = PrimaryButton(t("plan.activate"), "check")
        self.activate_button.clicked.connect(self.activated)
        ready.add(self.missing, self.activate_button)
        self.needs.addWidget(ready)
        return ready
