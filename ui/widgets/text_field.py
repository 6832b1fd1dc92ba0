"""A field for one line of text."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QClipboard, QFocusEvent, QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from ui import theme
from ui.widgets.field_frame import FieldFrame
from ui.widgets.plain_text import cleaned, keepable
from ui.widgets.wave import Span, draw_wave
from ui.widgets.window_keys import is_for_window

NOT_LEAVING = frozenset({Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason})


MOST_CHARACTERS = 100_000  # what is too long is told by the rules, never cut off in silence


class LineEdit(QLineEdit):
    """A line edit that tells when it gets and loses the focus, and pastes clean text on one line."""

    entered = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spans: list[Span] = []

    def mark(self, spans: list[Span]) -> None:
        """Draw a wavy line under these words and no others."""
        if spans != self._spans:
            self._spans = spans
            self.update()

    def cursor_point(self) -> QPoint:
        """Return the point under the cursor."""
        return QPoint(self.cursorRect().center().x(), self.cursorRect().bottom())

    @override
    def paintEvent(self, arg__1: QPaintEvent) -> None:
        super().paintEvent(arg__1)
        if self._spans:
            painter = QPainter(self)
            painter.setClipRect(self.rect().adjusted(8, 0, -8, 0))
            metrics = QFontMetricsF(self.font())
            begin = self.cursorRect().center().x() - metrics.horizontalAdvance(self.text()[: self.cursorPosition()])
            base = (self.height() + metrics.height()) / 2
            for start, end in self._spans:
                left = begin + metrics.horizontalAdvance(self.text()[:start])
                draw_wave(painter, left, left + metrics.horizontalAdvance(self.text()[start:end]), base)

    @override
    def event(self, arg__1: QEvent) -> bool:
        if is_for_window(arg__1, self.isUndoAvailable()):
            arg__1.ignore()
            return False
        return super().event(arg__1)

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

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and not self.isReadOnly():
            self.insert(cleaned(QGuiApplication.clipboard().text(QClipboard.Mode.Clipboard), one_line=True))
            return
        super().keyPressEvent(event)


class TextField(FieldFrame):
    """Label, one line of text, message. `left` comes at losing the focus and at Enter; `set_value` sends nothing."""

    submitted = Signal()

    def __init__(
        self, label: str, hint: str = "", placeholder: str = "", parent: QWidget | None = None, edit: LineEdit | None = None
    ) -> None:
        super().__init__(label, hint, parent)
        self.edit = edit or LineEdit()
        self.edit.setPlaceholderText(placeholder)
        self.edit.setMinimumHeight(theme.current().sizes["target"])
        self.edit.setMaxLength(MOST_CHARACTERS)
        self._filling = False
        self.edit.textChanged.connect(self.text_changed)
        self.edit.entered.connect(self.entered)
        self.edit.left.connect(self.leave)
        self.edit.returnPressed.connect(self.leave)
        self.edit.returnPressed.connect(self.submitted)
        self.set_control(self.edit)

    def value(self) -> str:
        """Return what stands in the field."""
        return keepable(self.edit.text())

    def set_value(self, text: str) -> None:
        """Put a value in the field without telling anybody; the same value leaves cursor and undo alone."""
        if text == self.edit.text():
            return
        self._filling = True
        self.edit.setText(text)
        self.edit.setCursorPosition(len(text) if self.edit.hasFocus() else 0)
        self._filling = False

    def text_changed(self) -> None:
        """Tell that a person changed the text."""
        if not self._filling:
            self.typed.emit(self.value())

    def leave(self) -> None:
        """Tell the value with which the field is left."""
        self.left.emit(self.value())
