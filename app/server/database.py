"""The server's database: reading is the default, a writer says so when it begins. Nothing of SQLite beyond this file."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool

from app.changelog.apply import rebuild
from app.changelog.log import Log
from app.changelog.transaction import Tx
from app.domain.records import specs
from app.server.tables import log_tables, stream

STEPS = Path(__file__).parent / "migrations"
SETTINGS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "trusted_schema=OFF", "cache_size=-65536")
WAIT_S = 10.0


@dataclass(frozen=True)
class Database:
    """The engine with the statements prepared for it."""

    engine: Engine
    log: Log

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """Open one consistent moment."""
        with self.engine.connect() as connection:
            connection.begin()
            yield Tx(connection)

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """Open one transaction; commits when it ends well."""
        with self.engine.execution_options(writes=True).begin() as connection:
            yield Tx(connection)


def open_database(url: str) -> Database:
    """Return the database, brought to the form this program knows."""
    engine = create_engine(url, poolclass=QueuePool, pool_size=8, hide_parameters=True, connect_args=_arguments(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _settled)
        event.listen(engine, "begin", _begin)
    database = Database(engine, Log(log_tables, engine.dialect))
    if _migrate(engine):
        _rows_as_declared(database)
    return database


def _arguments(url: str) -> dict[str, Any]:
    if make_url(url).get_backend_name() != "sqlite":
        return {}
    return {"check_same_thread": False, "isolation_level": None, "timeout": WAIT_S}


def _settled(connection: Any, _record: object) -> None:
    for setting in SETTINGS:
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    """A reader that turns writer after somebody committed fails at once, so it is decided here."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes", False) else "BEGIN")


def config_for(connection: Connection) -> Config:
    """Return alembic's settings, built here: there is no ini file on any disk."""
    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _migrate(engine: Engine) -> bool:
    """Bring the tables up to date; tells whether there was an older form."""
    with engine.execution_options(writes=True).begin() as connection:
        before = MigrationContext.configure(connection).get_current_revision()
        command.upgrade(config_for(connection), "head")
        return before not in (None, MigrationContext.configure(connection).get_current_revision())


def _rows_as_declared(database: Database) -> None:
    """Write every row anew from the log: what an older service could only keep there gets its place. Writes no change."""
    with database.write() as tx:
        for scope in tx.rows(database.log.write.select(stream, ("municipality", "stream"), ())):
            for record in specs():
                rebuild(database.log.stream(tx, *scope), record)
