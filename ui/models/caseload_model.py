"""The caseload as an item model over the lines that the action gives."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from app.actions.families import CaseloadLine
from app.texts import t, tn
from ui.widgets.nav_list import ITEM_ROLE, NavItem

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class CaseloadModel(QAbstractListModel):
    """One row per family, in the order given."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[CaseloadLine] = []

    def show_lines(self, lines: list[CaseloadLine]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def row_of(self, family: bytes | None) -> int:
        """Return the row of a family, or -1."""
        return next((row for row, line in enumerate(self.lines) if line.family == family), -1)

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == ITEM_ROLE:
            return NavItem(line.name, under(line), line.open_choices)
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.name}. {under(line)}"
        return None


def under(line: CaseloadLine) -> str:
    """Return what stands under a family's name: what asks for a person first, then what is not sent, then when it changed."""
    if line.open_choices:
        return tn("caseload.choices", line.open_choices)
    if line.held:
        return tn("caseload.held", line.held)
    if line.waiting:
        return tn("caseload.waiting", line.waiting)
    return t("caseload.changed", when=f"{line.changed_at:%d-%m-%Y}") if line.changed_at else ""
