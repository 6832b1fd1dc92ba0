"""What a person with eyes would notice at once, measured: texts cut off, targets too small, controls without a name."""

from PySide6.QtCore import QEvent, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QTextEdit, QWidget

from ui.widgets.buttons import HouseButton
from ui.widgets.labels import TextLabel
from ui.widgets.pill import Pill
from ui.widgets.segment import Segment
from ui.widgets.sync_pill import SyncPill

TARGET_PX = 44
LAYOUTS = 4
"""A layout asks the one around it at its next turn; so many stand around the pill of the sync, and one to spare."""
CONTROLS = frozenset(
    {
        QAccessible.Role.Button,
        QAccessible.Role.CheckBox,
        QAccessible.Role.RadioButton,
        QAccessible.Role.EditableText,
        QAccessible.Role.ComboBox,
        QAccessible.Role.Slider,
        QAccessible.Role.List,
        QAccessible.Role.ListItem,
        QAccessible.Role.PageTab,
    }
)


def cut_off(window: QWidget) -> list[str]:
    """Return the texts in a shown window that do not fit in their place, once it is laid out: the sync's pill changes by itself."""
    for _ in range(LAYOUTS):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    labels = [label for label in window.findChildren(QLabel) if label.isVisible() and label.text()]
    return [label.text() for label in labels if not label_fits(label)] + [
        button.text()
        for button in window.findChildren(QAbstractButton)
        if button.isVisible() and isinstance(button, HouseButton | SyncPill | Segment) and button.width() < button.sizeHint().width()
    ]


def words(part: QWidget) -> str:
    """Return all that stands in a part of the page."""
    return "\n".join(label.text() for label in part.findChildren(QLabel) if label.isVisible())


def label_fits(label: QLabel) -> bool:
    """Tell whether all words of a label are in sight."""
    if isinstance(label, Pill):
        return label.width() >= label.sizeHint().width()
    if not isinstance(label, TextLabel):
        return True
    words = QRect(0, 0, label.width(), 10_000)
    wanted = label.fontMetrics().boundingRect(words, label.alignment().value | 0x1000, label.text())  # 0x1000: wrap at words
    return wanted.height() <= label.height() + 1 and wanted.width() <= label.width() + 1


def too_small(window: QWidget) -> list[str]:
    """Return the controls in a shown window that a finger would miss."""
    controls = [*window.findChildren(QAbstractButton), *window.findChildren(QLineEdit), *window.findChildren(QTextEdit)]
    return [
        f"{type(control).__name__} {control.accessibleName()} {control.width()}x{control.height()}"
        for control in controls
        if control.isVisible() and min(control.width(), control.height()) < TARGET_PX and not from_qt(control)
    ]


def from_qt(control: QWidget) -> bool:
    """Tell whether a control is one of Qt's own hidden helpers."""
    return type(control).__module__.startswith("PySide6")


def nameless(window: QWidget) -> list[str]:
    """Return the controls in a window for which a screen reader has no name."""
    return [
        f"{interface.role().name} {interface.object()}"
        for interface in walk(QAccessible.queryAccessibleInterface(window))
        if interface.role() in CONTROLS and not interface.text(QAccessible.Text.Name) and not interface.state().invisible
    ]


def walk(interface: QAccessibleInterface) -> list[QAccessibleInterface]:
    """Return a node and all nodes under it."""
    found = [interface]
    for place in range(interface.childCount()):
        child = interface.child(place)
        if child is not None and child.isValid():
            found += walk(child)
    return found
