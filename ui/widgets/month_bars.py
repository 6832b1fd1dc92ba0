"""How often something was in each of the last months, as small bars with their figures."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from ui import theme

BAR_PX = 26
COLUMN_PX = 44
TALL_PX = 56


class MonthBar(NamedTuple):
    """One month: the short word under the bar, and how often."""

    word: str
    times: int


class MonthBars(QLabel):
    """Bars from the oldest month to this one; `sentence` says the same in words, for who does not see them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.bars: tuple[MonthBar, ...] = ()

    def show_bars(self, bars: Sequence[MonthBar], sentence: str) -> None:
        """Show other months."""
        self.bars = tuple(bars)
        self.setAccessibleName(sentence)
        self.setToolTip(sentence)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        line = theme.current().text_px("small") + 6
        return QSize(max(len(self.bars), 1) * COLUMN_PX, TALL_PX + 2 * line)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        line = look.text_px("small") + 6
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("small"))
        most = max((bar.times for bar in self.bars), default=0) or 1
        foot = line + TALL_PX
        for place, bar in enumerate(self.bars):
            left = place * COLUMN_PX
            tall = max(TALL_PX * bar.times / most, 3.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.action if bar.times else look.line))
            painter.drawRoundedRect(QRectF(left + (COLUMN_PX - BAR_PX) / 2, foot - tall, BAR_PX, tall), 3, 3)
            painter.setPen(QColor(look.text))
            painter.drawText(QRectF(left, foot - tall - line, COLUMN_PX, line), Qt.AlignmentFlag.AlignCenter, str(bar.times))
            painter.drawText(QRectF(left, foot, COLUMN_PX, line), Qt.AlignmentFlag.AlignCenter, bar.word)
