"""The server's database: reading is the default, a writer says so when it begins. The same on SQLite and PostgreSQL (`engines.py`)."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from app.changelog.apply import rebuild
from app.changelog.log import Log
from app.changelog.silent import silent, transaction
from app.changelog.transaction import Tx
from app.clock import rest
from app.domain.records import specs
from app.log import get_log
from app.server.engines import POSTGRESQL, begin, broke_off, engine_for, may_be_tried_again, reading_on
from app.server.form import bring_forward, form_of, refuse_newer
from app.server.pipelined import narrow
from app.server.tables import log_tables, stream

T = TypeVar("T")

log = get_log(__name__)

ATTEMPTS = 10
FIRST_WAIT_S, LONGEST_WAIT_S = 0.005, 0.5
TURN_S = 1.0
CHANCE = secrets.SystemRandom()


@dataclass(frozen=True)
class Database:
    """The engine with the statements prepared for it; `pause` waits between two attempts."""

    engine: Engine
    log: Log
    pause: Callable[[float], None] = rest
    turn: Lock = field(default_factory=Lock)

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """Open one consistent moment."""
        with transaction(self._reads, begin) as connection, self._watched(connection):
            yield Tx(connection)

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """Open one transaction; commits when it ends well. Tries nothing again: for one command of one person."""
        with transaction(self._writes, begin) as connection, self._watched(connection), narrow(connection) as tx:
            yield tx

    def writing(self, work: Callable[[Tx], T]) -> T:
        """Do the work in one transaction and commit; from its beginning again as long as others were first, at most ten times.

        So `work` keeps nothing of an attempt beyond its result. What still fails then is raised as it came.
        """
        return self._until_done(self._written_in_turn, work)

    def noting(self, work: Callable[[Tx], None]) -> None:
        """Do the work as `writing` does, if it is one statement that depends on nothing that was read: it waits for no turn."""
        self._until_done(self._noted if self.engine.dialect.name == POSTGRESQL else self._written_in_turn, work)

    def _until_done(self, opened: Callable[[], AbstractContextManager[Tx]], work: Callable[[Tx], T]) -> T:
        failures: tuple[type[Exception], ...] = (DBAPIError, self._driver.Error)
        turn = 0
        while True:
            turn += 1
            committing = False
            try:
                with opened() as tx:
                    result = work(tx)
                    tx.settle()
                    committing = True
                return result
            except failures as error:
                if turn == ATTEMPTS or not may_be_tried_again(self.engine, error, turn, committing=committing):
                    raise
                log.event("database.again", turn=turn, error=type(getattr(error, "orig", error)).__name__)
            self.pause(CHANCE.uniform(0, min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**turn)))

    @contextmanager
    def _written_in_turn(self) -> Iterator[Tx]:
        with self._in_turn(), self.write() as tx:
            yield tx

    @contextmanager
    def _noted(self) -> Iterator[Tx]:
        """Open a transaction that watches nobody and is watched by nobody (PostgreSQL)."""
        with self.engine.connect() as connection:
            connection.execution_options(isolation_level="READ COMMITTED")
            with connection.begin(), self._watched(connection):
                yield Tx(connection)

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Let one writer of this process go after another: they share one core, and PostgreSQL then takes none for a rival of another.

        It decides nothing about right and wrong: who has waited long goes on, for a family may be held by somebody elsewhere.
        """
        mine = self.turn.acquire(timeout=TURN_S)
        try:
            yield
        finally:
            if mine:
                self.turn.release()

    @cached_property
    def silent(self) -> Engine:
        """The engine of all transactions."""
        return silent(self.engine)

    @cached_property
    def _reads(self) -> Engine:
        """The engine for who reads, made once: with its options it is another one each time."""
        return self.silent.execution_options(**reading_on(self.engine))

    @cached_property
    def _writes(self) -> Engine:
        """The engine for who writes."""
        return self.silent.execution_options(writes=True)

    @property
    def _driver(self) -> Any:
        return self.engine.dialect.loaded_dbapi

    @contextmanager
    def _watched(self, connection: Connection) -> Iterator[None]:
        """Throw away a connection that breaks on the narrow way, for SQLAlchemy does not see that."""
        try:
            yield
        except self._driver.Error as error:
            if not connection.invalidated and broke_off(self.engine, error):
                connection.invalidate(error)
            raise


def open_database(url: str) -> Database:
    """Return the database, brought to the form this program knows; raises DatabaseProblem for a newer one."""
    database = connect(url)
    with disposed_on_refusal(database):
        database.writing(lambda tx: _brought_forward(database.log, tx))
    return database


def connect(url: str) -> Database:
    """Return the database as it is, whatever its form; nothing is asked of it yet."""
    engine = engine_for(url)
    return Database(engine, Log(log_tables, engine.dialect))


@contextmanager
def disposed_on_refusal(database: Database) -> Iterator[None]:
    """Let go of a database that turns out to be of no use."""
    good = False
    try:
        yield
        good = True
    finally:
        if not good:
            database.engine.dispose()


def _brought_forward(log: Log, tx: Tx) -> None:
    before = form_of(tx.connection)
    refuse_newer(before)
    bring_forward(tx.connection)
    if before is not None and before != form_of(tx.connection):
        rows_as_declared(log, tx)


def rows_as_declared(log: Log, tx: Tx) -> None:
    """Write every row anew from the log: what an older service could only keep there gets its place. Writes no change."""
    for scope in tx.rows(log.write.select(stream, ("municipality", "stream"), ())):
        for record in specs():
            rebuild(log.stream(tx, *scope), record)
