"""Writing to PostgreSQL in its pipeline: the service goes on while a statement is on its way or at work, and hears of it when it asks for
something, or at the end. An error is raised there, as it came; whatever it is, nothing of the transaction stays.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from sqlalchemy import Connection

from app.changelog.transaction import Prepared, Row, Tx
from app.server.engines import POSTGRESQL


class Pipelined(Tx):
    """One open transaction on PostgreSQL; the pipeline begins with the first thing written, and `waiting` ends it."""

    def __init__(self, connection: Connection, waiting: ExitStack) -> None:
        super().__init__(connection)
        self._driver: Any = connection.connection.driver_connection
        self._asks = connection.connection.cursor()  # of its own: answers to what was written before may still come in for the other
        self._pipeline: Any = None
        self._waiting = waiting

    @property
    def connection(self) -> Connection:
        """Return the connection for who speaks SQLAlchemy, which knows of no pipeline."""
        self.settle()
        return super().connection

    def run(self, statement: Prepared, values: Row = ()) -> None:
        """Send one statement."""
        self._begun()
        super().run(statement, values)

    def many(self, statement: Prepared, rows: Iterable[Row]) -> None:
        """Send one statement for all rows; nothing for no rows."""
        if rows := list(rows):
            self._begun()
            super().many(statement, rows)

    def rows(self, statement: Prepared, values: Row = ()) -> list[Any]:
        """Return all rows of a query, once what was written before it is."""
        self._asks.execute(statement.sql, values)
        if self._pipeline is not None:
            self._pipeline.sync()  # not only what was asked: PostgreSQL counts how long a client says nothing from here on
        return list(self._asks.fetchall())

    def settle(self) -> None:
        """Wait until everything is written; raises what went wrong with it."""
        self._pipeline = None
        self._waiting.close()

    def _begun(self) -> None:
        if self._pipeline is None:
            self._pipeline = self._waiting.enter_context(self._driver.pipeline())


@contextmanager
def narrow(connection: Connection) -> Iterator[Tx]:
    """Open the narrow way for who writes: in a pipeline where there is one, which has ended when this ends."""
    if connection.dialect.name == POSTGRESQL:
        with ExitStack() as waiting:
            yield Pipelined(connection, waiting)
    else:
        yield Tx(connection)
