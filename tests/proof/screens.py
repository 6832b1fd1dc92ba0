"""What a screen shows, out of a laptop's store by the program's own reading; and what an older program knows of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.changelog.values import from_plain
from app.domain.record import FieldSpec
from app.domain.records import specs
from app.store.queries import rows
from tests.proof.oracle import Cell, Row, Seen
from tests.proof.people import PEOPLE
from tests.world import Device

FIELDS: dict[str, tuple[str, ...]] = {
    "plan": ("wish", "family_lead"),
    "goal": ("text", "whose_words"),
    "action": ("what", "doer"),
    **PEOPLE,
}
STATES = ("stands", "gone", "asks")
COUNTS: Counter[str] = Counter()


@dataclass(frozen=True)
class Form:
    """A field that has the focus: the cursor of its page, and what was on the screen by the oracle."""

    cell: Cell
    cursor: int
    seen: Seen


@dataclass
class Shown:
    """What a screen shows: each row with its state and its fields, each conflict with its values in order."""

    rows: dict[Row, tuple[str, Any]] = field(default_factory=dict)
    conflicts: dict[Cell, list[Any]] = field(default_factory=dict)
    asked: set[Row] = field(default_factory=set)


def look(device: Device, family: bytes) -> Shown:
    """Return what the store of a laptop says now, as far as the program there knows it."""
    shown = Shown()
    read: Callable[..., Any] = rows.all_rows
    known = specs()
    with device.workspace.read() as reading:
        for record in FIELDS.keys() & known.keys():
            for row, state in read(reading.stream(family), known[record].cls):
                shown.rows[record, bytes(row.id)] = (STATES[state or 0], row)
    for conflict in device.conflicts(family):
        record, row, name = conflict.cell
        if record in known and name in {one.name for one in known[record].fields}:
            spec = known[record].field(name)
            shown.conflicts[Cell((record, bytes(row)), name)] = [from_plain(spec, option.value) for option in conflict.options]
    shown.asked = {(cell.record, bytes(cell.row)) for cell, _ in device.asked(family)}
    return shown


NOW = dict(specs())


def whole_field(record: str, name: str) -> FieldSpec:
    """Return a field as the program of now declares it, whichever is at work."""
    return NOW[record].field(name)
