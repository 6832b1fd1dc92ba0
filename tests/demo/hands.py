"""What a person does: click, scroll, type. Only through the window, as the system hands events to it."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QScrollArea, QWidget

from tests.demo import seeing
from tests.demo.seeing import Thing

STEP = QPoint(0, 120)
"""One notch of a mouse wheel."""
MOST_STEPS = 400


def handle_of(widget: QWidget) -> QWindow:
    """Return the system's window around a widget."""
    handle = widget.window().windowHandle()
    if handle is None:
        raise LookupError("a window that is not on the screen")
    return handle


def click(thing: Thing) -> bool:
    """Scroll to a thing and click in its middle; tells whether it could be reached."""
    if isinstance(view := thing.widget.parentWidget(), QListView) and roll(view, thing):
        return False  # the row is somewhere else now: it must be looked for again
    scroll_to(thing)
    if not seeing.reaches(thing):
        return False
    QTest.mouseMove(handle_of(thing.widget), seeing.in_window(thing))
    # asked anew: what the move shows may take the first wrapper of the window along
    QTest.mouseClick(handle_of(thing.widget), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, seeing.in_window(thing))
    return True


def scroll_to(thing: Thing) -> None:
    """Turn the wheel until a thing is in sight, as far as the page goes."""
    page = page_of(thing.widget)
    if page is None:
        return
    window = handle_of(page)
    middle = page.viewport().mapTo(page.window(), page.viewport().rect().center())
    for _ in range(MOST_STEPS):
        direction = way_to(page, thing)
        before = page.verticalScrollBar().value()
        if direction == 0:
            return
        QTest.wheelEvent(window, QPointF(middle), STEP * -direction, QPoint(), Qt.KeyboardModifier.NoModifier)
        QApplication.sendPostedEvents()
        if page.verticalScrollBar().value() == before:
            return


def roll(view: QListView, thing: Thing) -> bool:
    """Turn the wheel one notch over a list towards one of its rows; tells whether that was needed."""
    room = view.viewport().rect()
    if thing.area.top() >= room.top() and thing.area.bottom() <= room.bottom():
        return False
    down = thing.area.bottom() > room.bottom()
    middle = view.viewport().mapTo(view.window(), room.center())
    QTest.wheelEvent(handle_of(view), QPointF(middle), -STEP if down else STEP, QPoint(), Qt.KeyboardModifier.NoModifier)
    return True


def page_of(widget: QWidget) -> QScrollArea | None:
    """Return the page that a widget scrolls with."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            return around
        around = around.parentWidget()
    return None


def way_to(page: QScrollArea, thing: Thing) -> int:
    """Return 1 for down, -1 for up, 0 when the thing stands well in sight."""
    top = thing.widget.mapTo(page.viewport(), thing.area.topLeft()).y()
    area = QRect(0, top, 1, thing.area.height())
    room = page.viewport().height()
    if area.height() > room - 40:
        return 0 if -area.height() + 80 < area.top() < room - 80 else (1 if area.top() >= room - 80 else -1)
    return 1 if area.bottom() > room - 10 else -1 if area.top() < 10 else 0


def keyboard() -> QWidget:
    """Return the widget that has the keyboard; a window manager gives it to the window that is in front."""
    window = seeing.windows()[0]
    if QApplication.activeWindow() is None:
        window.activateWindow()
        QTest.qWaitForWindowActive(window, 2000)
    return QApplication.focusWidget() or window


def type_text(text: str) -> None:
    """Type a text, also letters that no test keyboard has."""
    for sign in text:
        focus = keyboard()
        if ord(sign) < 128:
            QTest.keyClicks(focus, sign)
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(focus, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign))


def press(keys: str) -> None:
    """Press keys together, written as on a shortcut sheet."""
    QTest.keySequence(handle_of(keyboard()), QKeySequence(keys))
