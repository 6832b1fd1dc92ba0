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
        yield from _stops_of(layout, widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly))
    elif page is not None:
        yield from tab_stops(page)
    else:
        yield from (one for one in widget.findChildren(QWidget) if is_stop(one) and one.isVisible())


def is_stop(widget: QWidget) -> bool:
    """Tell whether the Tab key may stop here."""
    takes = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    return bool(takes) and widget.focusProxy() is None


def _stops_of(layout: QLayout, children: list[QWidget]) -> Iterator[QWidget]:
    """By the place of each child, never by the layout's items: the name that Python gives such an item outlives it."""
    parts: list[tuple[int, QWidget | QLayout]] = [(layout.indexOf(child), child) for child in children]
    parts += [(layout.indexOf(inner), inner) for inner in layout.children() if isinstance(inner, QLayout)]
    for place, part in sorted(parts, key=lambda part: part[0]):
        if place >= 0 and isinstance(part, QLayout):
            yield from _stops_of(part, children)
        elif place >= 0 and isinstance(part, QWidget):
            yield from tab_stops(part)
