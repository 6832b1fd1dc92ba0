"""Nothing gets on paper that may not: a word is planted in every field there is, and both prints are searched for it."""

import pytest

from app.actions.choosing import choose
from app.actions.fields import FieldRef, change_field
from app.actions.mentor_card import make_mentor_card
from app.actions.printed_rows import canonical
from app.actions.printing import make_family_plan
from app.clock import today
from app.domain.records.mentor import MentorStatus
from app.errors import UserProblem
from app.texts import problem_text
from tests.actions.conftest import Case
from tests.actions.planted import HIDDEN, OLD_YEAR, Planted, plant
from tests.pdf.read_back import spoken, text_of

NOT_ON_THE_PLAN = {"mentor.asking.went_along", "mentor.choosing.child_said", "person.name.given_names"}
"""May be printed, and has no place on the plan."""


@pytest.fixture
def planted(case: Case) -> Planted:
    """The family with a word in every field."""
    return plant(case.workspace, case.family)


def read(pdf: bytes) -> str:
    """Return all that can be got out of a print: what is read, what is heard, and what a drawing is called."""
    return text_of(pdf) + spoken(pdf)


def test_no_word_of_a_field_that_is_never_printed_is_on_the_plan(case: Case, planted: Planted) -> None:
    paper = read(make_family_plan(case.workspace, case.family).pdf)
    assert {place for word, place in planted.never.items() if word in paper} == set()
    assert OLD_YEAR not in paper


def test_no_word_of_a_field_that_is_never_printed_is_on_the_card(case: Case, planted: Planted) -> None:
    paper = read(make_mentor_card(case.workspace, case.family, planted.rows["mentor"]).pdf)
    assert {place for word, place in planted.never.items() if word in paper} == set()
    assert OLD_YEAR not in paper
    assert "• Thuis" in paper
    assert "• School" not in paper


def test_no_such_word_is_in_the_content_that_is_fixed_either(case: Case, planted: Planted) -> None:
    content = canonical(case.page(), today(case.workspace.clock)).decode()
    assert {place for word, place in planted.never.items() if word in content} == set()
    assert OLD_YEAR not in content


def test_all_that_may_be_printed_is_on_the_plan(case: Case, planted: Planted) -> None:
    """Else the search above would find nothing because nothing was printed."""
    paper = read(make_family_plan(case.workspace, case.family).pdf)
    lost = {place for word, place in planted.may.items() if word not in paper}
    assert {place for place in lost if not place.startswith("person.name.")} <= NOT_ON_THE_PLAN
    assert len(planted.may) > 50
    assert len(planted.never) > 60


def test_a_card_has_nothing_of_the_plan(case: Case, planted: Planted) -> None:
    paper = read(make_mentor_card(case.workspace, case.family, planted.rows["mentor"]).pdf)
    records = {place.split(".")[0] for word, place in planted.may.items() if word in paper}
    assert records <= {"mentor", "network_contact", "person"}
    assert {place for word, place in planted.may.items() if word in paper} >= {"mentor.role_agreements", "mentor.own_support"}


@pytest.mark.parametrize("status", HIDDEN)
def test_who_is_no_mentor_gets_no_card_and_the_worker_reads_why(case: Case, planted: Planted, status: MentorStatus) -> None:
    with pytest.raises(UserProblem, match="mentor_card_not_possible") as problem:
        make_mentor_card(case.workspace, case.family, planted.rows[status])
    assert "Deze persoon is nu geen mentor." in problem_text(problem.value)


def test_while_people_still_talk_about_the_choice_the_card_names_no_subject(case: Case, planted: Planted) -> None:
    change_field(case.workspace, FieldRef(case.family, "mentor", planted.rows["mentor"], "status"), MentorStatus.IN_TALKS)
    paper = read(make_mentor_card(case.workspace, case.family, planted.rows["mentor"]).pdf)
    assert "Wij praten nu niet met u over" in paper
    assert "• Thuis" not in paper


def test_after_stopping_the_next_print_has_nothing_of_the_mentor_left(case: Case, planted: Planted) -> None:
    mentor = planted.rows["mentor"]
    assert make_family_plan(case.workspace, case.family).cards[0].mentor == mentor
    change_field(case.workspace, FieldRef(case.family, "mentor", mentor, "status"), MentorStatus.STOPPED)
    printed = make_family_plan(case.workspace, case.family)
    paper = read(printed.pdf)
    assert {place for word, place in planted.may.items() if word in paper and place.startswith("mentor.")} == set()
    assert printed.cards == ()
    with pytest.raises(UserProblem, match="mentor_card_not_possible"):
        make_mentor_card(case.workspace, case.family, mentor)


def test_two_values_about_somebody_who_was_only_thought_of_stay_off_the_paper(case: Case, planted: Planted) -> None:
    case.device.sync()
    town = case.device.world
    town.grant(case.family, "Joost")
    joost = town.device("Joost")
    joost.sync()
    ref = FieldRef(case.family, "mentor", planted.rows[MentorStatus.CANDIDATE], "why_this_one")
    change_field(joost.workspace, ref, "n998q")
    change_field(case.workspace, ref, "n999q")
    joost.sync()
    case.device.sync()
    assert len(case.page().conflicts) == 1
    paper = read(make_family_plan(case.workspace, case.family).pdf)
    assert "n998q" not in paper
    assert "n999q" not in paper
    assert "kies samen" not in paper


def test_two_values_about_somebody_on_paper_are_both_there_and_choosing_changes_the_code(case: Case, planted: Planted) -> None:
    case.device.sync()
    town = case.device.world
    town.grant(case.family, "Joost")
    joost = town.device("Joost")
    joost.sync()
    ref = FieldRef(case.family, "network_contact", planted.rows["contact"], "can_do")
    change_field(joost.workspace, ref, "Kookt op maandag.")
    change_field(case.workspace, ref, "Haalt Sem op.")
    joost.sync()
    case.device.sync()
    both = make_family_plan(case.workspace, case.family)
    name = next(one.name for one in case.page().contacts if one.id == planted.rows["contact"])
    assert f"{name}: Wat kan deze persoon doen?" in spoken(both.pdf)
    assert "“Kookt op maandag.”" in spoken(both.pdf)
    assert "“Haalt Sem op.”" in spoken(both.pdf)
    shown = next(one.can_do for one in case.page().contacts if one.id == planted.rows["contact"])
    choose(case.workspace, ref, shown, case.page().cursor)
    assert make_family_plan(case.workspace, case.family).code != both.code
