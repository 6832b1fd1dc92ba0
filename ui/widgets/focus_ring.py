"""The ring around what has the keyboard: two lines of opposite colours, so that it shows on any ground."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.theme import Theme


def draw_focus_ring(painter: QPainter, theme: Theme, place: QRectF, radius: float) -> None:
    """Draw the ring just inside `place`."""
    width = theme.sizes["ring"]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    draw_line(painter, theme.surface, place, radius, width + 2)
    draw_line(painter, theme.focus, place, radius, width)
    painter.restore()


def draw_line(painter: QPainter, colour: str, place: QRectF, radius: float, width: int) -> None:
    """Draw one line of the ring, wholly inside `place`."""
    painter.setPen(QPen(QColor(colour), width))
    half = width / 2
    inner = max(radius - half, 1)
    painter.drawRoundedRect(place.adjusted(half, half, -half, -half), inner, inner)
