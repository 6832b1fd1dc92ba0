"""What was typed and not yet left, or not yet fixed, when a right ended: handed in as work, so that it is held and not lost.

It was not finished, so it never goes into the family's plan by itself, whatever a clock says and whoever gets the right again: whoever is
regisseur now decides.
"""

from dataclasses import replace

from app.changelog.change import TYPED, WHOLE_ROW, Cell
from app.changelog.gesture import Gesture
from app.changelog.values import as_bytes
from app.clock import from_ms, local
from app.domain.ids import as_text, confidential_of, derived_id, new_id
from app.domain.record import Kind, spec_of
from app.domain.records import specs
from app.domain.records.visit import Visit, VisitNote
from app.log import get_log
from app.store.queries import rows
from app.store.workspace import Draft, Writing

log = get_log(__name__)

BETWEEN = "\x1f"
"""What stands between the parts of what is typed in several fields at once."""
WORDLESS = frozenset({Kind.DAY, Kind.NUMBER, Kind.FLAG, Kind.CHOICE, Kind.LINK, Kind.ORDER})
"""Half a day or half a number says nothing."""
KINDS = ("draft", "arranged", "internal")
"""What is typed at a visit has a name of its own, derived from the visit's (app/actions/visits.py, internal_notes.py)."""


def hand_over(writing: Writing, stream: bytes) -> bool:
    """Make changes of the drafts of a family that is frozen; each is dropped as a draft in the same transaction. Tells whether
    there were any.

    An internal note of which the second stream never began goes with the family's: held there, only regisseur and deputy read it.
    """
    apart = bytes(confidential_of(stream))
    streams = [stream] if any(state.stream == apart for state in writing.states()) else [stream, apart]
    drafts = [draft for one in streams for draft in writing.drafts(one) if draft.text.strip()]
    for draft in drafts:
        gesture = replace(writing.gesture(stream), kind=TYPED)
        _write(writing, gesture, draft)
        gesture.done()
        writing.drop_draft(draft.stream, draft.record, draft.row, draft.grp)
    if drafts:
        log.event("unfinished", stream=stream, count=len(drafts))
    return bool(drafts)


def _write(writing: Writing, gesture: Gesture, draft: Draft) -> None:
    """Write the words in their cell if its row is here, else in a row of their own.

    They are handed in as they were typed, also where the cell wants something else (the parts of a group) or where a program that knew
    it is gone: they are held, and whoever decides reads them.
    """
    text = draft.text.replace(BETWEEN, "\n").strip()
    if _kind(draft) in WORDLESS:
        return
    if gesture.stream.heads(draft.record, draft.row):
        gesture.put_raw(Cell(draft.record, draft.row, draft.grp), as_bytes(text), draft.seen)
        return
    visit = _visit_of(writing, gesture, draft)
    if visit and draft.record == spec_of(VisitNote).name:
        by = (writing.meta("worker_name") or b"").decode()
        day = local(from_ms(draft.typed_at)).date()
        gesture.create(VisitNote(id=new_id(writing.wall), visit=visit.id, text=text, noted_on=day, noted_by=by))
        return
    said = {draft.grp: text} | ({"visit": as_text(visit.id)} if visit else {})
    gesture.put_raw(Cell(draft.record, new_id(writing.wall), WHOLE_ROW), as_bytes(said), 0)


def _kind(draft: Draft) -> Kind | None:
    """Return what the field holds; None for one that this program does not know."""
    spec = specs().get(draft.record)
    return next((field.declared.kind for field in spec.fields if field.name == draft.grp), None) if spec else None


def _visit_of(writing: Writing, gesture: Gesture, draft: Draft) -> Visit | None:
    """Return at which visit it was typed."""
    names = [f"{kind}/{gesture.author.dev.hex()}" for kind in KINDS]
    visits = [visit for visit, _ in rows.all_rows(gesture.stream, Visit)]
    return next((visit for visit in visits if draft.row in [derived_id(visit.id, name) for name in names]), None)
