"""The wavy line that is drawn under a word to look at: a shape, so that it is not colour alone."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ui import theme
from ui.theme import Kind

UP_PX = 1.5
STEP_PX = 2.5
Span = tuple[int, int]
"""Where a word begins and ends in a text, counted as Qt does: a character outside the first 65,536 counts for two."""


def draw_wave(painter: QPainter, left: float, right: float, base: float) -> None:
    """Draw the line from left to right at a height."""
    steps = max(2, round((right - left) / STEP_PX))
    points = [QPointF(left + place * STEP_PX, base + (UP_PX if place % 2 else -UP_PX)) for place in range(steps + 1)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.current().tone(Kind.PROBLEM).ink), 1.5))
    painter.drawPolyline(QPolygonF(points))
