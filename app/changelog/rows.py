"""Rows on their way into their tables: what stands in their cells becomes columns, and the texts by which it is found."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from app.changelog.change import DELETED, WHOLE_ROW, Cell, Change, Found
from app.changelog.found_by import found_by, searched_in
from app.changelog.log import Stream
from app.changelog.tables import GONE, columns_of
from app.changelog.values import Plain, all_decoded, column_values
from app.domain.record import FieldSpec, Kind, RecordSpec
from app.domain.records import specs

STANDS, THROWN_AWAY, ASKS, UNMADE = 0, 1, 2, 3
"""What a row's `deleted` column says: it stands; it is gone; it was deleted by one and changed by another, and a person decides; or what
is here was written in a row whose making is not here, for that is held.
"""


class Form(NamedTuple):
    """What this program knows of a record: its fields by name, all columns, and its cells' names.

    Of a field: the place of its first column, and whether its value goes there as it is.
    """

    record: str
    fields: dict[str, tuple[FieldSpec, int, bool]]
    columns: tuple[str, ...]
    cells: frozenset[str]

    def filled(self, shows: Mapping[str, Plain]) -> list[Any]:
        """Return a value for each column, empty where no field says one; names that this program does not know are left out."""
        values: list[Any] = [None] * len(self.columns)
        for name, value in shows.items():
            field, first, as_it_is = self.fields.get(name, NO_FIELD)
            if as_it_is:
                values[first] = value
            elif field is not None:
                put = column_values(field, value)
                values[first : first + len(put)] = put
        return values

    def columns_of(self, names: Iterable[str]) -> list[int]:
        """Return the places of these fields' columns, in the table's order."""
        fields = (self.fields[name] for name in names)
        return sorted(first + place for field, first, _ in fields for place in range(len(columns_of(field))))


NO_FIELD: tuple[None, int, bool] = None, 0, False


class Rows:
    """Rows of one stream that are written together, each statement once for all of its rows."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._searched = stream.log.tables.search is not None
        self._forms: dict[str, Form | None] = {}
        self._batches: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = defaultdict(list)
        self._unknown: list[Cell] = []
        self._texts: list[Found] = []

    def form(self, record: str) -> Form | None:
        """Return what this program knows of a record; None where it knows none of that name."""
        if record not in self._forms:
            spec = specs().get(record)
            self._forms[record] = _form(spec) if spec else None
        return self._forms[record]

    def park(self, record: str, row: bytes, groups: Iterable[str]) -> None:
        """Remember cells of a row that this program cannot write."""
        self._unknown += [Cell(record, row, grp) for grp in groups]

    def add_new(self, record: str, creations: Sequence[Change]) -> None:
        """Add rows of which nothing but these creations stands."""
        form = self.form(record)
        if form is None:
            self._unknown += [Cell(record, one.row, WHOLE_ROW) for one in creations]
            return
        batch, searched = self._batches[record, form.columns], self._places(record, form.columns)
        for change, whole in zip(creations, all_decoded([one.val for one in creations]), strict=True):
            values = form.filled(whole)
            batch.append((change.row, *values, STANDS))
            self._texts += found_by(record, change.row, searched, values)
            if not whole.keys() <= form.cells:
                self.park(record, change.row, whole.keys() - form.cells)

    def add(self, form: Form, row: bytes, shows: Mapping[str, Plain], state: int, *, every: bool) -> None:
        """Add what the fields of one row show, or every field of it: then those that show nothing are empty."""
        columns, values = form.columns, form.filled(shows)
        if not every:
            there = form.columns_of(shows)
            columns, values = tuple(columns[place] for place in there), [values[place] for place in there]
        self._batches[form.record, columns].append((row, *values, state))
        self._texts += found_by(form.record, row, self._places(form.record, columns), values)

    def write(self) -> None:
        """Write them all; of one row the most columns first, for only a whole row can be made."""
        for (record, columns), rows in sorted(self._batches.items(), key=lambda batch: -len(batch[0][1])):
            self._stream.put_row(record, (*columns, GONE), rows)
        self._stream.put_search(self._texts)
        self._stream.park(self._unknown, "unknown")

    def _places(self, record: str, columns: tuple[str, ...]) -> tuple[tuple[str, tuple[int, ...]], ...]:
        return searched_in(record, columns) if self._searched else ()


def _form(spec: RecordSpec) -> Form:
    columns: list[str] = []
    fields: dict[str, tuple[FieldSpec, int, bool]] = {}
    for field in spec.fields:
        fields[field.name] = field, len(columns), field.declared.kind not in (Kind.GROUP, Kind.LINK, Kind.FLAG)
        columns += columns_of(field)
    return Form(spec.name, fields, tuple(columns), frozenset({*fields, WHOLE_ROW, DELETED}))
