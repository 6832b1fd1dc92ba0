"""A long text that is only read: to scroll, to select and to copy."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget
from typing_extensions import override

LINES = 9
EDGES_PX = 24


class Reading(QTextEdit):
    """Shows a text called `name`; Tab leaves it, and nothing in it leads anywhere."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.setAccessibleName(name)


class LongReading(Reading):
    """Shows nine lines of a plain text."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setAcceptRichText(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        self.ensurePolished()
        return QSize(320, LINES * self.fontMetrics().lineSpacing() + EDGES_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())
