"""Writing in a field: while it is typed a draft, when it is left a change. The same for every field of every record."""

from dataclasses import dataclass, replace
from typing import Any

from app.changelog.values import fault_in
from app.changelog.values import plain as as_plain
from app.clock import wall_ms
from app.domain.record import FieldSpec, Kind
from app.domain.records import specs
from app.domain.rules.whole_row import check_row
from app.domain.rules.words import clean, clean_line
from app.errors import UserProblem
from app.store.queries import rows
from app.store.workspace import Draft, Workspace


@dataclass(frozen=True)
class FieldRef:
    """One field of one row of one family."""

    family: bytes
    record: str
    row: bytes
    field: str

    @property
    def spec(self) -> FieldSpec:
        """Return what the field declares."""
        return specs()[self.record].field(self.field)


def keep_draft(workspace: Workspace, ref: FieldRef, text: str, seen: int) -> None:
    """Keep what is being typed, as it is; `seen` is the cursor of the page when the field got the focus."""
    with workspace.write() as writing:
        writing.put_draft(Draft(ref.family, ref.record, ref.row, ref.field, storable(text), seen, wall_ms(workspace.clock)))


@dataclass(frozen=True)
class TypedText:
    """What was typed in a field and not left, with the cursor of the page when it got the focus."""

    text: str
    seen: int


def drafts_of(workspace: Workspace, family: bytes) -> dict[FieldRef, TypedText]:
    """Return what was typed for a family and not left: after a kill it is put back into its fields."""
    with workspace.read() as reading:
        return {FieldRef(family, d.record, d.row, d.grp): TypedText(d.text, d.seen) for d in reading.drafts(family)}


def drop_draft(workspace: Workspace, ref: FieldRef) -> None:
    """Forget what was typed, because it was emptied back to what stands."""
    with workspace.write() as writing:
        writing.drop_draft(ref.family, ref.record, ref.row, ref.field)


def change_field(workspace: Workspace, ref: FieldRef, value: Any, seen: int | None = None) -> bool:
    """Make what was written one change, and its draft go; returns whether anything differed.

    Raises UserProblem with the draft kept: `text_too_long`, `value_not_possible` for what the record does not allow, or what
    makes the row as a whole wrong.
    """
    checked = checked_value(ref.spec, value)
    with workspace.write() as writing:
        before: Any = rows.row(writing.stream(ref.family), specs()[ref.record].cls, ref.row)
        after = replace(before, **{ref.field: checked})
        check_row(before, after)
        writing.drop_draft(ref.family, ref.record, ref.row, ref.field)
        gesture = writing.gesture(ref.family)
        gesture.change(before, after, seen)
        return bool(gesture.done())


def checked_value(spec: FieldSpec, value: Any) -> Any:
    """Return the value with its texts cleaned; raises UserProblem where the record does not allow it."""
    value = cleaned(spec, value)
    if fault_in(spec, as_plain(spec, value)):
        raise UserProblem("value_not_possible")
    return value


def cleaned(spec: FieldSpec, value: Any) -> Any:
    """Return the value with every text in it cleaned, within its length."""
    if value is None:
        return None
    if spec.declared.kind is Kind.GROUP:
        return replace(value, **{member.name: cleaned(member, getattr(value, member.name)) for member in spec.members})
    if spec.declared.kind is Kind.WORDS:
        return clean_line(value, spec.declared.longest)
    if spec.declared.kind is Kind.LONG_TEXT:
        return clean(value, spec.declared.longest)
    return value


def storable(text: str) -> str:
    """Return a text that a database takes: half characters, as some keyboards send them, become the replacement sign."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
