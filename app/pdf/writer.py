"""Writes headings, paragraphs, lists and tables of one print as blocks, and their elements in reading order. Knows no plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.pdf.blocks import Block, Gap, Stack, Text, Topic
from app.pdf.house_style import (
    BODY,
    CELL,
    CELL_BOLD,
    CONTENT_WIDTH,
    GOAL,
    GOAL_NUMBER,
    LABEL,
    PHONE,
    SECTION,
    SMALL,
    SPOKEN,
    TERRACOTTA,
    Style,
)
from app.pdf.panels import BARE, HEADER, Panel, PanelLook, Row, RowLook, Table
from app.pdf.sheet import shortened
from app.pdf.tagging import Element
from app.texts import t

BULLET_SHARE = 0.042
TIGHT = RowLook(ruled=False, pad=2, side=0)
Cell = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: their headings and their shares of the width."""

    headings: tuple[str, ...]
    shares: tuple[float, ...]


class Writer:
    """Writes blocks under each other; what is written is read aloud in the same order."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.blocks: list[Block] = []

    def stack(self) -> Stack:
        """Return what was written."""
        return Stack(self.blocks)

    def gap(self, high: float, *, keep_with_next: bool = False) -> None:
        """Leave white space."""
        self.blocks.append(Gap(high, keep_with_next=keep_with_next))

    def heading(self, text: str, kind: str = "H2", style: Style = SECTION) -> None:
        """Write a heading that stays with what follows."""
        self.blocks.append(Text(text, style, self.element.add(kind), keep_with_next=True))
        self.blocks.append(Gap(3, keep_with_next=True))

    def topic(self, again: str) -> None:
        """Say with which one line a page begins on which what follows goes on; who listens does not hear it twice."""
        line = Text(shortened(again, GOAL_NUMBER, CONTENT_WIDTH), GOAL_NUMBER, None, keep_with_next=True)
        self.blocks.append(Topic([line, Gap(8, keep_with_next=True)]))

    def section(self, text: str, before: float = 15) -> None:
        """Write a heading with white space before it; a page on which the section goes on says which it is."""
        self.gap(before)
        self.topic(t("paper.again", title=text))
        self.heading(text)

    def paragraph(self, text: str, style: Style = BODY, *, keep_with_next: bool = False) -> None:
        """Write a text as one paragraph."""
        self.blocks.append(Text(text, style, self.element.add("P"), keep_with_next=keep_with_next))

    def answer(self, question: str, text: str) -> None:
        """Write a small question and its answer; nothing without an answer."""
        if text.strip():
            self.blocks.append(Gap(6))
            self.blocks.append(Text(question, LABEL, self.element.add("H4"), keep_with_next=True))
            self.paragraph(text)

    def quote(self, text: str, said_by: str, style: Style = SPOKEN) -> None:
        """Write somebody's own words beside a bar, and who said them."""
        inside = Writer(self.element.add("BlockQuote"))
        inside.paragraph(f"“{text.strip()}”", style)
        if said_by.strip():
            inside.paragraph(f"– {said_by.strip()}", SMALL)
        self.blocks.append(Panel(inside.stack(), PanelLook(bar=TERRACOTTA)))

    def panel(self, look: PanelLook, *, keep_with_next: bool = False) -> "Writer":
        """Return a writer whose blocks stand in a panel here."""
        inside = Writer(self.element.add("Sect"))
        self.blocks.append(Panel(Stack(inside.blocks), look, keep_with_next=keep_with_next))
        return inside

    def bullets(self, texts: Sequence[str], under: Sequence[str] = ()) -> None:
        """Write a list with a dot before each text, and quieter words under those that have any."""
        items = self.element.add("L")
        shares = (BULLET_SHARE, 1 - BULLET_SHARE)
        for number, text in enumerate(texts):
            item = items.add("LI")
            dot, body = item.add("Lbl"), item.add("LBody")
            small = [Text(words, SMALL, body) for words in under[number : number + 1] if words]
            cells = (Stack([Text("•", BODY, dot)]), Stack([Text(text, BODY, body), *small]))
            self.blocks.append(Row(cells, shares, TIGHT))

    def short_bullets(self, texts: Sequence[str], across: int) -> None:
        """Write a list of short texts, some beside each other, read one after the other."""
        items = self.element.add("L")
        for first in range(0, len(texts), across):
            cells = []
            for text in texts[first : first + across]:
                item = items.add("LI")
                cells += [Stack([Text("•", BODY, item.add("Lbl"))]), Stack([Text(text, BODY, item.add("LBody"))])]
            cells += [Stack([])] * (2 * across - len(cells))
            self.blocks.append(Row(cells, (BULLET_SHARE, 1 / across - BULLET_SHARE) * across, TIGHT))

    def facts(self, facts: Sequence[tuple[str, str]], across: int) -> None:
        """Write labels with their values, some beside each other; they are read as a list."""
        items = self.element.add("L")
        for first in range(0, len(facts), across):
            cells = [self._fact(items.add("LI"), *fact) for fact in facts[first : first + across]]
            cells += [Stack([])] * (across - len(cells))
            self.blocks.append(Row(cells, [1 / across] * across, BARE))

    @staticmethod
    def _fact(item: Element, label: str, value: str) -> Stack:
        return Stack([Text(label, SMALL, item.add("Lbl")), Text(value, CELL_BOLD, item.add("LBody"))])

    def contacts(self, contacts: Sequence[tuple[str, str, str]]) -> None:
        """Write names, numbers and what they are for, a line each; they are read as a list."""
        items = self.element.add("L")
        for name, number, about in contacts:
            body = items.add("LI").add("LBody")
            cells = [Stack([Text(name, CELL_BOLD, body), Text(about, SMALL, body)]), Stack([Text(number, PHONE, body)])]
            self.blocks.append(Row(cells, (0.62, 0.38), TIGHT))

    def table(self, columns: Columns, rows: Sequence[Sequence[Cell]]) -> None:
        """Write a table; the first column names the row, and the lines of a cell after its first are quieter."""
        table = self.element.add("Table")
        head = table.add("TR")
        header = self._header(columns, [head.add("TH", "Column") for _ in columns.headings])
        again = self._header(columns, [None for _ in columns.headings])
        self.blocks.append(Table(header, again, [self._row(table.add("TR"), cells, columns) for cells in rows]))

    @staticmethod
    def _header(columns: Columns, elements: Sequence[Element | None]) -> Row:
        cells = [Stack([Text(text, CELL_BOLD, element)]) for text, element in zip(columns.headings, elements, strict=True)]
        return Row(cells, columns.shares, HEADER)

    @staticmethod
    def _row(line: Element, cells: Sequence[Cell], columns: Columns) -> Row:
        stacks = []
        for number, cell in enumerate(cells):
            element = line.add("TD") if number else line.add("TH", "Row")
            styles = [CELL_BOLD if number == 0 else CELL] + [SMALL] * len(cell)
            stacks.append(Stack([Text(text, style, element) for text, style in zip(cell, styles, strict=False) if text.strip()]))
        return Row(stacks, columns.shares)

    def goal_heading(self, number: str, text: str) -> None:
        """Write which goal this is and, in the family's words, what it is."""
        element = self.element.add("H3")
        self.blocks.append(Text(number, GOAL_NUMBER, element, keep_with_next=True))
        self.blocks.append(Text(text, GOAL, element, keep_with_next=True))
