"""Own work of one family that the municipality keeps apart: how much, why, and what it is about."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.actions.sync_overview import FamilyWork, HeldRow, HeldWork
from app.texts import t, tn
from ui.pages.moments import near_moment
from ui.widgets.buttons import LinkButton, call_row
from ui.widgets.card import Card
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import TextLabel
from ui.widgets.row_list import RowList

TAB_OF = {
    "people": ("family", "person", "household", "membership", "parental_authority"),
    "network": ("network_contact", "mentor", "mentor_consent", "mentor_contact"),
    "help": ("professional", "involvement"),
    "visits": ("visit", "visit_note", "internal_note", "confidential_file"),
}
"""On which tab a record stands; everything else stands on that of the plan."""
LONGEST = 48
"""What of a row stands on its button; the whole of it is said to a screen reader."""
REASONS = {
    "no_grant": "sync_page.held_no_grant",
    "grant_ended": "sync_page.held_grant_ended",
    "append_only": "sync_page.held_append_only",
    "collision": "sync_page.held_collision",
    "author": "sync_page.held_author",
    "left": "sync_page.held_left",
}
"""What a worker can do about it; for every other reason that is the same."""


def tab_of(record: str) -> str:
    """Return the tab on which the rows of a record stand."""
    return next((tab for tab, records in TAB_OF.items() if record in records), "plan")


class HeldPart(QWidget):
    """What is kept apart for one reason; `opened(family id, tab, row id)` when the worker wants to see what it is about."""

    opened = Signal(object, str, object)

    def __init__(self, work: FamilyWork, held: HeldWork, today: date) -> None:
        super().__init__()
        self.family = work.family
        head = tn("sync_page.held_of", held.count, family=work.name, when=near_moment(held.since, today))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 12, 0, 12)
        whole.setSpacing(6)
        whole.addWidget(TextLabel(head, "strong"))
        whole.addWidget(TextLabel(t(REASONS.get(held.reason, "sync_page.held_other")), "body"))
        self.buttons = [self._button(row) for row in held.rows]
        rows = FlowLayout(gap=8)
        for button in self.buttons:
            rows.addWidget(button)
        whole.addLayout(rows)
        if held.more:
            whole.addWidget(TextLabel(tn("sync_page.held_more", held.more), "small"))
        call_row(self, work.name)

    def _button(self, row: HeldRow) -> LinkButton:
        short = row.what if len(row.what) <= LONGEST else f"{row.what[: LONGEST - 1].rstrip()}…"
        button = LinkButton(t("sync_page.open_row", what=short.replace("&", "&&")), "eye")
        button.setAccessibleName(t("sync_page.open_row", what=row.what))
        button.clicked.connect(lambda: self.opened.emit(self.family, tab_of(row.record), row.row))
        return button


class HeldCard(Card):
    """All own work that is kept apart, a family at a time; hidden when there is none. `opened` as in its parts."""

    opened = Signal(object, str, object)

    def __init__(self) -> None:
        super().__init__(t("sync_page.held_title"), "versions")
        self.rows = RowList()
        self.add(TextLabel(t("sync_page.held_about"), "body"), self.rows)
        self.shown: Sequence[FamilyWork] = ()
        self.hide()

    def show_works(self, works: Sequence[FamilyWork], today: date) -> None:
        """Show what is kept apart of these families; what is there already stays as it is, with the keyboard in it."""
        works = [one for one in works if one.held]
        if works != self.shown:
            self.shown = works
            parts = [HeldPart(one, held, today) for one in works for held in one.held]
            for part in parts:
                part.opened.connect(self.opened)
            self.rows.show_rows([*parts])
        self.setVisible(bool(works))
