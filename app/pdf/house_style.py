"""How paper looks: sheet, colours and text styles. One place; no print sets a size or colour of its own."""

from dataclasses import dataclass
from enum import Enum

MM = 72 / 25.4
PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
SIDE = 20 * MM
TOP = 17 * MM
BOTTOM = 23 * MM
FOOTER_Y = 12 * MM
CONTENT_WIDTH = PAGE_WIDTH - 2 * SIDE
CONTENT_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM

Colour = tuple[float, float, float]


def _rgb(code: str) -> Colour:
    return (int(code[0:2], 16) / 255, int(code[2:4], 16) / 255, int(code[4:6], 16) / 255)


INK = _rgb("1F1F1F")
QUIET = _rgb("4F4A45")
TEAL = _rgb("0A5A58")
TEAL_TINT = _rgb("DFEEEB")
TERRACOTTA = _rgb("9A3412")
WARM_TINT = _rgb("FBF1EA")
HAIR = _rgb("B9AE9F")
TRACK = _rgb("E4DCD0")
PAPER = _rgb("FFFFFF")
WATERMARK = _rgb("EFEBE5")


class Face(Enum):
    """A weight or slope of the house letter."""

    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks; sizes in points, leading from base line to base line."""

    face: Face
    size: float
    leading: float
    colour: Colour = INK


TITLE = Style(Face.BOLD, 30, 34, TEAL)
SUBTITLE = Style(Face.BOLD, 19, 24)
CHAPTER = Style(Face.BOLD, 24, 29, TEAL)
SECTION = Style(Face.BOLD, 16, 20, TEAL)
GOAL_NUMBER = Style(Face.BOLD, 11, 15, TEAL)
GOAL = Style(Face.BOLD, 14.5, 19)
LABEL = Style(Face.BOLD, 11, 14.5)
BODY = Style(Face.REGULAR, 11.5, 16)
BODY_BOLD = Style(Face.BOLD, 11.5, 16)
LEAD = Style(Face.REGULAR, 12.5, 17.5)
SMALL = Style(Face.REGULAR, 11, 14.5, QUIET)
CELL = Style(Face.REGULAR, 11, 14.5)
CELL_BOLD = Style(Face.BOLD, 11, 14.5)
SPOKEN = Style(Face.ITALIC, 13, 18.5, TERRACOTTA)
SPOKEN_GOAL = Style(Face.ITALIC, 12, 17, TERRACOTTA)
PHONE = Style(Face.BOLD, 13.5, 18, TEAL)
MARK = Style(Face.BOLD, 11, 14.5, TERRACOTTA)
FOOTER = Style(Face.REGULAR, 9, 11, QUIET)
