"""A note that is taken back is text to work on again, in the field in which it was typed: nothing that was typed is lost."""

from collections.abc import Sequence
from typing import Any

from app.actions.visits import note_ref
from app.changelog.change import DELETED, WHOLE_ROW, Change
from app.changelog.values import decoded, from_plain
from app.domain.record import spec_of
from app.domain.records.visit import VisitNote
from app.store.queries import rows
from app.store.workspace import Draft, Workspace, Writing

NOTE = spec_of(VisitNote)


def follow_undo(workspace: Workspace, writing: Writing, family: bytes, undone: Sequence[Change]) -> None:
    """Put a note that was taken back before what is in the field now; a note that was done again leaves the field."""
    for change in undone:
        if change.record == NOTE.name and change.grp == WHOLE_ROW:
            made = decoded(change.val)
            text, visit = made["text"], from_plain(NOTE.field("visit"), made["visit"])
            typed = _typed(workspace, writing, family, visit)
            _keep(workspace, writing, family, visit, f"{text}\n\n{typed}" if typed.strip() else text)
        elif change.record == NOTE.name and change.grp == DELETED:
            note = next(kept for kept, _ in rows.all_rows(writing.stream(family), VisitNote) if kept.id == change.row)
            typed = _typed(workspace, writing, family, note.visit)
            if not decoded(change.val):  # done again, and now taken back once more
                _keep(workspace, writing, family, note.visit, f"{note.text}\n\n{typed}" if typed.strip() else note.text)
            elif typed.startswith(note.text):
                _keep(workspace, writing, family, note.visit, typed.removeprefix(note.text).lstrip("\n"))


def _typed(workspace: Workspace, writing: Writing, family: bytes, visit: Any) -> str:
    ref = note_ref(workspace, family, visit)
    return next((draft.text for draft in writing.drafts(family) if (draft.record, draft.row) == (ref.record, ref.row)), "")


def _keep(workspace: Workspace, writing: Writing, family: bytes, visit: Any, text: str) -> None:
    ref = note_ref(workspace, family, visit)
    if text.strip():
        writing.put_draft(Draft(family, ref.record, ref.row, ref.field, text, 0, writing.wall))
    else:
        writing.drop_draft(family, ref.record, ref.row, ref.field)
