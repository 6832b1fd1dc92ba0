"""How a score scale is drawn: a line, a square for the start, a full circle for now, a ring for the goal. Keeps no state."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from app.texts import t
from ui.theme import Kind, Theme
from ui.widgets.focus_ring import draw_focus_ring

MARGIN_PX = 22
MIDDLE_PX = 24
TRACK_PX = 10
MARK_PX = 27


class Caption(NamedTuple):
    """A word under the line and the middle where it wants to stand."""

    text: str
    middle: float


class ScoreDrawing:
    """Draws one scale in a theme on a widget of a size."""

    def __init__(self, look: Theme, size: QSize) -> None:
        self.look = look
        self.size = size

    def point(self, score: int) -> QPointF:
        """Return the middle of the mark of a score."""
        return QPointF(MARGIN_PX + (self.size.width() - 2 * MARGIN_PX) * score / 10, MIDDLE_PX)

    def draw(self, painter: QPainter, start: int | None, now: int | None, goal: int | None, ring: bool) -> None:
        """Draw the whole scale, with the ring of the keyboard if it is there."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw_track(painter, start, now)
        if goal is not None and goal != now:
            self.draw_goal(painter, goal)
        if start is not None and start != now:
            self.draw_start(painter, start)
        if now is not None:
            self.draw_now(painter, now, reached=now == goal)
        self.draw_captions(painter, start, now, goal)
        if ring:
            draw_focus_ring(painter, self.look, QRectF(0, 0, self.size.width(), self.size.height()), 10)

    def draw_track(self, painter: QPainter, start: int | None, now: int | None) -> None:
        """Draw the line with its steps, and the way gone from start to now."""
        left, right = self.point(0).x(), self.point(10).x()
        painter.setPen(QPen(QColor(self.look.edge), 1) if self.look.page == self.look.soft else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.look.pressed))
        self.draw_bar(painter, left - 5, right + 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.look.edge))
        for score in range(11):
            painter.drawEllipse(self.point(score), 1.6, 1.6)
        if start is not None and now is not None and start != now:
            painter.setBrush(QColor(self.look.action_edge if now > start else self.look.tone(Kind.WARN).edge))
            ends = sorted((self.point(start).x(), self.point(now).x()))
            self.draw_bar(painter, *ends)

    def draw_bar(self, painter: QPainter, left: float, right: float) -> None:
        """Draw a rounded bar on the line."""
        painter.drawRoundedRect(QRectF(left, MIDDLE_PX - TRACK_PX / 2, right - left, TRACK_PX), TRACK_PX / 2, TRACK_PX / 2)

    def draw_start(self, painter: QPainter, score: int) -> None:
        """Draw a small square with the number where it began."""
        side = MARK_PX - 4
        place = QRectF(0, 0, side, side)
        place.moveCenter(self.point(score))
        painter.setPen(QPen(QColor(self.look.action_edge), 2))
        painter.setBrush(QColor(self.look.surface))
        painter.drawRoundedRect(place, 5, 5)
        self.draw_number(painter, place, score, self.look.action)

    def draw_now(self, painter: QPainter, score: int, reached: bool) -> None:
        """Draw a full circle with the number as it is now; at the goal with its ring around."""
        place = self.circle(score, MARK_PX + 3)
        painter.setPen(QPen(QColor(self.look.surface), 2.5))
        painter.setBrush(QColor(self.look.primary))
        painter.drawEllipse(place)
        if reached:
            painter.setPen(QPen(QColor(self.look.tone(Kind.FAMILY).edge), 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(self.circle(score, MARK_PX + 8))
        self.draw_number(painter, place, score, self.look.primary_text)

    def draw_goal(self, painter: QPainter, score: int) -> None:
        """Draw an open ring with the number that is wanted."""
        tone = self.look.tone(Kind.FAMILY)
        place = self.circle(score, MARK_PX)
        painter.setPen(QPen(QColor(tone.edge), 2.5))
        painter.setBrush(QColor(self.look.surface))
        painter.drawEllipse(place)
        self.draw_number(painter, place, score, tone.ink)

    def circle(self, score: int, width: float) -> QRectF:
        """Return the square around a circle on a score."""
        place = QRectF(0, 0, width, width)
        place.moveCenter(self.point(score))
        return place

    def draw_number(self, painter: QPainter, place: QRectF, score: int, colour: str) -> None:
        """Write a number in a mark; it keeps the size of the mark."""
        font = self.look.font("small", QFont.Weight.Bold)
        font.setPixelSize(min(font.pixelSize(), 15))
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(score))

    def draw_captions(self, painter: QPainter, start: int | None, now: int | None, goal: int | None) -> None:
        """Write under the line which mark is which."""
        painter.setFont(self.look.font("small"))
        painter.setPen(QColor(self.look.text_muted))
        height = painter.fontMetrics().height()
        for caption in self.spread(painter, self.captions(start, now, goal)):
            width = painter.fontMetrics().horizontalAdvance(caption.text) + 4
            place = QRectF(caption.middle - width / 2, MIDDLE_PX + MARK_PX / 2 + 5, width, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, caption.text)

    def captions(self, start: int | None, now: int | None, goal: int | None) -> list[Caption]:
        """Return the words from left to right; marks on one score share one caption."""
        texts: dict[int, list[str]] = {}
        for key, score in (("widget.score_start", start), ("widget.score_now", now), ("widget.score_goal", goal)):
            if score is not None:
                texts.setdefault(score, []).append(t(key))
        if now is None:
            texts.setdefault(0, []).append(t("widget.score_lowest"))
            texts.setdefault(10, []).append(t("widget.score_highest"))
        return [Caption(" · ".join(texts[score]), self.point(score).x()) for score in sorted(texts)]

    def spread(self, painter: QPainter, captions: list[Caption]) -> list[Caption]:
        """Return the captions pushed apart, and inside the widget, so that none covers another."""
        metrics, placed = painter.fontMetrics(), list[Caption]()
        free_from = 2.0
        for caption in captions:
            half = metrics.horizontalAdvance(caption.text) / 2 + 2
            middle = max(caption.middle, free_from + half)
            placed.append(Caption(caption.text, middle))
            free_from = middle + half + 6
        free_to = self.size.width() - 2.0
        for place in range(len(placed) - 1, -1, -1):
            half = metrics.horizontalAdvance(placed[place].text) / 2 + 2
            middle = min(placed[place].middle, free_to - half)
            placed[place] = Caption(placed[place].text, middle)
            free_to = middle - half - 6
        return placed
