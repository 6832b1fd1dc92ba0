"""Where everybody stands in the circles, with a label that covers nobody else's. Deterministic: the same people, the same drawing.

The frame is a field of ellipses around the family: three rings cut into a wedge for each part of life, and a fourth for who helps
by profession. Rings and wedges grow with who stands in them. Labels become shorter when it gets crowded, never illegible.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.domain.records.network import CirclePlace, Ring, Sector
from app.domain.rules.circle_shapes import Box, Point
from app.domain.rules.circles import RINGS, SECTORS, Around, Circled

Measure = Callable[[str, float, bool], float]
"""The width of a text at a font size, plain or bold."""
FULL_TURN = 2 * math.pi
SEAM = 0.13
"""Half the angle at the top that no wedge takes: there the rings say what they are called."""
RING_SHARES = (0.36, 0.23, 0.21, 0.16)
COMFORTABLE = (4, 6, 8, 6)
LEAST_WEDGE = 0.62


@dataclass(frozen=True)
class Frame:
    """How much room there is, and how high the text of a name is in it; all in the unit of whoever draws."""

    width: float
    height: float
    text: float


@dataclass(frozen=True)
class Disc:
    """Points by how far from the middle (0 to 1) and by angle, clockwise from the top."""

    middle: Point
    radius_x: float
    radius_y: float

    def at(self, far: float, angle: float) -> Point:
        """Return the point there."""
        return self.middle[0] + self.radius_x * far * math.sin(angle), self.middle[1] - self.radius_y * far * math.cos(angle)

    def polar(self, point: Point) -> tuple[float, float]:
        """Return how far and at which angle a point is."""
        x, y = (point[0] - self.middle[0]) / self.radius_x, (point[1] - self.middle[1]) / self.radius_y
        return math.hypot(x, y), math.atan2(x, -y) % FULL_TURN


@dataclass(frozen=True)
class Wedge:
    """The field of one ring and one part of life; the fourth ring is one field all around."""

    near: float
    far: float
    start: float
    end: float

    def outline(self, disc: Disc, steps: int = 24) -> tuple[Point, ...]:
        """Return the edge of the field as points."""
        angles = [self.start + (self.end - self.start) * step / steps for step in range(steps + 1)]
        return (*(disc.at(self.far, angle) for angle in angles), *(disc.at(self.near, angle) for angle in reversed(angles)))


@dataclass(frozen=True)
class Ground:
    """The field: the disc, how far each ring reaches (the first number is where the family ends), and from where to where each wedge."""

    frame: Frame
    disc: Disc
    reach: tuple[float, ...]
    turns: dict[Sector, tuple[float, float]]

    def wedge(self, place: CirclePlace | None) -> Wedge:
        """Return the field of a place; without a place that of the fourth ring."""
        if place is None:
            return Wedge(self.reach[3], self.reach[4], SEAM, FULL_TURN - SEAM)
        ring = RINGS.index(place.ring)
        return Wedge(self.reach[ring], self.reach[ring + 1], *self.turns[place.sector])

    def place_at(self, point: Point) -> CirclePlace:
        """Return the place where a point lies; in the fourth ring and outside, the place in the third ring nearest to it."""
        far, angle = self.disc.polar(point)
        ring = next((ring for ring, reach in zip(RINGS, self.reach[1:4], strict=True) if far <= reach), Ring.ACQUAINTANCE)
        sector = next((sector for sector, (_, end) in self.turns.items() if angle <= end), None)
        return CirclePlace(ring=ring, sector=sector or (SECTORS[-1] if angle > math.pi else SECTORS[0]))

    @property
    def room(self) -> Box:
        """Return all there is."""
        return Box(0, 0, self.frame.width, self.frame.height)


def lay_ground(around: Around, frame: Frame) -> Ground:
    """Divide the frame among rings and parts of life, by who stands where."""
    edge = frame.text * 1.7
    disc = Disc((frame.width / 2, frame.height / 2), frame.width / 2 - frame.text * 0.5, frame.height / 2 - edge)
    placed = Counter(one.place for one in around.people)
    per_ring = [sum(count for place, count in placed.items() if place and place.ring is ring) for ring in RINGS]
    reach = _reach([*per_ring, placed[None]], frame, disc)
    return Ground(frame, disc, reach, _turns(placed, reach))


def _reach(counts: Sequence[int], frame: Frame, disc: Disc) -> tuple[float, ...]:
    """Return how far the family and each ring reach; a ring with many people is broader."""
    middle = frame.text * 2.2 / min(disc.radius_x, disc.radius_y)
    shares = [share * (1 + 0.11 * max(0, count - enough)) for share, count, enough in zip(RING_SHARES, counts, COMFORTABLE, strict=True)]
    total, reach = sum(shares), [middle]
    for share in shares:
        reach.append(reach[-1] + (1 - middle) * share / total)
    return (*reach[:-1], 1.0)


def _turns(placed: Counter[CirclePlace | None], reach: Sequence[float]) -> dict[Sector, tuple[float, float]]:
    """Return the angles of each part of life: the least that a name needs, and the rest by how many stand in a row there."""
    wanted = {}
    for sector in SECTORS:
        rows = [placed[CirclePlace(ring=ring, sector=sector)] / (reach[place] + reach[place + 1]) for place, ring in enumerate(RINGS)]
        wanted[sector] = 0.6 + max(rows)
    free = FULL_TURN - 2 * SEAM - LEAST_WEDGE * len(SECTORS)
    turns, angle = {}, SEAM
    for sector in SECTORS:
        end = angle + LEAST_WEDGE + free * wanted[sector] / sum(wanted.values())
        turns[sector] = (angle, end)
        angle = end
    return turns


@dataclass(frozen=True)
class Line:
    """One line of a label, in its box."""

    text: str
    size: float
    bold: bool
    box: Box


@dataclass(frozen=True)
class Spot:
    """Somebody's circle, and the label beside it with the plate under it; a circle in a great crowd has no label."""

    person: Circled
    middle: Point
    radius: float
    lines: tuple[Line, ...] = ()
    plate: Box | None = None

    @property
    def circle(self) -> Box:
        """Return the square around the circle."""
        return Box(self.middle[0] - self.radius, self.middle[1] - self.radius, 2 * self.radius, 2 * self.radius)

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Return what nothing else may cover."""
        return (self.circle,) if self.plate is None else (self.circle, self.plate)
