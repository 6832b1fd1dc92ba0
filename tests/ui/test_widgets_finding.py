"""The ways to a family: the list, the tabs and the search box, by touch and by key."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.gallery import TABS, Families
from ui import theme
from ui.widgets.nav_list import NavList
from ui.widgets.search_box import SearchBox
from ui.widgets.tab_bar import TabBar


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.choose(qapp, theme.LIGHT)


def show(qtbot: QtBot, widget: QWidget, width: int = 640) -> None:
    """Show a widget as a window and wait until it has the keyboard."""
    qtbot.addWidget(widget)
    widget.resize(width, max(widget.sizeHint().height(), 60))
    with qtbot.waitActive(widget):
        widget.show()


def test_a_family_is_opened_by_touch_and_by_enter(qtbot: QtBot) -> None:
    families = NavList("Mijn gezinnen")
    families.setModel(Families(families))
    opened: list[int] = []
    families.opened.connect(lambda index: opened.append(index.row()))
    show(qtbot, families, 300)
    families.resize(300, 600)
    place = families.visualRect(families.model().index(1, 0)).center()
    QTest.mouseClick(families.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.keyClick(families, Qt.Key.Key_Down)
    QTest.keyClick(families, Qt.Key.Key_Return)
    assert opened == [1, 2]


def test_a_long_name_gets_a_higher_row(qtbot: QtBot) -> None:
    families = NavList("Mijn gezinnen")
    families.setModel(Families(families))
    show(qtbot, families, 280)
    families.resize(280, 800)
    heights = [families.visualRect(families.model().index(row, 0)).height() for row in (1, 4)]
    assert heights[1] > heights[0] >= 48
    assert families.visualRect(QModelIndex()).isEmpty()


def test_a_tab_is_opened_by_touch_and_its_access_key(qtbot: QtBot) -> None:
    tabs = TabBar(TABS)
    show(qtbot, tabs, 900)
    told: list[str] = []
    tabs.page_chosen.connect(told.append)
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(2).center())
    QTest.keyClick(tabs, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    tabs.show_page("family")
    assert (told, tabs.currentIndex()) == (["plan", "future"], 0)


def test_the_tabs_give_up_their_icons_before_their_words(qtbot: QtBot) -> None:
    tabs = TabBar(TABS)
    show(qtbot, tabs, 1000)
    wide = tabs.tabRect(4).right()
    tabs.resize(tabs.minimumSizeHint().width(), tabs.height())
    qtbot.waitUntil(lambda: tabs.tabRect(4).right() < wide)
    assert tabs.tabRect(4).right() <= tabs.width()


def test_the_search_box_asks_for_the_search_by_key_by_mouse_and_by_the_first_letter(qtbot: QtBot) -> None:
    box = SearchBox()
    show(qtbot, box, 272)
    told: list[str] = []
    box.wanted.connect(told.append)
    box.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Space):
        QTest.keyClick(box, key)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    QTest.keyClicks(box, "w")
    QTest.keyClick(box, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert told == ["", "", "", "", "w"]
