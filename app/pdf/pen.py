"""Draws on the pages of one PDF, every stroke either as content of an element or as artifact. Knows no blocks and no texts."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from reportlab.pdfgen.canvas import Canvas

from app.pdf.fonts import letters
from app.pdf.house_style import PAGE_HEIGHT, PAGE_WIDTH, Colour, Face, Style
from app.pdf.lines import Line
from app.pdf.tagging import Element, Marks

Point = tuple[float, float]


class Pen:
    """One PDF being drawn, page after page; y counts up from the foot of the sheet, in points."""

    def __init__(self, title: str) -> None:
        self._file = io.BytesIO()
        self._canvas = Canvas(
            self._file,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            pageCompression=1,
            invariant=1,
            initialFontName=letters(Face.REGULAR).house.fontName,
        )
        self._canvas.setTitle(title)
        self.marks = Marks()

    def new_page(self) -> None:
        """Begin a page; the one before it is done."""
        if self.marks.owners:
            self._canvas.showPage()
        self.marks.new_page()

    def finish(self) -> bytes:
        """Return the drawn PDF, not yet tagged."""
        self._canvas.showPage()
        self._canvas.save()
        return self._file.getvalue()

    @contextmanager
    def content_of(self, element: Element | None) -> Iterator[None]:
        """Let what is drawn inside belong to the element; without one it is an artifact, silent for a screen reader."""
        if element is None:
            self._canvas.addLiteral("/Artifact BMC")
        else:
            self._canvas.addLiteral(f"/{element.kind} <</MCID {self.marks.mark(element).number}>> BDC")
        yield
        self._canvas.addLiteral("EMC")

    def text(self, lines: Sequence[Line], style: Style, x: float, top: float) -> None:
        """Draw lines from the top down; each ends in its glue, so that no two words run together for who listens."""
        self._canvas.setFillColorRGB(*style.colour)
        text = self._canvas.beginText()
        base = top - style.leading + (style.leading - style.size) / 2 + style.size * 0.22
        for line in lines:
            text.setTextOrigin(x, base)
            last = len(line.runs) - 1
            for number, run in enumerate(line.runs):
                text.setFont(run.font, style.size)
                text.textOut(run.text + line.glue if number == last else run.text)
            base -= style.leading
        self._canvas.drawText(text)

    def box(self, x: float, bottom: float, size: tuple[float, float], *, fill: Colour, radius: float = 0) -> None:
        """Fill a rectangle of (width, height)."""
        self._canvas.setFillColorRGB(*fill)
        if radius:
            self._canvas.roundRect(x, bottom, *size, radius, stroke=0, fill=1)
        else:
            self._canvas.rect(x, bottom, *size, stroke=0, fill=1)

    def frame(self, x: float, bottom: float, size: tuple[float, float], colour: Colour, thick: float = 1.0) -> None:
        """Draw the outline of a rectangle with rounded corners."""
        self._canvas.setStrokeColorRGB(*colour)
        self._canvas.setLineWidth(thick)
        self._canvas.roundRect(x, bottom, *size, 6, stroke=1, fill=0)

    def line(self, x: float, y: float, length: float, colour: Colour, thick: float = 0.7) -> None:
        """Draw a level line."""
        self._canvas.setStrokeColorRGB(*colour)
        self._canvas.setLineWidth(thick)
        self._canvas.line(x, y, x + length, y)

    def disc(self, x: float, y: float, radius: float, fill: Colour, edge: Colour) -> None:
        """Draw a filled circle with an edge."""
        self._canvas.setFillColorRGB(*fill)
        self._canvas.setStrokeColorRGB(*edge)
        self._canvas.setLineWidth(1.8)
        self._canvas.circle(x, y, radius, stroke=1, fill=1)

    def ellipse(self, middle: Point, radii: Point, fill: Colour | None, edge: Colour | None, thick: float) -> None:
        """Draw an ellipse; without a fill it is open, without an edge it has no line."""
        self._take(fill, edge, thick)
        (x, y), (wide, high) = middle, radii
        self._canvas.ellipse(x - wide, y - high, x + wide, y + high, stroke=int(edge is not None), fill=int(fill is not None))

    def stroke(self, points: Sequence[Point], colour: Colour, thick: float, dash: Sequence[float] = ()) -> None:
        """Draw a line through points, broken by `dash` if there is any."""
        self._take(None, colour, thick)
        self._canvas.setDash([*dash], 0)
        self._path(points, fill=False)
        self._canvas.setDash([], 0)

    def polygon(self, points: Sequence[Point], fill: Colour) -> None:
        """Fill the field between points."""
        self._take(fill, None, 0)
        self._path(points, fill=True)

    def _take(self, fill: Colour | None, edge: Colour | None, thick: float) -> None:
        if fill is not None:
            self._canvas.setFillColorRGB(*fill)
        if edge is not None:
            self._canvas.setStrokeColorRGB(*edge)
            self._canvas.setLineWidth(thick)

    def _path(self, points: Sequence[Point], *, fill: bool) -> None:
        path = self._canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        self._canvas.drawPath(path, stroke=int(not fill), fill=int(fill))

    @contextmanager
    def turned(self, x: float, y: float, degrees: float) -> Iterator[None]:
        """Let (x, y) be the origin and turn what is drawn inside."""
        self._canvas.saveState()
        self._canvas.translate(x, y)
        self._canvas.rotate(degrees)
        yield
        self._canvas.restoreState()
