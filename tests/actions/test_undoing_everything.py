"""Undo for every record there is: whatever a gesture did, taking it back gives the rows of before, doing it again those of after."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.actions.family_page import family_page
from app.actions.planning import delete_row
from app.actions.undoing import put_back, redo, undo
from app.changelog.gesture import Gesture
from app.domain.record import Policy
from app.domain.records import specs
from app.domain.records.plan import PlanVersion
from app.errors import UserProblem
from app.store.queries import rows
from app.texts import problem_text, t
from tests.actions.any_row import any_row, any_value
from tests.actions.conftest import Case

APART = {"family", "plan_version", "safety_plan_version", "safety_plan_confirmation", "confidential_file", "internal_note"}
"""A family, what was printed and what was agreed for safety are never taken back.

What is confidential is in a stream of its own, without undo.
"""
ROWS = sorted(specs().keys() - APART)
CHANGING = [name for name in ROWS if specs()[name].policy is Policy.REGISTER]
Standing = dict[str, list[Any]]


def standing(case: Case) -> Standing:
    """Return every row that stands."""
    with case.workspace.read() as reading:
        stream = reading.stream(case.family)
        return {name: rows.rows(stream, spec.cls) for name, spec in specs().items()}


def lives(case: Case, record: str) -> Iterator[None]:
    """Make a row, change each of its fields, throw it away: one gesture each."""
    spec = specs()[record]
    row = any_row(spec, 1)
    states = [row]
    if spec.policy is Policy.REGISTER:
        for field in spec.fields:
            states.append(replace(states[-1], **{field.name: any_value(field, 3)}))
    for place in range(len(states) + 1):
        with case.workspace.write() as writing:
            gesture = writing.gesture(case.family)
            if place == 0:
                gesture.create(row)
            elif place < len(states):
                gesture.change(states[place - 1], states[place])
            else:
                gesture.delete(record, row.id)
            changed = gesture.done()
        if changed:
            yield


@pytest.mark.parametrize("record", ROWS)
def test_the_whole_life_of_a_row_is_taken_back_and_done_again_over_a_restart_and_a_sync(case: Case, record: str) -> None:
    states = [standing(case), *(standing(case) for _ in lives(case, record))]
    case.restart()
    for place, state in reversed([*enumerate(states[:-1])]):
        undo(case.workspace, case.family)
        assert standing(case) == state
        if place == len(states) // 2:
            case.device.sync()
    case.restart()
    for state in states[1:]:
        redo(case.workspace, case.family)
        assert standing(case) == state
    with pytest.raises(UserProblem, match="nothing_to_undo"):
        redo(case.workspace, case.family)


class Hand:
    """One worker's gestures on three rows of each record: nobody writes in a row that she threw away."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, int], Any] = {}
        self.gone: set[bytes] = set()

    def do(self, gesture: Gesture, step: tuple[str, str, int, int]) -> None:
        """Do one thing to one row, as far as it can be done now."""
        record, what, place, number = step
        spec = specs()[record]
        row = self.rows.get((record, place))
        if row is None:
            self.rows[record, place] = any_row(spec, number)
            gesture.create(self.rows[record, place])
        elif what == "delete":
            gesture.delete(record, row.id)
            self.gone.add(row.id)
        elif what == "restore":
            gesture.restore(record, row.id)
            self.gone.discard(row.id)
        elif spec.policy is Policy.REGISTER and row.id not in self.gone:
            field = spec.fields[number % len(spec.fields)]
            self.rows[record, place] = replace(row, **{field.name: any_value(field, number)})
            gesture.change(row, self.rows[record, place])


STEP = st.tuples(
    st.sampled_from(ROWS[:6]), st.sampled_from(["change", "change", "delete", "restore"]), st.integers(0, 2), st.integers(0, 40)
)


@example([[("action", "change", 0, 0), ("action", "change", 0, 0), ("action", "delete", 0, 0)]])
@given(st.lists(st.lists(STEP, min_size=1, max_size=4), min_size=1, max_size=10))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_gestures_over_several_rows_are_taken_back_and_done_again(case: Case, gestures: list[list[tuple[str, str, int, int]]]) -> None:
    fresh = Case(case.device, case.device.begin_family(), case.goal, case.action)
    states, hand = [standing(fresh)], Hand()
    for steps in gestures:
        with fresh.workspace.write() as writing:
            gesture = writing.gesture(fresh.family)
            for step in steps:
                hand.do(gesture, step)
            if gesture.done():
                states.append(standing_of(gesture, fresh))
    for state in reversed(states[:-1]):
        undo(fresh.workspace, fresh.family)
        assert standing(fresh) == state
    for state in states[1:]:
        redo(fresh.workspace, fresh.family)
        assert standing(fresh) == state


def standing_of(gesture: Gesture, case: Case) -> Standing:
    """Return what stands within the transaction of a gesture."""
    return {name: rows.rows(gesture.stream, spec.cls) for name, spec in specs().items()}


@pytest.mark.parametrize("record", CHANGING)
def test_what_a_colleague_changed_since_is_refused_in_a_plain_sentence(case: Case, record: str) -> None:
    spec = specs()[record]
    row = any_row(spec, 1)
    case.device.create(case.family, row)
    case.device.clock.advance(1)
    joost = case.colleague_writes("whose_words", "Fatma")
    case.device.change(case.family, row, **{spec.fields[-1].name: any_value(spec.fields[-1], 3)})
    case.device.sync()
    joost.sync()
    joost.change(case.family, row, **{spec.fields[-1].name: any_value(spec.fields[-1], 4)})
    joost.sync()
    case.device.sync()
    before = standing(case)
    with pytest.raises(UserProblem, match="undo_changed_since") as refused:
        undo(case.workspace, case.family)
    assert problem_text(refused.value).endswith(".")
    assert standing(case) == before


@pytest.mark.parametrize("record", ROWS)
def test_a_row_thrown_away_is_put_back_by_its_bar_and_once_only(case: Case, record: str) -> None:
    row = any_row(specs()[record], 1)
    case.device.create(case.family, row)
    before = standing(case)
    thrown = delete_row(case.workspace, case.family, record, row.id)
    case.restart()
    put_back(case.workspace, case.family, thrown)
    assert standing(case) == before
    with pytest.raises(UserProblem, match="nothing_to_undo"):
        put_back(case.workspace, case.family, thrown)


@pytest.mark.parametrize("record", ROWS)
def test_the_button_has_words_for_whatever_was_done_to_a_record(case: Case, record: str) -> None:
    said = []
    for _ in lives(case, record):
        said.append(family_page(case.workspace, case.family).undo.says)
    undo(case.workspace, case.family)
    redo(case.workspace, case.family)
    undo(case.workspace, case.family)
    assert said[0] == f"undo.made.{record}"
    assert said[-1] == f"undo.deleted.{record}"
    for key in dict.fromkeys(said):
        assert t(key).startswith("Ongedaan maken: ")


def test_what_was_put_back_is_not_called_thrown_away(case: Case) -> None:
    delete_row(case.workspace, case.family, "action", case.action)
    undo(case.workspace, case.family)
    undo(case.workspace, case.family)
    redo(case.workspace, case.family)
    assert t(case.page().undo.says) == "Ongedaan maken: teruggezet"


def test_what_was_printed_is_not_taken_back(case: Case) -> None:
    """Somebody has that paper; Ctrl+Z after printing takes back what was done before it."""
    delete_row(case.workspace, case.family, "action", case.action)
    with case.workspace.write() as writing:
        gesture = writing.gesture(case.family)
        gesture.create(any_row(specs()["plan_version"], 1))
        gesture.done()
    assert case.page().undo.says == "undo.deleted.action"
    undo(case.workspace, case.family)
    with case.workspace.read() as reading:
        assert len(rows.rows(reading.stream(case.family), PlanVersion)) == 1
