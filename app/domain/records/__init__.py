"""Every record there is, in the order in which their rows depend on each other."""

import functools

from app.domain.record import RecordSpec, spec_of
from app.domain.records.family import Family, Person
from app.domain.records.plan import Action, Goal, GoalScore, Plan, PlanVersion

RECORDS: tuple[type, ...] = (Family, Person, Plan, Goal, Action, GoalScore, PlanVersion)
SCHEMA = 1
"""The version of the declarations; a field's `since` says in which version it came."""


@functools.cache
def specs() -> dict[str, RecordSpec]:
    """Return every record's declaration by its wire name."""
    return {spec.name: spec for spec in map(spec_of, RECORDS)}
