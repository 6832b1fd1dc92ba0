"""All widgets together on a page, in each theme and size: nothing cut off, nothing nameless, nothing too small to touch."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.gallery import gallery
from tests.ui.looking import cut_off, nameless, too_small
from ui import theme
from ui.windows.first_start import FirstStartWindow
from ui.windows.unlock import UnlockWindow

SIZES = [(1366, 768), (1280, 720)]
WINDOWS: list[Callable[[], QWidget]] = [gallery, FirstStartWindow, UnlockWindow]


@pytest.fixture(params=[100, 150])
def percent(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[int]:
    theme.choose(qapp, theme.LIGHT, request.param)
    yield request.param
    theme.choose(qapp, theme.LIGHT)


def shown(qtbot: QtBot, make: Callable[[], QWidget], size: tuple[int, int]) -> QWidget:
    """Return a window of a size, laid out and active."""
    window = make()
    qtbot.addWidget(window)
    window.resize(*size)
    with qtbot.waitActive(window):
        window.show()
    settle()
    return window


def settle() -> None:
    """Let Qt finish laying out: a changed width can change a height, which can change a width again."""
    for _ in range(4):
        QApplication.processEvents()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("make", WINDOWS)
def test_no_text_is_cut_off(qtbot: QtBot, percent: int, make: Callable[[], QWidget], size: tuple[int, int]) -> None:
    window = shown(qtbot, make, size)
    assert cut_off(window) == []


@pytest.mark.parametrize("make", [FirstStartWindow, UnlockWindow])
def test_the_first_windows_fit_a_narrow_screen(qtbot: QtBot, percent: int, make: Callable[[], QWidget]) -> None:
    window = shown(qtbot, make, (640, 720))
    assert window.width() == 640
    assert cut_off(window) == []


@pytest.mark.parametrize("make", WINDOWS)
def test_every_control_has_a_name_and_room_for_a_finger(qtbot: QtBot, percent: int, make: Callable[[], QWidget]) -> None:
    window = shown(qtbot, make, SIZES[0])
    assert (nameless(window), too_small(window)) == ([], [])


@pytest.mark.parametrize(("name", "text_percent"), [(theme.DARK, 100), (theme.HIGH_CONTRAST, 125), (theme.LIGHT, 150)])
def test_another_look_on_an_open_window_is_the_same_as_opening_it_in_that_look(
    qtbot: QtBot, qapp: QApplication, name: str, text_percent: int
) -> None:
    theme.choose(qapp, theme.LIGHT)
    changed = shown(qtbot, gallery, (1366, 1800))
    theme.choose(qapp, name, text_percent)
    opened = shown(qtbot, gallery, (1366, 1800))
    pictures = [picture_without_focus(window) for window in (changed, opened)]
    theme.choose(qapp, theme.LIGHT)
    assert pictures[0] == pictures[1]


def picture_without_focus(window: QWidget) -> QImage:
    """Return what a window shows when the keyboard is nowhere in it."""
    window.activateWindow()
    window.setFocus()
    settle()
    return window.grab().toImage()


@pytest.mark.parametrize("make", WINDOWS)
def test_tab_goes_through_the_window_and_comes_back(qtbot: QtBot, percent: int, make: Callable[[], QWidget]) -> None:
    window = shown(qtbot, make, SIZES[0])
    first = QApplication.focusWidget()
    assert first is not None
    seen = [first]
    while (now := step(window)) is not first:
        assert now not in seen, f"the keyboard is caught between {seen[seen.index(now) :]}"
        seen.append(now)
    assert len(seen) >= 3


def step(window: QWidget) -> QWidget:
    """Press Tab and return where the keyboard is."""
    before = QApplication.focusWidget() or window
    QTest.keyClick(before, Qt.Key.Key_Tab)
    after = QApplication.focusWidget()
    assert after is not None
    return after
