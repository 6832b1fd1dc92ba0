"""The caseload as an item model over the lines that the action gives, in the order that the worker asked for."""

from collections.abc import Set
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from app.actions.caseload import CaseloadLine
from app.domain.rules.reason import by_name, by_reason
from app.texts import t
from ui.widgets.nav_list import ITEM_ROLE, NavItem

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
BY_REASON, BY_NAME = "wat-wacht", "naam"
"""The orders, as the settings file keeps them."""


class CaseloadModel(QAbstractListModel):
    """One row per family; `order` is one of the two."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[CaseloadLine] = []
        self.order = BY_REASON

    def show_lines(self, lines: list[CaseloadLine]) -> None:
        """Show these families and no others; a row that stays where it was is only painted again where it says something else."""
        lines = by_name(lines) if self.order == BY_NAME else by_reason(lines)
        before, self.lines = self.lines, lines
        if [line.family for line in lines] != [line.family for line in before]:
            self.beginResetModel()
            self.endResetModel()
            return
        for row, (old, new) in enumerate(zip(before, lines, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(row), self.index(row))

    def put_lines(self, touched: Set[bytes], lines: list[CaseloadLine]) -> None:
        """Show what became of the families that something happened to: one without a line has gone, the others stay."""
        changed = touched | {line.family for line in lines}
        self.show_lines([*(line for line in self.lines if line.family not in changed), *lines])

    def put_in_order(self, order: str) -> None:
        """Show the same families in another order; a word that is none is the first order."""
        self.order = BY_NAME if order == BY_NAME else BY_REASON
        self.show_lines(self.lines)

    def row_of(self, family: bytes | None) -> int:
        """Return the row of a family, or -1."""
        return next((row for row, line in enumerate(self.lines) if line.family == family), -1)

    def is_arriving(self, family: bytes) -> bool:
        """Tell whether only a part of a family is here yet."""
        return any(line.family == family and line.arriving for line in self.lines)

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == ITEM_ROLE:
            return NavItem(line.name, under(line), line.open_choices, more=more(line))
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return in_full(line)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<qt>{escape(in_full(line))}</qt>"
        return None


def under(line: CaseloadLine) -> str:
    """Return what stands under a family's name: the first reason, in words."""
    return line.reasons[0].sentence() if line.reasons else ""


def more(line: CaseloadLine) -> str:
    """Return how many reasons there are behind the first one."""
    return t("caseload.more", count=len(line.reasons) - 1) if len(line.reasons) > 1 else ""


def in_full(line: CaseloadLine) -> str:
    """Return the name with every reason, as a screen reader says it."""
    said = [line.name, *(reason.sentence() for reason in line.reasons)]
    return " ".join(part if part.endswith(("?", ".", "!")) else f"{part}." for part in said)
