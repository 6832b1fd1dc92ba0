"""Ctrl+K over the real window: found by key, mouse and finger, opened where it stands, left without a trace."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.actions.searching import searched
from app.texts import t
from tests.actions.rich_family import fill
from tests.ui.looking import cut_off, too_small
from tests.ui.searching import CTRL, current, headings, look_for, palette, press, surround
from tests.ui.table import Seat, begin_family, sit_down
from tests.world import World
from ui import theme


@pytest.fixture
def full(seat: Seat) -> Seat:
    """The same seat, with everybody around the family and a second family."""
    surround(seat)
    return seat


def test_the_key_opens_it_and_escape_gives_the_keyboard_back(seat: Seat) -> None:
    edit = seat.enter(seat.goal_field("text"))
    finder = palette(seat)
    assert finder.field.hasFocus()
    assert finder.geometry() == seat.window.rect()
    QTest.keyClicks(finder.field, "rust")
    press(seat, Qt.Key.Key_Escape)
    assert finder.isHidden()
    assert edit.hasFocus()
    assert finder.field.text() == ""
    assert finder.model.rows == []


def test_the_key_again_keeps_what_was_typed_to_be_typed_over(seat: Seat) -> None:
    look_for(seat, "fatma")
    press(seat, Qt.Key.Key_K, CTRL)
    finder = seat.window.finder
    assert (finder.field.selectedText(), current(finder)) == ("fatma", "Fatma")
    press(seat, Qt.Key.Key_Escape)
    assert finder.isHidden()


def test_the_box_at_the_side_opens_it_with_what_was_typed_there(seat: Seat) -> None:
    box, finder = seat.window.sidebar.search, seat.window.finder
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    assert finder.isVisible()
    press(seat, Qt.Key.Key_Escape)
    box.setFocus()
    QTest.keyClicks(box, "f")
    QTest.keyClicks(finder.field, "atma")
    seat.settle()
    assert (finder.field.text(), current(finder)) == ("fatma", "Fatma")


def test_before_anything_is_typed_families_and_commands_stand_there(full: Seat) -> None:
    finder = palette(full)
    assert headings(finder) == ["Gezinnen", "Wat u kunt doen"]
    assert current(finder) == "Gezin De Wit"
    assert "Plan afdrukken" in [row.line.text for row in finder.model.found()]


def test_a_family_that_was_open_last_stands_first(full: Seat) -> None:
    look_for(full, "yilmaz")
    press(full, Qt.Key.Key_Return)
    full.wait_until(lambda: full.window.family.title.text() == "Gezin Yılmaz")
    finder = palette(full)
    assert [row.line.text for row in finder.model.found()][:2] == ["Gezin Yılmaz", "Gezin De Wit"]


def test_families_people_and_what_was_written_stand_in_groups(full: Seat) -> None:
    look_for(full, "samen")
    assert headings(full.window.finder) == ["Doelen, vragen en wensen", "Krachten en zorgen"]
    assert look_for(full, "wit sem")[:1] == ["Sem de Wit"]


def test_arrows_go_over_the_headings_and_stop_at_the_ends(full: Seat) -> None:
    words = look_for(full, "sem")
    finder = full.window.finder
    press(full, Qt.Key.Key_Up)
    assert current(finder) == words[0]
    seen = [words[0]]
    for _ in range(len(words) + 2):
        press(full, Qt.Key.Key_Down)
        seen.append(current(finder))
    assert list(dict.fromkeys(seen)) == list(dict.fromkeys(words))
    assert current(finder) == words[-1]
    assert finder.field.hasFocus()


def test_tab_goes_to_the_list_and_back_and_never_out(full: Seat) -> None:
    look_for(full, "sem")
    finder = full.window.finder
    press(full, Qt.Key.Key_Tab)
    assert finder.list.hasFocus()
    press(full, Qt.Key.Key_Down)
    press(full, Qt.Key.Key_Tab)
    assert finder.field.hasFocus()
    press(full, Qt.Key.Key_Tab)
    QTest.keyClicks(finder.list, "x")
    assert (finder.field.text(), finder.field.hasFocus()) == ("semx", True)
    press(full, Qt.Key.Key_Tab)
    press(full, Qt.Key.Key_Escape)
    assert finder.isHidden()


def test_the_mouse_opens_a_row_and_a_click_beside_it_closes(full: Seat) -> None:
    look_for(full, "yilmaz elif")
    finder = full.window.finder
    heading = finder.list.visualRect(finder.model.index(0)).center()
    QTest.mouseClick(finder.list.viewport(), Qt.MouseButton.LeftButton, pos=heading)
    assert finder.isVisible()
    QTest.mouseClick(finder, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert finder.isHidden()
    look_for(full, "yilmaz")
    place = finder.list.visualRect(finder.model.index(1)).center()
    QTest.mouseClick(finder.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    full.wait_until(lambda: full.window.family.title.text() == "Gezin Yılmaz")


def test_nothing_found_is_said_kindly(seat: Seat) -> None:
    assert look_for(seat, "xyzzy") == []
    assert seat.window.finder.hint.text().startswith("Hier is niets gevonden.")
    press(seat, Qt.Key.Key_Return)
    assert seat.window.finder.isVisible()


def test_typing_never_waits_and_an_answer_to_older_words_is_passed_over(full: Seat) -> None:
    finder = palette(full)
    old = "yilmaz", None
    QTest.keyClicks(finder.field, "sem")
    asked = finder.asked
    assert asked == ("s", None)
    finder.answered(old, searched(full.device.workspace, *old))
    assert [row.line.text for row in finder.model.found()][:1] != ["Gezin Yılmaz"]
    full.settle()
    assert current(finder) == "Sem de Wit"
    QTest.keyClicks(finder.field, " x")
    press(full, Qt.Key.Key_Escape)
    assert finder.model.rows == []


@pytest.mark.logs("ui.fault")
def test_a_store_that_cannot_answer_is_said_and_asked_again_at_the_next_letter(seat: Seat) -> None:
    with seat.device.workspace.write() as writing:
        writing.tx.connection.exec_driver_sql("ALTER TABLE search_text RENAME TO away")
    look_for(seat, "fatm")
    finder = seat.window.finder
    assert finder.hint.text() == t("problem.fault")
    with seat.device.workspace.write() as writing:
        writing.tx.connection.exec_driver_sql("ALTER TABLE away RENAME TO search_text")
    QTest.keyClicks(finder.field, "a")
    seat.settle()
    assert current(finder) == "Fatma"


def test_the_number_found_is_said_and_every_row_has_a_name(full: Seat) -> None:
    look_for(full, "sem")
    finder = full.window.finder
    role = Qt.ItemDataRole.AccessibleTextRole
    names = [str(finder.model.index(row).data(role)) for row in range(finder.model.rowCount())]
    assert names[1] == "Sem de Wit. zoon · Gezin De Wit. Mensen van het gezin"
    assert all(names)
    assert finder.hint.text() == f"{len(finder.model.found())} gevonden"
    assert finder.list.accessibleName() == "Wat is gevonden"


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK, theme.HIGH_CONTRAST])
@pytest.mark.parametrize("percent", [100, 150])
def test_every_row_is_high_enough_for_a_finger_and_no_text_is_cut(qtbot: QtBot, town: World, look: str, percent: int) -> None:
    device = town.device("Samira")
    seat = sit_down(qtbot, device, begin_family(device), look=(look, percent))
    fill(device.workspace, seat.family, seat.goal)
    look_for(seat, "sem")
    finder = seat.window.finder
    assert cut_off(finder) == too_small(finder) == []
    rows = [row for row in range(finder.model.rowCount()) if not finder.model.rows[row].line.is_heading]
    assert min(finder.list.visualRect(finder.model.index(row)).height() for row in rows) >= 44
    assert seat.window.rect().contains(finder.card.geometry())
