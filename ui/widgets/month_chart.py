"""How many there were in each month, as a row of bars; the sentence beside it says the same."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from ui import theme

FIGURES_PX = 26
FIGURE_PX = 26
GAP_PX = 4
WIDEST_BAR_PX = 34


class MonthChart(QLabel):
    """Bars from old to new, the last one in the colour of what counts; the first and the last have their figure above them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.counts: tuple[int, ...] = ()

    def show_counts(self, counts: Sequence[int], sentence: str) -> None:
        """Show other counts; `sentence` is what a screen reader says of them."""
        self.counts = tuple(counts)
        self.setAccessibleName(sentence)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(260, 92)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def bars(self) -> list[QRectF]:
        """Return where the bars stand: the last one at the right edge."""
        step = min(self.width() / max(len(self.counts), 1), WIDEST_BAR_PX + GAP_PX)
        room, highest = self.height() - FIGURES_PX - 2, max([*self.counts, 1])
        left = self.width() - len(self.counts) * step + GAP_PX
        heights = [max(room * count / highest, 2) for count in self.counts]
        return [QRectF(left + place * step, self.height() - high, max(step - GAP_PX, 3), high) for place, high in enumerate(heights)]

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        bars = self.bars()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for bar in bars:
            painter.setPen(QPen(QColor(look.action_edge), 1.2))
            painter.setBrush(QColor(look.action if bar is bars[-1] else look.action_soft))
            painter.drawRoundedRect(bar.adjusted(0.6, 0.6, -0.6, -0.6), 3, 3)
        painter.setFont(look.font("small", QFont.Weight.Bold))
        painter.setPen(QColor(look.text))
        for place in sorted({0, len(bars) - 1}) if bars else ():
            bar, count = bars[place], self.counts[place]
            figure = QRectF(bar.center().x() - FIGURE_PX / 2, 0, FIGURE_PX, FIGURES_PX)
            figure.moveLeft(min(max(figure.left(), 0), self.width() - FIGURE_PX))
            under = [other.top() for other in bars if other.right() > figure.left() and other.left() < figure.right()]
            figure.moveBottom(min(under))
            painter.drawText(figure, Qt.AlignmentFlag.AlignCenter, str(count))
