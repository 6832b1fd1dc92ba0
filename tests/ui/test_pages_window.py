"""The window as a whole: throwing away and putting back, keys, names for a screen reader, and what stays hidden at the table."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from app.actions.families import NewFamily, new_family
from app.store import tables
from tests.ui.looking import cut_off, nameless, too_small
from tests.ui.table import WORDS, Seat, begin_family, sit_down
from tests.world import World
from ui import theme
from ui.windows.main_window import MainWindow


class Windows(QObject):
    """Notes everything that becomes a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def press(seat: Seat, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(seat.window, key, modifier)
    seat.settle()


def click(seat: Seat, button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    seat.settle()


def test_no_part_of_the_window_is_for_a_moment_a_window_of_its_own(qtbot: QtBot, town: World) -> None:
    windows = Windows()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(windows)
    device = town.device("Samira")
    seat = sit_down(qtbot, device, begin_family(device))
    seat.card.open_form()
    seat.open_tab("people")
    app.removeEventFilter(windows)
    assert windows.shown == [MainWindow.__name__]


def test_the_page_of_a_family_is_empty_until_the_family_is_there_and_after_it_has_gone(seat: Seat) -> None:
    view = seat.window.family
    view.leave(seat.family)
    assert not view.inside.isVisibleTo(view)
    view.open(seat.family)
    assert not view.inside.isVisibleTo(view)
    seat.settle()
    assert view.inside.isVisibleTo(view)
    assert view.title.text() == "Gezin De Wit"


def test_a_goal_thrown_away_shows_the_bar_that_puts_it_back(seat: Seat) -> None:
    bar = seat.window.family.undo_bar
    seat.card.throw_away()
    seat.settle()
    assert seat.plan.cards == {}
    assert bar.isVisible()
    assert bar.button.text() == "Zet terug"
    click(seat, bar.button)
    assert bar.isHidden()
    assert seat.card.goal.text == WORDS
    assert [row.action.what for row in seat.card.rows.values()] == ["Om zes uur aan tafel"]


def test_an_action_and_a_person_can_be_put_back_too(seat: Seat) -> None:
    bar = seat.window.family.undo_bar
    seat.card.rows[seat.action].throw_away()
    seat.settle()
    assert seat.card.rows == {}
    click(seat, bar.button)
    assert list(seat.card.rows) == [seat.action]
    seat.open_tab("people")
    [person] = seat.people.cards.values()
    person.throw_away()
    seat.settle()
    assert seat.people.cards == {}
    click(seat, bar.button)
    assert len(seat.people.cards) == 1


def test_ctrl_z_takes_back_and_ctrl_y_does_it_again(seat: Seat) -> None:
    seat.type_in(seat.goal_field("text"), " Elke dag.")
    seat.leave()
    press(seat, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert seat.card.goal.text == WORDS
    press(seat, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert seat.card.goal.text == f"{WORDS} Elke dag."
    press(seat, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    press(seat, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert seat.card.goal.text == f"{WORDS} Elke dag."


def test_ctrl_z_in_a_field_takes_back_the_keys_and_not_the_last_change(seat: Seat) -> None:
    field = seat.goal_field("text")
    seat.type_in(field, "x")
    edit = seat.enter(field)
    QTest.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.texts() == [WORDS]
    seat.leave()
    assert seat.page().goals[0].actions[0].what == "Om zes uur aan tafel"


def test_one_key_hides_the_caseload_at_the_table_and_shows_it_again(seat: Seat) -> None:
    press(seat, Qt.Key.Key_F9)
    assert seat.window.sidebar.isHidden()
    assert seat.plan.isVisible()
    press(seat, Qt.Key.Key_F9)
    assert seat.window.sidebar.isVisible()


def test_no_other_family_can_be_read_at_the_table(seat: Seat) -> None:
    new_family(seat.device.workspace, NewFamily("Gezin Van Dijk", "Karel"))
    seat.window.sidebar.refresh()
    seat.settle()
    press(seat, Qt.Key.Key_F9)
    assert not any("Van Dijk" in label.text() for label in seat.window.findChildren(QLabel) if label.isVisible())
    assert not seat.window.sidebar.list.isVisible()


def test_the_title_of_the_window_holds_no_name(seat: Seat) -> None:
    assert seat.window.windowTitle() == "Keukentafel"
    assert seat.window.family.title.text() == "Gezin De Wit"


def open_everything(seat: Seat) -> None:
    seat.card.open_form(focus=False)
    seat.card.rows[seat.action].open(focus=False)
    for person in seat.people.cards.values():
        person.open_form(focus=False)


def test_every_control_has_a_name_for_a_screen_reader(seat: Seat) -> None:
    open_everything(seat)
    for tab in ("people", "plan"):
        seat.open_tab(tab)
        assert nameless(seat.window) == []
    seat.window.start_new_family()
    assert nameless(seat.window) == []


@pytest.mark.parametrize("name", [theme.LIGHT, theme.DARK, theme.HIGH_CONTRAST])
@pytest.mark.parametrize(("width", "height", "percent"), [(1366, 768, 100), (1280, 720, 100), (1920, 1080, 150), (1366, 768, 150)])
def test_every_text_fits_and_every_control_is_large_enough_for_a_finger(
    qtbot: QtBot, town: World, name: str, width: int, height: int, percent: int
) -> None:
    device = town.device("Samira")
    seat = sit_down(qtbot, device, begin_family(device), look=(name, percent))
    seat.window.resize(width, height)
    open_everything(seat)
    seat.window.print_plan(seat.family)
    seat.settle()
    for page in (seat.window.paper, seat.window.new_family, seat.window.family):
        seat.window.pages.setCurrentWidget(page)
        for tab in ("people", "plan"):
            seat.open_tab(tab)
            seat.settle()
            assert cut_off(seat.window) == []
            assert too_small(seat.window) == []
    assert seat.window.width() == width


def test_the_tab_key_reaches_every_control_and_is_never_caught(seat: Seat) -> None:
    open_everything(seat)
    seat.window.sidebar.search.setFocus()
    reached: list[QWidget | None] = []
    while QApplication.focusWidget() not in reached:
        reached.append(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget() or seat.window, Qt.Key.Key_Tab)
    controls = [
        control
        for kind in (QAbstractButton, QLineEdit, QTextEdit, QComboBox)
        for control in seat.window.findChildren(kind)
        if control.isVisible() and control.isEnabled() and control.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert [control.accessibleName() for control in controls if control not in reached and not in_reached_group(control, reached)] == []


def in_reached_group(control: QWidget, reached: list[QWidget | None]) -> bool:
    """Tell whether the arrow keys reach a control from one that Tab reaches: choices that stand side by side."""
    group = control.group() if isinstance(control, QAbstractButton) else None
    return group is not None and any(one in reached for one in group.buttons())


def test_a_new_family_is_begun_with_the_keyboard_alone(seat: Seat) -> None:
    press(seat, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    page = seat.window.new_family
    seat.wait_until(page.name.edit.hasFocus)
    QTest.keyClicks(page.name.edit, "Gezin Çelik")
    QTest.keyClick(page.name.edit, Qt.Key.Key_Return)
    assert page.call_name.has_problem()
    seat.wait_until(page.call_name.edit.hasFocus)
    QTest.keyClicks(page.call_name.edit, "Elif")
    QTest.keyClick(page.call_name.edit, Qt.Key.Key_Return)
    seat.wait_until(lambda: seat.window.family.title.text() == "Gezin Çelik")
    assert seat.window.pages.currentWidget() is seat.window.family
    assert seat.window.sidebar.model.rowCount() == 2


def test_a_second_family_of_one_name_is_begun_only_when_the_worker_says_so_once_more(seat: Seat) -> None:
    page, model = seat.window.new_family, seat.window.sidebar.model
    seat.window.start_new_family()
    page.name.set_value("fam. de wit")
    page.call_name.set_value("Elif")
    page.make()
    seat.settle()
    assert page.name.problem.text().startswith("U hebt al een gezin met deze naam.")
    assert (model.rowCount(), page.isVisible(), page.begin.isEnabled()) == (1, True, True)
    page.name.set_value("DE WIT")
    page.make()
    seat.settle()
    assert model.rowCount() == 1, "another spelling is asked again"
    page.make()
    seat.settle()
    assert seat.window.family.title.text() == "DE WIT"
    assert model.rowCount() == 2


def test_who_looks_along_does_not_hear_which_families_there_are(seat: Seat) -> None:
    seat.window.at_the_table(True)
    seat.window.start_new_family()
    page = seat.window.new_family
    page.name.set_value("Gezin De Wit")
    page.call_name.set_value("Elif")
    page.make()
    seat.settle()
    assert not page.name.has_problem()
    assert seat.window.sidebar.model.rowCount() == 2


def test_what_is_said_last_stays_its_own_time_however_long_ago_something_else_was_said(seat: Seat) -> None:
    banner = seat.window.banner
    seat.window.say("Het eerste.", False)
    banner.timer.start(0)  # its time is up
    seat.window.say("Het tweede.", True)
    seat.settle()
    assert (banner.isVisible(), banner.text.text()) == (True, "Het tweede.")
    banner.timer.start(0)
    seat.wait_until(banner.isHidden)


def test_a_look_is_noted_when_a_family_is_opened(seat: Seat) -> None:
    assert [(row["stream"], row["kind"]) for row in seat.device.dump(tables.look)] == [(seat.family, "opened")]


def test_putting_back_puts_back_what_was_thrown_away_and_not_what_was_done_since(seat: Seat) -> None:
    field = seat.plan.fields.bound["request_for_help"]
    seat.card.throw_away()
    seat.settle()
    seat.type_in(field, "Wij willen rust.")
    seat.leave()
    click(seat, seat.window.family.undo_bar.button)
    assert seat.card.goal.text == WORDS
    assert seat.page().plan.request_for_help == "Wij willen rust."


def test_the_bar_of_one_family_is_not_shown_with_another(seat: Seat) -> None:
    other = new_family(seat.device.workspace, NewFamily("Gezin Van Dijk", "Karel"))
    seat.card.throw_away()
    seat.settle()
    assert seat.window.family.undo_bar.isVisible()
    seat.window.open_family(other)
    seat.wait_until(lambda: seat.window.family.title.text() == "Gezin Van Dijk")
    assert seat.window.family.undo_bar.isHidden()
