"""Words on a page: what is taken away, hidden, shown again or grows in a flow leaves the rest where it belongs."""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.buttons import QuietButton
from ui.widgets.flow_layout import FlowLayout


def a_flow(qtbot: QtBot, words: list[str]) -> tuple[QWidget, FlowLayout, list[QuietButton]]:
    """Return a shown widget with a flow of buttons inside another layout, as on a page."""
    page = QWidget()
    qtbot.addWidget(page)
    rows = QVBoxLayout(page)
    flow = FlowLayout()
    buttons = [QuietButton(word) for word in words]
    for button in buttons:
        flow.addWidget(button)
    rows.addLayout(flow)
    rows.addStretch(1)
    page.resize(400, 300)
    page.show()
    return page, flow, buttons


def settle() -> None:
    QCoreApplication.sendPostedEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.sendPostedEvents()


def test_buttons_that_come_and_go_never_leave_a_dead_one_behind(qtbot: QtBot) -> None:
    page, flow, buttons = a_flow(qtbot, ["Ja", "Nee"])
    for turn in range(60):
        for button in buttons:
            flow.removeWidget(button)
            button.deleteLater()
        buttons = [QuietButton(f"Antwoord {turn} {place}") for place in range(3)]
        for button in buttons:
            flow.addWidget(button)
        settle()
        assert flow.count() == 3
        assert flow.heightForWidth(page.width()) > 0
    assert all(button.isVisible() for button in buttons)


def test_what_is_hidden_gives_its_place_and_takes_it_again(qtbot: QtBot) -> None:
    page, _, (first, second) = a_flow(qtbot, ["Stoppen", "Even niet"])
    settle()
    place = second.x()
    first.hide()
    settle()
    assert second.x() < place
    first.show()
    settle()
    assert second.x() == place
    assert page.isVisible()


def test_a_button_that_gets_more_words_goes_to_a_line_of_its_own(qtbot: QtBot) -> None:
    page, _, (first, second) = a_flow(qtbot, ["Ja", "Nee"])
    settle()
    assert second.y() == first.y()
    second.setText("Nee, en dat leggen wij graag samen uit aan iedereen")
    settle()
    assert second.y() > first.y()
    assert second.width() >= second.sizeHint().width()
    assert page.rect().contains(second.geometry())
