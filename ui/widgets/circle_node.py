"""Somebody in the circles, for hands and keyboard: a place to touch, drag, focus and read out. The drawing itself is painted below."""

from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from typing_extensions import override

from app.domain.rules.circle_layout import Spot
from app.domain.rules.circles import Circled, in_words
from app.texts import t
from ui import theme
from ui.widgets.circle_paint import rect
from ui.widgets.focus_ring import draw_focus_ring

TARGET_PX = 44
STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (1, 0), Qt.Key.Key_Down: (-1, 0)}
"""What an arrow key does: so many rings nearer, so many parts of life further."""


class Hands(Protocol):
    """Who is told what is done with somebody in the circles."""

    def step(self, person: Circled, nearer: int, further: int) -> None:
        """Move somebody by keys."""
        ...

    def drag(self, person: Circled, to: QPointF) -> None:
        """Show somebody under the finger."""
        ...

    def drop(self, person: Circled, to: QPointF | None) -> None:
        """Put somebody down there, or back where they stood."""
        ...


class CircleNode(QAbstractButton):
    """One person. Enter, Space and a tap open the card; who can be moved is dragged, or moved with the arrow keys."""

    def __init__(self, hands: Hands, parent: QWidget) -> None:
        super().__init__(parent)
        self.hands = hands
        self.person: Circled | None = None
        self.circle = QRectF()
        self._pressed_at: QPoint | None = None
        self._dragged = False
        self._ring = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_spot(self, spot: Spot) -> None:
        """Stand where somebody is drawn: circle and label can be touched, and what lies between two people cannot."""
        self.person = spot.person
        self.setAccessibleName(in_words(spot.person))
        self.setAccessibleDescription(t("network.node_help") if spot.person.movable else t("network.node_fixed"))
        self.setToolTip(in_words(spot.person))
        grown = max(TARGET_PX / 2 - spot.radius, 3.0)
        circle = rect(spot.circle).adjusted(-grown, -grown, grown, grown)
        whole = circle.united(rect(spot.plate)) if spot.plate is not None else circle
        place = whole.toAlignedRect()
        self.setGeometry(place)
        self.circle = circle.translated(-place.x(), -place.y())
        mask = QRegion(self.circle.toAlignedRect())
        if spot.plate is not None:
            mask = mask.united(QRegion(rect(spot.plate).translated(-place.x(), -place.y()).toAlignedRect()))
        self.setMask(mask.intersected(QRegion(QRect(QPoint(), place.size()))))

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(e.key()))
        self._ring = True
        if step is not None and self.person is not None:
            if self.person.movable:
                self.hands.step(self.person, *step)
        elif e.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif e.key() == Qt.Key.Key_Escape and self._dragged and self.person is not None:
            self._dragged, self._pressed_at = False, None
            self.hands.drop(self.person, None)
        else:
            super().keyPressEvent(e)

    @override
    def mousePressEvent(self, e: QMouseEvent) -> None:
        if e.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = e.position().toPoint()
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    @override
    def mouseMoveEvent(self, e: QMouseEvent) -> None:
        if self._pressed_at is None or self.person is None or not self.person.movable:
            return
        far = (e.position().toPoint() - self._pressed_at).manhattanLength()
        if self._dragged or far >= QApplication.startDragDistance():
            self._dragged = True
            self.hands.drag(self.person, self.mapToParent(e.position()))

    @override
    def mouseReleaseEvent(self, e: QMouseEvent) -> None:
        dragged, pressed = self._dragged, self._pressed_at is not None
        self._dragged, self._pressed_at = False, None
        if dragged and self.person is not None:
            self.hands.drop(self.person, self.mapToParent(e.position()))
        elif pressed and self.rect().contains(e.position().toPoint()):
            self.click()

    @override
    def focusInEvent(self, e: QFocusEvent) -> None:
        self._ring = e.reason() is not Qt.FocusReason.MouseFocusReason
        super().focusInEvent(e)

    @override
    def event(self, e: QEvent) -> bool:
        # the arrow keys move somebody, so the window must not take them to go to another widget
        if e.type() is QEvent.Type.ShortcutOverride and isinstance(e, QKeyEvent) and Qt.Key(e.key()) in STEPS:
            e.accept()
            return True
        return super().event(e)

    @override
    def sizeHint(self) -> QSize:
        return QSize(TARGET_PX, TARGET_PX)

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        if self.hasFocus() and self._ring:
            draw_focus_ring(QPainter(self), theme.current(), self.circle, self.circle.width() / 2)
