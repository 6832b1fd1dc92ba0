"""The stores that the tests of this folder begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.store.database import close_store
from tests.store.notebook import new_notebook


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store lies."""
    return tmp_path / "dossier" / "keukentafel.db"


@pytest.fixture
def engine(path: Path) -> Iterator[Engine]:
    """A store with 400 notes in it, open."""
    engine = new_notebook(path)
    yield engine
    engine.dispose()


@pytest.fixture
def closed(engine: Engine, path: Path) -> Path:
    """The same store, closed."""
    close_store(engine)
    return path
