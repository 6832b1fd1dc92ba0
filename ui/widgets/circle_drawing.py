"""The circles of people around a family as a drawing to look at and to work in: by mouse, finger and arrow keys. Keeps nothing."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.domain.records.network import CirclePlace
from app.domain.rules.circle_drawing import Drawing, draw_circles
from app.domain.rules.circle_layout import Frame
from app.domain.rules.circles import Around, Circled, describe, nearer, place_in_words, turned
from app.domain.rules.names import initials_of
from app.texts import t
from ui import theme
from ui.theme import Kind, Theme
from ui.widgets.announce import announce
from ui.widgets.avatar import draw_avatar
from ui.widgets.circle_node import CircleNode
from ui.widgets.circle_paint import Measured, ShapePainter

HIGH = 0.76
LEAST_LINES, MOST_LINES = 31, 48
"""How high the drawing is: by its width, within so many heights of a text."""


class CircleDrawing(QWidget):
    """Who stands around the family. `moved(row, place)` when somebody got another place; `opened(row)` when a card is asked for."""

    moved = Signal(object, object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.around: Around | None = None
        self.drawing: Drawing | None = None
        self.nodes: dict[bytes, CircleNode] = {}
        self.in_hand: tuple[Circled, QPointF] | None = None
        self._measured: Measured | None = None
        self._drawn: tuple[Around, Frame, Theme] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.lay_out)
        self.setAccessibleName(t("network.drawing"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_around(self, around: Around) -> None:
        """Draw these people; the same people as before cost nothing."""
        if around != self.around:
            self.around = around
            self.setAccessibleDescription(describe(around))
            if self.isVisible() and not self._soon.isActive():
                self.lay_out()
            else:
                self._soon.start()

    def is_settled(self) -> bool:
        """Tell whether everybody has a spot in the room there is: once, when the window has found its size."""
        return self.drawing is not None and not self._soon.isActive()

    def lay_out(self) -> None:
        """Give everybody a spot in the room there is."""
        self._soon.stop()
        if self.around is None or not self.isVisible():
            return
        look = theme.current()
        frame = Frame(self.width(), self.height(), look.text_px("small"))
        if self._drawn == (self.around, frame, look):  # shown again as it was: finding everybody a spot is work
            return
        self._drawn = self.around, frame, look
        if self._measured is None or self._measured.look is not look:
            self._measured = Measured(look)
        self.drawing = draw_circles(self.around, frame, self._measured)
        standing = {spot.person.row for spot in self.drawing.spots}
        for gone in self.nodes.keys() - standing:
            node = self.nodes.pop(gone)
            node.hide()
            node.deleteLater()
        if self.in_hand is not None and self.in_hand[0].row not in standing:
            self.in_hand = None
        before: CircleNode | None = None
        for spot in self.drawing.spots:
            node = self.nodes.get(spot.person.row) or self._new_node(spot.person.row)
            node.show_spot(spot)
            if before is not None:
                QWidget.setTabOrder(before, node)
            before = node
        self.update()

    def step(self, person: Circled, steps_nearer: int, further: int) -> None:
        """Move somebody by keys: rings nearer, parts of life further."""
        if person.place is not None:
            self._put(person, turned(nearer(person.place, steps_nearer), further))

    def drag(self, person: Circled, to: QPointF) -> None:
        """Show somebody under the finger, and the field where they would stand."""
        self.in_hand = person, to
        self.update()

    def drop(self, person: Circled, to: QPointF | None) -> None:
        """Put somebody down in the field there, or back where they stood."""
        self.in_hand = None
        self.update()
        if self.drawing is not None and to is not None:
            self._put(person, self.drawing.ground.place_at((to.x(), to.y())))

    def person_at(self, point: QPointF) -> Circled | None:
        """Return who can be taken in hand at a point."""
        node = self.childAt(point.toPoint())
        return node.person if isinstance(node, CircleNode) and node.person is not None and node.person.movable else None

    def _put(self, person: Circled, place: CirclePlace) -> None:
        """Draw somebody at another place at once, and tell it."""
        if self.around is None or place == person.place:
            return
        moved = tuple(replace(one, place=place) if one.row == person.row else one for one in self.around.people)
        self.show_around(replace(self.around, people=moved))
        announce(self, t("network.moved", name=person.name, place=place_in_words(place)))
        self.moved.emit(person.row, place)

    def _new_node(self, row: bytes) -> CircleNode:
        node = self.nodes[row] = CircleNode(self, self)
        node.clicked.connect(lambda: self.opened.emit(row))
        node.show()
        return node

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
            self._soon.start()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        text = theme.current().text_px("small")
        return min(max(round(width * HIGH), LEAST_LINES * text), MOST_LINES * text)

    @override
    def sizeHint(self) -> QSize:
        return QSize(640, self.heightForWidth(640))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(360, LEAST_LINES * theme.current().text_px("small"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.drawing is None:
            return
        look = theme.current()
        painter = QPainter(self)
        shapes = ShapePainter(painter, look)
        for shape in self.drawing.shapes:
            shapes.paint(shape)
        if self.in_hand is not None:
            self._paint_in_hand(painter, look, *self.in_hand)

    def _paint_in_hand(self, painter: QPainter, look: Theme, person: Circled, to: QPointF) -> None:
        """Paint the field where somebody would stand, a circle under the finger, and the place in words above it."""
        if self.drawing is None:
            return
        ground = self.drawing.ground
        place = ground.place_at((to.x(), to.y()))
        ground_colour = QColor(look.highlight)
        ground_colour.setAlpha(150)
        painter.setPen(QPen(QColor(look.action_edge), 3))
        painter.setBrush(ground_colour)
        painter.drawPolygon(QPolygonF([QPointF(*point) for point in ground.wedge(place).outline(ground.disc)]))
        radius = self.drawing.frame.text * 1.75
        draw_avatar(painter, look, QRectF(to.x() - radius, to.y() - radius, 2 * radius, 2 * radius), initials_of(person.name), Kind.NETWORK)
        painter.setBrush(QColor(look.surface))
        painter.setPen(QPen(QColor(look.action_edge), 2))
        painter.setFont(look.font("small"))
        words = t("network.in_hand", name=person.name, place=place_in_words(place))
        box = QRectF(painter.fontMetrics().boundingRect(words)).adjusted(-10, -5, 10, 5)
        box.moveCenter(
            QPointF(min(max(to.x(), box.width() / 2), self.width() - box.width() / 2), max(to.y() - 2 * radius, box.height() / 2))
        )
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(QColor(look.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
