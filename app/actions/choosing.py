"""Two values that nobody had seen side by side: showing them, and choosing."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.actions.fields import FieldRef, checked_value
from app.actions.row_names import NOBODY, Names, row_names
from app.changelog.change import DELETED, Cell, Change
from app.changelog.conflicts import Conflict, conflicts
from app.changelog.values import as_bytes, from_plain
from app.clock import from_ms, local
from app.domain.record import Kind
from app.domain.records import specs
from app.errors import UserProblem
from app.store.workspace import Reading, Workspace


@dataclass(frozen=True)
class Written:
    """Who wrote something, and when by the clock of the kitchen wall; `mine` when on this laptop's own account."""

    by: str
    mine: bool
    at: datetime


@dataclass(frozen=True)
class ChoiceView:
    """One of the values that stand."""

    value: Any
    written: Written


@dataclass(frozen=True)
class ConflictView:
    """A field with the values that stand in it; the last is the one displayed. `both` tells whether they can go under each other.

    `names` is what the rows are called that its values point to.
    """

    ref: FieldRef
    choices: tuple[ChoiceView, ...]
    both: bool
    names: Names = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class AskedDeletion:
    """A row that one person threw away while another changed it: somebody decides."""

    family: bytes
    record: str
    row: bytes
    written: Written


def conflict_view(reading: Reading, family: bytes, conflict: Conflict) -> ConflictView:
    """Return a conflict as the page shows it."""
    ref = FieldRef(family, conflict.cell.record, conflict.cell.row, conflict.cell.grp)
    choices = tuple(ChoiceView(from_plain(ref.spec, option.value), written(reading, option.change)) for option in conflict.options)
    kinds = {ref.spec.declared.kind, *(member.declared.kind for member in ref.spec.members)}
    names = row_names(reading.stream(family)) if Kind.LINK in kinds else NOBODY
    return ConflictView(ref, choices, ref.spec.declared.kind is Kind.LONG_TEXT, names)


def asked_view(reading: Reading, family: bytes, cell: Cell, change: Change) -> AskedDeletion:
    """Return a deletion that asks as the page shows it."""
    return AskedDeletion(family, cell.record, cell.row, written(reading, change))


def written(reading: Reading, change: Change) -> Written:
    """Return who wrote a change: the server's own time where it has one, else the laptop's."""
    moment = change.ord if change.ord is not None else change.wall
    mine = reading.meta("worker") == change.author
    name = reading.meta("worker_name") if mine else reading.meta(f"name:{change.author.hex()}")
    return Written((name or b"").decode(), mine, local(from_ms(moment)))


def choose(workspace: Workspace, ref: FieldRef, value: Any, seen: int) -> None:
    """Let one value stand: any of the two, or a new one made of both. An ordinary change that has seen them all."""
    checked = checked_value(ref.spec, value)
    cell = Cell(ref.record, ref.row, ref.field)
    with workspace.write() as writing:
        options = [one for found in conflicts(writing.stream(ref.family)) if found.cell == cell for one in reversed(found.options)]
        whole = next((one.value for one in options if from_plain(ref.spec, one.value) == checked), None)
        gesture = writing.gesture(ref.family)
        if whole is None:
            gesture.put(ref.row, ref.record, ref.spec, checked, seen)
        else:
            gesture.put_raw(cell, as_bytes(whole), seen)  # also what a newer program wrote in it, and this one does not know
        gesture.done()


def both_texts(conflict: ConflictView) -> str:
    """Return the texts under each other; raises `text_too_long` where they do not fit together."""
    if not conflict.both:
        raise UserProblem("value_not_possible")
    return str(checked_value(conflict.ref.spec, "\n".join(str(choice.value) for choice in conflict.choices)))


def keep_row(workspace: Workspace, family: bytes, record: str, row: bytes) -> None:
    """Put back what somebody threw away."""
    with workspace.write() as writing:
        gesture = writing.gesture(family)
        gesture.restore(record, row)
        gesture.done()


def open_conflicts(reading: Reading, family: bytes) -> list[ConflictView]:
    """Return the family's conflicts, for the paper."""
    return [
        conflict_view(reading, family, one)
        for one in conflicts(reading.stream(family))
        if one.cell.grp != DELETED and one.cell.record in specs()
    ]
