"""Reading records of one family out of their tables."""

from collections.abc import Sequence
from typing import Any, TypeVar

from app.changelog.log import Stream
from app.changelog.rows import ASKS, STANDS, UNMADE
from app.changelog.tables import GONE, columns_of
from app.changelog.values import from_columns
from app.domain.record import FieldSpec, Id, RecordSpec, spec_of
from app.errors import UserProblem

C = TypeVar("C")


def all_rows(stream: Stream, cls: type[C]) -> list[tuple[C, int]]:
    """Return every row of a record that was made, thrown away or not, with what its `deleted` column says; oldest first."""
    return _read(stream, cls, (), ())


def rows(stream: Stream, cls: type[C]) -> list[C]:
    """Return the rows that stand, and those that ask because one person deleted what another changed."""
    return [record for record, state in all_rows(stream, cls) if (state or STANDS) in (STANDS, ASKS)]


def rows_with(stream: Stream, cls: type[C], names: Sequence[str]) -> list[C]:
    """Return the rows that stand with only these fields read; the others stand at their default, so a row is never written back.

    For questions to many families at once; `names` holds what the record requires.
    """
    return [record for record, state in _read(stream, cls, (), (), tuple(names)) if (state or STANDS) in (STANDS, ASKS)]


def row(stream: Stream, cls: type[C], name: bytes) -> C:
    """Return one row; raises `row_gone` when it is not there (any more)."""
    for record, state in _read(stream, cls, ("id",), (name,)):
        if (state or STANDS) in (STANDS, ASKS):
            return record
    raise UserProblem("row_gone")


def _read(
    stream: Stream, cls: type[C], key: tuple[str, ...], values: tuple[object, ...], names: tuple[str, ...] | None = None
) -> list[tuple[C, int]]:
    spec = _spec(cls)
    fields = [field for field in spec.fields if names is None or field.name in names]
    columns = ("id", *(column for field in fields for column in columns_of(field)), GONE)
    query = stream.log.write.select(stream.log.tables.records[spec.name], columns, (*stream.keys, *key), ("id",))
    found = stream.tx.rows(query, (*stream.scope, *values))
    return [made for row in found if row[-1] != UNMADE and (made := _record(fields, cls, row)) is not None]


def _record(fields: Sequence[FieldSpec], cls: type[C], values: tuple[Any, ...]) -> tuple[C, int] | None:
    """A row of which a required part has not come yet (a newer program's, or a half-known one) is not shown."""
    found: dict[str, Any] = {"id": Id(values[0])}
    place = 1
    for field in fields:
        width = len(field.members) or 1
        part = from_columns(field, values[place : place + width])
        place += width
        if part is None and field.required:
            return None
        found[field.name] = part
    return cls(**found), int(values[place] or 0)


def _spec(cls: type) -> RecordSpec:
    return spec_of(cls)
