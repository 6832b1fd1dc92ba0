"""The wavy line under words in one text field. Never touches the text: a line is only drawn over it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from ui.widgets.long_text_field import GrowingEdit
from ui.widgets.text_field import LineEdit
from ui.widgets.wave import Span

REST_MS = 300
"""How long nobody types before the words are looked at."""


class SpellMarks(QObject):
    """The words of one field that are marked, and a signal `rested` when the field is worth looking at again. Goes with the field."""

    rested = Signal()

    def __init__(self, edit: GrowingEdit | LineEdit) -> None:
        super().__init__(edit)
        self.edit = edit
        self.spans: list[Span] = []
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.rested)
        edit.textChanged.connect(self._rest.start)
        edit.cursorPositionChanged.connect(self._rest.start)
        edit.left.connect(self._rest.start)

    def text(self) -> str:
        """Return what stands in the field, character for character."""
        return self.edit.text() if isinstance(self.edit, LineEdit) else self.edit.toPlainText()

    def place(self) -> int:
        """Return where the cursor is."""
        return self.edit.cursorPosition() if isinstance(self.edit, LineEdit) else self.edit.textCursor().position()

    def put_cursor(self, place: int) -> None:
        """Put the cursor at a place, with nothing selected."""
        if isinstance(self.edit, LineEdit):
            self.edit.setCursorPosition(place)
            return
        cursor = self.edit.textCursor()
        cursor.setPosition(place)
        self.edit.setTextCursor(cursor)

    def put_cursor_at(self, point: QPoint) -> None:
        """Put the cursor where somebody pointed; a selection that was pointed at stays."""
        if isinstance(self.edit, LineEdit):
            if not self.edit.hasSelectedText():
                self.edit.setCursorPosition(self.edit.cursorPositionAt(point))
            return
        if not self.edit.textCursor().hasSelection():
            self.edit.setTextCursor(self.edit.cursorForPosition(point))

    def cursor_point(self) -> QPoint:
        """Return the point under the cursor, in the field."""
        if isinstance(self.edit, LineEdit):
            return self.edit.cursor_point()
        return self.edit.viewport().mapTo(self.edit, self.edit.cursorRect().bottomLeft())

    def replace(self, span: Span, word: str) -> None:
        """Put another word in a span, as a person would: the field can undo it by itself."""
        if isinstance(self.edit, LineEdit):
            self.edit.setSelection(span[0], span[1] - span[0])
            self.edit.insert(word)
            return
        cursor = self.edit.textCursor()
        cursor.setPosition(span[0])
        cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(word)
        self.edit.setTextCursor(cursor)

    def mark(self, spans: Sequence[Span]) -> None:
        """Draw the line under these spans and no others."""
        self.spans = list(spans)
        self.edit.mark(self.spans)


def marks_of(widget: QWidget | None) -> SpellMarks | None:
    """Return the marks of a field, or nothing for a field that is not looked at."""
    return widget.findChild(SpellMarks) if isinstance(widget, GrowingEdit | LineEdit) else None
