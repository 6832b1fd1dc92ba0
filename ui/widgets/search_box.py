"""The box that searches everything; Ctrl+K goes to it from anywhere in the window. Finds nothing itself."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.texts import t
from ui import theme
from ui.icons import draw_icon
from ui.widgets.window_keys import is_for_window

KEYS = "Ctrl+K"


class SearchBox(QLineEdit):
    """`searched` at each change, `results_wanted` at arrow down or Enter; Escape empties it."""

    searched = Signal(str)
    results_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(t("widget.search"))
        self.setAccessibleName(t("widget.search_name"))
        self.setMinimumHeight(theme.current().sizes["target"] + 4)
        self.setTextMargins(36, 0, 0, 0)
        self.textChanged.connect(self.searched)
        self.textChanged.connect(self.make_room)
        shortcut = QShortcut(QKeySequence(KEYS), self)
        shortcut.activated.connect(self.go_here)
        self.make_room()

    def go_here(self) -> None:
        """Put the keyboard here, ready for another search."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def make_room(self) -> None:
        """Leave the room of the key hint to the text as soon as there is a text."""
        self.setTextMargins(36, 0, 0 if self.text() else self.hint_px() + 4, 0)

    def hint_px(self) -> int:
        """Return the width of the key hint."""
        font = theme.current().font("small", QFont.Weight.DemiBold)
        return round(len(KEYS) * font.pixelSize() * 0.62) + 20

    @override
    def event(self, arg__1: QEvent) -> bool:
        if is_for_window(arg__1, self.isUndoAvailable()):
            arg__1.ignore()
            return False
        return super().event(arg__1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.results_wanted.emit()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_icon(painter, "search", look.text_muted, QRectF(16, (self.height() - 20) / 2, 20, 20))
        if self.text():
            return
        painter.setFont(look.font("small", QFont.Weight.DemiBold))
        width, height = self.hint_px(), painter.fontMetrics().height() + 8
        place = QRectF(self.width() - width - 12, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.soft))
        painter.drawRoundedRect(place, height / 2, height / 2)
        painter.setPen(QColor(look.text_soft))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, KEYS.replace("+", " "))
