"""A family is begun in a minute without a network, found again by any name, and its page shows one moment of it."""

import pytest

from app.actions.caseload import caseload
from app.actions.families import NewFamily, add_person, new_family
from app.actions.family_page import family_page
from app.domain.ids import derived_id, new_id
from app.domain.records.family import FamilyStatus, PersonName
from app.domain.records.plan import PlanStatus
from app.errors import UserProblem
from tests.actions.conftest import Case
from tests.builders import some_id
from tests.world import World


def test_a_new_family_has_its_first_person_its_plan_and_a_regisseur_and_needs_no_network(town: World) -> None:
    device = town.device("Samira")
    device.line.cut = True
    family = new_family(device.workspace, NewFamily("  Gezin\tÇelik ", "Elif", "moeder"))
    page = family_page(device.workspace, family)
    assert page.family.display_name == "Gezin Çelik"
    assert page.family.regisseur.name == "Samira"
    assert page.family.regisseur.worker == device.identity.worker
    assert page.family.status is FamilyStatus.REGISTERED
    assert [(person.name.call_name, person.role) for person in page.persons] == [("Elif", "moeder")]
    assert (page.plan.id, page.plan.status) == (derived_id(family, "plan/1"), PlanStatus.CONCEPT)
    assert page.unsent.waiting == 3


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (NewFamily(" \u200b ", "Elif"), "family_name_missing"),
        (NewFamily("Gezin Çelik", "\n"), "call_name_missing"),
        (NewFamily("x" * 81, "Elif"), "text_too_long"),
    ],
)
def test_a_family_without_a_name_is_not_begun(town: World, asked: NewFamily, problem: str) -> None:
    workspace = town.device("Samira").workspace
    with pytest.raises(UserProblem, match=problem):
        new_family(workspace, asked)
    assert caseload(workspace) == []


def test_the_caseload_is_in_order_of_name_with_accents_where_a_reader_looks(case: Case) -> None:
    for name in ("Gezin Zwart", "gezin Ćosić", "Gezin Bakker"):
        new_family(case.workspace, NewFamily(name, "Jan"))
    assert [line.name for line in caseload(case.workspace)] == ["Gezin Bakker", "gezin Ćosić", "Gezin De Wit", "Gezin Zwart"]


def test_the_caseload_says_what_is_unsent_and_how_many_choices_wait(case: Case) -> None:
    [line] = caseload(case.workspace)
    assert (line.waiting, line.held, line.open_choices) == (5, 0, 0)
    case.colleague_writes("text", "Wij slapen weer.")
    case.write("text", "Wij eten elke dag samen.")
    case.device.sync()
    [line] = caseload(case.workspace)
    assert (line.waiting, line.held, line.open_choices) == (0, 0, 1)


def test_a_person_is_added_with_a_role(case: Case) -> None:
    case.device.clock.advance(1)
    person = add_person(case.workspace, case.family, PersonName(call_name="Mehmet"), " vader ")
    assert [(one.id == person, one.name.call_name, one.role) for one in case.page().persons][1:] == [(True, "Mehmet", "vader")]


def test_the_page_shows_a_goal_with_its_actions(case: Case) -> None:
    [view] = case.page().goals
    assert (view.goal.id, view.goal.text) == (case.goal, "Wij eten samen.")
    assert [action.id for action in view.actions] == [case.action]


def test_a_family_that_is_not_on_this_laptop_says_so(case: Case) -> None:
    with pytest.raises(UserProblem, match="row_gone"):
        family_page(case.workspace, new_id(1))


def test_two_laptops_that_each_open_the_plan_have_one_plan(case: Case) -> None:
    from app.actions.planning import begin_plan

    assert begin_plan(case.workspace, case.family) == begin_plan(case.workspace, case.family) == case.plan
    assert some_id() != case.plan
