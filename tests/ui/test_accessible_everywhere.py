"""Every screen as somebody has it who does not see it, cannot point, or reads with difficulty: names, keys, sizes, in every look."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QComboBox, QLineEdit, QRadioButton, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.paths import Home
from app.texts import t
from tests.ui.everything_open import a_full_table, come_to_rest, open_everything
from tests.ui.looking import CONTROLS, cut_off, from_qt, nameless, too_small, walk
from tests.ui.table import Seat, begin_family, edit_of, problem_of, sit_down
from tests.world import World
from ui import theme
from ui.pages.family_tabs import TABS
from ui.widgets.field_frame import FieldFrame
from ui.windows.first_start import FirstStartWindow
from ui.windows.unlock import UnlockWindow
from ui.windows.waiting import WaitingWindow

NO_NAME = re.compile(r"\w+_\w+|^\w+\.\w+(?:\.\w+)*$|\bNone\b|[0-9a-f]{16,}|\bb'|\{|<")
"""What is no name for a person: a key of a text, a word of the program, bytes, and a place that was not filled in."""
SIZES = [(1326, 708), (1280, 720)]
Screen = Callable[[Seat], QWidget]


def tab_screen(name: str) -> Screen:
    """Return how to get to a tab with every form on it open."""
    return lambda seat: open_everything(seat, name)


def paper(seat: Seat) -> QWidget:
    """Print the plan and look at the page."""
    seat.window.print_plan(seat.family)
    seat.wait_until(lambda: seat.window.pages.currentWidget() is seat.window.paper)
    come_to_rest(seat)
    return seat.window.paper


def beginning(seat: Seat) -> QWidget:
    """Begin a new family with nothing filled in."""
    seat.window.start_new_family()
    seat.window.new_family.make()
    come_to_rest(seat)
    return seat.window.new_family


def about(seat: Seat) -> QWidget:
    """Look at what the program is and how it is set."""
    seat.window.show_about()
    seat.window.about.technical.copy_all()
    come_to_rest(seat)
    return seat.window.about


def manual(seat: Seat) -> QWidget:
    """Look up how something works."""
    QTest.keyClick(seat.window, Qt.Key.Key_F1)
    come_to_rest(seat)
    return seat.window.manual


def sync(seat: Seat) -> QWidget:
    """Look how the work stands with the municipality."""
    seat.window.show_sync()
    come_to_rest(seat)
    return seat.window.sync_page


def history(seat: Seat) -> QWidget:
    """Look at what ever stood in the text of a goal."""
    field = seat.goal_field("text")
    seat.rewrite(field, "Wij eten elke dag samen.")
    seat.leave()
    edit = seat.enter(field)
    QTest.keyClick(edit, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    frame = field.inputs[0]
    assert isinstance(frame, FieldFrame)
    seat.wait_until(lambda: frame.past is not None and frame.past.isVisible())
    come_to_rest(seat)
    return seat.plan


PAGES: dict[str, Screen] = {
    **{name: tab_screen(name) for name in TABS},
    "paper": paper,
    "new family": beginning,
    "about": about,
    "manual": manual,
    "sync": sync,
}
SCREENS: dict[str, Screen] = {**PAGES, "history": history}


def look_at(window: QWidget) -> None:
    """Check what holds for every screen."""
    assert nameless(window) == []
    assert strange_names(window) == []
    assert twice(window) == []
    assert (cut_off(window), too_small(window)) == ([], [])


def strange_names(window: QWidget) -> list[str]:
    """Return the names and descriptions in a window that only a program understands."""
    told = [
        interface.text(kind)
        for interface in walk(QAccessible.queryAccessibleInterface(window))
        if interface.role() in CONTROLS and not interface.state().invisible
        for kind in (QAccessible.Text.Name, QAccessible.Text.Description)
    ]
    return [text for text in told if NO_NAME.search(text)]


def twice(window: QWidget) -> list[str]:
    """Return the names that more than one button has: nobody who hears them knows which is which."""
    buttons = [one for one in window.findChildren(QAbstractButton) if one.isVisible() and not isinstance(one, QRadioButton | QCheckBox)]
    names = Counter(QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name) for one in buttons)
    return [f"{name} {count}" for name, count in names.items() if count > 1]


@pytest.mark.parametrize("tab", TABS)
def test_a_family_with_nothing_in_it_has_names_and_room_too(qtbot: QtBot, town: World, tab: str) -> None:
    device = town.device("Samira")
    seat = sit_down(qtbot, device, begin_family(device))
    seat.window.family.open_tab(tab)
    come_to_rest(seat)
    look_at(seat.window)


@pytest.mark.parametrize("name", theme.NAMES)
def test_every_text_fits_and_everything_can_be_touched_in_every_look(qtbot: QtBot, town: World, name: str) -> None:
    seat = a_full_table(qtbot, town, (name, 100), crowded=True)
    for screen, go in SCREENS.items():
        go(seat)
        for size in SIZES:
            seat.window.resize(*size)
            come_to_rest(seat)
            assert (cut_off(seat.window), too_small(seat.window)) == ([], []), (screen, size)
            assert (seat.window.width(), seat.window.height()) == size
        seat.window.pages.setCurrentWidget(seat.window.family)


def test_the_windows_before_the_first_family_have_names_and_room(qtbot: QtBot, tmp_path: Path) -> None:
    assert Home(tmp_path).folder == tmp_path
    after_a_crash = UnlockWindow()
    after_a_crash.tell_stopped("ui/desk.py:12 ask")
    after_a_crash.show_report()
    after_a_crash.hold(lambda: 256.0)
    for window in (FirstStartWindow(), UnlockWindow(), after_a_crash, WaitingWindow()):
        qtbot.addWidget(window)
        window.resize(1280, 720)
        window.show()
        QApplication.processEvents()
        look_at(window)


def test_what_is_wrong_in_a_field_is_what_a_screen_reader_says_of_it(seat: Seat) -> None:
    field = seat.goal_field("target_on")
    seat.type_in(field, "ooit")
    seat.leave()
    assert (edit_of(field).accessibleName(), edit_of(field).accessibleDescription()) == (t("goal.target_on"), problem_of(field))
    assert problem_of(field).startswith("Dit lukt niet.")


def test_the_finder_over_the_window_has_names_and_room_and_holds_the_keyboard(qtbot: QtBot, town: World) -> None:
    seat = a_full_table(qtbot, town, crowded=True)
    QTest.keyClick(seat.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(QApplication.focusWidget() or seat.window, "a")
    come_to_rest(seat)
    look_at(seat.window)
    before = QApplication.focusWidget()
    reached = {before}
    for _ in range(6):
        QTest.keyClick(QApplication.focusWidget() or seat.window, Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    assert len(reached) == 2
    QTest.keyClick(QApplication.focusWidget() or seat.window, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() not in reached


def stops(window: QWidget) -> list[QWidget]:
    """Return what Tab must reach: every control that can be used, of choices side by side one."""
    controls = [
        control
        for kind in (QAbstractButton, QLineEdit, QTextEdit, QComboBox)
        for control in window.findChildren(kind)
        if control.isVisible() and control.isEnabled() and control.focusPolicy() & Qt.FocusPolicy.TabFocus and not from_qt(control)
    ]
    return [control for control in controls if not isinstance(control, QRadioButton)]


@pytest.mark.parametrize("screen", SCREENS)
def test_every_control_has_a_name_of_its_own_and_tab_goes_past_each_once_there_and_back(qtbot: QtBot, town: World, screen: str) -> None:
    seat = a_full_table(qtbot, town)
    SCREENS[screen](seat)
    look_at(seat.window)
    seat.window.sidebar.search.setFocus(Qt.FocusReason.TabFocusReason)
    there = round_trip(seat, Qt.Key.Key_Tab)
    back = round_trip(seat, Qt.Key.Key_Backtab)
    assert [one.accessibleName() for one in stops(seat.window) if one not in there] == []
    assert back == [there[0], *reversed(there[1:])]


def round_trip(seat: Seat, key: Qt.Key) -> list[QWidget]:
    """Return where the keyboard goes until it is where it was; it may be nowhere twice before that."""
    reached: list[QWidget] = []
    now = QApplication.focusWidget()
    while now is not None and now not in reached:
        reached.append(now)
        QTest.keyClick(now, key)
        now = QApplication.focusWidget()
    assert now is reached[0], f"caught at {now} {now.accessibleName() if now else ''}"
    return reached
