"""A calm bar with one message, and at most one thing to do about it."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from ui import theme
from ui.icons import draw_icon
from ui.theme import Kind
from ui.widgets.announce import announce
from ui.widgets.buttons import QuietButton
from ui.widgets.labels import TextLabel

SHORT_TEXT = 90  # longer than this is read, not glanced at: no bold
ICONS = {Kind.INFO: "info-circle", Kind.WARN: "alert-triangle", Kind.PROBLEM: "alert-circle", Kind.OK: "check"}


class BannerIcon(QWidget):
    """The shape of the message: an i, a triangle, a mark or a tick."""

    def __init__(self, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(24, 24)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        draw_icon(QPainter(self), ICONS[self.kind], theme.current().tone(self.kind).ink, QRectF(self.rect()))


class Banner(QFrame):
    """A message of kind INFO, WARN, PROBLEM or OK; `acted` when its button is pressed."""

    acted = Signal()

    def __init__(self, text: str = "", kind: Kind = Kind.INFO, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icon = BannerIcon(kind)
        self.text = TextLabel(text, "strong")
        self.button = QuietButton(action)
        self.button.clicked.connect(self.acted)
        self.row = layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 10, 10)
        layout.setSpacing(12)
        layout.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.button)
        self.dress(kind, action)

    def say(self, text: str, kind: Kind = Kind.INFO, action: str = "") -> None:
        """Show a message, and let a screen reader speak it."""
        self.text.setText(text)
        self.dress(kind, action)
        self.show()
        announce(self, text)

    def dress(self, kind: Kind, action: str) -> None:
        """Take the colours of a kind and the button, when there is something to do."""
        self.icon.kind = kind
        short = len(self.text.text()) <= SHORT_TEXT
        self.text.setProperty("role", "strong" if short else "body")
        self.row.setAlignment(self.icon, Qt.AlignmentFlag.AlignVCenter if short else Qt.AlignmentFlag.AlignTop)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        for widget in (self, self.text):
            widget.setProperty("kind", kind.value)
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.icon.update()
