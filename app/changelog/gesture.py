"""What one gesture of a worker does to one family, as changes of one transaction: the unit of undo and of the wire."""

import os
from dataclasses import dataclass, field
from typing import Any

from app.changelog.apply import apply, candidates, lookup
from app.changelog.change import DELETED, WHOLE_ROW, Cell, Change
from app.changelog.dominance import shown
from app.changelog.log import Stream
from app.changelog.values import as_bytes, differing, encoded, encoded_row
from app.domain.record import FieldSpec, Id, Policy, spec_of_row
from app.domain.records import SCHEMA
from app.errors import ProgramFault


@dataclass(frozen=True)
class Author:
    """Who writes, and on which laptop: device, its incarnation, the worker's id."""

    dev: bytes
    inc: int
    worker: bytes


@dataclass
class Gesture:
    """Collects the changes of one gesture; `done` writes them. `tx` and `wall` (ms) are given by who opens it; `kind` is `set`, or `typed`.

    The numbers after `rewound[0]` up to `rewound[1]` meant something else once: a form that was opened on one of them has seen the first.
    """

    stream: Stream
    author: Author
    tx: bytes
    wall: int
    cursor: int
    rewound: tuple[int, int] = (0, 0)
    kind: str = "set"
    _wanted: list[tuple[Cell, bytes, int, str]] = field(default_factory=list)

    def create(self, row: Any, seen: int | None = None) -> None:
        """Make a row, as one change; `seen` is for a row that says something of what was on the page."""
        spec = spec_of_row(row)
        self._wanted.append((Cell(spec.name, row.id, WHOLE_ROW), encoded_row(spec, row), self._seen(seen), self.kind))

    def change(self, before: Any, after: Any, seen: int | None = None) -> None:
        """Change a row in the fields in which `after` differs; `seen` is the cursor the form was opened on."""
        spec = spec_of_row(after)
        if before.id != after.id or spec.policy is not Policy.REGISTER:
            raise ProgramFault(f"a {spec.name} does not change like this")
        for spec_field in differing(spec, before, after):
            self.put(after.id, spec.name, spec_field, getattr(after, spec_field.name), seen)

    def put(self, row: bytes, record: str, spec_field: FieldSpec, value: Any, seen: int | None = None) -> None:
        """Set one field of a row."""
        cell = Cell(record, row, spec_field.name)
        before = self._raw(cell) if spec_field.members else b"null"
        self._wanted.append((cell, encoded(spec_field, value, before), self._seen(seen), self.kind))

    def put_raw(self, cell: Cell, value: bytes, seen: int | None = None) -> None:
        """Set a cell to a value that stood in this log before: choosing in a conflict, or undo."""
        self._wanted.append((cell, value, self._seen(seen), self.kind))

    def delete(self, record: str, row: Id[Any], seen: int | None = None) -> None:
        """Throw a row away; it stays in the log and can be put back."""
        self._wanted.append((Cell(record, row, DELETED), b"true", self._seen(seen), "delete"))

    def restore(self, record: str, row: bytes, seen: int | None = None) -> None:
        """Put a row back that was thrown away."""
        self._wanted.append((Cell(record, row, DELETED), b"false", self._seen(seen), "restore"))

    def done(self) -> list[Change]:
        """Write what was collected and return it; a gesture without changes writes nothing."""
        if not self._wanted:
            return []
        start = self.stream.last_ctr(self.author.dev, self.author.inc) + 1
        changes = [self._made(start + place, *wanted) for place, wanted in enumerate(self._wanted)]
        apply(self.stream, changes)
        return changes

    def _seen(self, seen: int | None) -> int:
        if seen is not None and self.rewound[0] < seen <= self.rewound[1]:
            seen = self.rewound[0]
        return self.cursor if seen is None else min(seen, self.cursor)

    def _raw(self, cell: Cell) -> bytes:
        """Return what is displayed in a cell as it was written, by itself or with its row: also what this program does not know of it."""
        values = candidates(self.stream.heads(cell.record, cell.row), cell, lookup(self.stream, ()))
        return as_bytes(values[shown(values)]) if values else b"null"

    def _made(self, ctr: int, cell: Cell, val: bytes, seen: int, kind: str) -> Change:
        return Change(
            dev=self.author.dev,
            inc=self.author.inc,
            ctr=ctr,
            seq=None,
            ord=None,
            seen=seen,
            tx=self.tx,
            record=cell.record,
            row=cell.row,
            grp=cell.grp,
            val=val,
            salt=os.urandom(16),
            wall=self.wall,
            author=self.author.worker,
            schema=SCHEMA,
            kind=kind,
        )
