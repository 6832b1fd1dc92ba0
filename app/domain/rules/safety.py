"""Which safety agreements count: those that people said yes to, never the newest by itself (sync.md 3.6). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from app.domain.record import Id
from app.domain.records.safety import SafetyPlanConfirmation, SafetyPlanVersion

TEXTS = ("not_again", "warning_signs", "child_does", "who_does", "bottom_lines", "who_checks", "whom_to_call")
"""What a version says, in the order in which it is asked and printed."""
LOOK_AGAIN_WEEKS = 4
"""How long agreements stand at most before people look again, where they named no day themselves (domain.md 2.6)."""
Version = Id[SafetyPlanVersion]


class Counts(Enum):
    """What a version is: it counts, it waits for people to say yes, it counted before, or people chose another."""

    IN_FORCE = auto()
    WAITS = auto()
    BEFORE = auto()
    NOT_CHOSEN = auto()


@dataclass(frozen=True)
class Heard:
    """A yes, and the versions that were on the screen of who noted it."""

    said: SafetyPlanConfirmation
    had_seen: frozenset[Version]


@dataclass(frozen=True)
class SafetyState:
    """How the versions stand; `by` is the yes by which one counts, and `crossed` are those that people said yes to without knowing it."""

    in_force: SafetyPlanVersion | None
    by: SafetyPlanConfirmation | None
    waiting: tuple[SafetyPlanVersion, ...]
    crossed: frozenset[Version]
    earlier: tuple[tuple[SafetyPlanVersion, Counts], ...]


def safety_state(versions: Sequence[SafetyPlanVersion], heard: Sequence[Heard]) -> SafetyState:
    """Return how the versions stand by what people said, in the municipality's order.

    What counts gives way only to a yes whose author had it on the screen: of two that crossed, the second waits to be said again.
    """
    known = {version.id: version for version in versions}
    now: Heard | None = None
    counted: set[Version] = set()
    looked_at: set[Version] = set()
    crossed: set[Version] = set()
    for one in heard:
        version = one.said.safety_plan_version
        if version not in known:
            continue
        if one.said.replaces == (now.said.safety_plan_version if now else None):
            now = one
            counted.add(version)
            looked_at |= one.had_seen
            crossed -= one.had_seen
        else:
            crossed.add(version)
    chosen = now.said.safety_plan_version if now else None
    if chosen is not None:
        crossed.discard(chosen)
    waiting = tuple(one for one in versions if one.id != chosen and (one.id in crossed or one.id not in counted | looked_at))
    waits = {one.id for one in waiting}
    earlier = tuple(
        (one, Counts.BEFORE if one.id in counted else Counts.NOT_CHOSEN) for one in versions if one.id != chosen and one.id not in waits
    )
    return SafetyState(known[chosen] if chosen else None, now.said if now else None, waiting, frozenset(crossed), earlier)


def look_passed(state: SafetyState, today: date) -> bool:
    """Tell whether people should have looked again at what counts: their own day has passed, or four weeks where they named none."""
    if state.in_force is None or state.by is None:
        return False
    named = state.in_force.review_on
    return named < today if named is not None else state.by.confirmed_on + timedelta(weeks=LOOK_AGAIN_WEEKS) <= today
