"""A copy of the store, proven before it gets its name: opened with the key, read from end to end, and counted."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine

from app.errors import UserProblem
from app.store.database import guard, proven, raw, rows_of
from app.store.disk import StorageGuard, new_private_file, private_folder, put_in_place
from app.store.keyfile import StoreKey
from app.store.place import place_of


def backup(engine: Engine, target: Path, key: StoreKey) -> Path:
    """Write a copy under the same key, open it again, and give it its name only when it holds as much; writers wait.

    Raises `backup_failed` when the copy is not equal; an older file of that name stays until the new one is proven.
    """
    with StorageGuard():
        private_folder(target.parent)
    return write_copy(engine, target, key, copy_into)


def write_copy(engine: Engine, target: Path, key: StoreKey, copy: Callable[[Engine, Path], dict[str, object]]) -> Path:
    """Do what `backup` says, in a folder that is there; `copy` is `copy_into` or `copy_alone`."""
    draft = target.with_name(f"{target.name}.nieuw")
    try:
        with StorageGuard():
            draft.unlink(missing_ok=True)
            new_private_file(draft)
            counted = copy(engine, draft)
            if not proven(draft, key, counted):
                raise UserProblem("backup_failed")
            put_in_place(draft, target)
    finally:
        with suppress(OSError):  # what went wrong is told already
            draft.unlink(missing_ok=True)
    return target


def copy_into(engine: Engine, draft: Path) -> dict[str, object]:
    """Write the store as it stands into the empty file, and return the number of rows of every table in it."""
    with raw(engine) as holder:
        with place_of(engine).line:
            holder.execute("BEGIN IMMEDIATE")  # nobody writes between the count and the copy
        try:
            return copy_alone(engine, draft)
        finally:
            holder.rollback()


def copy_alone(engine: Engine, draft: Path) -> dict[str, object]:
    """Do the same while nobody writes: of a store that lies nowhere any more no second connection can be opened."""
    with raw(engine) as copier:
        counted = rows_of(copier)
        try:
            copier.set_authorizer(guard(admitted=draft))
            copier.execute("VACUUM INTO ?", (str(draft),))
        finally:
            copier.set_authorizer(guard())
    return counted
