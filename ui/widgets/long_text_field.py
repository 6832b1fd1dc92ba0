"""A field for more lines of text, that grows with what is typed."""

from PySide6.QtCore import QEvent, QMimeData, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QTextEdit, QWidget
from typing_extensions import override

from ui import theme
from ui.widgets.field_frame import FieldFrame
from ui.widgets.plain_text import cleaned, keepable
from ui.widgets.text_field import NOT_LEAVING
from ui.widgets.wave import Span, draw_wave
from ui.widgets.window_keys import is_for_window

PADDING = 22


class GrowingEdit(QTextEdit):
    """A plain text edit as high as its text, between `lines` and `most_lines`; Tab goes to the next field."""

    entered = Signal()
    left = Signal()

    def __init__(self, lines: int, most_lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._most_lines = most_lines
        self._spans: list[Span] = []
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self.grow)

    def grow(self) -> None:
        """Take the height of the text."""
        line = self.fontMetrics().lineSpacing()
        margin = round(self.document().documentMargin()) * 2
        wanted = round(self.document().size().height())
        height = min(max(wanted, self._lines * line + margin), self._most_lines * line + margin) + PADDING
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if wanted > height - PADDING else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.setFixedHeight(max(height, theme.current().sizes["target"]))

    def mark(self, spans: list[Span]) -> None:
        """Draw a wavy line under these words and no others."""
        if spans != self._spans:
            self._spans = spans
            self.viewport().update()

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        super().paintEvent(e)
        painter = QPainter(self.viewport())
        for start, end in self._spans:
            first, last = self.place_of(start), self.place_of(end)
            right = last.left() if last.top() == first.top() else self.viewport().width()  # a word of more lines: its first
            draw_wave(painter, first.left(), right, first.bottom())

    def place_of(self, place: int) -> QRect:
        """Return where the cursor would stand at a place in the text."""
        cursor = self.textCursor()
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        return self.cursorRect(cursor)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(cleaned(source.text()))

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    @override
    def event(self, e: QEvent) -> bool:
        if is_for_window(e, self.document().isUndoAvailable()):
            e.ignore()
            return False
        return super().event(e)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.grow()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in NOT_LEAVING:
            self.entered.emit()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in NOT_LEAVING:
            self.left.emit()


class LongTextField(FieldFrame):
    """Label, growing text, message. The same signals and calls as `TextField`; Enter makes a new line."""

    def __init__(self, label: str, hint: str = "", lines: int = 2, most_lines: int = 14, parent: QWidget | None = None) -> None:
        super().__init__(label, hint, parent)
        self.edit = GrowingEdit(lines, most_lines)
        self._filling = False
        self.edit.textChanged.connect(self.text_changed)
        self.edit.entered.connect(self.entered)
        self.edit.left.connect(self.leave)
        self.set_control(self.edit)
        self.edit.grow()

    def value(self) -> str:
        """Return what stands in the field."""
        return keepable(self.edit.toPlainText())

    def set_value(self, text: str) -> None:
        """Put a value in the field without telling anybody; the same value leaves cursor and undo alone."""
        if text == self.edit.toPlainText():
            return
        self._filling = True
        self.edit.setPlainText(text)
        self._filling = False

    def text_changed(self) -> None:
        """Tell that a person changed the text."""
        if not self._filling:
            self.typed.emit(self.value())

    def leave(self) -> None:
        """Tell the value with which the field is left."""
        self.left.emit(self.value())
