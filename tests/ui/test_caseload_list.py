"""The list of families in the window: the order by what waits, why in words, and that it stays calm while somebody works."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.actions.families import NewFamily, new_family
from app.actions.fields import FieldRef, change_field
from app.actions.visits import plan_visit
from app.clock import today
from app.domain.record import Id
from app.domain.records.family import Family
from app.domain.rules.attention import reasons
from tests.domain.test_attention import TODAY, helped, mentor
from tests.domain.test_safety_attention import agreed
from tests.ui.looking import cut_off, too_small
from tests.ui.table import Seat
from ui import theme
from ui.models.caseload_model import BY_NAME, BY_REASON, in_full
from ui.widgets.nav_list import WRAP, fitted

ROOM_PX = 160
"""The room under a name at 300 px, beside a badge."""


@pytest.fixture
def visited(seat: Seat) -> Id[Family]:
    """A second family, with a visit tomorrow; the list stands as it is now."""
    workspace = seat.device.workspace
    family = new_family(workspace, NewFamily("Gezin Zwart", "Karel"))
    visit = plan_visit(workspace, family)
    change_field(workspace, FieldRef(family, "visit", visit, "visit_on"), today(seat.device.clock) + timedelta(days=1))
    seat.window.sidebar.refresh()
    seat.settle()
    return family


def shown(seat: Seat) -> list[str]:
    """Return the families in the list from top to bottom."""
    return [line.name for line in seat.window.sidebar.model.lines]


def touch(seat: Seat, *families: bytes) -> None:
    """Let the window know that something happened to families."""
    seat.window.desk.families_touched.emit(set(families))
    seat.settle()


def heard(seat: Seat) -> list[str]:
    """Return what a screen reader says of each line."""
    interface = QAccessible.queryAccessibleInterface(seat.window.sidebar.list)
    items = [interface.child(place) for place in range(interface.childCount())]
    return [item.text(QAccessible.Text.Name) for item in items if item is not None and item.role() is QAccessible.Role.ListItem]


def test_what_waits_stands_on_top_and_one_press_puts_the_list_by_name(seat: Seat, visited: Id[Family]) -> None:
    sidebar, kept = seat.window.sidebar, list[str]()
    sidebar.order_chosen.connect(kept.append)
    assert (shown(seat), sidebar.order_said.text()) == (["Gezin Zwart", "Gezin De Wit"], "Op wat wacht")
    assert sidebar.order_button.text() == "Zet op naam"
    QTest.mouseClick(sidebar.order_button, Qt.MouseButton.LeftButton)
    assert (shown(seat), sidebar.order_said.text()) == (["Gezin De Wit", "Gezin Zwart"], "Op naam")
    assert sidebar.model.lines[sidebar.list.currentIndex().row()].family == seat.family
    QTest.keyClick(sidebar.order_button, Qt.Key.Key_Return)
    assert shown(seat) == ["Gezin Zwart", "Gezin De Wit"]
    assert kept == [BY_NAME, BY_REASON]


def test_an_order_that_nobody_knows_is_what_waits(seat: Seat, visited: Id[Family]) -> None:
    seat.window.sidebar.put_in_order("onzin")
    assert shown(seat) == ["Gezin Zwart", "Gezin De Wit"]


def test_one_family_has_no_order(seat: Seat) -> None:
    assert seat.window.sidebar.order_button.isHidden()
    assert seat.window.sidebar.order_said.isHidden()


def test_a_screen_reader_hears_the_name_and_every_reason(seat: Seat, visited: Id[Family]) -> None:
    assert heard(seat) == [
        "Gezin Zwart. Bezoek morgen. 5 wijzigingen nog te versturen.",
        "Gezin De Wit. 5 wijzigingen nog te versturen.",
    ]
    index = seat.window.sidebar.model.index(0)
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "<qt>Gezin Zwart. Bezoek morgen. 5 wijzigingen nog te versturen.</qt>"


def test_a_name_is_never_read_as_markup(seat: Seat) -> None:
    new_family(seat.device.workspace, NewFamily("<b>Gezin</b>", "Karel"))
    seat.window.sidebar.refresh()
    seat.settle()
    tips = [seat.window.sidebar.model.index(row).data(Qt.ItemDataRole.ToolTipRole) for row in range(2)]
    assert any("&lt;b&gt;Gezin" in tip for tip in tips)


def test_only_the_families_that_something_happened_to_are_asked_again(seat: Seat, visited: Id[Family]) -> None:
    before = seat.window.sidebar.model.lines[0]
    plan_visit(seat.device.workspace, visited)
    plan_visit(seat.device.workspace, seat.family)
    touch(seat, seat.family)
    zwart, de_wit = seat.window.sidebar.model.lines
    assert zwart is before
    assert in_full(de_wit) == "Gezin De Wit. 6 wijzigingen nog te versturen."
    touch(seat, visited)
    assert seat.window.sidebar.model.lines[0].waiting == 6


def test_on_another_day_all_families_are_asked_again(seat: Seat, visited: Id[Family]) -> None:
    seat.device.clock.advance(timedelta(days=1).total_seconds())
    seat.window.sidebar.day_timer.timeout.emit()
    seat.settle()
    assert in_full(seat.window.sidebar.model.lines[0]).startswith("Gezin Zwart. Bezoek vandaag. Wacht 1 dag op een eerste contact.")


def test_families_come_and_go_with_the_exchange(seat: Seat) -> None:
    town = seat.device.world
    joost = town.device("Joost")
    family = joost.begin_family("Gezin Zwart")
    joost.sync()
    town.grant(family, "Samira")
    seat.sync()
    assert (shown(seat), seat.window.sidebar.count.text()) == (["Gezin De Wit", "Gezin Zwart"], "Mijn gezinnen (2)")
    town.revoke(family, "Samira")
    seat.sync()
    assert (shown(seat), seat.window.sidebar.count.text()) == (["Gezin De Wit"], "1 gezin")


def test_the_keyboard_stays_at_its_family_when_the_list_moves(seat: Seat, visited: Id[Family]) -> None:
    sidebar = seat.window.sidebar
    sidebar.list.setFocus(Qt.FocusReason.TabFocusReason)
    sidebar.list.setCurrentIndex(sidebar.model.index(0))
    first = new_family(seat.device.workspace, NewFamily("Gezin Aa", "Karel"))
    touch(seat, first)
    visit = plan_visit(seat.device.workspace, first)
    change_field(seat.device.workspace, FieldRef(first, "visit", visit, "visit_on"), today(seat.device.clock))
    touch(seat, first)
    assert shown(seat) == ["Gezin Aa", "Gezin Zwart", "Gezin De Wit"]
    assert sidebar.list.currentIndex().row() == 1
    assert sidebar.list.hasFocus()


def test_typing_moves_no_family_in_the_list(seat: Seat, visited: Id[Family]) -> None:
    seat.sync()
    before = shown(seat)
    seat.type_in(seat.goal_field("text"), " Elke dag.")
    seat.leave()
    assert shown(seat) == before
    assert "nog te versturen" in in_full(seat.window.sidebar.model.lines[1])


@pytest.mark.parametrize("look", theme.NAMES)
@pytest.mark.parametrize("percent", [100, 150])
def test_the_head_of_the_list_fits_at_any_size_of_text(
    qapp: QApplication, seat: Seat, visited: Id[Family], look: str, percent: int
) -> None:
    theme.choose(qapp, look, percent)
    for order in (BY_REASON, BY_NAME):
        seat.window.sidebar.put_in_order(order)
        seat.settle()
        assert cut_off(seat.window.sidebar) == []
        assert too_small(seat.window.sidebar) == []


def test_a_reason_takes_two_lines_at_most_and_how_many_more_is_never_cut_off(qapp: QApplication) -> None:
    theme.choose(qapp, theme.LIGHT, 100)
    font = theme.current().font("small")
    metrics = QFontMetrics(font)

    def lines(words: str) -> float:
        return metrics.boundingRect(QRect(0, 0, ROOM_PX, 1000), WRAP, words).height() / metrics.lineSpacing()

    behind = ", en\u00a0nog\u00a03"
    many = replace(helped(12), mentors=[mentor(next_check_on=date(2026, 9, 12))], choices=3, asked=12, typed=True, held=123)
    for reason in (*reasons(many, TODAY), *reasons(agreed(TODAY - timedelta(days=1)), TODAY), *reasons(agreed(None), TODAY)):
        assert fitted(font, ROOM_PX, reason.sentence()) == reason.sentence()
    long = fitted(font, ROOM_PX, "Hulp stond tot 12 november: Stichting voor Jeugd en Gezin in de Regio Waterdam", behind)
    assert long.endswith(f"…{behind}")
    assert lines(long) <= 2.1
