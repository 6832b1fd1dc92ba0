"""Text on the screen: always plain text, always wrapping, never cut off."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

DOT, BOUND_DOT = " · ", "\N{NO-BREAK SPACE}· "
"""Between short facts in one line; it stays with the fact before it, so that no line begins with it."""


class TextLabel(QLabel):
    """A wrapping label in one role of the style sheet: title, large, heading, body, strong, label, small, quote, problem or brand."""

    def __init__(self, text: str = "", role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(text.replace(DOT, BOUND_DOT), parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", role)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @override
    def setText(self, arg__1: str) -> None:
        super().setText(arg__1.replace(DOT, BOUND_DOT))

    @override
    def text(self) -> str:
        """Return the text as it was given."""
        return super().text().replace(BOUND_DOT, DOT)

    @override
    def minimumSizeHint(self) -> QSize:
        """Allow the label to become as narrow as its longest word, so that a narrow window wraps it instead of cutting it."""
        self.ensurePolished()
        metrics = self.fontMetrics()
        longest = max((metrics.horizontalAdvance(word) for word in self.text().split()), default=0)
        return QSize(min(longest + 4, 240), metrics.height())


class LineLabel(TextLabel):
    """A label that stays on one line as long as there is room and asks for that room."""

    @override
    def sizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 6, metrics.height())
