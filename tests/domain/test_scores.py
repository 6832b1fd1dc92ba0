"""Each person's scores of a goal stand apart, by day; nobody's are averaged (domain.md 4.4)."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.domain.records.plan import GoalScore
from app.domain.rules.scores import Standing, in_order, latest_standing, standings
from tests.domain.samples import a_goal, a_score

GOAL = a_goal()
FIRST, LATER = date(2026, 10, 12), date(2026, 11, 22)


def test_a_goal_starts_at_the_first_score_and_stands_at_the_last() -> None:
    scores = [a_score(3, 6, LATER), a_score(1, 3, FIRST), a_score(2, 4, FIRST)]
    (standing,) = standings(GOAL, scores)
    assert (standing.start, standing.now, standing.wish) == (3, 6, 8)
    assert [score.score for score in standing.history] == [3, 4, 6]


def test_a_score_of_an_earlier_day_comes_first_whenever_it_is_written_down() -> None:
    (standing,) = standings(GOAL, [a_score(1, 6, LATER), a_score(2, 3, FIRST)])
    assert (standing.start, standing.now) == (3, 6)


def test_what_two_people_say_is_not_averaged() -> None:
    child, parent = standings(GOAL, [a_score(1, 3, FIRST, "Sem"), a_score(2, 7, FIRST, "Noor"), a_score(3, 4, LATER, " sem ")])
    assert (child.start, child.now, parent.start, parent.now) == (3, 4, 7, 7)
    assert latest_standing(GOAL, [*parent.history, *child.history]) == child


def test_scores_of_another_goal_do_not_count() -> None:
    assert standings(GOAL, [a_score(1, 3, FIRST, goal=11)]) == ()


def test_without_a_score_only_the_wish_is_known() -> None:
    assert latest_standing(GOAL, []) == Standing(said_by="", start=None, now=None, wish=8, history=())
    assert latest_standing(replace(GOAL, score_wish=None), []).wish is None


SCORES = st.lists(
    st.builds(a_score, st.integers(0, 2**60), st.integers(0, 10), st.dates(), st.sampled_from(["Noor", "Sem", ""])),
    unique_by=lambda score: score.id,
)


@given(SCORES)
def test_the_order_of_arrival_changes_nothing_and_no_score_is_lost(scores: list[GoalScore]) -> None:
    by_person = standings(GOAL, scores)
    assert by_person == standings(GOAL, scores[::-1])
    assert in_order(score for standing in by_person for score in standing.history) == in_order(scores)
    assert all(standing.now in {score.score for score in standing.history} for standing in by_person)
