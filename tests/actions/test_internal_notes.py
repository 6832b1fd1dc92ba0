"""Internal notes: never without a reason, counted, apart from the family's file, in no print."""

import pytest

from app.actions.fields import drafts_of, keep_draft
from app.actions.internal_notes import InternalNotes, NewInternalNote, add_internal_note, internal_notes, internal_ref
from app.actions.planning import delete_row
from app.actions.printing import make_family_plan
from app.actions.undoing import put_back
from app.actions.visits import begin_visit
from app.domain.ids import confidential_of
from app.domain.record import Id
from app.domain.records.visit import ConfidentialFile, InternalReason, Visit
from app.errors import UserProblem
from tests.actions.conftest import Case
from tests.pdf.read_back import text_of, words_of

ASKED = NewInternalNote("Vader vertelde over zijn broer.", "privacy_of_other", "Het gaat over zijn broer.")


def found(case: Case) -> InternalNotes:
    kept = internal_notes(case.workspace, case.family)
    assert kept is not None
    return kept


def add(case: Case, asked: NewInternalNote = ASKED) -> Id[Visit]:
    visit = begin_visit(case.workspace, case.family)
    add_internal_note(case.workspace, case.family, visit, asked)
    return visit


def test_a_note_says_who_wrote_it_and_why_the_family_does_not_read_it(case: Case) -> None:
    visit = add(case)
    note = found(case).notes[0]
    assert (note.text, note.visit, note.noted_by) == (ASKED.text, visit, "Samira")
    assert (note.reason, note.why) == (InternalReason.PRIVACY_OF_OTHER, ASKED.why)


def test_the_first_note_begins_the_second_stream_and_later_ones_use_it(case: Case) -> None:
    add(case)
    add(case)
    stream = confidential_of(case.family)
    assert [file.id for file in case.device.all(stream, ConfidentialFile)] == [stream]
    assert len(found(case).notes) == 2
    assert case.device.state(stream) == "new"


def test_nothing_of_it_stands_in_the_family_s_own_stream(case: Case) -> None:
    before = len(case.device.dump(case.workspace.log.tables.change))
    add(case)
    rows = case.device.dump(case.workspace.log.tables.change)
    assert {row["record"] for row in rows if row["stream"] == case.family} & {"internal_note", "confidential_file"} == set()
    assert len(rows) > before
    assert ASKED.text.encode() not in b"".join(bytes(row["val"]) for row in rows if row["stream"] == case.family)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (NewInternalNote(" ", "safety", "Daarom."), "note_empty"),
        (NewInternalNote("Iets.", "", "Daarom."), "internal_reason_missing"),
        (NewInternalNote("Iets.", "zomaar", "Daarom."), "internal_reason_missing"),
        (NewInternalNote("Iets.", "safety", " "), "internal_why_missing"),
        (NewInternalNote("x" * 4001, "safety", "Daarom."), "text_too_long"),
        (NewInternalNote("Iets.", "safety", "x" * 301), "text_too_long"),
    ],
)
def test_without_text_reason_or_why_nothing_is_kept_but_the_draft(case: Case, asked: NewInternalNote, key: str) -> None:
    visit = begin_visit(case.workspace, case.family)
    ref = internal_ref(case.workspace, case.family, visit)
    keep_draft(case.workspace, ref, asked.text, 0)
    with pytest.raises(UserProblem) as refused:
        add_internal_note(case.workspace, case.family, visit, asked)
    assert refused.value.key == key
    assert found(case).notes == ()
    assert found(case).drafts[ref].text == asked.text
    assert drafts_of(case.workspace, case.family) == {}


def test_keeping_a_note_lets_its_draft_go(case: Case) -> None:
    visit = begin_visit(case.workspace, case.family)
    keep_draft(case.workspace, internal_ref(case.workspace, case.family, visit), ASKED.text, 0)
    add_internal_note(case.workspace, case.family, visit, ASKED)
    assert found(case).drafts == {}


def test_undo_in_the_family_passes_the_notes_by(case: Case) -> None:
    begin_visit(case.workspace, case.family)
    before = case.page().undo
    add(case)
    assert case.page().undo == before


def test_a_note_can_be_thrown_away_and_put_back(case: Case) -> None:
    add(case)
    stream = confidential_of(case.family)
    tx = delete_row(case.workspace, stream, "internal_note", found(case).notes[0].id)
    assert found(case).notes == ()
    put_back(case.workspace, stream, tx)
    assert [note.text for note in found(case).notes] == [ASKED.text]


def test_no_internal_note_is_ever_in_the_print_or_in_its_version(case: Case) -> None:
    add(case)
    case.write("request_for_help", "Wij willen rust.", "plan")
    printed = make_family_plan(case.workspace, case.family)
    said = words_of(text_of(printed.pdf))
    assert "Wij willen rust." in said
    for secret in (ASKED.text, ASKED.why, "erkaantekening"):
        assert secret not in said
        assert secret.encode() not in printed.pdf
    rows = case.device.dump(case.workspace.log.tables.records["plan_version"])
    assert [row for row in rows if ASKED.text in row["content"]] == []
