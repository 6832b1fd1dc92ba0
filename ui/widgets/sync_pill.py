"""Where the work is: safe on this laptop, on its way, or kept by the municipality. Starts nothing itself."""

import enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from app.texts import t, tn
from ui import theme
from ui.icons import draw_icon
from ui.theme import Kind
from ui.widgets.focus_ring import draw_focus_ring


class SyncState(enum.StrEnum):
    """How the exchange with the municipality stands."""

    OFFLINE = "offline"
    WAITING = "waiting"
    BUSY = "busy"
    DONE = "done"
    HEALING = "healing"
    REFUSED = "refused"
    DISK = "disk"
    ATTENTION = "attention"


SHAPES = {
    SyncState.OFFLINE: ("wifi-off", Kind.WARN),
    SyncState.WAITING: ("cloud-up", Kind.NEUTRAL),
    SyncState.BUSY: ("refresh", Kind.INFO),
    SyncState.DONE: ("cloud-check", Kind.OK),
    SyncState.HEALING: ("clock", Kind.INFO),
    SyncState.REFUSED: ("lock", Kind.WARN),
    SyncState.DISK: ("alert-circle", Kind.PROBLEM),
    SyncState.ATTENTION: ("alert-triangle", Kind.WARN),
}
ICON_PX = 18


class SyncPill(QPushButton):
    """A pill in calm words, of which each state has its own shape too; `clicked` asks for more about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = SyncState.OFFLINE
        self._ring = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_state(SyncState.OFFLINE)

    def show_state(self, state: SyncState, unsent: int = 0, fetching: tuple[int, int] | None = None, more: str = "") -> None:
        """Show how it stands: how many changes are only here, how many families came of how many, and more for who asks."""
        self.state = state
        if state is SyncState.BUSY and fetching is not None:
            text = tn("widget.sync_busy_fetching", fetching[1], done=fetching[0])
        elif unsent and state in (SyncState.BUSY, SyncState.WAITING):
            text = tn(f"widget.sync_{state}_unsent", unsent)
        else:
            text = t(f"widget.sync_{SyncState.DONE if state is SyncState.WAITING else state}")
        self.setText(text)
        more = f"{more} {t('widget.sync_more')}".strip()
        self.setToolTip(more)
        self.setAccessibleDescription(more)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.text()) + ICON_PX + 8 + 2 * 14 + 4
        return QSize(width, max(theme.current().sizes["target"], metrics.height() + 16))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() is not Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        icon, kind = SHAPES[self.state]
        tone = look.tone(kind)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = self.fontMetrics().height() + 12
        place = QRectF(1, (self.height() - high) / 2, self.width() - 2, high)
        painter.setPen(QPen(QColor(tone.edge), 1.2))
        painter.setBrush(QColor(tone.ground))
        painter.drawRoundedRect(place, high / 2, high / 2)
        draw_icon(painter, icon, tone.ink, QRectF(15, (self.height() - ICON_PX) / 2, ICON_PX, ICON_PX))
        painter.setPen(QColor(tone.ink))
        painter.drawText(QRectF(15 + ICON_PX + 8, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus() and self._ring:
            draw_focus_ring(painter, look, place.adjusted(-1, -4, 1, 4), high / 2 + 4)
