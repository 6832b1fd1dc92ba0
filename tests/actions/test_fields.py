"""Writing in a field: a draft while it is typed, one change when it is left."""

import pytest

from app.actions.fields import FieldRef, checked_value, drafts_of, drop_draft, keep_draft
from app.domain.records.family import PersonName
from app.domain.records.plan import Doer, LifeDomain, When
from app.errors import UserProblem
from tests.actions.conftest import Case


def texts(case: Case) -> dict[str, str]:
    return {ref.field: draft.text for ref, draft in drafts_of(case.workspace, case.family).items()}


def test_a_draft_is_there_after_a_restart_and_goes_with_the_change(case: Case) -> None:
    keep_draft(case.workspace, case.ref("text"), "Wij eten el", 0)
    keep_draft(case.workspace, case.ref("text"), "Wij eten elke", 0)
    case.restart()
    assert texts(case) == {"text": "Wij eten elke"}
    assert case.goal_text() == "Wij eten samen."
    assert case.write("text", "Wij eten elke dag.")
    assert texts(case) == {}


def test_a_draft_that_was_emptied_back_is_forgotten(case: Case) -> None:
    keep_draft(case.workspace, case.ref("text"), "x", 0)
    drop_draft(case.workspace, case.ref("text"))
    assert texts(case) == {}


def test_a_draft_is_never_sent(case: Case) -> None:
    keep_draft(case.workspace, case.ref("text"), "geheim tot het af is", 0)
    case.device.sync()
    town = case.device.world
    assert not any(b"geheim tot" in change.val for change in town.history(case.family))
    assert all(b"geheim tot" not in request.content for request in case.device.line.requests)


def test_a_change_is_there_after_a_restart_and_is_sent(case: Case) -> None:
    case.write("text", "Wij eten elke dag.")
    case.restart()
    assert case.goal_text() == "Wij eten elke dag."


def test_writing_what_stands_already_is_no_change(case: Case) -> None:
    before = case.page()
    assert not case.write("text", "Wij eten samen.\u200b \n")
    assert case.page() == before


@pytest.mark.parametrize(
    ("record", "name", "value"),
    [
        ("goal", "text", "x" * 4001),
        ("goal", "whose_words", "x" * 121),
        ("family", "display_name", "x" * 81),
        ("action", "doer", Doer(name="x" * 121)),
    ],
)
def test_a_text_that_is_too_long_is_refused_and_its_draft_is_kept(case: Case, record: str, name: str, value: object) -> None:
    keep_draft(case.workspace, case.ref(name, record), "wat getypt is", 0)
    before = case.page()
    with pytest.raises(UserProblem, match="text_too_long"):
        case.write(name, value, record)
    assert case.page() == before
    assert texts(case) == {name: "wat getypt is"}


def test_a_value_that_the_record_does_not_allow_is_refused(case: Case) -> None:
    for name, value in (("score_wish", 11), ("score_wish", True), ("text", None)):
        with pytest.raises(UserProblem, match="value_not_possible"):
            case.write(name, value)


def test_a_field_of_a_row_that_is_gone_is_refused_and_its_draft_is_kept(case: Case) -> None:
    from app.actions.planning import delete_goal

    delete_goal(case.workspace, case.family, case.goal)
    keep_draft(case.workspace, case.ref("text"), "toch nog", 0)
    with pytest.raises(UserProblem, match="row_gone"):
        case.write("text", "toch nog")
    assert texts(case) == {"text": "toch nog"}


def test_fields_of_a_group_change_together_and_are_cleaned_one_by_one(case: Case) -> None:
    case.write("doer", Doer(name=" Fatma "), "action")
    case.write("timing", When(text="elke\u200b maandag"), "action")
    [action] = case.page().goals[0].actions
    assert (action.doer.name, action.timing.text) == ("Fatma", "elke maandag")


def test_a_choice_and_an_empty_one_are_kept(case: Case) -> None:
    case.write("domain", LifeDomain.SAFETY)
    assert case.page().goals[0].goal.domain is LifeDomain.SAFETY
    case.write("domain", None)
    assert case.page().goals[0].goal.domain is None


def test_a_name_is_one_value_of_several_parts(case: Case) -> None:
    spec = FieldRef(case.family, "person", case.family, "name").spec
    assert checked_value(spec, PersonName(call_name="\u202eElif\u202c")) == PersonName(call_name="Elif")
