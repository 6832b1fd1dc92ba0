"""What ever stood in a field: every value with who and when, which stands, which was chosen from; and putting one back."""

import pytest

from app.actions.choosing import choose
from app.actions.families import add_person
from app.actions.fields import FieldRef, change_field, keep_draft
from app.actions.history import Earlier, field_history, field_past, put_back_value, row_history
from app.actions.planning import delete_row, score_goal
from app.actions.undoing import undo
from app.domain.records.family import PersonName
from app.domain.records.plan import ActorKind, Doer, GoalScore, LifeDomain
from app.errors import UserProblem
from app.texts import t
from tests.actions.conftest import Case

FIRST = "Wij eten samen."


def past(case: Case, name: str = "text", record: str = "goal") -> tuple[Earlier, ...]:
    """Return what ever stood in a field."""
    return field_history(case.workspace, case.ref(name, record))


def texts(case: Case, name: str = "text", record: str = "goal") -> list[str]:
    """Return what ever stood in a field, in words."""
    return [one.text for one in past(case, name, record)]


def test_every_value_is_there_the_newest_first_also_that_of_the_beginning(case: Case) -> None:
    for text in ("een", "twee"):
        case.write("text", text)
    assert texts(case) == ["twee", "een", FIRST]
    assert [one.stands for one in past(case)] == [True, False, False]


def test_a_field_nobody_wrote_in_has_its_empty_beginning_that_stands(case: Case) -> None:
    [only] = past(case, "why_important")
    assert (only.text, only.stands, only.written.mine) == ("(leeg)", True, True)


def test_what_was_empty_at_first_counts_only_until_something_is_written(case: Case) -> None:
    case.write("why_important", "Omdat het rust geeft.")
    assert texts(case, "why_important") == ["Omdat het rust geeft."]


def test_who_and_when_are_told_and_whether_it_was_sent(case: Case) -> None:
    case.device.sync()
    began = past(case)[0].written.at
    case.device.clock.advance(3600)
    case.colleague_writes("text", "Wij slapen weer.")
    case.device.sync()
    case.write("text", "Wij wandelen.")
    told = [(one.text, one.written.by, one.written.mine, one.sent) for one in past(case)]
    assert told == [("Wij wandelen.", "Samira", True, False), ("Wij slapen weer.", "Joost", False, True), (FIRST, "Samira", True, True)]
    assert past(case)[0].written.at > began


def test_the_same_value_twice_in_a_row_counts_once_and_is_of_who_wrote_it_first(case: Case) -> None:
    case.device.sync()
    case.colleague_writes("text", "Wij slapen weer.")
    case.write("text", "Wij slapen weer.")
    case.device.sync()
    assert texts(case).count("Wij slapen weer.") == 1
    assert past(case)[0].stands


def test_values_that_stood_beside_each_other_say_so_before_and_after_the_choice(case: Case) -> None:
    case.device.sync()
    case.colleague_writes("text", "Wij slapen weer.")
    case.write("text", "Wij wandelen.")
    case.device.sync()
    assert {one.text for one in past(case) if one.stands} == {"Wij slapen weer.", "Wij wandelen."}
    [conflict] = case.page().conflicts
    choose(case.workspace, conflict.ref, "Wij slapen weer.", case.page().cursor)
    newest, *rest, first = past(case)
    assert (newest.text, newest.stands, first.chosen_from) == ("Wij slapen weer.", True, False)
    assert {one.text for one in (newest, *rest) if one.chosen_from} == {"Wij slapen weer.", "Wij wandelen."}


def test_a_choice_a_group_a_name_and_a_link_are_told_in_words(case: Case) -> None:
    case.write("domain", LifeDomain.SCHOOL)
    assert texts(case, "domain") == [t("choice.LifeDomain.school")]
    case.write("doer", Doer(name="Oma", kind=ActorKind.NETWORK), "action")
    assert texts(case, "doer", "action")[0].startswith("Oma · ")
    person = add_person(case.workspace, case.family, PersonName(call_name="Fatma", surname="De Wit"), "moeder")
    assert field_history(case.workspace, FieldRef(case.family, "person", person, "name"))[0].text == "Fatma De Wit"
    assert texts(case, "goal", "action") == [FIRST]


def test_putting_back_is_a_change_that_ends_a_choice_and_can_be_undone(case: Case) -> None:
    case.device.sync()
    case.colleague_writes("text", "Wij slapen weer.")
    case.write("text", "Wij wandelen.")
    case.device.sync()
    before = case.page().undo.tx
    put_back_value(case.workspace, case.ref("text"), FIRST)
    assert (case.goal_text(), case.page().conflicts) == (FIRST, ())
    assert case.page().undo.tx != before
    undo(case.workspace, case.family)
    assert case.goal_text() != FIRST


def test_putting_back_what_stands_changes_nothing_and_drops_what_was_typed(case: Case) -> None:
    keep_draft(case.workspace, case.ref("text"), "half", case.page().cursor)
    count = case.page().unsent.waiting
    put_back_value(case.workspace, case.ref("text"), FIRST)
    assert case.page().unsent.waiting == count


def test_what_is_put_back_reaches_the_colleague_and_both_have_the_same_past(case: Case) -> None:
    case.device.sync()
    case.write("text", "een")
    joost = case.colleague_writes("whose_words", "Fatma")
    put_back_value(case.workspace, case.ref("text"), FIRST)
    case.device.sync()
    joost.sync()
    case.device.sync()
    assert [one.text for one in field_history(joost.workspace, case.ref("text"))] == texts(case) == [FIRST, "een", FIRST]


def test_a_row_that_is_gone_is_not_written_in(case: Case) -> None:
    delete_row(case.workspace, case.family, "goal", case.goal)
    with pytest.raises(UserProblem, match="row_gone"):
        put_back_value(case.workspace, case.ref("text"), "een")


def test_what_is_fixed_has_a_past_of_one_and_stays_as_it_is(case: Case) -> None:
    score_goal(case.workspace, case.family, case.goal, 4, "Fatma")
    [score] = case.device.all(case.family, GoalScore)
    ref = FieldRef(case.family, "goal_score", score.id, "score")
    found = field_past(case.workspace, ref)
    assert ([one.text for one in found.values], found.can_change) == (["4"], False)
    with pytest.raises(UserProblem, match="value_not_possible"):
        put_back_value(case.workspace, ref, 5)


def test_a_row_tells_that_it_was_made_thrown_away_and_put_back(case: Case) -> None:
    delete_row(case.workspace, case.family, "action", case.action)
    undo(case.workspace, case.family)
    told = row_history(case.workspace, case.ref("what", "action"))
    assert [step.says for step in told] == ["history.row.restored", "history.row.deleted", "history.row.made"]
    assert all(step.written.mine for step in told)


def test_the_past_is_the_same_after_a_restart(case: Case) -> None:
    change_field(case.workspace, case.ref("text"), "een")
    before = past(case)
    case.restart()
    assert past(case) == before
