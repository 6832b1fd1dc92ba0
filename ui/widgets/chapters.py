"""A long text in chapters, written in Markdown, to read, to select and to copy."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QBrush, QColor, QFont, QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextTable
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui import theme
from ui.widgets.long_reading import Reading

SIZES = {1: "title", 2: "large", 3: "heading"}
"""How large a heading is, by its level."""
CHAPTER = 2
"""The level of the headings of chapters."""
ABOVE_PX, BELOW_PX, BETWEEN_PX, LINE_PERCENT, CELL_PX = 22, 8, 10, 130, 6


class Chapters(Reading):
    """Shows a text in the sizes and colours of the look."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.written = ""

    def show_text(self, written: str) -> None:
        """Show this text from its beginning."""
        self.written = written
        self._fill()

    def titles(self) -> list[str]:
        """Return what the chapters are called, in order."""
        return [block.text() for block in self._chapters()]

    def go_to(self, place: int) -> None:
        """Let a chapter stand at the top, by its place in `titles`."""
        chapter = self._chapters()[place]
        self.setTextCursor(QTextCursor(chapter))
        self.verticalScrollBar().setValue(round(self.document().documentLayout().blockBoundingRect(chapter).top()))

    def _fill(self) -> None:
        document = self.document()
        document.setDefaultFont(theme.current().font("body"))
        document.setMarkdown(self.written, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        cursor = QTextCursor(document)
        for block in self._blocks():
            cursor.setPosition(block.position())
            cursor.mergeBlockFormat(_spaced(block))
            if block.blockFormat().headingLevel() in SIZES:
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(_heading(block.blockFormat().headingLevel()))
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _in_lines(frame)

    def _blocks(self) -> list[QTextBlock]:
        block, found = self.document().begin(), []
        while block.isValid():
            found.append(block)
            block = block.next()
        return found

    def _chapters(self) -> list[QTextBlock]:
        return [block for block in self._blocks() if block.blockFormat().headingLevel() == CHAPTER]

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self.written:  # what is made of Markdown keeps the colours of then
            place = self.verticalScrollBar().value()
            self._fill()
            self.verticalScrollBar().setValue(place)


def _spaced(block: QTextBlock) -> QTextBlockFormat:
    spaced = QTextBlockFormat()
    spaced.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    if block.blockFormat().headingLevel():
        spaced.setTopMargin(ABOVE_PX)
        spaced.setBottomMargin(BELOW_PX)
    elif not block.textList() and not QTextCursor(block).currentTable():
        spaced.setBottomMargin(BETWEEN_PX)
    return spaced


def _heading(level: int) -> QTextCharFormat:
    large = QTextCharFormat()
    large.setFont(theme.current().font(SIZES[level], QFont.Weight.DemiBold))
    return large


def _in_lines(table: QTextTable) -> None:
    look = table.format()
    look.setCellPadding(CELL_PX)
    look.setCellSpacing(0)
    look.setBorderCollapse(True)
    look.setBorder(1)
    look.setBorderBrush(QBrush(QColor(theme.current().edge)))
    table.setFormat(look)
