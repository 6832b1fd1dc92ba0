"""Rows of a page under each other, one widget for each row of a record; a row that stays keeps its widget, with its focus."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.showing import show_if
from ui.widgets.turns import Part, done

W = TypeVar("W", bound=QWidget)


class Wanted(NamedTuple, Generic[W]):
    """A row that must be there: how its widget is made, and how the widget is brought up to date."""

    make: Callable[[], W]
    show: Callable[[W], object]


class RowStack(QWidget, Generic[W]):
    """Makes what is new with `make`, puts all in order and takes away what is gone; `cost` is what one costs to make (`turns`)."""

    def __init__(self, spacing: int = 0, cost: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cost = cost
        self.rows: dict[bytes, W] = {}
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(spacing)

    def show_rows(self, wanted: Mapping[bytes, Callable[[], W]]) -> None:
        """Show a widget for each of these ids, in this order, all at once: for a few."""
        self._begin({*wanted})
        for place, (name, make) in enumerate(wanted.items()):
            self._put(place, name, make)

    def parts(self, wanted: Mapping[bytes, Wanted[W]]) -> Iterator[Part]:
        """Return what shows a widget for each of these ids, in this order: a row at a time, so that there may be many."""
        yield done(partial(self._begin, {*wanted}))
        for place, (name, row) in enumerate(wanted.items()):
            yield partial(self._part, place, name, row)

    def _begin(self, wanted: set[bytes]) -> None:
        for gone in self.rows.keys() - wanted:
            row = self.rows.pop(gone)
            self.lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        show_if(self, bool(wanted))

    def _part(self, place: int, name: bytes, row: Wanted[W]) -> int:
        new = name not in self.rows
        self._put(place, name, row.make)
        row.show(self.rows[name])
        return self.cost if new else 0

    def _put(self, place: int, name: bytes, make: Callable[[], W]) -> None:
        if name not in self.rows:
            self.rows[name] = make()
        if self.lines.indexOf(self.rows[name]) != place:
            self.lines.insertWidget(place, self.rows[name])
