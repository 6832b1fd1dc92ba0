"""The box at the side that opens the search of everything: a button that looks like a field, and takes what is typed along."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.texts import t
from ui import theme
from ui.icons import draw_icon
from ui.widgets.buttons import HouseButton, Paint

KEYS = "Ctrl+K"
TEXT_PX = 46


class SearchBox(HouseButton):
    """`wanted` with the text to begin with: nothing at a click, a touch or Enter, else the letter that was typed here."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(t("widget.search"), "search", parent)
        self.setAccessibleName(t("widget.search_name"))
        self.setToolTip(KEYS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.wanted.emit(""))

    def hint_px(self) -> int:
        """Return the width of the key hint."""
        font = theme.current().font("small", QFont.Weight.DemiBold)
        return round(len(KEYS) * font.pixelSize() * 0.62) + 20

    @override
    def colours(self, look: theme.Theme) -> Paint:
        return Paint(look.hover if self.underMouse() or self.isDown() else look.field_ground, look.placeholder, look.field_edge)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.text_width() + TEXT_PX + self.side, super().sizeHint().height())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if text.strip() and text.isprintable() and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            self.wanted.emit(text)
        elif event.key() == Qt.Key.Key_Down:
            self.wanted.emit("")
        else:
            super().keyPressEvent(event)

    @override
    def draw_content(self, painter: QPainter, paint: Paint, icon_size: int) -> None:
        look = theme.current()
        draw_icon(painter, "search", look.text_muted, QRectF(14, (self.height() - 20) / 2, 20, 20))
        painter.setFont(look.font("body"))
        painter.setPen(QColor(paint.ink))
        room = QRectF(TEXT_PX, 0, self.width() - TEXT_PX, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self.width() < self.sizeHint().width() + self.hint_px():  # large letters: the words before the keys
            return
        painter.setFont(look.font("small", QFont.Weight.DemiBold))
        width, height = self.hint_px(), painter.fontMetrics().height() + 8
        place = QRectF(self.width() - width - 12, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.soft))
        painter.drawRoundedRect(place, height / 2, height / 2)
        painter.setPen(QColor(look.text_soft))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, KEYS.replace("+", " "))
