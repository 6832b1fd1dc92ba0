"""A thin line between rows."""

from PySide6.QtWidgets import QFrame, QWidget


class Divider(QFrame):
    """A line over the full width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)
