"""The order in which the Tab key goes: as the page reads, also past what was made later than what stands under it."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QWidget


def put_in_reading_order(page: QWidget) -> None:
    """Let Tab go through a page as it is laid out; Qt's own order is that in which the parts were made."""
    stops = list(tab_stops(page))
    for before, after in pairwise(stops):
        if next_stop(before) is not after:
            QWidget.setTabOrder(before, after)


def go_on(forth: bool) -> bool:
    """Put the keyboard at the next stop, or the one before; returns whether there is one.

    Qt by itself also stops at a frame that hands its focus on, and those stay behind where they were when their field moves.
    """
    now = QApplication.focusWidget()
    if now is None:
        return False
    found = next((one for one in after_in_chain(now, forth) if in_reach(one)), None)
    page = page_of(found)
    if page is not None and not page.isAncestorOf(now):
        put_in_reading_order(page)
        stops = [one for one in tab_stops(page) if in_reach(one)]
        found = stops[0 if forth else -1]
    if found is not None:
        found.setFocus(Qt.FocusReason.TabFocusReason if forth else Qt.FocusReason.BacktabFocusReason)
    return found is not None


def in_reach(widget: QWidget) -> bool:
    """Tell whether the Tab key stops here now."""
    return is_stop(widget) and widget.isVisible() and widget.isEnabled()


def page_of(widget: QWidget | None) -> QWidget | None:
    """Return what scrolls with everything on the page of a widget."""
    area = widget
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    return area.widget() if area is not None else None


def tab_stops(widget: QWidget) -> Iterator[QWidget]:
    """Yield what takes the keyboard inside a widget, in the order of its layout; what has none keeps the order it has."""
    layout = widget.layout()
    if is_stop(widget):
        yield widget  # and what stands in it, such as the eye in the field for the passphrase
    if layout is not None:
        yield from _stops_of(layout)
    elif any(is_stop(child) for child in widget.findChildren(QWidget)):
        yield from (one for one in after_in_chain(widget) if widget.isAncestorOf(one) and is_stop(one))


def is_stop(widget: QWidget) -> bool:
    """Tell whether the Tab key may stop here."""
    takes = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    return bool(takes) and widget.focusProxy() is None


def next_stop(widget: QWidget) -> QWidget | None:
    """Return where Tab goes from here, as Qt has it now, seen or not."""
    return next((one for one in after_in_chain(widget) if is_stop(one)), None)


def after_in_chain(widget: QWidget, forth: bool = True) -> Iterator[QWidget]:
    """Yield the widgets of the window in Qt's order, or back, from here on and round to here."""
    step = QWidget.nextInFocusChain if forth else QWidget.previousInFocusChain
    one = step(widget)
    while one is not None and one is not widget:
        yield one
        one = step(one)


def _stops_of(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield from tab_stops(widget)
        elif inner is not None:
            yield from _stops_of(inner)
