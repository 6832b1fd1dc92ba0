"""Connections of an engine without its events, for what happens all day."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

Begin = Callable[[Connection], None]
"""Begins a transaction, in SQL, on a connection that says by its execution options what is wanted."""


class Silent:
    """Lends connections from the pool of an engine, on which each transaction is begun by `begin` and not by a listener.

    For one listener SQLAlchemy makes a table of listeners for every connection it lends, and looks into it at every step of a transaction:
    half of what a transaction of one small question takes.
    """

    def __init__(self, engine: Engine, begin: Begin, **options: object) -> None:
        self._engine = engine
        self._begin = begin
        self._options = options
        self._silent = self._made()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a transaction; commits when it ends well."""
        if self._silent.pool is not self._engine.pool:  # all connections were let go of, and the engine began with a new pool
            self._silent = self._made()
        with self._silent.begin() as connection:
            self._begin(connection)
            yield connection

    def _made(self) -> Engine:
        """Return an engine on the same connections. With other options than those with which it was made it would be one with listeners."""
        engine, options = self._engine, self._engine.get_execution_options() | self._options
        return Engine(
            engine.pool, engine.dialect, engine.url, engine.logging_name, execution_options=options, hide_parameters=engine.hide_parameters
        )
