"""Tables as a migration spells them out: `name:kind` per column in order; `!` says that a column outside the key is never empty.

Steps are never changed, so neither is what a word means here: a new kind is a new word.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

KINDS: dict[str, sa.types.TypeEngine[Any]] = {
    "id": sa.LargeBinary(16),
    "hash": sa.LargeBinary(32),
    "bytes": sa.LargeBinary(),
    "number": sa.BigInteger(),
    "text": sa.Text(),
    "day": sa.String(10),
    "word": sa.String(40),
    "code4": sa.String(4),
    "code6": sa.String(6),
    "code8": sa.String(8),
    "code10": sa.String(10),
    "code12": sa.String(12),
    "code20": sa.String(20),
    "login": sa.String(60),
    "name": sa.String(200),
}

Spelled = tuple[str, int, str]
"""A table: its name, how many of its columns are its key, and its columns."""


def make_tables(tables: Iterable[Spelled], unique: Mapping[str, Iterable[tuple[str, tuple[str, ...]]]] | None = None) -> None:
    """Make the tables, each laid out by its key."""
    for name, keys, words in tables:
        columns = [column(word, is_key=place < keys) for place, word in enumerate(words.split())]
        op.create_table(
            name,
            *columns,
            sa.PrimaryKeyConstraint(*(key.name for key in columns[:keys]), name=op.f(f"pk_{name}")),
            *(sa.UniqueConstraint(*over, name=constraint) for constraint, over in (unique or {}).get(name, ())),
            sqlite_with_rowid=False,
        )


def make_indexes(indexes: Iterable[tuple[str, str, tuple[str, ...]]]) -> None:
    """Make the indexes: name, table and columns of each."""
    for index, table, columns in indexes:
        op.create_index(index, table, list(columns))


def column(word: str, *, is_key: bool = False) -> sa.Column[Any]:
    """Return the column that `name:kind` or `name:kind!` means."""
    name, kind = word.rstrip("!").split(":")
    return sa.Column(name, KINDS[kind], nullable=not (is_key or word.endswith("!")), autoincrement=False)
