"""Rows under each other with a thin line between them, such as the actions of a goal."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.divider import Divider


class RowList(QWidget):
    """Any number of rows; the lines come by themselves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def show_rows(self, rows: list[QWidget]) -> None:
        """Show these rows instead of what was there; rows that stay are kept as they are, with their focus."""
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget not in rows:
                widget.hide()
                widget.deleteLater()
        self.rows = rows
        for row in rows:
            self._layout.addWidget(Divider())
            self._layout.addWidget(row)
