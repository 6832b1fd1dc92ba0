"""The pieces a page is built of: each knows its height, how it splits over pages and how it is drawn. Says nothing itself."""

from typing import Protocol

from app.pdf.characters import cleaned
from app.pdf.house_style import Style
from app.pdf.lines import Line, lines
from app.pdf.pen import Pen
from app.pdf.tagging import Element

Lines = tuple[Line, ...]
ROUNDING = 0.01
"""What a sum of heights may be off, in points."""


class Block(Protocol):
    """A piece of a page."""

    keep_with_next: bool

    def height(self, width: float) -> float:
        """Return how high it is at this width, in points."""

    def split(self, width: float, room: float) -> "tuple[Block, Block] | None":
        """Return the part that fits in `room` points and the rest, or None when it cannot be cut there."""

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw it with its upper left corner at (x, top)."""


class Gap:
    """White space; falls away at the head and the foot of a page."""

    keep_with_next = False

    def __init__(self, high: float, *, keep_with_next: bool = False) -> None:
        self.high = high
        self.keep_with_next = keep_with_next

    def height(self, width: float) -> float:
        """Return the white space, the same at every width."""
        return self.high

    def split(self, width: float, room: float) -> None:
        """Never split: it falls away instead."""

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw nothing."""


class Topic:
    """What the blocks after it are about, until the next one. It shows nothing itself: `again` begins each page on which they go on."""

    keep_with_next = True

    def __init__(self, again: "list[Block]") -> None:
        self.again = again

    def height(self, width: float) -> float:
        """Return nothing: it takes no room."""
        return 0.0

    def split(self, width: float, room: float) -> None:
        """Never split."""

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw nothing."""


class Text:
    """A text of one style that belongs to one element; without an element it is an artifact."""

    def __init__(self, text: str, style: Style, element: Element | None, *, keep_with_next: bool = False) -> None:
        self.style = style
        self.element = element
        self.keep_with_next = keep_with_next
        self._text = cleaned(text).strip()
        self._lines: dict[float, Lines] = {}

    @classmethod
    def of_lines(cls, part: Lines, width: float, whole: "Text") -> "Text":
        """Return a part of a text whose lines stand already."""
        text = cls("", whole.style, whole.element)
        text._lines[width] = part
        return text

    def lines(self, width: float) -> Lines:
        """Return the lines at this width, broken once."""
        if width not in self._lines:
            self._lines[width] = lines(self._text, self.style, width)
        return self._lines[width]

    def height(self, width: float) -> float:
        """Return the height of all lines."""
        return len(self.lines(width)) * self.style.leading

    def split(self, width: float, room: float) -> "tuple[Text, Text] | None":
        """Cut between lines; never leaves one line alone on a page."""
        all_lines = self.lines(width)
        count = min(int(room / self.style.leading), len(all_lines) - 2)
        if count < 2:
            return None
        return Text.of_lines(all_lines[:count], width, self), Text.of_lines(all_lines[count:], width, self)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the lines as one piece of the element."""
        with pen.content_of(self.element):
            pen.text(self.lines(width), self.style, x, top)


class Stack:
    """Blocks under each other."""

    def __init__(self, blocks: list[Block], *, keep_with_next: bool = False) -> None:
        self.blocks = blocks
        self.keep_with_next = keep_with_next

    def height(self, width: float) -> float:
        """Return the height of all blocks together."""
        return sum(block.height(width) for block in self.blocks)

    def split(self, width: float, room: float) -> "tuple[Stack, Stack] | None":
        """Cut between or inside blocks; a heading goes along with what follows it."""
        head, rest = self._fill(width, room)
        while head and (isinstance(head[-1], Gap) or head[-1].keep_with_next):
            rest.insert(0, head.pop())
        if not head or not rest:
            return None
        return Stack(head), Stack(without_gap(rest))

    def _fill(self, width: float, room: float) -> tuple[list[Block], list[Block]]:
        for number, block in enumerate(self.blocks):
            high = block.height(width)
            if high > room + ROUNDING:
                halves = block.split(width, room)
                if halves is None:
                    return self.blocks[:number], self.blocks[number:]
                return [*self.blocks[:number], halves[0]], [halves[1], *self.blocks[number + 1 :]]
            room -= high
        return list(self.blocks), []

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the blocks from the top down."""
        for block in self.blocks:
            block.draw(pen, x, top, width)
            top -= block.height(width)


def without_gap(blocks: list[Block]) -> list[Block]:
    """Return the blocks without the white space they begin with."""
    while blocks and isinstance(blocks[0], Gap):
        blocks = blocks[1:]
    return blocks


def paginate(chapters: list[Stack], width: float, height: float) -> list[Stack]:
    """Return one stack for each page; a chapter begins on a new page, and a topic that goes on there is named again."""
    pages: list[Stack] = []
    for chapter in chapters:
        rest, again = Stack(without_gap(chapter.blocks)), list[Block]()
        while rest.blocks:
            above = [] if isinstance(rest.blocks[0], Topic) else again
            page, left = _cut(rest, width, height - Stack(above).height(width))
            pages.append(Stack([*above, *page.blocks]))
            again = [again, *(block.again for block in page.blocks if isinstance(block, Topic))][-1]
            rest = Stack(without_gap(left.blocks))
    return pages


def _cut(stack: Stack, width: float, room: float) -> tuple[Stack, Stack]:
    if stack.height(width) <= room + ROUNDING:
        return stack, Stack([])
    return stack.split(width, room) or _torn(stack, width, room)


def _torn(stack: Stack, width: float, height: float) -> tuple[Stack, Stack]:
    """Cut where nothing wants to be cut, so that the rest still gets on paper."""
    room, count = height, 0
    for block in stack.blocks:
        room -= block.height(width)
        if room < 0:
            break
        count += 1
    count = max(1, count)
    return Stack(stack.blocks[:count]), Stack(stack.blocks[count:])
