"""Paints the shapes of the circles with the colours of the theme. Knows nobody and no meaning."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from app.domain.rules.circle_shapes import Box, Ellipse, Plate, Polygon, Role, Shape, Stroke, Words
from ui.theme import Kind, Theme


def role_colours(look: Theme) -> dict[Role, str]:
    """Return the colour of each role in a theme."""
    family, network, professional = look.tone(Kind.FAMILY), look.tone(Kind.NETWORK), look.tone(Kind.PROFESSIONAL)
    return {
        Role.RING_1: mixed(family.ground, look.surface),
        Role.RING_2: mixed(network.ground, look.surface),
        Role.RING_3: mixed(look.page, look.surface),
        Role.RING_4: mixed(professional.ground, look.surface),
        Role.RING_EDGE: look.line,
        Role.SECTOR_EDGE: look.line,
        Role.CAPTION: look.text_soft,
        Role.PLATE: look.surface,
        Role.TEXT: look.text,
        Role.TEXT_SOFT: look.text_soft,
        Role.FAMILY_GROUND: family.ground,
        Role.FAMILY_EDGE: family.edge,
        Role.FAMILY_INK: family.ink,
        Role.NETWORK_GROUND: network.ground,
        Role.NETWORK_EDGE: network.edge,
        Role.NETWORK_INK: network.ink,
        Role.PROFESSIONAL_GROUND: professional.ground,
        Role.PROFESSIONAL_EDGE: professional.edge,
        Role.PROFESSIONAL_INK: professional.ink,
        Role.MENTOR: family.ink,
        Role.MENTOR_INK: look.surface,
    }


def mixed(colour: str, other: str) -> str:
    """Return the colour halfway between two: a ground that somebody's own colour stands out from."""
    one, two = QColor(colour), QColor(other)
    return QColor((one.red() + two.red()) // 2, (one.green() + two.green()) // 2, (one.blue() + two.blue()) // 2).name()


class Measured:
    """The width of a text in the house's font; remembers what it measured."""

    def __init__(self, look: Theme) -> None:
        self.look = look
        self.metrics: dict[tuple[float, bool], QFontMetricsF] = {}
        self.widths: dict[tuple[str, float, bool], float] = {}

    def __call__(self, text: str, size: float, bold: bool) -> float:
        """Return the width in px."""
        asked = (text, size, bold)
        if asked not in self.widths:
            if (size, bold) not in self.metrics:
                self.metrics[size, bold] = QFontMetricsF(font_of(self.look, size, bold))
            self.widths[asked] = self.metrics[size, bold].horizontalAdvance(text) + 1
        return self.widths[asked]


def font_of(look: Theme, size: float, bold: bool) -> QFont:
    """Return the house's font at a size in px."""
    font = look.font("small", QFont.Weight.Bold if bold else QFont.Weight.Normal)
    font.setPixelSize(max(round(size), 1))
    return font


class ShapePainter:
    """Paints shapes one by one."""

    def __init__(self, painter: QPainter, look: Theme) -> None:
        self.painter = painter
        self.look = look
        self.colours = role_colours(look)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def paint(self, shape: Shape) -> None:
        """Paint one shape."""
        match shape:
            case Ellipse():
                self._pen(shape.edge, shape.thick)
                self._fill(shape.fill)
                self.painter.drawEllipse(QPointF(*shape.middle), shape.radius_x, shape.radius_y)
            case Stroke():
                self._pen(shape.role, shape.thick, shape.dash)
                self.painter.drawPolyline(QPolygonF([QPointF(*point) for point in shape.points]))
            case Polygon():
                self._pen(None, 0)
                self._fill(shape.fill)
                self.painter.drawPolygon(QPolygonF([QPointF(*point) for point in shape.points]))
            case Plate():
                self._pen(None, 0)
                self._fill(shape.fill)
                self.painter.drawRoundedRect(rect(shape.box), shape.radius, shape.radius)
            case Words():
                self.painter.setPen(QColor(self.colours[shape.role]))
                self.painter.setFont(font_of(self.look, shape.size, shape.bold))
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip | Qt.TextFlag.TextSingleLine
                self.painter.drawText(rect(shape.box), flags, shape.text)

    def _pen(self, role: Role | None, thick: float, dash: tuple[float, ...] = ()) -> None:
        if role is None:
            self.painter.setPen(Qt.PenStyle.NoPen)
            return
        pen = QPen(QColor(self.colours[role]), thick)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if dash:
            pen.setDashPattern([length / thick for length in dash])
        self.painter.setPen(pen)

    def _fill(self, role: Role | None) -> None:
        self.painter.setBrush(QBrush(QColor(self.colours[role])) if role is not None else QBrush())


def rect(box: Box) -> QRectF:
    """Return a box as Qt has it."""
    return QRectF(box.x, box.y, box.width, box.height)
