"""A layout like words on a page: side by side, and on a next line when the width is used up."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem
from typing_extensions import override


class FlowLayout(QLayout):
    """Puts its widgets in lines from left to right, each in the middle of its line."""

    def __init__(self, parent: QWidget | None = None, gap: int = 10) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self._gap = gap
        self._items: list[QLayoutItem] = []
        self._sizes: list[tuple[QLayoutItem, QSize]] = []
        self._heights: dict[int, int] = {}
        self._known = False

    @override
    def addWidget(self, w: QWidget) -> None:
        # An item made here is known to Python when Qt deletes it; one that Qt makes leaves a dead name behind, and the next
        # item at its address is taken for it.
        self.addChildWidget(w)
        self.addItem(QWidgetItem(w))
        self.invalidate()

    @override
    def addItem(self, arg__1: QLayoutItem) -> None:
        self._items.append(arg__1)
        self._known = False

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        self._known = False
        self._sizes = []
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, arg__1: int) -> int:
        shown = self.shown()
        if arg__1 not in self._heights:
            self._heights[arg__1] = self.arrange(QRect(0, 0, arg__1, 0), shown, move=False)
        return self._heights[arg__1]

    @override
    def setGeometry(self, arg__1: QRect) -> None:
        super().setGeometry(arg__1)
        self.arrange(arg__1, self.shown(), move=True)

    @override
    def invalidate(self) -> None:
        self._known = False
        super().invalidate()

    def shown(self) -> list[tuple[QLayoutItem, QSize]]:
        """Return what is not hidden with its size, asked once until something changes: layouts ask a hundred times."""
        if not self._known:
            self._sizes = [(item, item.sizeHint()) for item in self._items if not item.isEmpty()]
            self._heights = {}
            self._known = True
        return self._sizes

    @override
    def sizeHint(self) -> QSize:
        shown = [size for _, size in self.shown()]
        width = sum(size.width() for size in shown) + self._gap * max(len(shown) - 1, 0)
        return QSize(width, max((size.height() for size in shown), default=0))

    @override
    def minimumSize(self) -> QSize:
        shown = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(max((size.width() for size in shown), default=0), max((size.height() for size in shown), default=0))

    def arrange(self, place: QRect, shown: list[tuple[QLayoutItem, QSize]], move: bool) -> int:
        """Put the widgets in lines within the width of `place`; return the height used."""
        top, line, used = place.top(), list[tuple[QLayoutItem, QSize]](), 0
        for item, size in shown:
            if line and used + size.width() > place.width():
                top += self.close_line(line, QPoint(place.left(), top), move) + self._gap
                line, used = [], 0
            line.append((item, size))
            used += size.width() + self._gap
        return top + (self.close_line(line, QPoint(place.left(), top), move) if line else 0) - place.top()

    def close_line(self, line: list[tuple[QLayoutItem, QSize]], corner: QPoint, move: bool) -> int:
        """Put one line in place; return its height."""
        height = max(size.height() for _, size in line)
        left = corner.x()
        for item, size in line:
            if move:
                item.setGeometry(QRect(QPoint(left, corner.y() + (height - size.height()) // 2), size))
            left += size.width() + self._gap
        return height
