"""The plan on paper: the same content has the same version and code, other content a next one, and nothing private is in it."""

import json

import pytest

from app.actions.choosing import ChoiceView, ConflictView, Written
from app.actions.printed_rows import canonical
from app.actions.printing import make_family_plan
from app.actions.values_in_words import shown_value, value_text
from app.clock import today
from app.domain.ids import new_id
from app.domain.record import Kind
from app.domain.records.family import PersonName
from app.domain.records.plan import ActorKind, Doer, LifeDomain, PlanVersion
from app.domain.records.situation import Concern
from app.errors import UserProblem
from app.server import tables as server_tables
from app.store import tables
from tests.actions.conftest import Case
from tests.fakes import START


def versions(case: Case) -> list[int]:
    return [kept.number for kept in case.device.all(case.family, PlanVersion)]


def test_the_same_plan_printed_again_keeps_its_version_and_its_code(case: Case) -> None:
    first, again = (make_family_plan(case.workspace, case.family) for _ in range(2))
    assert (first.version, first.code) == (again.version, again.code)
    assert versions(case) == [1]
    assert first.pdf.startswith(b"%PDF")


def test_another_plan_is_a_next_version_and_an_earlier_one_keeps_its_number(case: Case) -> None:
    first = make_family_plan(case.workspace, case.family)
    case.device.clock.advance(1)
    case.write("text", "Wij slapen weer.")
    second = make_family_plan(case.workspace, case.family)
    assert (first.version, second.version) == (1, 2)
    assert first.code != second.code
    case.write("text", "Wij eten samen.")
    third = make_family_plan(case.workspace, case.family)
    assert (third.version, third.code) == (1, first.code)
    assert versions(case) == [1, 2]


def test_what_may_not_be_printed_is_not_in_the_content_that_is_fixed(case: Case) -> None:
    case.write("referred_by", "veilig_thuis", "family")
    content = json.loads(canonical(case.page(), today(case.workspace.clock)))
    family = next(row for row in content if row["record"] == "family")
    assert set(family) == {"display_name", "id", "record", "regisseur"}
    assert "veilig_thuis" not in canonical(case.page(), today(case.workspace.clock)).decode()


def test_the_file_is_named_after_the_family_and_the_day_and_can_be_kept_anywhere(case: Case) -> None:
    case.write("display_name", 'Gezin "De/Wit": A*B', "family")
    assert make_family_plan(case.workspace, case.family).file_name == "Gezinsplan -De-Wit-- A-B 2026-11-23.pdf"


def test_a_letter_that_no_font_has_is_said_before_anything_is_fixed(case: Case) -> None:
    case.write("text", "Wij \U0001fa7c eten")
    with pytest.raises(UserProblem, match="character_not_printable"):
        make_family_plan(case.workspace, case.family)
    assert versions(case) == []


def test_a_plan_longer_than_a_version_can_hold_is_printed_and_its_version_reaches_the_municipality(case: Case) -> None:
    with case.workspace.write() as writing:
        gesture = writing.gesture(case.family)
        for number in range(60):
            gesture.create(Concern(id=new_id(writing.wall, number), text=f"Zorg {number} " + "woord " * 600))
        gesture.done()
    first, again = (make_family_plan(case.workspace, case.family) for _ in range(2))
    assert (first.version, first.code) == (again.version, again.code)
    case.device.sync()
    kept = [row for row in case.device.world.dump(server_tables.log_tables.records["plan_version"]) if row["stream"] == case.family]
    assert [(row["number"], row["content"]) for row in kept] == [(1, "")]


def test_printing_is_noted(case: Case) -> None:
    make_family_plan(case.workspace, case.family)
    assert [(row["stream"], row["kind"]) for row in case.device.dump(tables.look)] == [(case.family, "printed")]


def test_values_are_shown_as_people_read_them(case: Case) -> None:
    ref = case.ref("domain")
    conflict = ConflictView(ref, (ChoiceView(LifeDomain.SAFETY, Written("Joost", mine=False, at=START)),), both=False)
    assert value_text(conflict, LifeDomain.SAFETY) == "Veiligheid"
    assert shown_value(Kind.CHOICE, None) == "(leeg)"
    assert shown_value(Kind.DAY, START.date()) == "23-11-2026"
    assert shown_value(Kind.GROUP, PersonName(call_name="Elif")) == "Elif"
    assert "Fatma" in shown_value(Kind.GROUP, Doer(name="Fatma", kind=ActorKind.FAMILY))
