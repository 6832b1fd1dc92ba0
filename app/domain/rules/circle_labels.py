"""The labels in the circles: which words, on how many lines, how wide. Shorter when it is crowded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from app.domain.rules.circle_layout import Frame, Line, Measure
from app.domain.rules.circle_shapes import Box
from app.domain.rules.circles import Circled

MORE = "…"
NARROW = frozenset("iIjlft.,:;'’|!()[] ")
WIDE = frozenset("mwMW@%")


@dataclass(frozen=True)
class Detail:
    """How much is told of everybody: the circle's radius, a label's width and lines of the name, all in heights of a text."""

    radius: float
    width: float
    name_lines: int
    under: bool
    size: float = 1.0


DETAILS = (
    Detail(1.75, 8.6, 2, under=True),
    Detail(1.6, 7.4, 2, under=True),
    Detail(1.5, 6.8, 2, under=True, size=0.95),
    Detail(1.4, 6.2, 2, under=False, size=0.92),
    Detail(1.25, 5.4, 2, under=False, size=0.88),
    Detail(1.0, 4.6, 1, under=False, size=0.85),
)
"""From roomy to crowded."""
UNDER_SIZE = 0.86
LINE = 1.22
SIDE = 0.35


@dataclass(frozen=True)
class Label:
    """Words without a place: the lines with their sizes, and how much room they take with their plate."""

    lines: tuple[tuple[str, float, bool], ...]
    width: float
    height: float

    def at(self, x: float, y: float) -> tuple[Box, tuple[Line, ...]]:
        """Return the plate and the lines with its left top corner there."""
        made, top = [], y + 1
        for text, size, bold in self.lines:
            made.append(Line(text, size, bold, Box(x, top, self.width, size * LINE)))
            top += size * LINE
        return Box(x, y, self.width, self.height), tuple(made)


def label_of(person: Circled, detail: Detail, frame: Frame, measure: Measure) -> Label:
    """Return what is written beside somebody's circle; the mentor's task goes before a relation."""
    size, most = frame.text * detail.size, frame.text * detail.width
    lines = [(text, size, True) for text in wrapped(person.name, most, detail.name_lines, lambda text: measure(text, size, True))]
    under = person.mentor or (person.under if detail.under else "")
    if under:
        small = size * UNDER_SIZE
        lines.append((cut(under, most * 1.1, lambda text: measure(text, small, False)), small, False))
    return label(lines, measure, frame.text * SIDE)


def label(lines: Sequence[tuple[str, float, bool]], measure: Measure, side: float) -> Label:
    """Return a label of these lines with some room beside them."""
    width = max((measure(*line) for line in lines), default=0.0) + 2 * side
    return Label(tuple(lines), width, sum(size * LINE for _, size, _ in lines) + 2)


def wrapped(text: str, most: float, lines: int, width: Callable[[str], float]) -> list[str]:
    """Return a text on at most so many lines, broken between words; what does not fit ends in an ellipsis."""
    words, made = text.split(), list[str]()
    while words and len(made) < lines - 1:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}") <= most:
            line = f"{line} {words.pop(0)}"
        made.append(cut(line, most, width))
    return [*made, cut(" ".join(words), most, width)] if words else made


def cut(text: str, most: float, width: Callable[[str], float]) -> str:
    """Return as much of a text as fits, with an ellipsis where something is left out."""
    if width(text) <= most:
        return text
    low, high = 1, len(text)
    while low < high - 1:
        half = (low + high) // 2
        low, high = (half, high) if width(text[:half].rstrip() + MORE) <= most else (low, half)
    return text[:low].rstrip() + MORE


def about_width(text: str, size: float, bold: bool) -> float:
    """Return about how wide a text is, rather too wide than too narrow: for who has no font at hand."""
    units = sum(1.0 if east_asian_width(c) in "WF" else 0.32 if c in NARROW else 0.86 if c in WIDE or c.isupper() else 0.6 for c in text)
    return units * size * (1.04 if bold else 1.0)
