"""By which texts the cells of a row are found: folded, so that who searches need not know accents and capitals (domain.md 6.5)."""

import functools
from collections.abc import Sequence
from typing import Any

from app.changelog.change import Found
from app.changelog.tables import columns_of
from app.domain.records import specs
from app.domain.rules.names import fold

Searched = tuple[tuple[str, tuple[int, ...]], ...]
"""Fields by which a row is found, each with the places of its searched values in a row; a group has several."""


def found_by(record: str, row: bytes, searched: Searched, values: Sequence[Any]) -> list[Found]:
    """Return every searched cell of these values with its folded text."""
    return [(record, row, name, fold(" ".join([values[place] or "" for place in places]))) for name, places in searched]


@functools.cache
def searched_in(record: str, columns: tuple[str, ...]) -> Searched:
    """Return the searched fields of which these columns are written, and where among them each searched value stands."""
    there = {column: place for place, column in enumerate(columns)}
    return tuple((name, tuple(there[one] for one in searched)) for name, searched in _searched(record) if searched[0] in there)


@functools.cache
def _searched(record: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the record's searched fields, each with its searched columns in order."""
    found = []
    for field in specs()[record].fields:
        leaves = zip(columns_of(field), field.members or (field,), strict=True)
        if columns := tuple(column for column, leaf in leaves if leaf.declared.searched):
            found.append((field.name, columns))
    return tuple(found)
