"""Points under each other, each with a dot before it; the lines of one point stand under each other, behind its dot."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from ui import theme
from ui.widgets.labels import TextLabel

INDENT_PX = 16
DOT_PX = 5.0


class BulletLabel(TextLabel):
    """One point of a list."""

    def __init__(self, text: str, role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(text, role, parent)
        self.setContentsMargins(INDENT_PX, 0, 0, 0)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)

    @override
    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint() + QSize(INDENT_PX, 0)

    @override
    def paintEvent(self, arg__1: QPaintEvent) -> None:
        super().paintEvent(arg__1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().text))
        painter.drawEllipse(QRectF(3, (self.fontMetrics().height() - DOT_PX) / 2, DOT_PX, DOT_PX))


class BulletList(QWidget):
    """Any number of points in one role of the style sheet, under a line that says what they are if there is one."""

    def __init__(self, role: str = "body", intro: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.role = role
        self.points: tuple[str, ...] = ()
        self._labels: list[BulletLabel] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)
        if intro:
            self._rows.addWidget(TextLabel(intro, role))

    def show_points(self, points: Sequence[str]) -> None:
        """Show these points; the same as before cost nothing."""
        if tuple(points) == self.points:
            return
        self.points = tuple(points)
        for old in self._labels:
            old.hide()
            old.deleteLater()
        self._labels = [BulletLabel(point, self.role, self) for point in points]
        for label in self._labels:
            self._rows.addWidget(label)
