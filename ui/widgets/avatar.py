"""A person as initials in a circle: family, network or professional by colour and by the word beside it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from app.domain.rules.names import initials_of
from ui import theme
from ui.theme import Kind, Theme


class Avatar(QLabel):
    """A circle with initials; `size` in px."""

    def __init__(self, name: str, kind: Kind = Kind.FAMILY, size: int = 36, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_person(name, kind)

    def show_person(self, name: str, kind: Kind) -> None:
        """Show another person."""
        self.kind = kind
        self.setText(initials_of(name) or "?")
        self.setAccessibleName(name)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_avatar(painter, theme.current(), QRectF(self.rect()), self.text(), self.kind)


def draw_avatar(painter: QPainter, look: Theme, place: QRectF, letters: str, kind: Kind) -> None:
    """Draw a circle with letters, filling `place`."""
    tone = look.tone(kind)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tone.edge), 2 if kind is Kind.NETWORK else 1.4))
    painter.setBrush(QColor(tone.ground))
    painter.drawEllipse(place.adjusted(1.2, 1.2, -1.2, -1.2))
    font = look.font("body", QFont.Weight.Bold)
    font.setPixelSize(max(round(place.height() * (0.34 if len(letters) > 1 else 0.4)), 9))
    painter.setFont(font)
    painter.setPen(QColor(tone.ink))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, letters)
    painter.restore()
