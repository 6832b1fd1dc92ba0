"""Al geregeld: the actions that stand by themselves because they were made and done at a visit; here they can be written in."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.domain.records.plan import Action
from app.texts import t
from ui.desk import Desk
from ui.pages.action_row import ActionRow
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card

AT_FIRST = 4


class ArrangedSection(Card):
    """A card with the newest of them; the rest when asked for. Hidden when there are none."""

    def __init__(self, desk: Desk, family: bytes, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__(t("arranged.section"), "list-check")
        self.desk = desk
        self.family = family
        self.deleted = deleted
        self.most = AT_FIRST
        self.rows: dict[bytes, ActionRow] = {}
        self.shown: tuple[FamilyPage, Mapping[FieldRef, TypedText]] | None = None
        self.lines = QVBoxLayout()
        self.lines.setSpacing(0)
        self.more = LinkButton(t("arranged.more"), "chevron-down")
        self.more.clicked.connect(self.show_all)
        self.body.addLayout(self.lines)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_page(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring the lines up to date; what waits for a person is always among them."""
        self.shown = page, drafts
        newest = sorted(page.arranged, key=lambda action: action.id, reverse=True)
        waiting = {ref.row for ref in [*drafts, *(one.ref for one in page.conflicts)]} | {asked.row for asked in page.asked}
        wanted = [action for place, action in enumerate(newest) if place < self.most or action.id in waiting or action.id in self.rows]
        self._put_away({bytes(action.id) for action in wanted})
        for place, action in enumerate(wanted):
            self._show_row(place, action)
        self.more.setVisible(len(wanted) < len(newest))
        self.setVisible(bool(newest))

    def show_all(self) -> None:
        """Show all of them."""
        if self.shown is not None:
            self.most = len(self.shown[0].arranged)
            self.show_page(*self.shown)

    def show_also(self, action: bytes) -> None:
        """Have an action among those that are shown, however long ago it was arranged."""
        if action not in self.rows and self.shown is not None and any(one.id == action for one in self.shown[0].arranged):
            self.show_all()

    def commit(self) -> None:
        """Leave every field."""
        for row in self.rows.values():
            row.fields.commit()

    def _show_row(self, place: int, action: Action) -> None:
        if action.id not in self.rows:
            self.rows[action.id] = ActionRow(self.desk, self.family, action, self.deleted)
        row = self.rows[action.id]
        if self.lines.indexOf(row) != place:
            self.lines.insertWidget(place, row)
        if self.shown is not None:
            row.show_action(action, *self.shown)

    def _put_away(self, kept: set[bytes]) -> None:
        for gone in self.rows.keys() - kept:
            row = self.rows.pop(gone)
            self.lines.removeWidget(row)
            row.deleteLater()
