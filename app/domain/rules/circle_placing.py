"""Finds everybody a free spot in their own field, near where they would stand best, and the captions a quiet place."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.rules.circle_labels import DETAILS, LINE, UNDER_SIZE, Detail, Label, label, label_of, wrapped
from app.domain.rules.circle_layout import FULL_TURN, Frame, Ground, Line, Measure, Spot, Wedge, lay_ground
from app.domain.rules.circle_shapes import Box, Point
from app.domain.rules.circles import RINGS, SECTORS, Around, Circled, Stands, near_to_far
from app.texts import t

Edges = tuple[float, float, float, float]
"""Left, top, right, bottom: what boxes are compared by, a few thousand times."""
SIDES = {"below": 0.0, "above": 0.9, "right": 1.3, "left": 1.3}
SIDES_AT_THE_EDGE = {"below": 0.0, "above": 1.6, "right": 0.6, "left": 0.6}
"""How little a label likes a side of its circle; in the fourth ring it would rather not hang over the third."""
OWN_LINE = 1.1
STEPS = 12
APART = 2.0
CALM = 18
CROSSING, CROSSING_IN_A_CROWD = 9.0, 3.5
"""Up to so many people everybody looks twice for a spot away from others' lines; in a greater crowd a free one must do."""


@dataclass(frozen=True)
class Layout:
    """Everything in its place: the ground, the family's circle in the middle, everybody's spot, and the captions."""

    ground: Ground
    middle: Spot
    spots: tuple[Spot, ...]
    captions: tuple[Line, ...]


def lay_out(around: Around, frame: Frame, measure: Measure) -> Layout:
    """Return where everything stands; with as much said of everybody as there is room for."""
    ground = lay_ground(around, frame)
    people = near_to_far(around.people)
    middle = _family(around, ground, measure)
    captions = _captions(ground, measure, [edges(box) for box in middle.boxes])
    fixed = [*(edges(box) for box in middle.boxes), *(edges(line.box) for line in captions)]
    begin = min(max(0, len(people) - CALM) // 5, len(DETAILS) - 1)
    for detail in DETAILS[begin:]:
        table = _Table(ground, fixed)
        spots = _seat(table, people, detail, measure, may_lack=detail is DETAILS[-1])
        if len(spots) == len(people):
            break
    return Layout(ground, middle, tuple(spots), tuple(captions))


def edges(box: Box) -> Edges:
    """Return a box as it is compared, with a little room around it."""
    return box.x - APART / 2, box.y - APART / 2, box.right + APART / 2, box.bottom + APART / 2


def around_all(boxes: Sequence[Edges]) -> Edges:
    """Return the box around boxes."""
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


class _Table:
    """What is taken so far: boxes that nothing may cover, and the lines from the middle; of who has no spot yet, where it will be."""

    def __init__(self, ground: Ground, fixed: Sequence[Edges]) -> None:
        self.ground = ground
        self.fixed = list(fixed)
        self.spots: dict[bytes, Spot] = {}
        self.people: list[Edges] = []
        self.rays: dict[bytes, Point] = {}
        self.crossing = CROSSING

    def is_free(self, wanted: Edges) -> bool:
        """Tell whether this lies in the frame and on nothing else."""
        left, top, right, bottom = wanted
        if left < 0 or top < 0 or right > self.ground.frame.width or bottom > self.ground.frame.height:
            return False
        taken = (self.fixed, self.people)
        return not any(left < o[2] and o[0] < right and top < o[3] and o[1] < bottom for boxes in taken for o in boxes)

    def crossings(self, row: bytes, spot: Sequence[Edges], middle: Point) -> int:
        """Return how many lines of others would run through somebody's circle or label, and through how many theirs would."""
        start = self.ground.disc.middle
        whole = around_all(spot)
        near = [ray for other, ray in self.rays.items() if other != row and crosses(start, ray, whole)]
        through = sum(any(crosses(start, ray, box) for box in spot) for ray in near)
        return through + sum(crosses(start, middle, other) for other in self.people)

    def take(self, spot: Spot) -> None:
        """Let somebody stand there."""
        self.spots[spot.person.row] = spot
        self.people += [edges(box) for box in spot.boxes]
        if spot.person.line is not None:
            self.rays[spot.person.row] = spot.middle

    def leave(self, row: bytes) -> None:
        """Let somebody's spot be free again; the line stays until there is another."""
        del self.spots[row]
        self.people = [edges(box) for spot in self.spots.values() for box in spot.boxes]


def _seat(table: _Table, people: Sequence[Circled], detail: Detail, measure: Measure, may_lack: bool) -> list[Spot]:
    """Return a spot for everybody, or for those before the first who found none."""
    frame, disc = table.ground.frame, table.ground.disc
    wishes = _wishes(table.ground, people, detail)
    table.rays = {wish.person.row: disc.at(*wish.best) for wish in wishes if wish.person.line is not None}
    table.crossing = CROSSING if len(people) <= CALM else CROSSING_IN_A_CROWD
    words = {wish.person.row: label_of(wish.person, detail, frame, measure) for wish in wishes}
    short = {wish.person.row: label_of(wish.person, replace(detail, under=False), frame, measure) for wish in wishes}
    for wish in wishes:
        row = wish.person.row
        found = _find(table, wish, words[row]) or (_find(table, wish, short[row]) if short[row] != words[row] else None)
        if found is None and may_lack:
            found = Spot(wish.person, disc.at(*wish.best), wish.radius)
        if found is None:
            return list(table.spots.values())
        table.take(found)
    if len(people) <= CALM:
        for wish in wishes:  # once more, now that it is known where everybody stands
            before = table.spots[wish.person.row]
            table.leave(wish.person.row)
            table.take(_find(table, wish, words[wish.person.row]) or before)
    return [table.spots[wish.person.row] for wish in wishes]


@dataclass(frozen=True)
class _Wish:
    """Somebody looking for a spot: in which field, where best (how far, which angle), with how large a circle."""

    person: Circled
    wedge: Wedge
    best: tuple[float, float]
    radius: float


def _wishes(ground: Ground, people: Sequence[Circled], detail: Detail) -> list[_Wish]:
    """Return where everybody would stand best, field by field."""
    fields: dict[Wedge, list[Circled]] = {}
    for person in people:
        fields.setdefault(ground.wedge(person.place), []).append(person)
    return [
        _Wish(person, wedge, _best_place(ground, wedge, (place, len(here)), detail), ground.frame.text * detail.radius)
        for wedge, here in fields.items()
        for place, person in enumerate(here)
    ]


def _best_place(ground: Ground, wedge: Wedge, turn: tuple[int, int], detail: Detail) -> tuple[float, float]:
    """Return where somebody stands best: spread over the field in order, in two rows where one is too short."""
    place, count = turn
    radius = (ground.disc.radius_x + ground.disc.radius_y) / 2
    middle = (wedge.near + wedge.far) / 2
    arc = (wedge.end - wedge.start) * middle * radius
    rows = 2 if count > 1 and arc < count * ground.frame.text * detail.width * 0.9 else 1
    far = middle if rows == 1 else wedge.near + (wedge.far - wedge.near) * (0.3 if place % 2 else 0.72)
    return far, wedge.start + (wedge.end - wedge.start) * (place + 0.5 + _aside(ground, wedge)) / count


def _aside(ground: Ground, wedge: Wedge) -> float:
    """Return how far beside the middle of a field people stand, so that who is near does not stand before who is far."""
    return {ground.reach[0]: -0.2, ground.reach[1]: 0.16, ground.reach[2]: -0.04}.get(wedge.near, 0.0)


def _find(table: _Table, wish: _Wish, words: Label) -> Spot | None:
    """Return the cheapest free spot: near the best place, with no line through it if that can be."""
    found, least = None, math.inf
    disc, row, has_line = table.ground.disc, wish.person.row, wish.person.line is not None
    for cost, far, angle in sorted(_candidates(table.ground, wish)):
        if cost >= least:
            break
        middle = disc.at(far, angle)
        circle = (middle[0] - wish.radius, middle[1] - wish.radius, middle[0] + wish.radius, middle[1] + wish.radius)
        if not table.is_free(circle):
            continue
        for side, dear in (SIDES if wish.person.place is not None else SIDES_AT_THE_EDGE).items():
            corner = _corner(middle, wish.radius, words, side)
            plate = (corner[0], corner[1], corner[0] + words.width, corner[1] + words.height)
            whole = cost + dear + (OWN_LINE if has_line and crosses(disc.middle, middle, plate) else 0)
            if whole < least and table.is_free(plate):
                whole += table.crossing * table.crossings(row, (circle, plate), middle)
                if whole < least:
                    least = whole
                    box, lines = words.at(*corner)
                    found = Spot(wish.person, middle, wish.radius, lines, box)
    return found


def _candidates(ground: Ground, wish: _Wish) -> Iterator[tuple[float, float, float]]:
    """Yield cost, how far and angle of every place in somebody's field."""
    disc, text, wedge = ground.disc, ground.frame.text, wish.wedge
    least = min(disc.radius_x, disc.radius_y)
    edge = min(wish.radius / least, (wedge.far - wedge.near) / 2)
    band = wedge.far - wedge.near - 2 * edge
    steps = STEPS * (4 if wish.person.place is None else 1)
    for far in {wish.best[0]} | {wedge.near + edge + band * step / 4 for step in range(5)}:
        inside = min(wish.radius / (far * least), (wedge.end - wedge.start) / 2)
        low, high = wedge.start + inside, wedge.end - inside
        for angle in {min(max(wish.best[1], low), high)} | {low + (high - low) * step / steps for step in range(steps + 1)}:
            yield (abs(angle - wish.best[1]) * far + abs(far - wish.best[0])) * least / text, far, angle


def _corner(middle: Point, radius: float, words: Label, side: str) -> Point:
    """Return the left top corner of a label at a side of a circle."""
    x, y = middle
    if side in ("below", "above"):
        return x - words.width / 2, y + radius + APART if side == "below" else y - radius - APART - words.height
    return x + radius + APART if side == "right" else x - radius - APART - words.width, y - words.height / 2


def crosses(start: Point, end: Point, box: Edges) -> bool:
    """Tell whether a line runs through a box: no line parts the two, along an axis or along itself."""
    left, top, right, bottom = box
    x, y = start
    to_x, to_y = end
    if (x <= left and to_x <= left) or (x >= right and to_x >= right) or (y <= top and to_y <= top) or (y >= bottom and to_y >= bottom):
        return False
    along_x, along_y = to_x - x, to_y - y
    away = abs(along_x * ((top + bottom) / 2 - y) - along_y * ((left + right) / 2 - x)) * 2
    return away < abs(along_x) * (bottom - top) + abs(along_y) * (right - left)


def _family(around: Around, ground: Ground, measure: Measure) -> Spot:
    """Return the family's circle, with its name under it."""
    text = ground.frame.text
    lines = [(part, text, True) for part in wrapped(around.family, text * 9, 2, lambda part: measure(part, text, True))]
    words = label(lines or [("", text, True)], measure, text * 0.35)
    radius = text * 2.2
    plate, made = words.at(*_corner(ground.disc.middle, radius, words, "below"))
    return Spot(Circled(row=b"", stands=Stands.FAMILY, name=around.family), ground.disc.middle, radius, made, plate)


def _captions(ground: Ground, measure: Measure, taken: list[Edges]) -> list[Line]:
    """Return what rings and parts of life are called: rings one above the other at the top, the others outside where there is room."""
    size = ground.frame.text * UNDER_SIZE
    made = []
    for place, words in enumerate([*(t(f"choice.Ring.{ring}") for ring in RINGS), t("circles.fourth_ring")]):
        x, y = ground.disc.at(ground.reach[place + 1], 0)
        width = measure(words, size, False) + 4
        made.append(Line(words, size, False, Box(x - width / 2, y + 2, width, size * LINE)))
    for sector in SECTORS:
        words = t(f"choice.Sector.{sector}")
        width = measure(words, size, True) + 6
        box = _quiet_box(ground, ground.turns[sector], (width, size * LINE), [*taken, *(edges(line.box) for line in made)])
        made.append(Line(words, size, True, box))
    return made


def _quiet_box(ground: Ground, turn: tuple[float, float], need: tuple[float, float], taken: Sequence[Edges]) -> Box:
    """Return where the name of a part of life stands: outside the rings if that can be, else at the edge of the third."""
    table = _Table(ground, taken)
    width, height = need
    middle = sum(turn) / 2
    angles = sorted((turn[0] + (turn[1] - turn[0]) * step / 40 for step in range(2, 39)), key=lambda angle: (abs(angle - middle), angle))
    for far in (1.0, ground.reach[3] - 0.05):
        for angle in angles:
            x, y = ground.disc.at(far, angle)
            left = x if far == 1.0 and angle < math.pi else x - width if far == 1.0 else x - width / 2
            if far == 1.0 and abs(math.sin(angle)) < 0.5:
                left = x - width / 2
            top = y if far == 1.0 and math.cos(angle) < 0 else y - height if far == 1.0 else y - height / 2
            box = Box(left, top, width, height)
            if table.is_free(edges(box)) and (far < 1.0 or _outside(ground, box)):
                return box
    x, y = ground.disc.at(ground.reach[3] - 0.05, middle % FULL_TURN)
    return Box(min(max(x - width / 2, 0), ground.frame.width - width), y - height / 2, width, height)


def _outside(ground: Ground, box: Box) -> bool:
    corners = [
        (box.x, box.y),
        (box.right, box.y),
        (box.x, box.bottom),
        (box.right, box.bottom),
        (box.middle[0], box.y),
        (box.middle[0], box.bottom),
    ]
    return all(ground.disc.polar(corner)[0] >= 0.995 for corner in corners)
