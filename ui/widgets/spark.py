"""The history of a score as a small line."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from app.texts import t
from ui import theme


class Spark(QLabel):
    """A line through the scores from old to new, 0 below and 10 above, with a dot on the last."""

    def __init__(self, scores: Sequence[int] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.scores: tuple[int, ...] = ()
        self.show_scores(scores)

    def show_scores(self, scores: Sequence[int]) -> None:
        """Show other scores."""
        self.scores = tuple(scores)
        line = ", ".join(str(score) for score in self.scores)
        words = t("widget.spark_name", scores=line) if self.scores else t("widget.spark_none")
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(112, 40)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def points(self) -> list[QPointF]:
        """Return where the scores stand."""
        width, height = self.width() - 14, self.height() - 14
        step = width / max(len(self.scores) - 1, 1)
        first = width if len(self.scores) == 1 else 0.0
        return [QPointF(7 + first + place * step, 7 + height * (1 - score / 10)) for place, score in enumerate(self.scores)]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        points = self.points()
        if not points:
            return
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(look.action_edge), 2.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.action))
        painter.drawEllipse(points[-1], 5, 5)
