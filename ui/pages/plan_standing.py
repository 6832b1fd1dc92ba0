"""How far the plan is, and what can be made of it: resting, closing, taking it up again. Closing first says what is still open."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage
from app.domain.records.plan import PlanStatus
from app.domain.rules.mentor import staying_mentors
from app.domain.rules.mentor_deciding import mentor_name
from app.domain.rules.plan import OPEN_ACTION, OPEN_GOAL, steps_from
from app.texts import t, tn
from ui.widgets.bullet_list import BulletList
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import TextLabel
from ui.widgets.showing import show_if


class PlanStanding(Card):
    """The status in words and a button for each step; `wanted(status)` when one is chosen."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(t("plan.standing"))
        self.offered: tuple[PlanStatus, ...] = ()
        self.says = TextLabel("", "body")
        self.steps = {status: QuietButton("") for status in PlanStatus}
        self.add(self.says)
        for status, button in self.steps.items():
            button.clicked.connect(partial(self._chosen, status))
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.asks = self._question()
        self.add(self.asks)
        self.asks.hide()

    def show_plan(self, page: FamilyPage) -> None:
        """Bring the card up to date."""
        status, on = page.plan.status, page.plan.established_on
        since = t("plan.since", on=f"{on:%d-%m-%Y}") if on is not None and status is PlanStatus.ACTIVE else ""
        self.show_title(t(f"choice.PlanStatus.{status}"))
        self.says.setText(since or t(f"plan.standing.{status}"))
        self.offered = steps_from(page.plan)
        for to in self.offered:
            self.steps[to].setText(t("plan.reopen") if status is PlanStatus.CLOSED else t(f"plan.to.{to}"))
        self.open.show_points(still_open(page))
        self._ask(asking=not self.asks.isHidden() and PlanStatus.CLOSED in self.offered)

    def _question(self) -> QWidget:
        asks = QWidget()
        rows = QVBoxLayout(asks)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        self.open = BulletList(intro=t("plan.closing.intro"))
        self.close_button = PrimaryButton(t("plan.closing.do"), "check")
        self.not_yet = QuietButton(t("plan.closing.not"))
        self.close_button.clicked.connect(self._close)
        self.not_yet.clicked.connect(self._leave_open)
        rows.addWidget(self.open)
        rows.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self.not_yet, 0, Qt.AlignmentFlag.AlignLeft)
        return asks

    def _chosen(self, status: PlanStatus) -> None:
        """Take the step; closing asks first."""
        if status is PlanStatus.CLOSED:
            self._ask(asking=True)
            self.close_button.setFocus()
        else:
            self.wanted.emit(status)

    def _close(self) -> None:
        self._ask(asking=False)
        self.wanted.emit(PlanStatus.CLOSED)

    def _leave_open(self) -> None:
        self._ask(asking=False)
        self.steps[PlanStatus.CLOSED].setFocus()

    def _ask(self, *, asking: bool) -> None:
        """Show a button for each step; the question stands in place of its button."""
        show_if(self.asks, asking)
        for to, button in self.steps.items():
            show_if(button, to in self.offered and not (asking and to is PlanStatus.CLOSED))


def still_open(page: FamilyPage) -> list[str]:
    """Return in words what to look at together before a plan is closed: what is not ready, and who stays."""
    goals = sum(view.goal.status in OPEN_GOAL for view in page.goals)
    actions = sum(one.status in OPEN_ACTION for one in (*page.arranged, *(action for view in page.goals for action in view.actions)))
    stay = (mentor_name(mentor, page.contacts, page.persons) for mentor in staying_mentors(page.mentors))
    who = ", ".join(name for name in stay if name)
    counted = [tn("plan.closing.goals", goals)] * bool(goals) + [tn("plan.closing.actions", actions)] * bool(actions)
    return [*counted, t("plan.closing.stays", names=who) if who else t("plan.closing.nobody")]
