"""A row that something else points to is gone, because a colleague threw it away: every page still opens and says what it can."""

import re
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from app.domain.ids import as_text
from app.domain.record import spec_of_row
from tests.every_conflict import CONTESTED, rows_on_both
from tests.ui.looking import nameless
from tests.ui.table import Seat, sit_down, two_seats
from tests.world import World
from ui.pages.family_tabs import TABS

BYTES = re.compile(r"\bb'|\\x|[0-9a-f]{16,}|\bNone\b")


def words_on(seat: Seat) -> list[str]:
    """Return everything that can be read or heard on the window."""
    labels: list[QLabel] = seat.window.findChildren(QLabel)
    buttons: list[QAbstractButton] = seat.window.findChildren(QAbstractButton)
    shown: list[Any] = [one for one in (*labels, *buttons) if one.isVisible()]
    return [text for widget in shown for text in (widget.text(), widget.accessibleName(), widget.toolTip())]


@pytest.mark.parametrize("record", sorted(CONTESTED.keys() - {"family", "plan"}))
def test_what_pointed_to_a_row_that_is_gone_is_shown_without_it(qtbot: QtBot, town: World, record: str) -> None:
    samira, joost, begun = two_seats(town)
    rows, _ = rows_on_both((samira, joost), begun[0])
    [gone] = [row for row in rows if spec_of_row(row).name == record]
    joost.delete(begun[0], gone)
    town.settle()
    seat = sit_down(qtbot, samira, begun)
    ids = {form for row in rows for form in (as_text(row.id), bytes(row.id).hex())}
    for tab in TABS:
        seat.open_tab(tab)
        seat.settle()
        said = words_on(seat)
        assert [text for text in said if BYTES.search(text) or any(one in text for one in ids)] == []
        assert nameless(seat.window) == []
    seat.window.print_plan(seat.family)
    seat.wait_until(lambda: seat.window.paper.plan is not None)
