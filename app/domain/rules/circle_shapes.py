"""What the circles are drawn with: five plain shapes and the roles of their colours. Knows no screen and no paper.

Every measure is in the unit of the frame that was asked for: pixels on a screen, points on paper; x goes right, y goes down.
A drawer paints the shapes in their order, one over the other, and needs to know nothing else of the drawing.
"""

from dataclasses import dataclass
from enum import StrEnum

Point = tuple[float, float]


class Role(StrEnum):
    """What a colour is for; a drawer has one colour for each. A `ground` is behind, an `ink` on top of it, an `edge` around it."""

    RING_1 = "ring_1"
    RING_2 = "ring_2"
    RING_3 = "ring_3"
    RING_4 = "ring_4"
    RING_EDGE = "ring_edge"
    SECTOR_EDGE = "sector_edge"
    CAPTION = "caption"
    PLATE = "plate"
    TEXT = "text"
    TEXT_SOFT = "text_soft"
    FAMILY_GROUND = "family_ground"
    FAMILY_EDGE = "family_edge"
    FAMILY_INK = "family_ink"
    NETWORK_GROUND = "network_ground"
    NETWORK_EDGE = "network_edge"
    NETWORK_INK = "network_ink"
    PROFESSIONAL_GROUND = "professional_ground"
    PROFESSIONAL_EDGE = "professional_edge"
    PROFESSIONAL_INK = "professional_ink"
    MENTOR = "mentor"
    MENTOR_INK = "mentor_ink"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its left top corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return where it ends."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Return where it ends."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """Return the point in its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def meets(self, other: "Box") -> bool:
        """Tell whether the two have room in common; touching is not meeting."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def within(self, other: "Box") -> bool:
        """Tell whether this lies wholly in the other."""
        return self.x >= other.x and self.y >= other.y and self.right <= other.right and self.bottom <= other.bottom

    def holds(self, point: Point) -> bool:
        """Tell whether a point lies in it."""
        return self.x <= point[0] <= self.right and self.y <= point[1] <= self.bottom


@dataclass(frozen=True, slots=True)
class Ellipse:
    """A circle or ellipse around a middle; without `fill` it is open, without `edge` it has no line around it."""

    middle: Point
    radius_x: float
    radius_y: float
    fill: Role | None = None
    edge: Role | None = None
    thick: float = 1.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, also one that zigzags; `dash` gives the lengths of line and gap, nothing for an unbroken line."""

    points: tuple[Point, ...]
    role: Role
    thick: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled field between points: the head of an arrow, a star."""

    points: tuple[Point, ...]
    fill: Role


@dataclass(frozen=True, slots=True)
class Plate:
    """A filled rectangle with round corners, under words."""

    box: Box
    radius: float
    fill: Role


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text in the middle of its box, `size` high as a font; a drawer makes it narrower where it would stick out."""

    box: Box
    text: str
    role: Role
    size: float
    bold: bool = False


Shape = Ellipse | Stroke | Polygon | Plate | Words
