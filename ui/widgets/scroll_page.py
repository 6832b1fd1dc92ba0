"""A page that scrolls up and down by wheel, key and finger, never sideways, and keeps the field in use in sight."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QScrollBar, QScroller, QVBoxLayout, QWidget
from typing_extensions import override

from ui.widgets.tab_order import go_on
from ui.widgets.turns import ROWS_A_TURN, Turns

MOST_WIDE_PX = 900


class QuietBar(QScrollBar):
    """A scroll bar of which only the room is there while nothing scrolls: the page stays as wide, and in line with what is above it."""

    @override
    def paintEvent(self, arg__1: QPaintEvent) -> None:
        if self.maximum() > self.minimum():
            super().paintEvent(arg__1)


class ScrollPage(QScrollArea):
    """Widgets under each other in `body`; `ground` is the role of the background: page or surface. `turns` makes a large one bit by bit."""

    def __init__(self, ground: str = "page", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.turns = Turns(self)
        self.inner = QWidget()
        self.inner.setProperty("ground", ground)
        self.body = QVBoxLayout(self.inner)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(16)
        self.setWidget(self.inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(QuietBar())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self.keep_in_sight)

    def throw_away(self) -> int:
        """Let go of the page. Its parts go before it: a page that takes hundreds of widgets along takes Qt eight times as long."""
        for part in self.inner.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            part.deleteLater()
        self.deleteLater()
        return ROWS_A_TURN

    def keep_in_sight(self, _left: QWidget | None, entered: QWidget | None) -> None:
        """Scroll to the field that gets the keyboard; one that was made just now has its place only a moment later."""
        if entered is not None and self.inner.isAncestorOf(entered):
            self.ensureWidgetVisible(entered, 24, 96)
            QTimer.singleShot(0, entered, lambda: self.ensureWidgetVisible(entered, 24, 96) if entered.hasFocus() else None)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        return go_on(next) or super().focusNextPrevChild(next)

    @override
    def eventFilter(self, arg__1: QObject, arg__2: QEvent) -> bool:
        # Qt asks this of every scroll area about its widget: words that cannot wrap any further must not be cut off at the side.
        if arg__1 is self.inner and arg__2.type() is QEvent.Type.LayoutRequest:
            self.setMinimumWidth(min(self.inner.minimumSizeHint().width() + 20, MOST_WIDE_PX))
        return super().eventFilter(arg__1, arg__2)


class Leaving(Turns):
    """Pages that nobody sees any more. They go when those that came in their place are whole: both at once makes a turn twice as long."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pages: list[ScrollPage] = []

    def put_away(self, page: ScrollPage) -> None:
        """Keep a page until it may go; what was still to be made of it is not made any more."""
        page.turns.stop()
        self._pages.append(page)

    def let_go(self) -> None:
        """Throw away what was put away, a page in a turn."""
        for page in self._pages:
            self.add(page.throw_away)
        self._pages = []
