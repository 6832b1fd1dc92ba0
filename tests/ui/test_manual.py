"""The worker's manual: there without a network by F1, Ctrl+K and the page about the program, and it names what is really there."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.actions.about import manual
from tests.test_texts import MOST_WORDS, all_texts
from tests.ui.table import Seat
from ui import theme
from ui.windows.window_commands import commands_of, keys_of

IN_A_FIELD = {"Ctrl+H", "Shift+F10", "Ctrl+K", "Alt+pijl omhoog", "Alt+pijl omlaag"}
"""Keys that belong to a field, a goal or the search box."""
KEY = re.compile(r"(Ctrl|Alt|Shift|F\d)")


def every_text() -> list[str]:
    """Return every text of the program as it stands on the screen."""
    return [text.replace("&", "") for forms in all_texts().values() for text in forms]


def opened(seat: Seat) -> None:
    """Press F1 and wait for the text."""
    QTest.keyClick(seat.window, Qt.Key.Key_F1)
    seat.settle()


def test_f1_shows_it_and_back_leads_to_the_family(seat: Seat) -> None:
    window = seat.window
    opened(seat)
    assert window.pages.currentWidget() is window.manual
    assert window.manual.chapters.hasFocus()
    assert window.manual.chapters.titles()[0] == "De eerste keer"
    window.manual.back.click()
    assert window.pages.currentWidget() is window.family
    [command] = [one for one in commands_of(window) if one.is_meant_by(("uitleg",))]
    command.call()
    assert window.pages.currentWidget() is window.manual
    window.show_about()
    window.about.manual.click()
    assert window.pages.currentWidget() is window.manual


def test_a_chapter_that_is_chosen_stands_at_the_top(seat: Seat) -> None:
    opened(seat)
    page = seat.window.manual
    box = page.chapter.box
    assert box is not None
    for key, title in ((Qt.Key.Key_T, "Twee versies"), (Qt.Key.Key_Home, "De eerste keer")):
        QTest.keyClick(box, key)
        top = page.chapters.cursorForPosition(page.chapters.viewport().rect().topLeft())
        assert top.block().text() == title


def test_another_look_keeps_the_place(seat: Seat) -> None:
    opened(seat)
    page, app = seat.window.manual, QApplication.instance()
    assert isinstance(app, QApplication)
    page.chapters.go_to(page.chapters.titles().index("Twee versies"))
    before = page.chapters.verticalScrollBar().value()
    theme.choose(app, theme.DARK)
    seat.settle()
    assert page.chapters.verticalScrollBar().value() == before > 0


def test_every_button_text_and_key_that_it_names_is_there(seat: Seat) -> None:
    there = every_text()
    keys = {QKeySequence(key).toString() for key in keys_of(seat.window)} | IN_A_FIELD
    named = re.findall(r"\*\*(.+?)\*\*", manual())
    assert len(named) > 50
    missing = [one for one in named if (one not in keys if KEY.match(one) else not any(text.startswith(one) for text in there))]
    assert missing == []


@pytest.mark.parametrize("line", [line for line in manual().splitlines() if re.match(r"\| (?!Dit|---|Toets|\*\*)", line)])
def test_every_state_in_its_table_is_one_that_the_program_shows(line: str) -> None:
    said = re.sub(r"\d+", "{n}", line.split("|")[1].strip())
    shown = {re.sub(r"\{\w+\}", "{n}", text) for text in every_text()}
    assert said in shown


def test_every_sentence_of_it_can_be_read_by_who_learned_dutch_later() -> None:
    lines = manual().replace("\n  ", " ").replace("|", "\n")
    paragraphs = re.split(r"\n\n|\n- |\n#+ |\n\n", re.sub(r"(?<=[^\n])\n(?=[^\n\-#])", " ", lines))
    sentences = [one for paragraph in paragraphs for one in re.split(r"(?<=[.!?:])\**\s+", paragraph)]
    assert len(sentences) > 100
    assert [one for one in sentences if len(one.split()) > MOST_WORDS] == []
