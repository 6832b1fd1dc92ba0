"""Blocks that hold blocks: rows and tables, panels with a tint or a bar, and the scale from 0 to 10. Says nothing itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.pdf.blocks import Stack
from app.pdf.fonts import runs, width
from app.pdf.house_style import CELL_BOLD, HAIR, INK, PAPER, QUIET, TEAL, TEAL_TINT, TERRACOTTA, TRACK, Colour, Style
from app.pdf.lines import Line
from app.pdf.pen import Pen

PAD = 5.0


@dataclass(frozen=True, slots=True)
class RowLook:
    """How a row looks: a line under it or not, a tint or none, and the white above and below and beside its cells."""

    ruled: bool = True
    tint: Colour | None = None
    pad: float = PAD
    side: float = PAD


RULED = RowLook()
BARE = RowLook(ruled=False)
HEADER = RowLook(tint=TEAL_TINT)


class Row:
    """Cells beside each other; `shares` are their parts of the width and add up to 1."""

    keep_with_next = False

    def __init__(self, cells: Sequence[Stack], shares: Sequence[float], look: RowLook = RULED) -> None:
        self.cells = tuple(cells)
        self.shares = tuple(shares)
        self.look = look

    def height(self, width: float) -> float:
        """Return the height of the highest cell and the white around it."""
        return max(cell.height(wide) for cell, wide in self._cells(width)) + 2 * self.look.pad

    def _cells(self, width: float) -> list[tuple[Stack, float]]:
        return [(cell, share * width - 2 * self.look.side) for cell, share in zip(self.cells, self.shares, strict=True)]

    def split(self, width: float, room: float) -> "tuple[Row, Row] | None":
        """Cut the cells that do not fit; only a row of which several lines fit is cut."""
        if room < 80:
            return None
        upper, lower = [], []
        for cell, wide in self._cells(width):
            if cell.height(wide) <= room - 2 * self.look.pad:
                halves = (cell, Stack([]))
            elif (cut := cell.split(wide, room - 2 * self.look.pad)) is None:
                return None
            else:
                halves = cut
            upper.append(halves[0])
            lower.append(halves[1])
        return Row(upper, self.shares, replace(self.look, ruled=False)), Row(lower, self.shares, self.look)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the cells, each from the top."""
        high = self.height(width)
        with pen.content_of(None):
            if self.look.tint is not None:
                pen.box(x, top - high, (width, high), fill=self.look.tint)
            if self.look.ruled:
                pen.line(x, top - high, width, HAIR)
        for (cell, wide), share in zip(self._cells(width), self.shares, strict=True):
            cell.draw(pen, x + self.look.side, top - self.look.pad, wide)
            x += share * width


class Table:
    """Rows under a header; the header comes back on each page as artifact, and no row is left alone on a page.

    Where more than `MUCH` room is left the rows are so high that one of them alone is no orphan.
    """

    MUCH = 450.0

    keep_with_next = False

    def __init__(self, header: Row, header_again: Row, rows: Sequence[Row]) -> None:
        self.header = header
        self.header_again = header_again
        self.rows = list(rows)

    def height(self, width: float) -> float:
        """Return the height of header and rows."""
        return self.header.height(width) + sum(row.height(width) for row in self.rows)

    def split(self, width: float, room: float) -> "tuple[Table, Table] | None":
        """Cut between rows; a row is cut only when it would leave much of the page empty."""
        left = room - self.header.height(width)
        fitting = 0
        while fitting < len(self.rows) and self.rows[fitting].height(width) <= left:
            left -= self.rows[fitting].height(width)
            fitting += 1
        upper, lower = self.rows[:fitting], self.rows[fitting:]
        halves = lower[0].split(width, left) if lower and (left > room / 3 or left > 200) else None
        if halves is not None:
            upper, lower = [*upper, halves[0]], [halves[1], *lower[1:]]
        elif len(lower) == 1 and len(upper) > 1:
            lower.insert(0, upper.pop())
        if not upper or not lower or (len(upper) == 1 and room < self.MUCH):
            return None
        return Table(self.header, self.header_again, upper), Table(self.header_again, self.header_again, lower)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw header and rows."""
        for row in (self.header, *self.rows):
            row.draw(pen, x, top, width)
            top -= row.height(width)


@dataclass(frozen=True, slots=True)
class PanelLook:
    """How a panel looks: a fill, an outline, a bar at the left, any of them; a whole one stays on one page."""

    fill: Colour | None = None
    outline: Colour | None = None
    bar: Colour | None = None
    pad: float = 12.0
    whole: bool = False


class Panel:
    """Blocks on a tint, in a frame or beside a bar."""

    LOW = 160.0

    def __init__(self, inside: Stack, look: PanelLook, *, keep_with_next: bool = False) -> None:
        self.inside = inside
        self.look = look
        self.keep_with_next = keep_with_next

    def _room(self, width: float) -> float:
        return width - 2 * self.look.pad

    def _edge(self) -> float:
        return 1.0 if self.look.fill is None and self.look.outline is None else self.look.pad

    def height(self, width: float) -> float:
        """Return the height of what is inside and the white around it."""
        return self.inside.height(self._room(width)) + 2 * self._edge()

    def split(self, width: float, room: float) -> "tuple[Panel, Panel] | None":
        """Cut what is inside; both parts get the same look. A low panel is not worth cutting: it goes to the next page whole."""
        kept = self.look.whole or self.height(width) <= self.LOW
        halves = None if kept else self.inside.split(self._room(width), room - 2 * self._edge())
        if halves is None:
            return None
        return Panel(halves[0], self.look), Panel(halves[1], self.look)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the look as artifact and the blocks on it."""
        high = self.height(width)
        with pen.content_of(None):
            if self.look.fill is not None:
                pen.box(x, top - high, (width, high), fill=self.look.fill, radius=6)
            if self.look.outline is not None:
                pen.frame(x, top - high, (width, high), self.look.outline)
            if self.look.bar is not None:
                pen.box(x, top - high, (3, high), fill=self.look.bar)
        self.inside.draw(pen, x + self.look.pad, top - self._edge(), self._room(width))


class Scale:
    """A line from 0 to 10: an open ring where it began, a full disc for now, a double ring for the wish. Its words stand beside it."""

    keep_with_next = True
    HIGH = 30.0

    def __init__(self, start: int | None, now: int | None, wish: int | None) -> None:
        self.start, self.now, self.wish = start, now, wish

    def height(self, width: float) -> float:
        """Return the height of the largest ring and the white around it."""
        return self.HIGH

    def split(self, width: float, room: float) -> None:
        """Never split."""

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw track, way so far and marks; shape and number tell them apart without colour."""
        left, length, y = x + 30, width - 60, top - self.HIGH / 2
        with pen.content_of(None):
            self._number(pen, 0, x + 6, y, QUIET)
            self._number(pen, 10, x + width - 8, y, QUIET)
            pen.box(left, y - 2.5, (length, 5), fill=TRACK, radius=2.5)
            if self.start is not None and self.now is not None and self.start != self.now:
                low, high = sorted((self.start, self.now))
                pen.box(left + low * length / 10, y - 2.5, ((high - low) * length / 10, 5), fill=TEAL)
            for score, radius, fill, edge in self._marks():
                pen.disc(left + score * length / 10, y, radius, fill, edge)
            if self.wish is not None and self.wish != self.now:
                self._number(pen, self.wish, left + self.wish * length / 10, y, INK)
            if self.now is not None:
                self._number(pen, self.now, left + self.now * length / 10, y, PAPER)

    def _marks(self) -> list[tuple[int, float, Colour, Colour]]:
        marks: list[tuple[int, float, Colour, Colour]] = []
        if self.wish is not None:
            marks += [(self.wish, 12.5, PAPER, TERRACOTTA), (self.wish, 9.5, PAPER, TERRACOTTA)]
        if self.start is not None:
            marks.append((self.start, 6, PAPER, TEAL))
        if self.now is not None:
            marks.append((self.now, 9.5, TEAL, TEAL))
        return marks

    @staticmethod
    def _number(pen: Pen, score: int, x: float, y: float, colour: Colour) -> None:
        style = Style(CELL_BOLD.face, CELL_BOLD.size, CELL_BOLD.leading, colour)
        shown = str(score)
        pen.text([Line(runs(shown, style.face), "")], style, x - width(shown, style.face, style.size) / 2, y + style.leading / 2 - 0.6)
