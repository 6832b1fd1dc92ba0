"""The circles as shapes: the ground, the lines with their meaning, everybody, the mark of a mentor, the captions."""

import math
from dataclasses import dataclass

from app.domain.records.network import Gives
from app.domain.records.network import Line as Contact
from app.domain.rules.circle_labels import about_width
from app.domain.rules.circle_layout import Frame, Ground, Measure, Spot
from app.domain.rules.circle_placing import lay_out
from app.domain.rules.circle_shapes import Ellipse, Plate, Point, Polygon, Role, Shape, Stroke, Words
from app.domain.rules.circles import SECTORS, Around, Stands
from app.domain.rules.names import initials_of

RINGS = (Role.RING_4, Role.RING_3, Role.RING_2, Role.RING_1)
TONES = {
    Stands.FAMILY: (Role.FAMILY_GROUND, Role.FAMILY_EDGE, Role.FAMILY_INK),
    Stands.NETWORK: (Role.NETWORK_GROUND, Role.NETWORK_EDGE, Role.NETWORK_INK),
    Stands.PROFESSIONAL: (Role.PROFESSIONAL_GROUND, Role.PROFESSIONAL_EDGE, Role.PROFESSIONAL_INK),
}
THICK = {Contact.STRONG: 0.3, Contact.THIN: 0.11, Contact.SELDOM: 0.13, Contact.TENSION: 0.13}
"""How thick a line is, in heights of a text."""


@dataclass(frozen=True)
class Drawing:
    """The shapes in paint order, who stands where, and the ground: for hands that move somebody."""

    frame: Frame
    shapes: tuple[Shape, ...]
    spots: tuple[Spot, ...]
    ground: Ground


def draw_circles(around: Around, frame: Frame, measure: Measure = about_width) -> Drawing:
    """Return the drawing of who stands around a family."""
    layout = lay_out(around, frame, measure)
    shapes: list[Shape] = [*_rings(layout.ground), *_edges_of_wedges(layout.ground)]
    for spot in layout.spots:
        shapes += contact_line(layout.ground.disc.middle, layout.middle.radius, spot, frame.text)
    for line in layout.captions:
        shapes += [Plate(line.box, line.box.height / 2, Role.PLATE), Words(line.box, line.text, Role.CAPTION, line.size, line.bold)]
    for spot in (layout.middle, *layout.spots):
        shapes += somebody(spot, frame.text)
    return Drawing(frame, tuple(shapes), layout.spots, layout.ground)


def _rings(ground: Ground) -> list[Shape]:
    disc = ground.disc
    return [
        Ellipse(disc.middle, disc.radius_x * far, disc.radius_y * far, role, Role.RING_EDGE)
        for role, far in zip(RINGS, reversed(ground.reach[1:]), strict=True)
    ]


def _edges_of_wedges(ground: Ground) -> list[Shape]:
    angles = [ground.turns[sector][1] for sector in SECTORS[:-1]]
    return [
        Stroke((ground.disc.at(ground.reach[0], angle), ground.disc.at(ground.reach[3], angle)), Role.SECTOR_EDGE, 1.0)
        for angle in [0.0, *angles]
    ]


def contact_line(middle: Point, family: float, spot: Spot, text: float) -> list[Shape]:
    """Return the line from the family to somebody: how the contact is, with an arrow where only one gives."""
    person = spot.person
    if person.line is None:
        return []
    length = math.dist(middle, spot.middle)
    x, y = (spot.middle[0] - middle[0]) / length, (spot.middle[1] - middle[1]) / length
    ends = [
        (middle[0] + x * family, middle[1] + y * family),
        (spot.middle[0] - x * (spot.radius + text * 0.2), spot.middle[1] - y * (spot.radius + text * 0.2)),
    ]
    heads: list[Shape] = []
    head = text * 0.9
    if person.gives is Gives.TO_US:
        heads.append(Polygon(arrow(ends[0], (-x, -y), head), Role.NETWORK_EDGE))
        ends[0] = (ends[0][0] + x * head, ends[0][1] + y * head)
    if person.gives is Gives.FROM_US:
        heads.append(Polygon(arrow(ends[1], (x, y), head), Role.NETWORK_EDGE))
        ends[1] = (ends[1][0] - x * head, ends[1][1] - y * head)
    points = zigzag(ends[0], ends[1], text) if person.line is Contact.TENSION else tuple(ends)
    dash = (text * 0.35, text * 0.35) if person.line is Contact.SELDOM else ()
    return [Stroke(points, Role.NETWORK_EDGE, text * THICK[person.line], dash), *heads]


def arrow(tip: Point, way: Point, size: float) -> tuple[Point, ...]:
    """Return the head of an arrow that points along `way` and ends at `tip`."""
    back, side = (tip[0] - way[0] * size, tip[1] - way[1] * size), (-way[1] * size * 0.5, way[0] * size * 0.5)
    return tip, (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1])


def zigzag(start: Point, end: Point, text: float) -> tuple[Point, ...]:
    """Return a line that goes left and right all the way, straight at both ends."""
    length = math.dist(start, end)
    teeth = max(round(length / (text * 0.6)), 4)
    x, y = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    points = [start]
    for tooth in range(1, teeth):
        along, side = length * tooth / teeth, text * 0.32 * (1 if tooth % 2 else -1)
        points.append((start[0] + x * along - y * side, start[1] + y * along + x * side))
    return (*points, end)


def somebody(spot: Spot, text: float) -> list[Shape]:
    """Return somebody's circle with letters, the label on its plate, and a mentor's second ring and star."""
    ground, edge, ink = TONES[spot.person.stands]
    shapes: list[Shape] = [Plate(spot.plate, text * 0.4, Role.PLATE)] if spot.plate is not None else []
    mentor = bool(spot.person.mentor)
    if mentor:
        shapes.append(Ellipse(spot.middle, spot.radius, spot.radius, Role.PLATE, Role.MENTOR, text * 0.17))
    radius = spot.radius * (0.82 if mentor else 0.95)
    shapes.append(Ellipse(spot.middle, radius, radius, ground, edge, text * 0.13))
    letters = initials_of(spot.person.name) or "?"
    size = radius * (0.78 if len(letters) > 1 else 0.95)
    box = spot.circle
    shapes.append(Words(box, letters, ink, size, bold=True))
    if mentor:
        shapes += star((spot.middle[0] + spot.radius * 0.72, spot.middle[1] - spot.radius * 0.72), spot.radius * 0.4)
    for line in spot.lines:
        mark = Role.MENTOR if line.text and line is spot.lines[-1] and mentor else Role.TEXT if line.bold else Role.TEXT_SOFT
        shapes.append(Words(line.box, line.text, mark, line.size, line.bold))
    return shapes


def star(middle: Point, radius: float) -> list[Shape]:
    """Return the mark of a mentor: a star in a small full circle."""
    points = []
    for corner in range(10):
        far, angle = radius * (0.72 if corner % 2 == 0 else 0.32), math.pi * corner / 5
        points.append((middle[0] + far * math.sin(angle), middle[1] - far * math.cos(angle)))
    return [Ellipse(middle, radius, radius, Role.MENTOR), Polygon(tuple(points), Role.MENTOR_INK)]
