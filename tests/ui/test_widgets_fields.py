"""The fields: what they tell and when, what they keep, and what pasting from Word becomes."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.errors import UserProblem
from ui import theme
from ui.widgets.choice_field import Choice, ChoiceField
from ui.widgets.conflict_strip import ConflictStrip, Version
from ui.widgets.date_field import DateField
from ui.widgets.long_text_field import LongTextField
from ui.widgets.passphrase_field import PassphraseField
from ui.widgets.plain_text import cleaned, keepable
from ui.widgets.search_box import KEYS
from ui.widgets.text_field import TextField

FROM_WORD = "Sem wil:\r\n\u2022\tbuiten\u00a0spelen \r\n\u00b7\tvoetballen\r\n\u00adoma\u200b zien\x00\u2028klaar\r\n"


Show = Callable[..., QVBoxLayout]


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.choose(qapp, theme.LIGHT)


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """Give a function that shows fields under each other in a window, which stays until the test is over."""
    windows: list[QWidget] = []

    def show_fields(*fields: QWidget) -> QVBoxLayout:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        layout = QVBoxLayout(window)
        for field in fields:
            layout.addWidget(field)
        window.resize(640, 480)
        with qtbot.waitActive(window):
            window.show()
        return layout

    yield show_fields
    windows.clear()


@pytest.fixture(params=[TextField, LongTextField])
def field(request: pytest.FixtureRequest, show: Show) -> TextField | LongTextField:
    made: TextField | LongTextField = request.param("&Naam", "Zoals u hem noemt")
    other = TextField("Iets anders")
    show(made, other)
    other.setFocus()
    return made


def test_a_field_tells_each_change_a_person_types(field: TextField | LongTextField) -> None:
    told: list[str] = []
    field.typed.connect(told.append)
    QTest.keyClicks(field.edit, "Noor")
    assert told == ["N", "No", "Noo", "Noor"]


def test_a_value_put_in_by_the_program_is_not_told(field: TextField | LongTextField) -> None:
    told: list[str] = []
    field.typed.connect(told.append)
    field.set_value("Noor")
    assert (field.value(), told) == ("Noor", [])


def test_a_field_tells_when_it_is_entered_and_with_what_it_is_left(field: TextField | LongTextField) -> None:
    told: list[str] = []
    field.entered.connect(lambda: told.append("entered"))
    field.left.connect(told.append)
    field.setFocus()
    QTest.keyClicks(field.edit, "Kees")
    field.edit.clearFocus()
    assert told == ["entered", "Kees"]


def test_a_right_click_menu_is_not_leaving(field: TextField | LongTextField) -> None:
    told: list[str] = []
    field.setFocus()
    field.left.connect(told.append)
    QApplication.sendEvent(field.edit, QFocusEvent(QFocusEvent.Type.FocusOut, Qt.FocusReason.PopupFocusReason))
    assert told == []


def test_enter_in_one_line_counts_as_leaving(qtbot: QtBot, show: Show) -> None:
    field = TextField("Naam")
    show(field)
    field.setFocus()
    with qtbot.waitSignal(field.left) as left:
        QTest.keyClicks(field.edit, "Noor\r")
    assert left.args == ["Noor"]


def test_undo_in_a_field_brings_back_what_stood_there(field: TextField | LongTextField) -> None:
    QTest.keyClicks(field.edit, "Noor")
    QTest.keyClick(field.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.value() == ""


def test_the_same_value_again_leaves_undo_alone(field: TextField | LongTextField) -> None:
    QTest.keyClicks(field.edit, "Noor")
    field.set_value("Noor")
    QTest.keyClick(field.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.value() == ""


def test_undo_goes_to_the_window_when_the_field_has_nothing_to_undo(qtbot: QtBot, field: TextField | LongTextField) -> None:
    undone: list[int] = []
    shortcut = QShortcut(QKeySequence.StandardKey.Undo, field.window())
    shortcut.activated.connect(lambda: undone.append(1))
    field.setFocus()
    QTest.keyClicks(field.edit, "N")
    for _ in range(2):
        QTest.keyClick(field.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (field.value(), undone) == ("", [1])


def test_searching_from_a_field_leaves_its_words_alone(qtbot: QtBot, field: TextField | LongTextField) -> None:
    asked: list[int] = []
    shortcut = QShortcut(QKeySequence(KEYS), field.window())
    shortcut.activated.connect(lambda: asked.append(1))
    field.setFocus()
    QTest.keyClicks(field.edit, "Noor")
    QTest.keyClick(field.edit, Qt.Key.Key_Home)
    QTest.keyClick(field.edit, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert (field.value(), asked) == ("Noor", [1])


def test_a_problem_stands_under_the_field_and_what_was_typed_stays(field: TextField | LongTextField) -> None:
    field.set_value("31-02-2012")
    field.show_problem("Deze datum bestaat niet.")
    assert (field.has_problem(), field.value()) == (True, "31-02-2012")
    assert field.edit.accessibleDescription() == "Deze datum bestaat niet."
    field.clear_problem()
    assert (field.has_problem(), field.edit.accessibleDescription()) == (False, "Zoals u hem noemt")


def test_the_label_names_the_field_for_a_screen_reader(field: TextField | LongTextField) -> None:
    assert field.edit.accessibleName() == "Naam"


def test_text_from_word_pastes_as_plain_lines(show: Show) -> None:
    field = LongTextField("Wat is uw vraag?")
    show(field)
    clipboard = QMimeData()
    clipboard.setHtml("<b>vet</b>")
    clipboard.setText(FROM_WORD)
    QGuiApplication.clipboard().setMimeData(clipboard)
    field.setFocus()
    QTest.keyClick(field.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.value() == "Sem wil:\n- buiten spelen\n- voetballen\noma zien\nklaar"


def test_more_lines_paste_as_one_in_a_field_of_one_line(show: Show) -> None:
    field = TextField("Naam")
    show(field)
    QGuiApplication.clipboard().setText("Noor\r\nde  Wit\t")
    field.setFocus()
    QTest.keyClick(field.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.value() == "Noor de Wit"
    QTest.keyClick(field.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.value() == ""


@pytest.mark.parametrize("text", ["o, zei hij", "oma komt", "§ 3 gaat over school", "- een streepje", "1. eerst dit"])
def test_ordinary_words_survive_the_cleaning(text: str) -> None:
    assert cleaned(text) == text


def test_what_no_store_can_hold_is_never_in_a_value() -> None:
    assert keepable("a\x00b\ud800c\nd") == "abc\nd"


def test_a_long_field_grows_with_its_text_and_stops_in_time(show: Show) -> None:
    field = LongTextField("Vraag", lines=2, most_lines=6)
    show(field)
    heights = []
    for lines in (1, 2, 4, 6, 40):
        field.set_value("\n".join(["regel"] * lines))
        heights.append(field.edit.height())
    assert heights[0] == heights[1] < heights[2] < heights[3] == heights[4]


def test_tab_leaves_a_long_field(show: Show) -> None:
    first, second = LongTextField("Vraag"), TextField("Naam")
    show(first, second)
    first.setFocus()
    QTest.keyClick(first.edit, Qt.Key.Key_Tab)
    assert second.edit.hasFocus()


def test_a_date_says_what_it_understood_when_it_is_left(show: Show) -> None:
    field = DateField("Wanneer klaar?", lambda text: "donderdag 3 december" if text == "3 dec" else "")
    show(field)
    QTest.keyClicks(field.edit, "3 dec\r")
    assert (field.understood.text(), field.understood.isVisible()) == ("donderdag 3 december", True)


@pytest.mark.logs("text.missing")
def test_a_date_that_cannot_be_keeps_its_words_and_gets_a_message(show: Show) -> None:
    def refuse(text: str) -> str:
        raise UserProblem("no_such_date")

    field = DateField("Wanneer klaar?", refuse)
    show(field)
    QTest.keyClicks(field.edit, "31 feb\r")
    assert (field.value(), field.has_problem(), field.read()) == ("31 feb", True, False)


CHOICES = [Choice("family", "Gezin"), Choice("network", "Netwerk")]


@pytest.mark.parametrize("segmented", [True, False])
def test_a_choice_put_in_by_the_program_is_shown_and_not_told(show: Show, segmented: bool) -> None:
    field = ChoiceField("Wie?", CHOICES, segmented=segmented)
    show(field)
    told: list[str] = []
    field.chosen.connect(told.append)
    values = [field.value()]
    for value in ("network", "family", "other"):
        field.set_value(value)
        values.append(field.value())
    assert (values, told) == (["", "network", "family", ""], [])


def test_a_segment_is_chosen_by_touch_and_by_key(show: Show) -> None:
    field = ChoiceField("Wie?", CHOICES, segmented=True)
    show(field)
    told: list[str] = []
    field.chosen.connect(told.append)
    QTest.mouseClick(field.segments[0], Qt.MouseButton.LeftButton)
    field.segments[0].setFocus()
    QTest.keyClick(field.segments[0], Qt.Key.Key_Right)
    assert (field.value(), told) == ("network", ["family", "network"])


def test_a_list_is_chosen_by_key(qtbot: QtBot, show: Show) -> None:
    field = ChoiceField("Wie?", CHOICES)
    show(field)
    assert field.box is not None
    field.box.setFocus()
    with qtbot.waitSignal(field.chosen) as chosen:
        QTest.keyClick(field.box, Qt.Key.Key_Down)
    assert chosen.args == ["family"]


def test_the_eye_shows_the_passphrase_and_hides_it_again(show: Show) -> None:
    field = PassphraseField("Wachtzin")
    show(field)
    modes = [field.edit.echoMode()]
    for _ in range(2):
        QTest.mouseClick(field.secret.eye, Qt.MouseButton.LeftButton)
        modes.append(field.edit.echoMode())
    assert modes == [QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal, QLineEdit.EchoMode.Password]


def test_a_field_shows_two_versions_and_takes_them_away(show: Show) -> None:
    field = TextField("Doel")
    show(field)
    field.show_conflict(ConflictStrip((Version("a", "Noor", "nu"), Version("b", "Kees", "toen"))))
    assert field.strip is not None
    assert field.strip.isVisible()
    field.clear_conflict()
    assert field.strip is None
