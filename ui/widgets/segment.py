"""One choice of a few that stand side by side."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy, QWidget
from typing_extensions import override

from ui import theme
from ui.icons import draw_icon
from ui.widgets.focus_ring import draw_focus_ring

SIDE_PX = 16
TICK_PX = 20


class Segment(QRadioButton):
    """A radio button in the form of a key; the chosen one has a tick."""

    entered = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._ring = False

    def set_checked(self, checked: bool) -> None:
        """Mark as chosen or not, also when that leaves none of the group chosen."""
        group: QButtonGroup | None = self.group()
        if group is not None:
            group.setExclusive(False)
        self.setChecked(checked)
        if group is not None:
            group.setExclusive(True)

    @override
    def sizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = self.fontMetrics()
        height = max(theme.current().sizes["target"], metrics.height() + 20)
        return QSize(metrics.horizontalAdvance(self.text()) + 2 * SIDE_PX + TICK_PX + 8, height)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def hitButton(self, pos: object) -> bool:
        return True

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() is not Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        self.entered.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        ground = look.primary if chosen else look.hover if self.underMouse() else look.field_ground
        ink = look.primary_text if chosen else look.text
        painter.setPen(QPen(QColor(look.primary if chosen else look.field_edge), 2))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        text_px = self.fontMetrics().horizontalAdvance(self.text())
        left = (self.width() - text_px - (TICK_PX + 6 if chosen else 0)) / 2
        if chosen:
            draw_icon(painter, "check", ink, QRectF(left, (self.height() - TICK_PX) / 2, TICK_PX, TICK_PX))
            left += TICK_PX + 6
        painter.setPen(QColor(ink))
        painter.drawText(QRectF(left, 0, text_px + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus() and self._ring:
            draw_focus_ring(painter, look, QRectF(self.rect()), 8)
