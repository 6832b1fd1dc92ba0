"""Who around the family helps with a goal: their names under it, and the others to choose from."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage, GoalView
from app.actions.goal_links import HelperView, link_helper
from app.actions.planning import delete_row
from app.domain.record import Id
from app.domain.records.network import NetworkContact
from app.domain.records.plan import Goal
from app.texts import t
from ui.desk import Desk
from ui.pages.mentor_steps import ButtonLine
from ui.pages.moments import moment
from ui.pages.print_page import shortened
from ui.widgets.buttons import HouseButton, LinkButton, QuietButton
from ui.widgets.labels import TextLabel
from ui.widgets.row_list import RowList


class GoalHelpers(QWidget):
    """A line of names; hidden while nobody is in the circles yet. Taking somebody away is one touch, and one undo."""

    def __init__(self, desk: Desk, family: bytes, goal: Id[Goal]) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.goal = goal
        self.view: GoalView | None = None
        self.told: object = None
        self.to_enter = b""
        self.others: tuple[NetworkContact, ...] = ()
        self.buttons: dict[bytes, HouseButton] = {}
        self.offered: dict[bytes, HouseButton] = {}
        self.more = LinkButton(t("goal_helpers.add"), "user-plus")
        self.more.clicked.connect(self.toggle)
        self.names, self.crossed, self.choice = RowList(), RowList(), RowList()
        self.choice.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        for widget in (self.names, self.crossed):
            rows.addWidget(widget)
        rows.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self.choice)

    def show_helpers(self, view: GoalView, page: FamilyPage) -> None:
        """Bring the names up to date."""
        helping = {one.contact.id for one in view.helpers}
        self.view = view
        self.others = tuple(one for one in page.contacts if one.id not in helping and one.name.strip())
        told = view.helpers, self.others
        self.setVisible(bool(view.helpers or self.others))
        if told != self.told:
            self.told = told
            self._show_names(view)
            if not self.choice.isHidden():
                self._show_choice()
            self.more.setVisible(bool(self.others))
            if self.to_enter in self.buttons:
                self.buttons[self.to_enter].setFocus()
            self.to_enter = b""

    def toggle(self) -> None:
        """Offer who else could help, or not any more."""
        if self.choice.isHidden():
            self.open()
        else:
            self.choice.hide()
            self.more.setFocus()

    def open(self) -> None:
        """Offer who else could help."""
        self._show_choice()
        self.choice.show()

    def add_helper(self, contact: Id[NetworkContact]) -> None:
        """Let somebody help with this goal."""
        family, goal = self.family, self.goal
        self.choice.hide()
        self.to_enter = contact
        self.desk.do(family, lambda workspace: link_helper(workspace, family, goal, contact))

    def take_away(self, helper: HelperView) -> None:
        """Let somebody not help with this goal any more."""
        family, link = self.family, helper.link.id
        self.more.setFocus()
        self.desk.do(family, lambda workspace: delete_row(workspace, family, "goal_helper", link))

    def _show_names(self, view: GoalView) -> None:
        self.buttons = {}
        for one in view.helpers:
            name = one.contact.name.strip() or one.contact.relation
            button = QuietButton(shortened(name).replace("&", "&&"), "x")
            button.setAccessibleName(t("goal_helpers.take_away", name=name))
            button.setToolTip(t("goal_helpers.take_away", name=name))
            button.clicked.connect(partial(self.take_away, one))
            self.buttons[one.contact.id] = button
        self.names.show_rows([self._called([*self.buttons.values()])] if self.buttons else [])
        self.crossed.show_rows([self._crossed(one) for one in view.helpers if one.removed is not None])

    def _called(self, buttons: list[HouseButton]) -> QWidget:
        line = QWidget()
        rows = QVBoxLayout(line)
        rows.setContentsMargins(0, 10, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(TextLabel(t("goal_helpers.title"), "small"))
        rows.addWidget(ButtonLine(buttons))
        return line

    def _crossed(self, one: HelperView) -> QWidget:
        """Return what is said where one took somebody away while another put them there: it stands, and who sees it may say so."""
        line = QWidget()
        rows = QHBoxLayout(line)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        who, by = ((told.by or t("who.colleague")) if told else "" for told in (one.removed, one.put))
        when = moment(one.put.at) if one.put else ""
        rows.addWidget(TextLabel(t("goal_helpers.crossed", who=who, by=by, when=when, name=one.contact.name), "small"), 1)
        keep = LinkButton(t("goal_helpers.keep"), "check")
        keep.clicked.connect(partial(self.add_helper, Id[NetworkContact](one.contact.id)))
        rows.addWidget(keep, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _show_choice(self) -> None:
        self.offered = {}
        for one in self.others:
            button = LinkButton(shortened(one.name).replace("&", "&&"), "plus")
            button.setAccessibleName(t("goal_helpers.let", name=one.name))
            button.clicked.connect(partial(self.add_helper, Id[NetworkContact](one.id)))
            self.offered[one.id] = button
        self.choice.show_rows([ButtonLine([*self.offered.values()])] if self.offered else [])
