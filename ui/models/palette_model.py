"""What Ctrl+K shows as an item model: lines in groups, each line with what it opens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from ui.widgets.palette_list import LINE_ROLE, PaletteLine

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
CAN_BE_OPENED = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


@dataclass(frozen=True)
class PaletteRow:
    """A line and what opening it does; `group` is the heading that the line comes under."""

    group: str
    line: PaletteLine
    open: Callable[[], None]


def nothing() -> None:
    """Do what opening a heading does."""


class PaletteModel(QAbstractListModel):
    """The rows in the order given, with a heading before each group."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[PaletteRow] = []

    def show_rows(self, rows: Sequence[PaletteRow]) -> None:
        """Show other rows; those of one group stand together."""
        self.beginResetModel()
        self.rows = []
        for row in rows:
            if not self.rows or self.rows[-1].group != row.group:
                self.rows.append(PaletteRow(row.group, PaletteLine(row.group, is_heading=True), nothing))
            self.rows.append(row)
        self.endResetModel()

    def found(self) -> list[PaletteRow]:
        """Return the rows that can be opened."""
        return [row for row in self.rows if not row.line.is_heading]

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        heading = index.isValid() and self.rows[index.row()].line.is_heading
        return Qt.ItemFlag.ItemIsEnabled if heading else CAN_BE_OPENED

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == LINE_ROLE:
            return row.line
        if role == Qt.ItemDataRole.DisplayRole:
            return row.line.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (row.line.text, row.line.under, row.line.keys, "" if row.line.is_heading else row.group)
            return ". ".join(part for part in parts if part)
        return None
