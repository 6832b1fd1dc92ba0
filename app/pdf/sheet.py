"""The sheet around the text: numbered pages, footer, and the mark of a concept. Says nothing of what stands on the page."""

from bisect import bisect_right
from dataclasses import dataclass

from app.pdf.blocks import Stack
from app.pdf.characters import one_line
from app.pdf.fonts import runs, width
from app.pdf.house_style import (
    CONTENT_WIDTH,
    FOOTER,
    FOOTER_Y,
    HAIR,
    MARK,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SIDE,
    TOP,
    WATERMARK,
    Face,
    Style,
)
from app.pdf.lines import Line
from app.pdf.pen import Pen
from app.texts import t


@dataclass(frozen=True, slots=True)
class Footing:
    """What every footer says: which print it is, of whom, its details; and the mark across the page if there is one.

    The mark is a large word and a smaller one under it.
    """

    paper: str
    name: str
    details: str
    across: tuple[str, str] | None = None


def draw_pages(pen: Pen, pages: list[Stack], footing: Footing) -> None:
    """Draw the pages with their footers; mark, line and footer are artifacts."""
    for number, page in enumerate(pages, start=1):
        pen.new_page()
        if footing.across is not None:
            _draw_across(pen, footing.across)
        page.draw(pen, SIDE, PAGE_HEIGHT - TOP, CONTENT_WIDTH)
        _draw_footer(pen, footing, t("paper.footer.page", page=number, pages=len(pages)))


def _draw_footer(pen: Pen, footing: Footing, page: str) -> None:
    before, after = footing.paper, footing.details.format(page=page)
    room = CONTENT_WIDTH - width(f"{before}  · {after}", FOOTER.face, FOOTER.size)
    text = f"{before} {shortened(one_line(footing.name), FOOTER, room)} · {after}"
    with pen.content_of(None):
        pen.line(SIDE, FOOTER_Y + FOOTER.leading + 4, CONTENT_WIDTH, HAIR, 0.5)
        pen.text([Line(runs(text, FOOTER.face), "")], FOOTER, SIDE, FOOTER_Y + FOOTER.leading)


def shortened(text: str, style: Style, room: float) -> str:
    """Return the text, cut off with an ellipsis when it is wider than the room."""
    if width(text, style.face, style.size) <= room:
        return text
    fitting = bisect_right(range(len(text)), room, key=lambda count: width(text[:count] + "…", style.face, style.size))
    return text[: max(fitting - 1, 0)].rstrip() + "…"


def _draw_across(pen: Pen, words: tuple[str, str]) -> None:
    """Draw the mark pale under the text and, for a bad copier, readable in the upper margin."""
    y, above = 40.0, " – ".join(words)
    with pen.content_of(None):
        x = PAGE_WIDTH - SIDE - width(above, MARK.face, MARK.size)
        pen.text([Line(runs(above, MARK.face), "")], MARK, x, PAGE_HEIGHT - TOP / 2 + 4)
    with pen.content_of(None), pen.turned(PAGE_WIDTH / 2, PAGE_HEIGHT / 2, 52):
        for text, size in zip(words, (118.0, 54.0), strict=True):
            style = Style(Face.BOLD, size, size, WATERMARK)
            pen.text([Line(runs(text, style.face), "")], style, -width(text, style.face, size) / 2, y + size / 2)
            y -= 90
