"""The order in which the Tab key goes: as the window reads, also past what was made later than what stands under it.

Not by Qt's own chain: that is the order in which parts were made, it stops at frames that hand their focus on, and each step
through it from Python ties the wrappers of two widgets together, so that pages that are gone stay in memory.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QWidget


def go_on(forth: bool) -> bool:
    """Put the keyboard at the next stop in the window, or the one before, and round; returns whether there is one."""
    now = QApplication.focusWidget()
    stops = [one for one in tab_stops(now.window()) if one.isEnabled()] if now is not None else []
    here = next((place for place, one in enumerate(stops) if one is now or one.focusProxy() is now), None)
    if here is None:
        return False
    found = stops[(here + (1 if forth else -1)) % len(stops)]
    found.setFocus(Qt.FocusReason.TabFocusReason if forth else Qt.FocusReason.BacktabFocusReason)
    return True


def tab_stops(widget: QWidget) -> Iterator[QWidget]:
    """Yield what is to be seen and takes the keyboard inside a widget, in the order of its layout; what has none: as it was made."""
    if not widget.isVisible():
        return
    if is_stop(widget):
        yield widget  # and what stands in it, such as the eye in the field for the passphrase
    layout = widget.layout()
    page = widget.widget() if isinstance(widget, QScrollArea) else None
    if layout is not None:
        yield from _stops_of(layout)
    elif page is not None:
        yield from tab_stops(page)
    else:
        yield from (one for one in widget.findChildren(QWidget) if is_stop(one) and one.isVisible())


def is_stop(widget: QWidget) -> bool:
    """Tell whether the Tab key may stop here."""
    takes = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    return bool(takes) and widget.focusProxy() is None


def _stops_of(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield from tab_stops(widget)
        elif inner is not None:
            yield from _stops_of(inner)
