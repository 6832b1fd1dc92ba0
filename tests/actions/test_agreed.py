"""Safety agreements and signatures: what is refused with a sentence, and what counts as having been on the screen."""

from datetime import timedelta

import pytest

from app.actions.fields import keep_draft
from app.actions.planning import delete_row
from app.actions.printing import make_family_plan
from app.actions.safety import begin_version, confirm_version, fix_version, version_ref
from app.actions.signing import Said, sign
from app.actions.undoing import undo
from app.domain.record import Id
from app.domain.records.safety import SafetyPlanVersion
from app.errors import UserProblem
from tests.actions.conftest import Case
from tests.agreed_family import FIRST, OTHER, SECOND, YES, agree, fill_agreed
from tests.pdf.read_back import text_of
from tests.world import Device


def colleague(case: Case) -> Device:
    """Return Joost's laptop, up to date."""
    case.device.sync()
    case.device.world.grant(case.family, "Joost")
    joost = case.device.world.device("Joost")
    joost.sync()
    return joost


def test_a_version_that_came_in_after_the_page_was_shown_is_not_passed_over(case: Case) -> None:
    first = fix_version(case.workspace, case.family, FIRST)
    joost = colleague(case)
    page = case.page()
    fix_version(joost.workspace, case.family, OTHER)
    joost.sync()
    case.device.sync()
    confirm_version(case.workspace, case.family, first, YES, page.cursor)
    case.device.sync()
    joost.sync()
    assert [one.who_checks for one in case.page().safety.waiting] == [OTHER[5]]


@pytest.mark.parametrize(("said", "key"), [(("", "spoken"), "safety_who"), ((" ", "spoken"), "safety_who"), (("Noor", ""), "safety_how")])
def test_a_yes_without_who_or_how_counts_nothing(case: Case, said: tuple[str, str], key: str) -> None:
    version = fix_version(case.workspace, case.family, FIRST)
    with pytest.raises(UserProblem, match=key):
        confirm_version(case.workspace, case.family, version, said, case.page().cursor)
    assert case.page().safety.in_force is None


def test_agreements_without_a_word_are_not_fixed_and_the_draft_stays(case: Case) -> None:
    ref = version_ref(case.workspace, case.family)
    keep_draft(case.workspace, ref, "\x1f".join(FIRST), 0)
    with pytest.raises(UserProblem, match="safety_empty"):
        fix_version(case.workspace, case.family, [" "] * 8)
    begin_version(case.workspace, case.family)
    with case.workspace.read() as reading:
        assert [draft.text for draft in reading.drafts(case.family)] == ["\x1f".join(FIRST)]


@pytest.mark.parametrize(("passed", "day"), [(26, "20-12-2026"), (27, "")])
def test_a_new_version_begins_with_the_day_of_before_only_while_it_is_to_come(case: Case, passed: int, day: str) -> None:
    agree(case.workspace, case.family)
    case.device.clock.advance(timedelta(days=passed).total_seconds())
    begin_version(case.workspace, case.family)
    with case.workspace.read() as reading:
        assert [draft.text.split("\x1f") for draft in reading.drafts(case.family)] == [[*FIRST[:7], day]]


def test_what_was_fixed_and_said_is_not_undone_nor_thrown_away(case: Case) -> None:
    version = agree(case.workspace, case.family)
    undo(case.workspace, case.family)
    assert case.page().goals[0].actions == (), "it was what came before that was undone"
    delete_row(case.workspace, case.family, "safety_plan_version", version)
    now = case.page().safety.in_force
    assert now is not None
    assert now.id == version


def test_a_yes_to_a_version_that_is_not_here_is_refused(case: Case) -> None:
    with pytest.raises(UserProblem, match="row_gone"):
        confirm_version(case.workspace, case.family, Id[SafetyPlanVersion](bytes(16)), YES, 0)


def test_nobody_says_anything_of_a_version_that_is_not_here(case: Case) -> None:
    with pytest.raises(UserProblem, match="row_gone"):
        sign(case.workspace, case.family, Id(bytes(16)), Said("Noor", "agreed", "spoken"))


def test_the_paper_has_what_counts_and_says_what_waits_and_who_said_what(case: Case) -> None:
    fill_agreed(case.workspace, case.family, case.goal)
    paper = " ".join(text_of(make_family_plan(case.workspace, case.family).pdf).split())
    assert f"Wie doet wat? {SECOND[3]}" in paper
    assert "Er is ook een nieuwe versie van deze afspraken. Die geldt nog niet." in paper
    assert OTHER[5] not in paper
    assert "Wie van de mensen om ons heen helpt mee?" in paper
    assert "“Dit is beter.”" in paper
    assert "Kees: niet akkoord" in paper
    assert "Dit geldt voor versie 1. “Ik wil de kinderen ook op woensdag zien.”" in paper
    assert "akkoord / niet akkoord" in paper, "Sem has not said anything"
    assert "Niet akkoord" not in paper, "Kees has said nothing of this version"


def test_goals_stand_on_paper_as_they_were_put_and_another_order_is_another_code(case: Case) -> None:
    from app.actions.planning import add_goal, move_goal

    case.device.clock.advance(60)
    last = add_goal(case.workspace, case.family, "Sem slaapt door.")
    before = make_family_plan(case.workspace, case.family)
    assert not move_goal(case.workspace, case.family, last, 1), "there is nothing under it"
    assert move_goal(case.workspace, case.family, last, -1)
    after = make_family_plan(case.workspace, case.family)
    paper = text_of(after.pdf)
    assert paper.index("Sem slaapt door.") < paper.index("Wij eten samen.")
    undo(case.workspace, case.family)
    assert make_family_plan(case.workspace, case.family).code == before.code != after.code
