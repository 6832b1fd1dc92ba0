"""A row with a box to tick: an action of the plan, or anything else that is done or not."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ui import theme
from ui.widgets.avatar import Avatar
from ui.widgets.focus_ring import draw_focus_ring
from ui.widgets.labels import TextLabel
from ui.widgets.pill import Pill

BOX_PX = 30


class CheckBox(QCheckBox):
    """A box of 30 px in a target of 48 px; its text is for the screen reader only, the label stands beside it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._ring = False

    @override
    def sizeHint(self) -> QSize:
        target = theme.current().sizes["target"]
        return QSize(target, target)

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

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF((self.width() - BOX_PX) / 2, (self.height() - BOX_PX) / 2, BOX_PX, BOX_PX)
        ground = look.primary if self.isChecked() else look.field_ground
        edge = look.primary if self.isChecked() else look.edge_strong if self.underMouse() else look.field_edge
        painter.setPen(QPen(QColor(edge if self.isEnabled() else look.disabled_edge), 2))
        painter.setBrush(QColor(ground if self.isEnabled() else look.disabled))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        if self.isChecked():
            draw_tick(painter, look.primary_text if self.isEnabled() else look.disabled_text, box)
        if self.hasFocus() and self._ring:
            draw_focus_ring(painter, look, QRectF(self.rect()).adjusted(2, 2, -2, -2), 8)


def draw_tick(painter: QPainter, colour: str, box: QRectF) -> None:
    """Draw the tick, thick enough to see from across a table."""
    painter.setPen(QPen(QColor(colour), 3.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    corner = box.topLeft()
    painter.drawPolyline(QPolygonF([corner + QPointF(8, 15.5), corner + QPointF(13, 20.5), corner + QPointF(22.5, 10.5)]))


class CheckRow(QWidget):
    """Box, avatar, wrapping text with a smaller line under it, pill, and room for buttons in `trailing`."""

    toggled = Signal(bool)

    def __init__(
        self, text: str, sub: str = "", avatar: Avatar | None = None, pill: Pill | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.box = CheckBox(text)
        self.text = TextLabel(text, "body")
        self.sub = TextLabel("", "small")
        self.avatar = avatar
        self.pill = pill
        self.trailing = QHBoxLayout()
        self.trailing.setSpacing(4)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addStretch(1)
        words.addWidget(self.text)
        words.addWidget(self.sub)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(12)
        row.addWidget(self.box)
        if avatar is not None:
            row.addWidget(avatar)
        row.addLayout(words, 1)
        if pill is not None:
            row.addWidget(pill)
        row.addLayout(self.trailing)
        self.show_words(text, sub)
        self.box.toggled.connect(self.toggled)

    def show_words(self, text: str, sub: str) -> None:
        """Change the text and the line under it."""
        self.text.setText(text)
        self.sub.setText(sub)
        self.sub.setVisible(bool(sub))
        self.box.setAccessibleName(text)
        self.box.setAccessibleDescription(sub)

    def is_checked(self) -> bool:
        """Tell whether the box is ticked."""
        return self.box.isChecked()

    def set_checked(self, checked: bool) -> None:
        """Tick or untick the box without telling anybody."""
        blocked = self.box.blockSignals(True)
        self.box.setChecked(checked)
        self.box.blockSignals(blocked)
        self.box.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.box.isEnabled() and self.on_words(event):
            self.box.toggle()
        super().mouseReleaseEvent(event)

    def on_words(self, event: QMouseEvent) -> bool:
        """Tell whether a touch is on the words, which count as part of the box."""
        place = event.position().toPoint()
        return self.text.geometry().united(self.sub.geometry()).contains(place)
