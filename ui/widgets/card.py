"""A white rounded field with a title, for one subject on a page."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ui import theme
from ui.icons import draw_icon
from ui.widgets.labels import TextLabel


class CardIcon(QWidget):
    """The drawing beside a title; says nothing that the title does not say."""

    def __init__(self, name: str, size: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        draw_icon(QPainter(self), self._name, theme.current().action, QRectF(self.rect()))


class Card(QFrame):
    """A field with an optional title and icon; what belongs in it goes into `body`, extras right of the title into `header`."""

    def __init__(self, title: str = "", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.header = QHBoxLayout()
        self.header.setSpacing(12)
        self.title = TextLabel(title, "heading")
        if not title:
            self.title.hide()
        if icon:
            self.header.addWidget(CardIcon(icon))
        if title or icon:
            self.header.addWidget(self.title, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 20)
        whole.setSpacing(12)
        whole.addLayout(self.header)
        whole.addLayout(self.body)
        if title:
            self.setAccessibleName(title)

    def show_title(self, title: str) -> None:
        """Change the title, also for a screen reader."""
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.setAccessibleName(title)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets under each other in the card."""
        for widget in widgets:
            self.body.addWidget(widget)
