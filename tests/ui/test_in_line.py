"""What stands under or beside each other on a page stands in line."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.everything_open import come_to_rest
from tests.ui.table import Seat
from ui import theme
from ui.pages.family_tabs import TABS
from ui.pages.form_lines import empty_form, side_by_side
from ui.widgets.bullet_list import INDENT_PX, BulletLabel, BulletList
from ui.widgets.check_field import CheckField
from ui.widgets.month_chart import MonthChart
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.text_field import TextField


def test_every_tab_ends_at_the_right_where_the_buttons_above_it_end_also_without_a_scroll_bar(seat: Seat) -> None:
    view = seat.window.family
    for high in (768, 3000):
        seat.window.resize(1366, high)
        for tab in TABS:
            seat.open_tab(tab)
            come_to_rest(seat)
            page = view.pages[tab]
            assert isinstance(page, ScrollPage)
            inner = page.inner
            ends = [part.mapTo(view, QPoint(part.width(), 0)).x() for part in (inner, view.print_button)]
            assert abs(ends[0] - ends[1]) <= 1, (tab, high, ends)


@pytest.mark.parametrize("wide", [1100, 1366, 1920])
def test_the_hints_of_what_goes_well_and_of_worries_begin_at_one_height(seat: Seat, wide: int) -> None:
    seat.window.resize(wide, 900)
    section = seat.plan.situation
    come_to_rest(seat)
    cards = (section.strengths, section.concerns)
    beside = section.strengths.y() == section.concerns.y()
    assert len({card.hint.y() for card in cards}) == 1 if beside else section.strengths.title.minimumHeight() == 0
    assert all(card.title.height() >= card.title.heightForWidth(card.title.width()) for card in cards)
    assert all(card.hint.y() > card.title.geometry().bottom() for card in cards)


def test_fields_beside_each_other_begin_at_one_height_also_where_one_label_needs_more_lines(qtbot: QtBot, qapp: QApplication) -> None:
    theme.choose(qapp, theme.LIGHT)
    form, rows = empty_form()
    qtbot.addWidget(form)
    short, long = TextField("Wie helpt?"), TextField("Wie neemt het over als de mentor een keer niet kan?")
    tick = CheckField("Een vakje met heel veel woorden ernaast, meer dan er op een regel passen")
    side_by_side(rows, short, long)
    side_by_side(rows, TextField("Sinds"), tick)
    form.show()
    for wide, lines in ((420, 2), (1200, 1), (360, 2)):
        form.resize(wide, 500)
        qtbot.waitUntil(lambda: short.edit.mapTo(form, QPoint()).y() == long.edit.mapTo(form, QPoint()).y())
        assert long.label.height() >= long.label.heightForWidth(long.width()) > (lines - 1) * 1.5 * long.fontMetrics().height()
        assert short.label.geometry().bottom() < short.edit.geometry().top()
    assert tick.label.minimumHeight() == 0


def test_the_lines_of_a_point_stand_behind_its_dot(qtbot: QtBot, qapp: QApplication) -> None:
    theme.choose(qapp, theme.LIGHT)
    points = BulletList()
    qtbot.addWidget(points)
    points.show_points(["Kies een dag waarop u weer samen praat, en schrijf hem hier op.", "Kort."])
    points.resize(200, 300)
    points.show()
    points.show_points(["Kies een dag waarop u weer samen praat, en schrijf hem hier op."])
    QApplication.processEvents()
    [label] = [one for one in points.findChildren(BulletLabel) if one.isVisible()]
    assert label.heightForWidth(200) > 1.5 * label.fontMetrics().height()
    picture = label.grab().toImage()
    ground = picture.pixelColor(0, 0)
    marked = [y for x in range(INDENT_PX - 1) for y in range(picture.height()) if picture.pixelColor(x, y) != ground]
    assert marked
    assert max(marked) < label.fontMetrics().height()


@pytest.mark.parametrize("months", [1, 3, 24])
def test_the_last_bar_of_the_months_stands_at_the_right_edge(qtbot: QtBot, months: int) -> None:
    chart = MonthChart()
    qtbot.addWidget(chart)
    chart.show_counts(range(1, months + 1), "")
    chart.resize(chart.sizeHint())
    assert chart.bars()[-1].right() == pytest.approx(chart.width())
    assert chart.bars()[0].left() >= 0
