"""Files and statements that are made once for all tests: they take longer than what most tests do with them."""

import functools
import tempfile
from pathlib import Path

from sqlalchemy import Engine

from app.changelog.log import Log
from app.changelog.transaction import Writer
from app.server.database import open_database
from app.store.database import close_store, open_engine
from app.store.keyfile import StoreKey
from app.store.migrate import migrate

STORE_KEY = StoreKey(raw=bytes(range(32)), store_id=bytes(16))
"""The key of every laptop of a test."""
WRITTEN: dict[tuple[int, str], Writer] = {}


@functools.cache
def empty_server() -> bytes:
    """Return a server database without rows, made once by its migrations."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "leeg.db"
        database = open_database(f"sqlite:///{file}")
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.engine.dispose()
        return file.read_bytes()


@functools.cache
def empty_store() -> bytes:
    """Return a store without rows, made once by its migrations; every laptop of a test has the same known key."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "leeg.db"
        engine = open_engine(file, STORE_KEY, create=True)
        migrate(engine, file, STORE_KEY)
        close_store(engine)
        return file.read_bytes()


def ready_made(log: Log, engine: Engine) -> None:
    """Let a log have the SQL that SQLAlchemy wrote for an earlier one."""
    log.write = WRITTEN.setdefault((id(log.tables), engine.dialect.name), log.write)
