"""A long text that is only read: to scroll, to select and to copy."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget
from typing_extensions import override

LINES = 9
EDGES_PX = 24


class LongReading(QTextEdit):
    """Shows nine lines of a text called `name`; Tab leaves it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    @override
    def sizeHint(self) -> QSize:
        self.ensurePolished()
        return QSize(320, LINES * self.fontMetrics().lineSpacing() + EDGES_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())
