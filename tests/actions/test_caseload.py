"""The list of families: what each line is made of, which lines are asked again, and that it is one moment of the store."""

from datetime import timedelta

import pytest

from app.actions.caseload import caseload
from app.actions.fields import FieldRef, change_field, keep_draft
from app.actions.internal_notes import NewInternalNote, add_internal_note, internal_ref
from app.actions.safety import fix_version
from app.actions.visits import begin_visit, fix_note, note_ref, plan_visit
from app.clock import today
from app.domain.ids import confidential_of
from app.domain.records.plan import OwnPlanChoice
from app.domain.records.visit import InternalReason
from app.domain.rules.reason import Waits
from tests.actions.conftest import Case
from tests.agreed_family import FIRST, OTHER, agree
from tests.world import Device


def said(case: Case, device: Device | None = None) -> list[str]:
    """Return the reasons of the one family, in words."""
    [line] = caseload((device or case.device).workspace)
    return [reason.sentence() for reason in line.reasons]


def test_a_family_that_was_begun_today_only_has_to_be_sent(case: Case) -> None:
    assert said(case) == ["5 wijzigingen nog te versturen"]
    case.device.sync()
    assert said(case) == ["Bijgewerkt op 23-11-2026"]


def test_two_versions_come_first_and_count_in_the_badge(case: Case) -> None:
    case.colleague_writes("text", "Wij slapen weer.")
    case.write("text", "Wij eten elke dag samen.")
    case.device.sync()
    plan_visit(case.workspace, case.family)
    [line] = caseload(case.workspace)
    assert [reason.sentence() for reason in line.reasons] == ["Kies samen: 1 keer twee versies", "1 wijziging nog te versturen"]
    assert line.open_choices == 1


def test_a_deletion_that_asks_is_a_choice_of_its_own(case: Case) -> None:
    case.device.sync()
    case.device.world.grant(case.family, "Joost")
    joost = case.device.world.device("Joost")
    joost.sync()
    [view] = case.page().goals
    case.device.delete(case.family, view.goal)
    change_field(joost.workspace, case.ref("text"), "Toch anders.")
    for device in (case.device, joost, case.device):
        device.sync()
    assert said(case)[0] == "Weggooien of houden: kies 1 keer"
    assert [line.open_choices for line in caseload(case.workspace)] == [1]


def test_a_note_that_was_typed_waits_until_it_is_fixed(case: Case) -> None:
    visit = begin_visit(case.workspace, case.family)
    keep_draft(case.workspace, note_ref(case.workspace, case.family, visit), "Wij spraken over de avond.", 0)
    waits = "Een verslag is getypt en nog niet vastgelegd"
    assert said(case)[0] == waits
    fix_note(case.workspace, case.family, visit, "Wij spraken over de avond.")
    assert waits not in said(case)


def test_an_internal_note_that_was_typed_or_not_sent_counts_with_its_family(case: Case) -> None:
    visit = begin_visit(case.workspace, case.family)
    case.device.sync()
    keep_draft(case.workspace, internal_ref(case.workspace, case.family, visit), "Overlegd.", 0)
    assert said(case)[0] == "Een verslag is getypt en nog niet vastgelegd"
    asked = NewInternalNote("Overlegd.", InternalReason.OWN_CONSULTATION, "Het was een overleg.")
    add_internal_note(case.workspace, case.family, visit, asked)
    assert "2 wijzigingen nog te versturen" in said(case)
    second = frozenset({bytes(confidential_of(case.family))})
    assert [line.family for line in caseload(case.workspace, second)] == [case.family]


def test_the_visit_of_today_stands_there_with_its_time(case: Case) -> None:
    visit = plan_visit(case.workspace, case.family)
    day = today(case.device.clock)
    change_field(case.workspace, FieldRef(case.family, "visit", visit, "visit_on"), day)
    change_field(case.workspace, FieldRef(case.family, "visit", visit, "at_time"), "15.30")
    assert said(case)[0] == "Bezoek vandaag om 15.30"
    case.device.clock.advance(timedelta(days=1).total_seconds())
    assert said(case)[0] == "Bezoek van 23 november: is het geweest?"


@pytest.mark.parametrize("sent", [True, False])
def test_the_42_days_count_from_when_the_family_said_no_whether_sent_or_not(case: Case, sent: bool) -> None:
    case.device.clock.advance(timedelta(days=5).total_seconds())
    case.write("own_plan_choice", OwnPlanChoice.NO, "plan")
    if sent:
        case.device.sync()
    case.device.clock.advance(timedelta(days=41).total_seconds())
    assert "Het plan moet klaar zijn: morgen" in said(case)


def test_safety_agreements_that_nobody_looked_at_again_stand_on_top_until_people_agreed_anew(case: Case) -> None:
    agree(case.workspace, case.family)
    keep_draft(case.workspace, internal_ref(case.workspace, case.family, begin_visit(case.workspace, case.family)), "Overlegd.", 0)
    late = "Naar veiligheid kijken stond voor 20 december"
    case.device.clock.advance(timedelta(days=27).total_seconds())
    assert "Samen naar veiligheid kijken: vandaag" in said(case)
    case.device.clock.advance(timedelta(days=1).total_seconds())
    assert said(case)[0] == late
    fix_version(case.workspace, case.family, (*OTHER[:7], "20-1-2027"))
    assert said(case)[:2] == [late, "Nieuwe afspraken over veiligheid: wie zegt ja?"], "the old ones count until people say yes"
    agree(case.workspace, case.family, (*FIRST[:7], "20-1-2027"))
    assert not [one for one in said(case) if "kijken" in one or "wie zegt ja" in one]


def test_only_the_families_that_are_named_are_asked_again(case: Case) -> None:
    other = case.device.begin_family("Gezin Zwart")
    assert {line.family for line in caseload(case.workspace)} == {case.family, other}
    assert [line.name for line in caseload(case.workspace, frozenset({bytes(other)}))] == ["Gezin Zwart"]
    assert caseload(case.workspace, frozenset({bytes(16)})) == []


def test_a_family_to_which_the_right_has_ended_has_no_line(case: Case) -> None:
    case.device.sync()
    case.device.world.revoke(case.family, "Samira")
    case.device.sync()
    assert caseload(case.workspace) == []
    assert caseload(case.workspace, frozenset({bytes(case.family)})) == []


def test_the_same_moment_gives_the_same_lines(case: Case) -> None:
    case.device.clock.advance(timedelta(days=3).total_seconds())
    [line] = caseload(case.workspace)
    assert caseload(case.workspace) == [line]
    assert [reason.waits for reason in line.reasons] == [Waits.FIRST, Waits.UNSENT]
