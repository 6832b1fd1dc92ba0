"""A family with two rows of everything, and every form of it opened: what a walk past all screens needs."""

from datetime import timedelta
from inspect import signature
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.records.helping import Involvement
from app.domain.records.visit import Visit
from tests.actions.rich_family import fill
from tests.builders import DAY
from tests.every_conflict import rows_twice
from tests.ui.table import PLAIN, Look, Seat, begin_family, sit_down
from tests.world import Device, World

OPENERS = ("open", "open_form", "open_more", "open_partner", "open_worry", "toggle_contact")
"""How the parts of a page are opened; what is opened in this way stays open."""


def a_full_table(qtbot: QtBot, town: World, look: Look = PLAIN, *, crowded: bool = False) -> Seat:
    """Sit down with a family that has two rows of everything; `crowded` when it also has a dozen people with long names."""
    device = town.device("Samira")
    begun = begin_family(device)
    if crowded:
        fill(device.workspace, begun[0], begun[1])
    as_it_could_be(device, begun[0], *rows_twice(device, begun[0]))
    seat = sit_down(qtbot, device, begun, look=look)
    come_to_rest(seat)
    return seat


def as_it_could_be(device: Device, family: bytes, rows: list[Any], others: list[Any]) -> None:
    """Let help go on, so that it is in sight, and the other visit be on another day: else nobody could tell the two apart."""
    for row in [one for one in (*rows, *others) if isinstance(one, Involvement)]:
        device.change(family, row, ended_on=None)
    [visit] = [row for row in others if isinstance(row, Visit)]
    device.change(family, visit, visit_on=DAY - timedelta(days=9), held_on=DAY - timedelta(days=9))


def come_to_rest(seat: Seat) -> None:
    """Let a page that was made just now find its sizes, also where a pill says something else since."""
    seat.settle()
    for _ in range(6):
        QApplication.processEvents()
    QApplication.sendPostedEvents()


def open_everything(seat: Seat, tab: str) -> QWidget:
    """Go to a tab and open every form on it, also those that come up with another; returns its page."""
    seat.open_tab(tab)
    come_to_rest(seat)
    page = seat.window.family.pages[tab]
    assert isinstance(page, QWidget)
    opened: set[QWidget] = set()
    while True:
        closed = [part for part in page.findChildren(QWidget) if part not in opened and part.isVisible() and openers(part)]
        if not closed:
            return page
        for part in closed:
            opened.add(part)
            for opener in openers(part):
                asks = signature(getattr(part, opener)).parameters
                getattr(part, opener)(**({"focus": False} if "focus" in asks else {}))
        come_to_rest(seat)


def openers(part: QWidget) -> list[str]:
    """Return the ways to open a part of a page."""
    pencil = getattr(part, "pencil", None)
    if not type(part).__module__.startswith("ui.pages") or (isinstance(pencil, QWidget) and pencil.isHidden()):
        return []
    return [name for name in OPENERS if callable(getattr(part, name, None))]
