"""A small store with 400 notes, for tests of the file itself: it needs no table of the program."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.errors import UserProblem
from app.store.database import open_engine
from app.store.keyfile import StoreKey

KEY = StoreKey(raw=bytes(range(32)), store_id=bytes(16))
OTHER = StoreKey(raw=bytes(range(1, 33)), store_id=bytes(16))
MARKER = "KINDNAAMMARKERING"


def new_notebook(path: Path) -> Engine:
    """Return a new store with 400 notes in it, some hundred pages."""
    engine = open_engine(path, KEY, create=True)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT)"))
        connection.execute(text("INSERT INTO note VALUES (:id, :words)"), [{"id": i, "words": words_of(i)} for i in range(400)])
    return engine


def words_of(number: int) -> str:
    """Return what the note of this number says."""
    return f"{MARKER} {number} " * 40


def notes(engine: Engine) -> int:
    """Return how many notes there are."""
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM note")).scalar_one())


def problem_at_opening(path: Path, key: StoreKey = KEY, create: bool = False) -> str:
    """Open a store that must not open, and return the problem."""
    with pytest.raises(UserProblem) as caught:
        open_engine(path, key, create)
    return caught.value.key


def refused(engine: Engine, sql: str) -> None:
    """Check that the guards deny a statement."""
    with engine.connect() as connection, pytest.raises(DBAPIError, match=r"not authorized|authorization denied"):
        connection.exec_driver_sql(sql)
