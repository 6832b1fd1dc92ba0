"""The code in the footer is that of what is printed: it changes with all of that, and with nothing else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.actions.fields import FieldRef, change_field
from app.actions.planning import add_action, delete_row, new_action
from app.actions.printed_rows import canonical
from app.clock import today
from app.domain.record import Id
from app.domain.records.helping import Involvement, Professional
from app.domain.records.mentor import MentorStatus, Sharing
from app.domain.records.network import CirclePlace, Ring, Sector
from app.domain.records.plan import GoalScore
from app.domain.records.situation import Topicality
from tests.actions.conftest import Case
from tests.actions.planted import Planted, plant

COVERED = [
    ("Concern", "concern", "text", "Anders"),
    ("Concern", "concern", "is_safety", True),
    ("Concern", "concern", "status", Topicality.OVER),
    ("Strength", "strength", "said_by", "Amira"),
    ("Agreement", "agreement", "parties", "Wij"),
    ("contact", "network_contact", "relation", "tante"),
    ("contact", "network_contact", "place", CirclePlace(ring=Ring.VERY_CLOSE, sector=Sector.FRIENDS)),
    ("professional", "professional", "phone", "06 00 00 00 78"),
    ("involvement", "involvement", "task", "Iets anders"),
    ("involvement", "involvement", "ended_on", date(2026, 1, 1)),
    ("arranged", "action", "what", "Iets anders geregeld"),
    ("mentor", "mentor", "role_agreements", "Ik luister."),
    ("mentor", "mentor", "status", MentorStatus.STOPPED),
]
NOT_COVERED = [
    ("contact", "network_contact", "phone", "06 00 00 00 77"),
    ("professional", "professional", "email", "b@voorbeeld.example"),
    ("mentor", "mentor", "between_us", "Het gaat goed."),
    ("mentor", "mentor", "share_school", Sharing.YES),
    (MentorStatus.CANDIDATE, "mentor", "why_this_one", "Lief"),
    (MentorStatus.ASKED, "mentor", "reachable", "altijd"),
    ("Concern over", "concern", "text", "Anders"),
    ("household", "household", "name", "Bij Noor"),
    ("gone", "professional", "phone", "06 00 00 00 79"),
    ("visit", "visit", "present", "Noor"),
]


@pytest.fixture
def planted(case: Case) -> Planted:
    """The family with a word in every field."""
    return plant(case.workspace, case.family)


def content(case: Case, days: int = 0) -> bytes:
    """Return what the code is made of, today or some days later."""
    return canonical(case.page(), today(case.workspace.clock) + timedelta(days=days))


def change(case: Case, planted: Planted, where: tuple[str, str, str, object]) -> None:
    """Write another value in a field."""
    name, record, field, value = where
    change_field(case.workspace, FieldRef(case.family, record, planted.rows[name], field), value)


@pytest.mark.parametrize("where", COVERED, ids=lambda where: f"{where[1]}.{where[2]}")
def test_another_content_of_what_is_printed_gives_another_code(case: Case, planted: Planted, where: tuple[str, str, str, object]) -> None:
    before = content(case)
    change(case, planted, where)
    assert content(case) != before


@pytest.mark.parametrize("where", NOT_COVERED, ids=lambda where: f"{where[0]} {where[1]}.{where[2]}")
def test_what_is_not_printed_leaves_the_code_as_it_is(case: Case, planted: Planted, where: tuple[str, str, str, object]) -> None:
    before = content(case)
    change(case, planted, where)
    assert content(case) == before


def test_a_row_that_was_thrown_away_is_no_longer_in_the_code(case: Case, planted: Planted) -> None:
    before = content(case)
    delete_row(case.workspace, case.family, "concern", planted.rows["Concern"])
    assert content(case) != before


def test_what_each_person_says_on_the_scale_is_in_the_code(case: Case) -> None:
    for number, (said_by, score) in enumerate((("Noor", 3), ("Sem", 6), ("Noor", 4))):
        before = content(case)
        with case.workspace.write() as writing:
            gesture = writing.gesture(case.family)
            row = GoalScore(id=Id(bytes([number + 1] * 16)), goal=case.goal, score=score, scored_on=date(2026, 11, 1), said_by=said_by)
            gesture.create(row)
            gesture.done()
        assert content(case) != before
    assert [one.said_by for one in case.page().goals[0].standings] == ["Noor", "Sem"]


def test_help_that_begins_later_is_in_the_code_from_that_day_on(case: Case, planted: Planted) -> None:
    later = today(case.workspace.clock) + timedelta(days=10)
    before = content(case)
    with case.workspace.write() as writing:
        gesture = writing.gesture(case.family)
        begun = Involvement(id=Id(bytes([9] * 16)), professional=planted.rows["professional"], task="Komt later")
        gesture.create(replace(begun, term=replace(begun.term, from_on=later)))
        gesture.done()
    assert content(case) == before
    assert b"Komt later" in content(case, days=10)


def test_a_help_that_goes_over_to_another_professional_is_another_plan(case: Case, planted: Planted) -> None:
    other = Professional(id=Id(bytes([7] * 16)), name="Ayşe Iğdır")
    helps = Involvement(id=Id(bytes([8] * 16)), professional=other.id, task="Belt")
    with case.workspace.write() as writing:
        gesture = writing.gesture(case.family)
        gesture.create(other)
        gesture.create(helps)
        gesture.create(replace(helps, id=Id(bytes([6] * 16)), professional=planted.rows["professional"]))
        gesture.done()
    before = content(case)
    change(case, planted, ("involvement", "involvement", "professional", other.id))
    assert content(case) != before


def test_an_action_arranged_on_the_spot_that_joins_a_goal_is_another_plan(case: Case) -> None:
    add_action(case.workspace, case.family, replace(new_action(case.workspace, case.goal), goal=None, what="Kinderbijslag"))
    alone = content(case)
    assert alone.count(b'"goal":null') == 1
    assert b'"goal":null' not in content_of_goals(case)


def content_of_goals(case: Case) -> bytes:
    """Return the content once the loose action is gone."""
    delete_row(case.workspace, case.family, "action", case.page().arranged[0].id)
    return content(case)
