"""How the actions are spread: how much the family and its own people do, and how much professionals do (000-09)."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from app.domain.records.plan import Action, ActorKind
from app.domain.rules.plan import own_strength_share
from app.texts import t, tn
from ui.pages.action_row import KINDS
from ui.widgets.card import Card
from ui.widgets.labels import TextLabel
from ui.widgets.pill import Pill


class WhoDoesWhat(Card):
    """A card with a line per circle that has actions."""

    def __init__(self) -> None:
        super().__init__(t("plan.card.who"))
        grid = QGridLayout()
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        self.lines: dict[ActorKind, tuple[Pill, TextLabel]] = {}
        for place, kind in enumerate(ActorKind):
            pill, count = Pill(t(f"choice.ActorKind.{kind}"), KINDS[kind]), TextLabel("", "body")
            count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(pill, place, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(count, place, 1)
            self.lines[kind] = pill, count
        self.body.addLayout(grid)
        self.share = TextLabel("", "small")
        self.add(self.share)

    def show_actions(self, actions: Sequence[Action]) -> None:
        """Count the actions by who makes sure of them."""
        counted = Counter(action.doer.kind for action in actions)
        for kind, (pill, count) in self.lines.items():
            pill.setVisible(kind in counted)
            count.setVisible(kind in counted)
            count.setText(tn("plan.actions", counted[kind]))
        share = own_strength_share(actions)
        self.share.setVisible(share is not None)
        self.share.setText("" if share is None else t("plan.own_share", share=share))
        self.setVisible(bool(actions))
