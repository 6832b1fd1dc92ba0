"""The list of families at the side: avatar, name, a line about it, a number that asks for attention."""

import functools
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from app.domain.rules.names import initials_of
from ui import theme
from ui.theme import Kind, Theme
from ui.widgets.avatar import draw_avatar
from ui.widgets.focus_ring import draw_focus_ring

ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
AVATAR_PX = 42
BADGE_PX = 26
PAD_PX = 10
SUB_LINES, SUB_LINES_LARGE = 2, 4
"""How many lines the words under a name take at most, and with larger texts."""
Index = QModelIndex | QPersistentModelIndex
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True)
class NavItem:
    """What the list shows of one family; the model gives it for ITEM_ROLE and the whole sentence for AccessibleTextRole.

    `more` stands behind `sub` and is never cut off: it says that there is something that does not stand here.
    """

    name: str
    sub: str = ""
    badge: int = 0
    kind: Kind = Kind.FAMILY
    more: str = ""


def fitted(font: QFont, room: int, text: str, more: str = "") -> str:
    """Return the text with `more` behind it in as many lines as it may take: words at the end of the text give way to dots."""
    metrics = QFontMetrics(font)
    most = SUB_LINES if theme.current().text_percent == 100 else SUB_LINES_LARGE

    def fits(words: str) -> bool:
        return metrics.boundingRect(0, 0, room, 1000, WRAP, words).height() <= most * metrics.lineSpacing() + 1

    kept = text.split(" ")
    if fits(f"{text}{more}"):
        return f"{text}{more}"
    while len(kept) > 1 and not fits(f"{' '.join(kept)}…{more}"):
        kept.pop()
    return f"{' '.join(kept)}…{more}"


@functools.lru_cache(maxsize=256)
def measured(item: NavItem, width: int, _look: tuple[str, int]) -> tuple[QRect, QRect, str]:
    """Return where name and the words under it stand in a row of `width`, measured from its corner, and those words.

    Kept per row and look: the list asks it of every row whenever one of them changes.
    """
    look = theme.current()
    room = width - PAD_PX - AVATAR_PX - PAD_PX - PAD_PX - (BADGE_PX + PAD_PX if item.badge else 0)
    name_height = QFontMetrics(look.font("body", QFont.Weight.Bold)).boundingRect(0, 0, room, 1000, WRAP, item.name).height()
    small = look.font("small")
    sub = fitted(small, room, item.sub, item.more)
    sub_height = QFontMetrics(small).boundingRect(0, 0, room, 1000, WRAP, sub).height() if sub else 0
    left = PAD_PX + AVATAR_PX + PAD_PX
    height = max(AVATAR_PX, name_height + 4 + sub_height)
    top = PAD_PX + (height - name_height - 4 - sub_height) // 2
    return QRect(left, top, room, name_height), QRect(left, top + name_height + 4, room, sub_height), sub


class NavDelegate(QStyledItemDelegate):
    """Draws one row; a long name goes on on a next line."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        item: NavItem = index.data(ITEM_ROLE)
        view = option.widget
        width = view.viewport().width() - 2 * view.spacing() if isinstance(view, QListView) else option.rect.width()
        look = theme.current()
        _, sub, _ = measured(item, width, (look.name, look.text_percent))
        return QSize(width, max(sub.bottom() + 1 + PAD_PX, AVATAR_PX + 2 * PAD_PX))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: NavItem = index.data(ITEM_ROLE)
        look = theme.current()
        row = option.rect.adjusted(0, 1, 0, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(QColor(look.selected_edge if selected else look.hover), 2))
            painter.setBrush(QColor(look.selected if selected else look.hover))
            painter.drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -1), 8, 8)
        self.draw_words(painter, option, item, selected)
        face = QRectF(row.left() + PAD_PX, row.center().y() - AVATAR_PX / 2 + 1, AVATAR_PX, AVATAR_PX)
        draw_avatar(painter, look, face, initials_of(item.name) or "?", Kind.NETWORK if selected else item.kind)
        if item.badge:
            self.draw_badge(painter, look, row, item.badge)
        view = option.widget
        if option.state & QStyle.StateFlag.State_HasFocus and isinstance(view, NavList) and view.ring:
            draw_focus_ring(painter, look, QRectF(row), 8)
        painter.restore()

    def draw_words(self, painter: QPainter, option: QStyleOptionViewItem, item: NavItem, selected: bool) -> None:
        """Write the name and the line under it."""
        look = theme.current()
        name, sub, words = measured(item, option.rect.width(), (look.name, look.text_percent))
        corner = option.rect.topLeft()
        painter.setFont(look.font("body", QFont.Weight.Bold))
        painter.setPen(QColor(look.selected_text if selected else look.text))
        painter.drawText(name.translated(corner), WRAP, item.name)
        painter.setFont(look.font("small"))
        painter.setPen(QColor(look.text_muted))
        painter.drawText(sub.translated(corner), WRAP, words)

    def draw_badge(self, painter: QPainter, look: Theme, row: QRect, count: int) -> None:
        """Draw the number that asks for attention."""
        tone = look.tone(Kind.WARN)
        place = QRectF(row.right() - BADGE_PX - PAD_PX, row.center().y() - BADGE_PX / 2 + 1, BADGE_PX, BADGE_PX)
        painter.setPen(QPen(QColor(tone.edge), 1.4))
        painter.setBrush(QColor(tone.ground))
        painter.drawEllipse(place)
        font = look.font("small", QFont.Weight.Bold)
        font.setPixelSize(13 if count < 100 else 10)
        painter.setFont(font)
        painter.setPen(QColor(tone.ink))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(count) if count < 100 else "99+")


class NavList(QListView):
    """The list itself; `opened` at a click, a touch or Enter, with the row of the model."""

    opened = Signal(QModelIndex)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(NavDelegate(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setSpacing(2)
        self.ring = False
        self.clicked.connect(self.opened)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ring = event.reason() is not Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    @override
    def resizeEvent(self, e: QResizeEvent) -> None:
        super().resizeEvent(e)
        self.scheduleDelayedItemsLayout()  # a row is as high as its words need at this width

    @override
    def changeEvent(self, e: QEvent) -> None:
        super().changeEvent(e)
        if e.type() is QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.ring = True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
