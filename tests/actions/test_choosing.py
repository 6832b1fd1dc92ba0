"""Two values that nobody had seen side by side: both are shown with who and when, and one choice ends it everywhere."""

from datetime import timedelta

import pytest

from app.actions.choosing import both_texts, choose, keep_row, open_conflicts
from app.actions.family_page import family_page
from app.actions.planning import delete_goal
from app.clock import local
from app.domain.records.plan import LifeDomain
from app.errors import UserProblem
from tests.actions.conftest import Case
from tests.world import Device


def both_write(case: Case, name: str, mine: object, theirs: object) -> Device:
    """Let both write in one field without having seen the other, and sync."""
    case.device.sync()
    seen = case.page().cursor
    joost = case.colleague_writes(name, theirs)
    case.device.world.clock.advance(60)
    case.write(name, mine, seen=seen)
    case.device.sync()
    joost.sync()
    return joost


def test_both_workers_see_both_values_with_who_and_when(case: Case) -> None:
    begun = local(case.device.clock.now())
    joost = both_write(case, "text", "Wij eten elke dag.", "Wij slapen weer.")
    [here] = case.page().conflicts
    [there] = family_page(joost.workspace, case.family).conflicts
    assert [(c.value, c.written.by, c.written.mine) for c in here.choices] == [
        ("Wij slapen weer.", "Joost", False),
        ("Wij eten elke dag.", "Samira", True),
    ]
    assert [(c.value, c.written.by, c.written.mine) for c in there.choices] == [
        ("Wij slapen weer.", "Joost", True),
        ("Wij eten elke dag.", "Samira", False),
    ]
    assert [c.written.at - begun for c in here.choices] == [timedelta(0), timedelta(minutes=1)]
    assert case.goal_text() == family_page(joost.workspace, case.family).goals[0].goal.text == "Wij eten elke dag."


def test_a_choice_on_one_laptop_ends_it_on_the_other(case: Case) -> None:
    joost = both_write(case, "text", "Wij eten elke dag.", "Wij slapen weer.")
    choose(case.workspace, case.ref("text"), "Wij slapen weer.", case.page().cursor)
    assert case.page().conflicts == ()
    case.device.sync()
    joost.sync()
    page = family_page(joost.workspace, case.family)
    assert (page.conflicts, page.goals[0].goal.text) == ((), "Wij slapen weer.")


def test_texts_can_stand_under_each_other_and_choices_cannot(case: Case) -> None:
    both_write(case, "text", "Wij eten elke dag.", "Wij slapen weer.")
    [conflict] = case.page().conflicts
    assert both_texts(conflict) == "Wij slapen weer.\nWij eten elke dag."
    choose(case.workspace, case.ref("text"), both_texts(conflict), case.page().cursor)
    both_write(case, "domain", LifeDomain.SAFETY, LifeDomain.SCHOOL)
    [conflict] = case.page().conflicts
    with pytest.raises(UserProblem, match="value_not_possible"):
        both_texts(conflict)


def test_two_long_texts_that_do_not_fit_together_are_refused_and_both_stay(case: Case) -> None:
    both_write(case, "text", "a" * 3000, "b" * 3000)
    [conflict] = case.page().conflicts
    with pytest.raises(UserProblem, match="text_too_long"):
        both_texts(conflict)
    assert case.page().conflicts == (conflict,)


def test_who_writes_the_same_agrees(case: Case) -> None:
    both_write(case, "text", "Wij slapen weer.", "Wij slapen weer.")
    assert case.page().conflicts == ()


def test_a_goal_thrown_away_while_a_colleague_wrote_in_it_stays_and_asks_until_it_is_kept(case: Case) -> None:
    case.device.sync()
    seen = case.page().cursor
    joost = case.colleague_writes("text", "Wij slapen weer.")
    delete_goal(case.workspace, case.family, case.goal, seen)
    case.device.sync()
    joost.sync()
    for device in (case.device, joost):
        page = family_page(device.workspace, case.family)
        assert [(one.record, one.row, one.written.by) for one in page.asked] == [("goal", case.goal, "Samira")]
        assert [view.goal.text for view in page.goals] == ["Wij slapen weer."]
    keep_row(joost.workspace, case.family, "goal", case.goal)
    joost.sync()
    case.device.sync()
    assert (case.page().asked, case.goal_text()) == ((), "Wij slapen weer.")


def test_the_paper_knows_which_choices_are_open(case: Case) -> None:
    both_write(case, "text", "Wij eten elke dag.", "Wij slapen weer.")
    with case.workspace.read() as reading:
        assert [one.ref.field for one in open_conflicts(reading, case.family)] == ["text"]
