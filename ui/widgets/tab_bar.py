"""The tabs of a family page: an icon and a word, the access key underlined, the open one with a line under it."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QTabBar, QWidget
from typing_extensions import override

from ui import theme
from ui.icons import draw_icon
from ui.theme import Theme
from ui.widgets.focus_ring import draw_focus_ring

SIDE_PX = 20
TIGHT_PX = 10
GAP_PX = 10


class Tab(NamedTuple):
    """A tab: its key in the code, its word with `&` before the access key, and its icon."""

    key: str
    text: str
    icon: str


class TabBar(QTabBar):
    """The tabs; `page_chosen` gives the key of the tab a person opened. In a narrow window the icons step aside."""

    page_chosen = Signal(str)

    def __init__(self, tabs: Sequence[Tab], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = list(tabs)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._ring = False
        self._tight = False
        for tab in self.tabs:
            self.addTab(tab.text)
        self.currentChanged.connect(lambda place: self.page_chosen.emit(self.tabs[place].key))

    def show_page(self, key: str) -> None:
        """Show which page is open without telling anybody."""
        blocked = self.blockSignals(True)
        self.setCurrentIndex([tab.key for tab in self.tabs].index(key))
        self.blockSignals(blocked)

    def width_of(self, index: int, tight: bool) -> int:
        """Return the px a tab needs, with or without its icon."""
        text = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.tabText(index)).width() + 4
        return text + 2 * TIGHT_PX if tight else text + 2 * SIDE_PX + theme.current().sizes["icon"] + GAP_PX

    @override
    def tabSizeHint(self, index: int) -> QSize:
        self.ensurePolished()
        height = max(theme.current().sizes["target"], self.fontMetrics().height() + 24) + 4
        return QSize(self.width_of(index, self._tight), height)

    @override
    def minimumTabSizeHint(self, index: int) -> QSize:
        return QSize(self.width_of(index, tight=True), self.tabSizeHint(index).height())

    @override
    def minimumSizeHint(self) -> QSize:
        width = sum(self.width_of(place, tight=True) for place in range(self.count()))
        return QSize(width, self.tabSizeHint(0).height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        wanted = sum(self.width_of(place, tight=False) for place in range(self.count()))
        tight = wanted > event.size().width()
        if tight is not self._tight:
            self._tight = tight
            self.setIconSize(QSize(16 + tight, 16))
        super().resizeEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() is not Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        for place in range(self.count()):
            self.draw_tab(painter, look, place)

    def draw_tab(self, painter: QPainter, look: Theme, place: int) -> None:
        """Draw one tab."""
        area = self.tabRect(place)
        opened = place == self.currentIndex()
        colour = look.action if opened else look.text_soft
        left = area.left() + (TIGHT_PX if self._tight else SIDE_PX)
        if not self._tight:
            size = look.sizes["icon"]
            draw_icon(painter, self.tabs[place].icon, colour, QRectF(left, area.center().y() - size / 2 + 1, size, size))
            left += size + GAP_PX
        painter.setPen(QColor(colour))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextShowMnemonic
        painter.drawText(QRect(left, area.top(), area.right() - left + 1, area.height()), flags, self.tabText(place))
        if opened:
            painter.fillRect(QRect(area.left(), area.bottom() - 3, area.width(), 4), QColor(look.action))
            if self.hasFocus() and self._ring:
                draw_focus_ring(painter, look, QRectF(area).adjusted(1, 1, -1, -5), 8)
