"""What a person sees in the windows of the program: words, and the things one can click. Changes nothing."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QRadioButton,
    QSlider,
    QTabBar,
    QTextEdit,
    QWidget,
)


@dataclass(frozen=True)
class Thing:
    """Something one can point at: a widget, or a part of it."""

    widget: QWidget
    area: QRect


@dataclass(frozen=True)
class Wanted:
    """What is looked for: `role` is a key of ROLES, `name` how it is called, `near` words that stand with it."""

    role: str
    name: str
    near: str = ""


def windows() -> list[QWidget]:
    """Return the windows on the screen, the one with the keyboard first."""
    active = QApplication.activeWindow()
    shown = [window for window in QApplication.topLevelWidgets() if window.isVisible() and window.width() > 1]
    return sorted(shown, key=lambda window: window is not active)


def on_screen(window: QWidget, kind: type[QWidget]) -> list[QWidget]:
    """Return the shown widgets of a kind."""
    return [widget for widget in window.findChildren(kind) if widget.isVisible() and is_ours(widget)]


def is_ours(widget: QWidget) -> bool:
    """Tell whether a widget is a control of its own: not the scroll bar, nor the line inside of another control."""
    return not widget.objectName().startswith("qt_") or isinstance(widget, QLabel | QLineEdit)


def name_of(widget: QWidget) -> str:
    """Return what a screen reader calls a widget."""
    if widget.accessibleName():
        return plain(widget.accessibleName())
    interface = QAccessible.queryAccessibleInterface(widget)
    return plain(interface.text(QAccessible.Text.Name)) if interface is not None else ""


def plain(text: str) -> str:
    """Return a text without access keys and mark-up."""
    if text.startswith("<span"):
        text = html.unescape(re.sub(r"<[^>]+>", "", text.replace("<br>", "\n")))
    return text.replace("&", "")


def is_button(widget: QWidget) -> bool:
    """Tell a push button from boxes and keys."""
    return isinstance(widget, QAbstractButton) and not isinstance(widget, QCheckBox | QRadioButton)


ROLES: dict[str, Callable[[QWidget], bool]] = {
    "button": is_button,
    "field": lambda widget: isinstance(widget, QLineEdit | QTextEdit),
    "choice": lambda widget: isinstance(widget, QComboBox),
    "key": lambda widget: isinstance(widget, QRadioButton),
    "box": lambda widget: isinstance(widget, QCheckBox),
    "scale": lambda widget: isinstance(widget, QSlider),
}


def find(wanted: Wanted) -> Thing | None:
    """Return what is meant, or nothing when it is not on the screen; with `near`, the one that stands closest to those words."""
    for window in windows():
        things = list(parts(window, wanted))
        if wanted.near:
            ranked = [(steps, place) for place, thing in enumerate(things) if (steps := steps_to(thing.widget, wanted.near)) is not None]
            things = [things[min(ranked)[1]]] if ranked else []
        if things:
            return things[0]
    return None


def parts(window: QWidget, wanted: Wanted) -> Iterator[Thing]:
    """Yield everything in a window with this role and name."""
    if wanted.role == "item":
        yield from items(window, wanted.name)
    elif wanted.role == "tab":
        yield from tabs(window, wanted.name)
    else:
        fits = ROLES[wanted.role]
        for widget in on_screen(window, QWidget):
            name = name_of(widget)
            if fits(widget) and (wanted.name in (name, label_of(widget)) or name.startswith(f"{wanted.name}: ")):
                yield Thing(widget, widget.rect())


def label_of(widget: QWidget) -> str:
    """Return the words on a button."""
    return plain(widget.text() or widget.toolTip()) if isinstance(widget, QAbstractButton) else ""


def items(window: QWidget, name: str) -> Iterator[Thing]:
    """Yield the rows of lists that begin with a name."""
    for view in window.findChildren(QListView):
        model = view.model()
        if view.isVisible() and model is not None:
            for row in range(model.rowCount()):
                index = model.index(row, 0)
                if str(index.data()).startswith(name):
                    yield Thing(view.viewport(), view.visualRect(index))


def tabs(window: QWidget, name: str) -> Iterator[Thing]:
    """Yield the tabs with a name."""
    for bar in window.findChildren(QTabBar):
        for place in range(bar.count()):
            if bar.isVisible() and plain(bar.tabText(place)) == name:
                yield Thing(bar, bar.tabRect(place))


def steps_to(widget: QWidget, words: str) -> int | None:
    """Return over how many parents a widget and some words stand together."""
    around: QWidget | None = widget
    steps = 0
    while around is not None:
        if any(words in said for said in words_in(around)):
            return steps
        around, steps = around.parentWidget(), steps + 1
    return None


def all_words() -> list[str]:
    """Return everything that can be read in all windows."""
    return [said for window in windows() for said in words_in(window)]


def words_in(around: QWidget) -> list[str]:
    """Return what can be read inside a widget, from its first child to its last."""
    said = []
    for widget in [around, *on_screen(around, QWidget)]:
        said += [text for text in words_of(widget) if text.strip()]
    return said


def words_of(widget: QWidget) -> list[str]:
    """Return what one widget says by itself."""
    return next((say(widget) for kind, say in SAYS if isinstance(widget, kind)), [])


def rows_of(view: QListView) -> list[str]:
    """Return what the rows of a list say."""
    model = view.model()
    if model is None or isinstance(view.parent(), QComboBox):
        return []
    indexes = [model.index(row, 0) for row in range(model.rowCount())]
    return [str(index.data(11) or index.data()) for index in indexes]


SAYS: tuple[tuple[type[QWidget], Callable[[Any], list[str]]], ...] = (
    (QLabel, lambda widget: [plain(widget.text())]),
    (QLineEdit, lambda widget: [widget.text()]),
    (QTextEdit, lambda widget: [widget.toPlainText()]),
    (QComboBox, lambda widget: [widget.currentText()]),
    (QListView, rows_of),
    (QSlider, lambda widget: [name_of(widget)]),
    (QCheckBox, lambda widget: [f"{'☑' if widget.isChecked() else '☐'} {name_of(widget)}"]),
    (QRadioButton, lambda widget: [f"{'◉' if widget.isChecked() else '○'} {plain(widget.text())}"]),
    (QAbstractButton, lambda widget: [plain(widget.text())]),
)


def in_window(thing: Thing) -> QPoint:
    """Return the middle of a thing in its window."""
    return thing.widget.mapTo(thing.widget.window(), thing.area.center())


def reaches(thing: Thing) -> bool:
    """Tell whether a click in the middle of a thing arrives at it: nothing lies over it, and it is not scrolled away."""
    hit = thing.widget.window().childAt(in_window(thing))
    return hit is not None and (hit is thing.widget or thing.widget.isAncestorOf(hit))
