"""Every word and line of the drawings stands out from what is behind it, in every look: 4.5 for text, 3 for what one must see."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPolygonF
from PySide6.QtWidgets import QApplication

from app.actions.family_page import family_page
from app.clock import today
from app.domain.rules.circle_drawing import draw_circles
from app.domain.rules.circle_layout import Frame
from app.domain.rules.circle_shapes import Ellipse, Plate, Point, Polygon, Role, Shape, Stroke, Words
from app.domain.rules.circles import who_is_around
from tests.actions.rich_family import fill
from tests.ui.table import begin_family
from tests.ui.test_theme import contrast
from tests.world import World
from ui import theme
from ui.widgets.circle_paint import Measured, rect, role_colours

ONLY_TO_DIVIDE = frozenset({Role.RING_EDGE, Role.SECTOR_EDGE})
"""Thin lines between the fields: what they divide has its name in words, and the list beside it says the same."""


@pytest.fixture
def shapes(qapp: QApplication, town: World, request: pytest.FixtureRequest) -> Sequence[Shape]:
    """The circles of a family with everybody around it, with a mentor, tension and helpers."""
    assert qapp is not None  # fonts are measured
    device = town.device("Samira")
    family, goal, _ = begin_family(device)
    fill(device.workspace, family, goal)
    look = theme.load(str(request.getfixturevalue("name")))
    around = who_is_around(family_page(device.workspace, family), today(device.clock))
    return draw_circles(around, Frame(820, 620, look.text_px("small")), Measured(look)).shapes


def under(shapes: Sequence[Shape], point: Point) -> Role:
    """Return what was painted last at a point by these shapes; nothing means the card itself."""
    filled = [shape for shape in shapes if isinstance(shape, Plate | Ellipse | Polygon) and shape.fill is not None]
    return next((shape.fill for shape in reversed(filled) if shape.fill is not None and hits(shape, point)), Role.PLATE)


def hits(shape: Plate | Ellipse | Polygon, point: Point) -> bool:
    """Tell whether a point lies in a filled shape."""
    match shape:
        case Plate():
            return rect(shape.box).contains(QPointF(*point))
        case Ellipse():
            across, down = (point[0] - shape.middle[0]) / shape.radius_x, (point[1] - shape.middle[1]) / shape.radius_y
            return across**2 + down**2 <= 1
        case _:
            return QPolygonF([QPointF(*one) for one in shape.points]).containsPoint(QPointF(*point), Qt.FillRule.OddEvenFill)


@pytest.mark.parametrize("name", theme.NAMES)
def test_every_word_in_the_circles_can_be_read_where_it_stands(shapes: Sequence[Shape], name: str) -> None:
    colours = role_colours(theme.load(name))
    weak, words = [], 0
    for place, shape in enumerate(shapes):
        if isinstance(shape, Words):
            words += 1
            box: QRectF = rect(shape.box)
            for corner in (box.center(), box.topLeft(), box.bottomRight()):
                ground = under(shapes[:place], (corner.x(), corner.y()))
                figure = contrast(colours[shape.role], colours[ground])
                weak += [(shape.text, shape.role, ground, round(figure, 2))] if figure < 4.5 else []
    assert words > 20
    assert not weak, weak


def line_of(shape: Shape) -> tuple[Role | None, Sequence[Point]]:
    """Return the colour of a line and where it can be looked at; of a circle just outside of it."""
    match shape:
        case Ellipse():
            return shape.edge, [(shape.middle[0] + shape.radius_x + 2, shape.middle[1])]
        case Stroke():
            return shape.role, shape.points
        case _:
            return None, ()


@pytest.mark.parametrize("name", theme.NAMES)
def test_everybody_in_the_circles_and_every_line_to_them_stands_out(shapes: Sequence[Shape], name: str) -> None:
    colours = role_colours(theme.load(name))
    weak, seen = [], 0
    for place, shape in enumerate(shapes):
        edge, points = line_of(shape)
        if edge is None or edge in ONLY_TO_DIVIDE:
            continue
        seen += 1
        for ground in {under(shapes[:place], point) for point in points}:
            figure = contrast(colours[edge], colours[ground])
            weak += [(edge, ground, round(figure, 2))] if figure < 3 and edge is not ground else []
    assert seen > 20
    assert not weak, set(weak)


@pytest.mark.parametrize("name", theme.NAMES)
def test_the_months_can_be_told_from_each_other_and_from_the_card(name: str) -> None:
    look = theme.load(name)
    assert contrast(look.action_edge, look.surface) >= 3  # the edge of every bar
    assert contrast(look.action, look.action_soft) >= 3  # the last month from the others
    assert contrast(look.text, look.surface) >= 4.5  # the figures above them
