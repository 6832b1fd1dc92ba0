"""The two windows before the caseload: what they ask, when they are content, and that they show nobody's name."""

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ui import theme
from ui.windows.entrance import Entrance
from ui.windows.first_start import FirstStart, FirstStartWindow, weakness
from ui.windows.unlock import UnlockWindow

GOOD = "paars fiets melk maandag kerk"


@pytest.fixture
def first(qtbot: QtBot, qapp: QApplication) -> FirstStartWindow:
    theme.choose(qapp, theme.LIGHT)
    return opened(qtbot, FirstStartWindow())


@pytest.fixture
def unlock(qtbot: QtBot, qapp: QApplication) -> UnlockWindow:
    theme.choose(qapp, theme.LIGHT)
    return opened(qtbot, UnlockWindow())


W = TypeVar("W", bound=Entrance)


def opened(qtbot: QtBot, window: W) -> W:
    """Show a window and wait until it has the keyboard."""
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
    return window


def fill(window: FirstStartWindow, passphrase: str = GOOD, again: str = GOOD) -> None:
    """Type everything by key, as a person does."""
    for edit, text in (
        (window.server.edit, " http://127.0.0.1:8000 "),
        (window.code.edit, "ABCD-1234"),
        (window.passphrase.edit, passphrase),
        (window.again.edit, again),
    ):
        edit.setFocus()
        QTest.keyClicks(edit, text)
    window.understood.box.setFocus()


def submissions(window: FirstStartWindow) -> list[FirstStart]:
    """Return a list that fills with what the window sends."""
    sent: list[FirstStart] = []
    window.submitted.connect(sent.append)
    return sent


def test_everything_filled_in_is_sent_once(first: FirstStartWindow) -> None:
    sent = submissions(first)
    fill(first)
    QTest.keyClick(first.understood.box, Qt.Key.Key_Space)
    QTest.mouseClick(first.button, Qt.MouseButton.LeftButton)
    assert sent == [FirstStart("http://127.0.0.1:8000", "ABCD-1234", GOOD)]


def test_the_passphrase_is_not_in_the_printed_form() -> None:
    assert GOOD not in repr(FirstStart("s", "c", GOOD))


def test_without_the_tick_nothing_is_sent_and_it_says_so(first: FirstStartWindow) -> None:
    sent = submissions(first)
    fill(first)
    QTest.mouseClick(first.button, Qt.MouseButton.LeftButton)
    assert (sent, first.understood_problem.isVisible(), first.understood.box.hasFocus()) == ([], True, True)
    QTest.keyClick(first.understood.box, Qt.Key.Key_Space)
    assert first.understood_problem.isHidden()


def test_an_empty_window_asks_for_the_first_thing(first: FirstStartWindow) -> None:
    sent = submissions(first)
    QTest.mouseClick(first.button, Qt.MouseButton.LeftButton)
    assert (sent, first.server.has_problem(), first.server.edit.hasFocus()) == ([], True, True)


def test_two_passphrases_that_differ_are_told_at_leaving_and_kept(first: FirstStartWindow) -> None:
    fill(first, again=GOOD + "x")
    assert first.again.problem.text() == "De twee wachtzinnen zijn niet gelijk. Typ hem hier nog een keer."
    assert first.again.value() == GOOD + "x"
    first.again.edit.setFocus()
    QTest.keyClick(first.again.edit, Qt.Key.Key_Backspace)
    assert not first.again.has_problem()


def test_a_short_passphrase_is_told_when_the_field_is_left_not_sooner(first: FirstStartWindow) -> None:
    first.passphrase.setFocus()
    QTest.keyClicks(first.passphrase.edit, "kort")
    assert not first.passphrase.has_problem()
    first.again.setFocus()
    assert first.passphrase.has_problem()


@pytest.mark.parametrize(
    ("passphrase", "problem"),
    [
        ("a b c d e f", ""),
        ("vier losse woorden nu", ""),
        ("vier woorden zijn op", ""),
        ("te kort", "first_start.weak"),
        ("", "first_start.weak"),
        ("aaaaaaaaaaaaaaaaaaaaaaa", "first_start.one_char"),
        ("tafel tafel tafel tafel tafel", "first_start.one_char"),
        ("Ouédraogo Şahin Nguyễn Yıldız Małgorzata", ""),
    ],
)
def test_a_passphrase_is_long_enough_or_not(passphrase: str, problem: str) -> None:
    assert weakness(passphrase) == problem


def test_a_problem_from_the_server_keeps_what_was_typed(first: FirstStartWindow) -> None:
    fill(first)
    first.busy("Bezig met aanmelden")
    assert not first.card.isEnabled()
    first.show_problem("Deze code is al gebruikt. Vraag een nieuwe code.")
    assert first.card.isEnabled()
    assert (first.message.text.text(), first.code.value()) == ("Deze code is al gebruikt. Vraag een nieuwe code.", "ABCD-1234")


def test_what_a_lost_passphrase_means_stands_in_the_window(first: FirstStartWindow) -> None:
    texts = [label.text() for label in first.findChildren(QLabel) if label.isVisible()]
    assert any("Wat u nog niet heeft verstuurd, is dan weg." in text for text in texts)


def test_enter_opens_with_the_passphrase(qtbot: QtBot, unlock: UnlockWindow) -> None:
    with qtbot.waitSignal(unlock.submitted) as sent:
        QTest.keyClicks(unlock.passphrase.edit, GOOD + "\r")
    assert sent.args == [GOOD]


def test_enter_sends_a_passphrase_only_once(unlock: UnlockWindow) -> None:
    sent: list[str] = []
    unlock.submitted.connect(sent.append)
    QTest.keyClicks(unlock.passphrase.edit, GOOD + "\r")
    assert sent == [GOOD]


def test_while_it_opens_enter_does_nothing(unlock: UnlockWindow) -> None:
    sent: list[str] = []
    unlock.submitted.connect(sent.append)
    QTest.keyClicks(unlock.passphrase.edit, GOOD)
    unlock.busy()
    QTest.keyClick(unlock, Qt.Key.Key_Return)
    unlock.ready()
    assert (sent, unlock.message.isHidden()) == ([], True)


def test_the_passphrase_has_the_keyboard_at_once_and_is_hidden(unlock: UnlockWindow) -> None:
    assert unlock.passphrase.edit.hasFocus()
    assert unlock.passphrase.edit.displayText() == ""
    QTest.keyClicks(unlock.passphrase.edit, "geheim")
    assert "geheim" not in unlock.passphrase.edit.displayText()


def test_an_empty_passphrase_is_asked_for(unlock: UnlockWindow) -> None:
    QTest.mouseClick(unlock.button, Qt.MouseButton.LeftButton)
    assert unlock.passphrase.problem.text() == "Typ eerst uw wachtzin."


def test_a_wrong_passphrase_is_ready_to_be_typed_over(unlock: UnlockWindow) -> None:
    QTest.keyClicks(unlock.passphrase.edit, "fout")
    unlock.busy()
    unlock.show_problem("Deze wachtzin klopt niet. Probeer het nog een keer.")
    assert unlock.passphrase.edit.hasFocus()
    QTest.keyClicks(unlock.passphrase.edit, "goed")
    assert unlock.passphrase.value() == "goed"


@pytest.mark.parametrize("kind", ["first", "unlock"])
def test_each_window_says_it_is_a_trial_and_names_nobody_in_its_title(request: pytest.FixtureRequest, kind: str) -> None:
    window: Entrance = request.getfixturevalue(kind)
    assert window.windowTitle().startswith("Keukentafel – ")
    texts = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert "Niet voor echte gezinnen: proefversie" in texts
