"""A card with rows that were noted in people's words, and one way to add another."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.texts import t
from ui.desk import Desk
from ui.pages.noted_row import NotedFields, NotedRow, Told
from ui.pages.row_stack import RowStack
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.labels import TextLabel

Add = Callable[[Any, bytes], bytes]
"""An action: workspace and family in, the new row's id out."""


class NotedCard(Card):
    """Shows the rows of one record; `add` makes an empty one, which opens at once with its first questions."""

    def __init__(self, title: str, icon: str, hint: str, fields: NotedFields, add: Add) -> None:
        super().__init__(title, icon)
        self.fields = fields
        self.making = add
        self.to_open: bytes | None = None
        self.hint = TextLabel(hint, "small")
        self.stack: RowStack[NotedRow] = RowStack()
        self.more = LinkButton(t(fields.texts.add), "plus")
        self.more.clicked.connect(self.add_row)
        self.add(self.hint, self.stack)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def work_at(self, desk: Desk, family: bytes, deleted: Callable[[str, bytes], None]) -> None:
        """Know for which family the card is, and who is told of what was thrown away."""
        self.desk, self.family, self.deleted = desk, family, deleted

    def show_rows(self, rows: Sequence[Any], tell: Callable[[Any], Told], page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring all rows up to date; `tell` says what a row shows while it is closed."""
        make = {row.id: partial(NotedRow, self.desk, self.family, row.id, self.fields, self.deleted) for row in rows}
        self.stack.show_rows(make)
        for row in rows:
            self.stack.rows[row.id].show_row(row, tell(row), page, drafts)
        if self.to_open in self.stack.rows:
            self.stack.rows[self.to_open].open(focus=True, whole=False)
            self.to_open = None

    def add_row(self) -> None:
        """Add a row and open it to be written in."""
        family, making = self.family, self.making

        def opened(row: bytes) -> None:
            self.to_open = row

        self.desk.do(family, lambda workspace: making(workspace, family), opened)

    def commit(self) -> None:
        """Leave every field of the card."""
        for row in self.stack.rows.values():
            row.fields.commit()
