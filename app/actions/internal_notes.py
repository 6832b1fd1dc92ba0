"""Werkaantekeningen: a worker's own notes at a visit, apart from the family's file and in a stream of their own.

In principle the family reads everything; so each one asks for a reason, and they are counted (002-30). They stand in no print.
"""

from dataclasses import dataclass

from app.actions.fields import FieldRef, TypedText, drafts_of
from app.clock import today
from app.domain.ids import confidential_of, derived_id, new_id
from app.domain.record import Id
from app.domain.records.family import Family
from app.domain.records.visit import ConfidentialFile, InternalNote, InternalReason, Visit
from app.domain.rules.roles import CONFIDANTS
from app.domain.rules.words import clean, clean_line
from app.errors import UserProblem
from app.store.queries import rows
from app.store.workspace import Reading, StreamState, Workspace, Writing

MOST_CHARACTERS = 4000
LONGEST_WHY = 300


@dataclass(frozen=True)
class InternalNotes:
    """The notes of a family, oldest first, and what was typed and not kept yet."""

    notes: tuple[InternalNote, ...]
    drafts: dict[FieldRef, TypedText]


@dataclass(frozen=True)
class NewInternalNote:
    """What is asked for an internal note: the text, the reason and why the family cannot read it."""

    text: str
    reason: str
    why: str

    def checked(self) -> "NewInternalNote":
        """Return it cleaned; raises `note_empty`, `internal_reason_missing`, `internal_why_missing` and `text_too_long`."""
        text, why = clean(self.text, MOST_CHARACTERS), clean_line(self.why, LONGEST_WHY)
        if not text.strip():
            raise UserProblem("note_empty")
        if self.reason not in frozenset(InternalReason):
            raise UserProblem("internal_reason_missing")
        if not why:
            raise UserProblem("internal_why_missing")
        return NewInternalNote(text, self.reason, why)


def may_write_internal(reading: Reading, family: bytes) -> bool:
    """Tell whether this worker receives the family's internal notes: its regisseur and its deputy do.

    Before a first sync has said what the worker is, a family that begins here is her own, and else its regisseur field tells.
    """
    state = reading.state(family)
    if state.role is not None:
        return state.role in CONFIDANTS
    return state.state == "new" or rows.row(reading.stream(family), Family, family).regisseur.worker == reading.meta("worker")


def internal_ref(workspace: Workspace, family: bytes, visit: bytes) -> FieldRef:
    """Return where an internal note is kept while it is typed: with its own stream, so that it goes when the right goes."""
    row = derived_id(visit, f"internal/{workspace.identity.device.hex()}")
    return FieldRef(confidential_of(family), "internal_note", row, "text")


def internal_notes(workspace: Workspace, family: bytes) -> InternalNotes | None:
    """Return the family's internal notes, or None where this worker may not have them."""
    stream = confidential_of(family)
    with workspace.read() as reading:
        if not may_write_internal(reading, family):
            return None
        notes = tuple(rows.rows(reading.stream(stream), InternalNote))
    return InternalNotes(notes, drafts_of(workspace, stream))


def add_internal_note(workspace: Workspace, family: bytes, visit: Id[Visit], asked: NewInternalNote) -> Id[InternalNote]:
    """Keep an internal note, in one gesture on the family's second stream, which the first of them begins.

    Raises what `NewInternalNote.checked` does, `row_gone`, and `internal_no_right` for who may not have it; the draft stays.
    """
    made = asked.checked()
    ref = internal_ref(workspace, family, visit)
    with workspace.write() as writing:
        if not may_write_internal(writing, family):
            raise UserProblem("internal_no_right")
        rows.row(writing.stream(family), Visit, visit)
        note = InternalNote(
            id=new_id(writing.wall),
            visit=visit,
            text=made.text,
            reason=InternalReason(made.reason),
            why=made.why,
            noted_on=today(workspace.clock),
            noted_by=workspace.identity.worker_name,
        )
        _write(writing, family, note)
        writing.drop_draft(ref.family, ref.record, ref.row, ref.field)
    return note.id


def _write(writing: Writing, family: bytes, note: InternalNote) -> None:
    stream = confidential_of(family)
    if not any(state.stream == stream for state in writing.states()):
        writing.put_state(StreamState(stream, 0, bytes(32), 0, "new"))
    gesture = writing.gesture(stream)
    if not rows.all_rows(writing.stream(stream), ConfidentialFile):
        gesture.create(ConfidentialFile(id=stream, family=Id(family)))
    gesture.create(note)
    gesture.done()
