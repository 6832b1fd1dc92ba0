"""The list under a search: what was found in groups with a heading, each with its place and its keys, high enough for a finger."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QScroller, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from app.domain.rules.names import initials_of
from ui import theme
from ui.icons import draw_icon
from ui.theme import Kind, Theme
from ui.widgets.avatar import draw_avatar

LINE_ROLE = Qt.ItemDataRole.UserRole + 1
FACE_PX, PAD_PX, GAP_PX = 36, 12, 12
LONGEST_PX = 1_000
Index = QModelIndex | QPersistentModelIndex
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True)
class PaletteLine:
    """One row: a heading, or something that can be opened, with a face or an icon before it and its keys behind it."""

    text: str
    under: str = ""
    icon: str = ""
    face: Kind | None = None
    keys: str = ""
    is_heading: bool = False


class PaletteDelegate(QStyledItemDelegate):
    """Draws one row; words that do not fit go on on a next line."""

    def parts(self, line: PaletteLine, width: int) -> tuple[QRect, QRect]:
        """Return where the words and those under them stand in a row of `width`, measured from its corner."""
        look = theme.current()
        left = PAD_PX if line.is_heading else PAD_PX + FACE_PX + GAP_PX
        room = width - left - PAD_PX - (keys_px(look, line.keys) + GAP_PX if line.keys else 0)
        text = height_of(text_font(look, line), line.text, room)
        under = height_of(look.font("small"), line.under, room) if line.under else 0
        gap = 2 if under else 0
        height = row_px(look, line, text + gap + under)
        top = height - text - 4 if line.is_heading else (height - text - gap - under) // 2
        return QRect(left, top, room, text), QRect(left, top + text + gap, room, under)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: PaletteLine = index.data(LINE_ROLE)
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        text, under = self.parts(line, width)
        return QSize(width, row_px(theme.current(), line, text.height() + (under.height() + 2 if line.under else 0)))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: PaletteLine = index.data(LINE_ROLE)
        look = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not line.is_heading:
            self.draw_ground(painter, option, look)
            self.draw_face(painter, option.rect, line, look)
        text, under = self.parts(line, option.rect.width())
        corner = option.rect.topLeft()
        painter.setFont(text_font(look, line))
        painter.setPen(QColor(look.text_muted if line.is_heading else look.text))
        painter.drawText(text.translated(corner), WRAP, line.text)
        painter.setFont(look.font("small"))
        painter.setPen(QColor(look.text_muted))
        painter.drawText(under.translated(corner), WRAP, line.under)
        if line.keys:
            self.draw_keys(painter, option.rect, line.keys, look)
        painter.restore()

    def draw_ground(self, painter: QPainter, option: QStyleOptionViewItem, look: Theme) -> None:
        """Draw which row Enter opens, and which one the mouse is on."""
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(QColor(look.selected_edge if selected else look.hover), 2))
            painter.setBrush(QColor(look.selected if selected else look.hover))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(2, 2, -2, -2), 8, 8)

    def draw_face(self, painter: QPainter, row: QRect, line: PaletteLine, look: Theme) -> None:
        """Draw the round picture of a family or a person, or an icon."""
        place = QRectF(row.left() + PAD_PX, row.center().y() - FACE_PX / 2 + 1, FACE_PX, FACE_PX)
        if line.face is not None:
            draw_avatar(painter, look, place, initials_of(line.text) or "?", line.face)
        else:
            draw_icon(painter, line.icon, look.action, place.adjusted(6, 6, -6, -6))

    def draw_keys(self, painter: QPainter, row: QRect, keys: str, look: Theme) -> None:
        """Draw the keys that do the same."""
        font = look.font("small", QFont.Weight.DemiBold)
        width, height = keys_px(look, keys), QFontMetrics(font).height() + 8
        place = QRectF(row.right() - PAD_PX - width, row.center().y() - height / 2 + 1, width, height)
        painter.setPen(QPen(QColor(look.line), 1))
        painter.setBrush(QColor(look.soft))
        painter.drawRoundedRect(place, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(QColor(look.text_soft))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, keys)


class PaletteList(QListView):
    """The list itself; `opened` with the row at a click, a touch or Enter. Headings are passed over."""

    opened = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(PaletteDelegate(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.clicked.connect(self.open_index)

    def step(self, steps: int) -> None:
        """Go so many rows down, or up; stops at the ends."""
        model = self.model()
        rows = [row for row in range(model.rowCount()) if model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsSelectable]
        if not rows:
            return
        here = rows.index(self.currentIndex().row()) + steps if self.currentIndex().row() in rows else 0
        row = rows[max(0, min(here, len(rows) - 1))]
        self.setCurrentIndex(model.index(row, 0))
        if row == rows[0]:
            self.scrollToTop()  # with its heading

    def open_current(self) -> None:
        """Open the row that the keys are on."""
        self.open_index(self.currentIndex())

    def open_index(self, index: QModelIndex) -> None:
        """Open a row; nothing for a heading."""
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsSelectable:
            self.opened.emit(index.row())

    def rows_px(self) -> int:
        """Return the height that all rows together need."""
        option = QStyleOptionViewItem()
        option.widget = self
        model, delegate = self.model(), self.itemDelegate()
        return sum(delegate.sizeHint(option, model.index(row, 0)).height() for row in range(model.rowCount()))

    @override
    def resizeEvent(self, e: QResizeEvent) -> None:
        super().resizeEvent(e)
        self.scheduleDelayedItemsLayout()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
        key = Qt.Key(event.key())
        if key in steps:
            self.step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_current()
        else:
            event.ignore()  # a letter is for the field


def text_font(look: Theme, line: PaletteLine) -> QFont:
    """Return the font of a row's own words."""
    return look.font("small", QFont.Weight.Bold) if line.is_heading else look.font("body", QFont.Weight.DemiBold)


def height_of(font: QFont, text: str, room: int) -> int:
    """Return the height of a text in so much room."""
    return QFontMetrics(font).boundingRect(0, 0, room, LONGEST_PX, WRAP, text).height()


def row_px(look: Theme, line: PaletteLine, words: int) -> int:
    """Return the height of a row with so many px of words."""
    return words + 14 if line.is_heading else max(look.sizes["target"], words + 16)


def keys_px(look: Theme, keys: str) -> int:
    """Return the width of the keys in their pill."""
    return QFontMetrics(look.font("small", QFont.Weight.DemiBold)).horizontalAdvance(keys) + 22
