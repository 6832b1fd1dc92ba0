"""A list with long choices in a narrow column."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ui.widgets.choice_field import Choice, ChoiceField, ListBox
from ui.widgets.scroll_page import ScrollPage

LONG = "Ja, een jeugdbeschermer helpt en kijkt mee (ondertoezichtstelling)"


def field_on_a_page(width: int, qtbot: QtBot) -> tuple[ScrollPage, ListBox]:
    """Return a shown page of that width and the list of the field on it, with a long and a short choice."""
    page = ScrollPage()
    field = ChoiceField("Is er een maatregel?", [Choice("long", LONG), Choice("short", "Nee")])
    page.body.addWidget(field)
    page.body.addStretch(1)
    page.resize(width, 400)
    qtbot.addWidget(page)
    page.show()
    assert field.box is not None
    return page, field.box


def test_a_long_choice_takes_more_lines_and_a_short_one_gives_them_back(qtbot: QtBot) -> None:
    page, box = field_on_a_page(260, qtbot)
    one_line = box.height()
    box.setCurrentIndex(0)
    qtbot.waitUntil(lambda: box.height() > one_line)
    assert box.height() >= box.heightForWidth(box.width())
    box.setCurrentIndex(1)
    qtbot.waitUntil(lambda: box.height() == one_line)
    assert page.horizontalScrollBar().maximum() == 0


def test_with_room_enough_a_long_choice_stays_on_one_line(qtbot: QtBot) -> None:
    page, box = field_on_a_page(900, qtbot)
    box.setCurrentIndex(0)
    assert box.heightForWidth(page.viewport().width()) == box.sizeHint().height()


def test_the_first_of_the_choices_side_by_side_takes_the_keyboard_like_the_others(qtbot: QtBot) -> None:
    field = ChoiceField("Waar?", [Choice("home", "Thuis"), Choice("school", "School")], segmented=True)
    qtbot.addWidget(field)
    assert [segment.focusPolicy() for segment in field.segments] == [Qt.FocusPolicy.StrongFocus] * 2
