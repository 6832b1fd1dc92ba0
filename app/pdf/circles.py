"""The circles of people around a family as a drawing on paper: paints the shapes of the domain, readable without colour.

Its words for who cannot see it are the Figure's Alt; the table under it says the same as the drawing.
"""

from app.domain.rules.circle_drawing import draw_circles
from app.domain.rules.circle_layout import Frame
from app.domain.rules.circle_shapes import Ellipse, Plate, Polygon, Role, Shape, Stroke, Words
from app.domain.rules.circles import Around
from app.pdf.characters import one_line
from app.pdf.fonts import runs, width
from app.pdf.house_style import INK, PAPER, QUIET, TEAL, TEAL_TINT, TERRACOTTA, TRACK, WARM_TINT, Colour, Face, Style
from app.pdf.lines import Line
from app.pdf.pen import Pen
from app.pdf.tagging import Element

TEXT = 11.5
FEW = 9
SMALL_HIGH, HIGH = 380.0, 470.0
"""The drawing takes at most two thirds of a page, and less for a few people."""
COLOURS: dict[Role, Colour] = {
    Role.RING_1: TRACK,
    Role.RING_2: WARM_TINT,
    Role.RING_3: PAPER,
    Role.RING_4: WARM_TINT,
    Role.RING_EDGE: QUIET,
    Role.SECTOR_EDGE: TRACK,
    Role.CAPTION: QUIET,
    Role.PLATE: PAPER,
    Role.TEXT: INK,
    Role.TEXT_SOFT: QUIET,
    Role.FAMILY_GROUND: INK,
    Role.FAMILY_EDGE: INK,
    Role.FAMILY_INK: PAPER,
    Role.NETWORK_GROUND: TEAL_TINT,
    Role.NETWORK_EDGE: TEAL,
    Role.NETWORK_INK: INK,
    Role.PROFESSIONAL_GROUND: PAPER,
    Role.PROFESSIONAL_EDGE: INK,
    Role.PROFESSIONAL_INK: INK,
    Role.MENTOR: TERRACOTTA,
    Role.MENTOR_INK: PAPER,
}


class Circles:
    """The drawing as one piece of a page."""

    keep_with_next = True

    def __init__(self, around: Around, element: Element) -> None:
        self.around = around
        self.element = element

    def height(self, width: float) -> float:
        """Return its height, by how many people there are."""
        return SMALL_HIGH if len(self.around.people) <= FEW else HIGH

    def split(self, width: float, room: float) -> None:
        """Never split: a drawing stands on one page."""

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw every shape as content of the figure."""
        high = self.height(width)
        self.element.box = (x, top - high, x + width, top)
        drawing = draw_circles(self.around, Frame(width, high, TEXT), measured)
        with pen.content_of(self.element):
            for shape in drawing.shapes:
                _draw(pen, shape, x, top)


def measured(text: str, size: float, bold: bool) -> float:
    """Return how wide a text is drawn."""
    return width(one_line(text), _face(bold), size)


def _face(bold: bool) -> Face:
    return Face.BOLD if bold else Face.REGULAR


def _draw(pen: Pen, shape: Shape, x: float, top: float) -> None:
    match shape:
        case Ellipse(middle, wide, high, fill, edge, thick):
            colours = (COLOURS[fill] if fill else None, COLOURS[edge] if edge else None)
            pen.ellipse((x + middle[0], top - middle[1]), (wide, high), *colours, thick)
        case Stroke(points, role, thick, dash):
            pen.stroke([(x + at[0], top - at[1]) for at in points], COLOURS[role], thick, dash)
        case Polygon(points, fill):
            pen.polygon([(x + at[0], top - at[1]) for at in points], COLOURS[fill])
        case Plate(box, radius, fill):
            pen.box(x + box.x, top - box.bottom, (box.width, box.height), fill=COLOURS[fill], radius=min(radius, box.height / 2))
        case Words():
            _write(pen, shape, x, top)


def _write(pen: Pen, words: Words, x: float, top: float) -> None:
    """Write one line in the middle of its box, smaller where it would stick out."""
    text, face = one_line(words.text), _face(words.bold)
    wide = width(text, face, words.size)
    size = words.size * min(1.0, words.box.width / wide) if wide else words.size
    style = Style(face, size, words.box.height, COLOURS[words.role])
    pen.text([Line(runs(text, face))], style, x + words.box.x + (words.box.width - width(text, face, size)) / 2, top - words.box.y)
