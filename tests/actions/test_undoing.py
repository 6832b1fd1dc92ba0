"""Taking back and doing again: out of the log, so also after a restart, and never over what a colleague did."""

import pytest

from app.actions.families import NewFamily, new_family
from app.actions.planning import add_goal, delete_row, tick_action
from app.actions.undoing import put_back, redo, stacks, undo
from app.domain.ids import derived_id
from app.domain.records.plan import ActionStatus
from app.domain.rules.roles import COLLEAGUE
from app.errors import UserProblem
from tests.actions.conftest import Case
from tests.builders import a_plan, some_id
from tests.two_laptops import two_laptops
from tests.world import World


def test_each_change_is_taken_back_in_turn_also_after_a_restart(case: Case) -> None:
    for text in ("een", "twee", "drie"):
        case.write("text", text)
    seen = []
    for _ in range(3):
        case.restart()
        undo(case.workspace, case.family)
        seen.append(case.goal_text())
    assert seen == ["twee", "een", "Wij eten samen."]


def test_what_was_taken_back_is_done_again_in_turn_also_after_a_restart(case: Case) -> None:
    for text in ("een", "twee"):
        case.write("text", text)
    for _ in range(2):
        undo(case.workspace, case.family)
    seen = []
    for _ in range(2):
        case.restart()
        redo(case.workspace, case.family)
        seen.append(case.goal_text())
    assert seen == ["een", "twee"]
    with pytest.raises(UserProblem, match="nothing_to_undo"):
        redo(case.workspace, case.family)


def test_back_and_forth_and_back_again(case: Case) -> None:
    case.write("text", "een")
    for _ in range(3):
        undo(case.workspace, case.family)
        assert case.goal_text() == "Wij eten samen."
        redo(case.workspace, case.family)
        assert case.goal_text() == "een"
    undo(case.workspace, case.family)
    assert case.goal_text() == "Wij eten samen."


def test_a_new_change_ends_what_could_be_done_again(case: Case) -> None:
    case.write("text", "een")
    undo(case.workspace, case.family)
    assert case.page().undo.redo_tx is not None
    case.write("whose_words", "Fatma")
    assert case.page().undo.redo_tx is None


def test_making_is_taken_back_by_throwing_away_and_the_other_way_round(case: Case) -> None:
    case.device.clock.advance(1)
    add_goal(case.workspace, case.family, "Wij slapen weer.")
    undo(case.workspace, case.family)
    assert [view.goal.id for view in case.page().goals] == [case.goal]
    redo(case.workspace, case.family)
    assert [view.goal.text for view in case.page().goals] == ["Wij eten samen.", "Wij slapen weer."]


def test_several_fields_of_one_gesture_are_taken_back_together(case: Case) -> None:
    tick_action(case.workspace, case.family, case.action, done=True)
    undo(case.workspace, case.family)
    [action] = case.page().goals[0].actions
    assert (action.status, action.done_on) == (ActionStatus.OPEN, None)


def test_the_page_says_what_would_be_taken_back(case: Case) -> None:
    case.write("text", "een")
    assert case.page().undo.says == "undo.changed.goal"
    delete_row(case.workspace, case.family, "action", case.action)
    assert case.page().undo.says == "undo.deleted.action"


def test_the_beginning_of_a_family_is_not_taken_back(case: Case) -> None:
    family = new_family(case.workspace, NewFamily("Gezin Zwart", "Jan"))
    with pytest.raises(UserProblem, match="nothing_to_undo"):
        undo(case.workspace, family)


def test_what_a_colleague_wrote_since_is_not_taken_back(case: Case) -> None:
    case.write("text", "een")
    case.colleague_writes("text", "Wij slapen weer.")
    case.device.sync()
    with pytest.raises(UserProblem, match="undo_changed_since"):
        undo(case.workspace, case.family)
    assert case.goal_text() == "Wij slapen weer."


def test_an_undo_is_sent_like_any_change(case: Case) -> None:
    case.write("text", "een")
    case.device.sync()
    undo(case.workspace, case.family)
    joost = case.colleague_writes("whose_words", "Fatma")
    case.device.sync()
    joost.sync()
    from app.actions.family_page import family_page

    assert family_page(joost.workspace, case.family).goals[0].goal.text == "Wij eten samen."


def test_the_stacks_follow_from_the_names_alone() -> None:
    one, two = some_id(), some_id()
    back = derived_id(two, "undo")
    again = derived_id(back, "undo")
    assert stacks([one, two]) == ([one, two], [])
    assert stacks([one, two, back]) == ([one], [back])
    assert stacks([one, two, back, again]) == ([one, again], [])
    assert stacks([one, two, back, derived_id(one, "undo")]) == ([], [back, derived_id(one, "undo")])


def test_a_value_that_a_colleague_wrote_over_and_who_wrote_it_back_is_theirs(case: Case) -> None:
    case.write("text", "een")
    case.colleague_writes("text", "twee")
    case.colleague_writes("text", "een")
    case.device.sync()
    with pytest.raises(UserProblem, match="undo_changed_since"):
        undo(case.workspace, case.family)


def test_a_delete_can_be_taken_back_and_what_was_made_before_it_too(case: Case) -> None:
    delete_row(case.workspace, case.family, "action", case.action)
    undo(case.workspace, case.family)
    assert [action.id for action in case.page().goals[0].actions] == [case.action]
    undo(case.workspace, case.family)
    assert case.page().goals[0].actions == ()
    redo(case.workspace, case.family)
    assert [action.id for action in case.page().goals[0].actions] == [case.action]


def test_one_gesture_is_taken_back_from_under_later_ones_and_can_be_done_again(case: Case) -> None:
    deleted = delete_row(case.workspace, case.family, "action", case.action)
    case.write("text", "een")
    put_back(case.workspace, case.family, deleted)
    [view] = case.page().goals
    assert (view.goal.text, [action.id for action in view.actions]) == ("een", [case.action])
    with pytest.raises(UserProblem, match="nothing_to_undo"):
        put_back(case.workspace, case.family, deleted)
    redo(case.workspace, case.family)
    assert case.page().goals[0].actions == ()


def test_where_two_made_one_row_a_field_says_again_what_its_writer_found(town: World) -> None:
    samira, joost, family = two_laptops(town, COLLEAGUE)
    plan = a_plan(family, wish="Rust in huis.")
    samira.create(family, plan)
    joost.create(family, a_plan(family, wish="Samen eten."))
    samira.change(family, plan, wish="Samen eten.")
    town.settle()
    undo(samira.workspace, family)
    assert samira.find(family, plan).wish == "Rust in huis."
