"""A word in a rounded field: a status, or who does something."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from ui import theme
from ui.theme import Kind

EDGED = frozenset({Kind.OK, Kind.WARN, Kind.PROBLEM, Kind.INFO})


class Pill(QLabel):
    """A status pill; the word says it, the colour only helps."""

    def __init__(self, text: str, kind: Kind = Kind.NEUTRAL, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setContentsMargins(14, 4, 14, 4)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.kind = kind
        self.setProperty("kind", kind.value)

    def show_status(self, text: str, kind: Kind) -> None:
        """Change the word and the kind."""
        self.setText(text)
        if kind is not self.kind:
            self.kind = kind
            self.setProperty("kind", kind.value)
            self.style().polish(self)
        self.updateGeometry()

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tone = theme.current().tone(self.kind)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tone.edge if self.kind in EDGED else tone.rim), 1.2))
        painter.setBrush(QColor(tone.ground))
        place = QRectF(self.rect()).adjusted(0.8, 0.8, -0.8, -0.8)
        radius = min(place.height() / 2, 16)
        painter.drawRoundedRect(place, radius, radius)
        painter.end()
        super().paintEvent(event)
