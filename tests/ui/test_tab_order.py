"""The Tab key goes through a page as it reads, also when parts were made later than what stands under them."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.actions.situation import add_strength
from tests.ui.table import Seat
from ui.widgets.buttons import QuietButton
from ui.widgets.choice_field import Choice, ChoiceField
from ui.widgets.passphrase_field import PassphraseField
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.tab_order import tab_stops
from ui.widgets.text_field import TextField


def walk(steps: int, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget | None]:
    """Return where the keyboard is after each press."""
    found = []
    for _ in range(steps):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)
        found.append(QApplication.focusWidget())
    return found


def test_a_field_that_was_made_last_but_stands_first_is_reached_first(qtbot: QtBot) -> None:
    page = ScrollPage()
    qtbot.addWidget(page)
    below, middle = QuietButton("Onder"), ChoiceField("Midden", [Choice("a", "A"), Choice("b", "B")], segmented=True)
    page.body.addWidget(below)
    page.body.insertWidget(0, middle)
    above = TextField("Boven")
    page.body.insertWidget(0, above)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    above.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(above.edit.hasFocus)
    choice, button = walk(2)
    assert choice in middle.segments  # one stop for all of them: the arrow keys go on
    assert button is below
    assert walk(2, Qt.Key.Key_Backtab)[-1] is above.edit


def test_a_button_inside_a_field_follows_the_field(qtbot: QtBot) -> None:
    page = ScrollPage()
    qtbot.addWidget(page)
    first, second = PassphraseField("Wachtzin"), PassphraseField("Nog een keer")
    for field in (second, first):
        page.body.insertWidget(0, field)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    first.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(first.secret.hasFocus)
    assert walk(4) == [first.secret.eye, second.secret, second.secret.eye, first.secret]


def test_on_the_plan_the_fields_of_a_row_that_was_opened_follow_where_the_row_stands(seat: Seat) -> None:
    row = add_strength(seat.device.workspace, seat.family, "We eten samen.", "Fatma")
    seat.window.desk.families_touched.emit({seat.family})
    seat.settle()
    shown = seat.plan.situation.strengths.stack.rows[row]
    shown.pencil.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(shown.pencil, Qt.Key.Key_Return)
    seat.wait_until(lambda: shown.form is not None and shown.first.isAncestorOf(QApplication.focusWidget() or shown))
    wanted = [stop for stop in tab_stops(shown) if stop.isVisible() and stop.isEnabled()][1:4]
    assert walk(3) == wanted
    assert len(list(tab_stops(seat.plan.inner))) == len(set(tab_stops(seat.plan.inner)))


def test_tab_leaves_a_page_at_its_end_and_shift_tab_at_its_begin(seat: Seat) -> None:
    seat.window.desk.families_touched.emit({seat.family})
    seat.settle()
    stops = [stop for stop in tab_stops(seat.plan.inner) if stop.isVisible() and stop.isEnabled()]
    for end, key in ((stops[-1], Qt.Key.Key_Tab), (stops[0], Qt.Key.Key_Backtab)):
        end.setFocus(Qt.FocusReason.TabFocusReason)
        seat.wait_until(end.hasFocus)
        [there] = walk(1, key)
        assert there is not None
        assert not seat.plan.inner.isAncestorOf(there)
