"""Visits in the order in which a worker looks for them. What is written about them is not here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.records.visit import Visit


@dataclass(frozen=True)
class VisitOrder:
    """The planned ones with the next first, those without a day last; the held ones with the newest first."""

    planned: tuple[Visit, ...]
    held: tuple[Visit, ...]

    @property
    def first_held(self) -> Visit | None:
        """Return the very first visit: the one that asks what can be done on the spot (000-06)."""
        return self.held[-1] if self.held else None


def in_order(visits: Iterable[Visit]) -> VisitOrder:
    """Return the visits, planned and held apart."""
    every = list(visits)
    planned = sorted((one for one in every if one.held_on is None), key=lambda one: (one.visit_on or date.max, one.at_time, one.id))
    held = sorted((one for one in every if one.held_on is not None), key=_held_at, reverse=True)
    return VisitOrder(tuple(planned), tuple(held))


def _held_at(visit: Visit) -> tuple[date, bytes]:
    return visit.held_on or date.min, visit.id
