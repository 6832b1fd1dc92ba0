"""A hand at the search of everything: it opens it, types in it and reads what stands there."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.actions.families import NewFamily, new_family
from app.actions.planning import add_goal
from app.actions.visits import begin_visit, fix_note
from tests.actions.rich_family import fill
from tests.ui.table import Seat
from ui.pages.palette import Palette

CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
NOTE = "Wij hebben over de ochtend gepraat. Deniz wil graag dat tante Mérýem meedenkt."


def palette(seat: Seat) -> Palette:
    """Open the search with its key."""
    press(seat, Qt.Key.Key_K, CTRL)
    assert seat.window.finder.isVisible()
    return seat.window.finder


def press(seat: Seat, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key where the keyboard is."""
    QTest.keyClick(QApplication.focusWidget() or seat.window, key, modifier)
    seat.settle()


def look_for(seat: Seat, text: str) -> list[str]:
    """Type in the search and return the words of what can be opened."""
    finder = seat.window.finder if seat.window.finder.isVisible() else palette(seat)
    finder.field.clear()
    QTest.keyClicks(finder.field, text)
    seat.settle()
    return [row.line.text for row in finder.model.found()]


def headings(finder: Palette) -> list[str]:
    """Return the headings in order."""
    return [row.line.text for row in finder.model.rows if row.line.is_heading]


def current(finder: Palette) -> str:
    """Return the words of the row that Enter opens."""
    return str(finder.list.currentIndex().data())


def surround(seat: Seat) -> None:
    """Put everybody around the family, a second family beside it, and the note of a visit."""
    workspace = seat.device.workspace
    fill(workspace, seat.family, seat.goal)
    other = new_family(workspace, NewFamily("Gezin Yılmaz", "Elif", "moeder"))
    add_goal(workspace, other, "Samen rustig ademen")
    fix_note(workspace, seat.family, begin_visit(workspace, seat.family), NOTE)
    seat.window.desk.families_touched.emit({seat.family, other})
    seat.settle()
