"""By which texts the cells of a row are found: folded, so that who searches need not know accents and capitals (domain.md 6.5)."""

import functools
from collections.abc import Sequence
from typing import Any

from app.changelog.change import Found
from app.changelog.tables import columns_of
from app.domain.record import RecordSpec
from app.domain.records import specs
from app.domain.rules.names import fold


def found_by(spec: RecordSpec, row: bytes, columns: Sequence[str], values: Sequence[Any]) -> list[Found]:
    """Return every searched cell of which these columns were written, with its text; a group is found by its searched members."""
    found: list[Found] = []
    for field, searched in _searched(spec.name):
        if searched[0] in columns:
            first = columns.index(searched[0])
            written = dict(zip(columns[first:], values[first:], strict=True)) if len(searched) > 1 else {searched[0]: values[first]}
            found.append((spec.name, row, field, fold(" ".join([written[column] or "" for column in searched]))))
    return found


@functools.cache
def _searched(record: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the record's searched fields, each with its searched columns in order."""
    found = []
    for field in specs()[record].fields:
        leaves = zip(columns_of(field), field.members or (field,), strict=True)
        if columns := tuple(column for column, leaf in leaves if leaf.declared.searched):
            found.append((field.name, columns))
    return tuple(found)
