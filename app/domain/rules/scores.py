"""Where a goal began and where it stands, in the words of each person apart. Never an average of people (domain.md 4.4)."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.records.plan import Goal, GoalScore
from app.domain.rules.names import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What one person says of a goal: first and last score, what the goal is to reach, and all of it by day."""

    said_by: str
    start: int | None
    now: int | None
    wish: int | None
    history: tuple[GoalScore, ...]


def in_order(scores: Iterable[GoalScore]) -> tuple[GoalScore, ...]:
    """Return the scores by day; on one day in the order in which they were written down."""
    return tuple(sorted(scores, key=lambda score: (score.scored_on, score.id)))


def standings(goal: Goal, scores: Iterable[GoalScore]) -> tuple[Standing, ...]:
    """Return what each person says of the goal, whoever spoke first at the head; one person however the name is typed."""
    by_person: dict[str, list[GoalScore]] = {}
    for score in in_order(scores):
        if score.goal == goal.id:
            by_person.setdefault(fold(score.said_by), []).append(score)
    return tuple(_standing(goal, history) for history in by_person.values())


def latest_standing(goal: Goal, scores: Iterable[GoalScore]) -> Standing:
    """Return the standing of whoever spoke last; without a score only the wish is known."""
    spoken = standings(goal, scores)
    if not spoken:
        return Standing(said_by="", start=None, now=None, wish=goal.score_wish, history=())
    return max(spoken, key=lambda standing: (standing.history[-1].scored_on, standing.history[-1].id))


def _standing(goal: Goal, history: list[GoalScore]) -> Standing:
    first, last = history[0], history[-1]
    return Standing(said_by=last.said_by, start=first.score, now=last.score, wish=goal.score_wish, history=tuple(history))
