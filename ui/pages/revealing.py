"""Bringing what was found into sight: the family's tab is open, and its rows may still be made in turns."""

from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.pages.arranged_section import ArrangedSection
from ui.pages.family_view import FamilyView
from ui.pages.visit_card import VisitCard
from ui.pages.visits_page import VisitsPage
from ui.widgets.buttons import IconButton

LOOK_AGAIN_MS = 15
MOST_LOOKS = 400
OPENS = frozenset({"pencil", "chevron-down", "chevron-up"})
"""The buttons that get the keyboard: an Enter too many may open something, never end or tick it."""


class Revealing(QObject):
    """Looks for the widget of a row until it is there, scrolls to it and gives it the keyboard; gives up when the worker went on."""

    def __init__(self, view: FamilyView, parent: QObject) -> None:
        super().__init__(parent)
        self.view = view
        self.wanted = (b"", "", b"")
        self.looks = 0
        self.timer = QTimer(self)
        self.timer.setInterval(LOOK_AGAIN_MS)
        self.timer.timeout.connect(self.look)

    def reveal(self, family: bytes, tab: str, row: bytes) -> None:
        """Bring the row of a tab into sight as soon as it is there."""
        self.wanted, self.looks = (family, tab, row), 0
        self.timer.start()

    def look(self) -> None:
        """Look once."""
        family, tab, row = self.wanted
        self.looks += 1
        if self.view.family != family or self.view.tab != tab or self.looks > MOST_LOOKS:
            self.timer.stop()
            return
        page: object = self.view.pages.get(tab)
        if self.view.shown is None or self.view.shown[0].family.id != family or not isinstance(page, QScrollArea):
            return
        found = widget_of(page, row)
        if found is not None and found.isVisible():  # one that was made just now is shown a moment later
            self.timer.stop()
            bring_into_sight(page, found)


def widget_of(page: QScrollArea, row: bytes) -> QWidget | None:
    """Return the widget that shows a row: pages and sections keep theirs by id, as `cards` or `rows`."""
    if isinstance(page, VisitsPage):
        page.show_also(row)
    for section in page.findChildren(ArrangedSection):
        section.show_also(row)
    for keeper in (page, *page.findChildren(QWidget)):
        for name in ("cards", "rows"):
            kept: Any = getattr(keeper, name, None)
            if isinstance(kept, dict) and row in kept:
                found = kept[row]
                return found if isinstance(found, QWidget) else None
    return None


def bring_into_sight(page: QScrollArea, widget: QWidget) -> None:
    """Open what stands folded, scroll to it and put the keyboard in it."""
    if isinstance(widget, VisitCard):
        widget.open(focus=False)
    openers = [one for one in widget.findChildren(IconButton) if one.isVisible() and one.icon_name in OPENS]
    parts = [widget, *openers[:1]]

    def scroll() -> None:
        for part in parts:  # of what is higher than the page the beginning is seen
            page.ensureWidgetVisible(part, 24, 48)

    scroll()
    for opener in openers[:1]:
        opener.setFocus(Qt.FocusReason.OtherFocusReason)
    QTimer.singleShot(0, widget, scroll)  # what opened has its height only now
