"""An engine without its listeners, for what happens all day: a transaction on it is begun by who opens it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event


def silent(engine: Engine) -> Engine:
    """Return an engine on the same connections to which nobody listens.

    For one listener SQLAlchemy asks at each step of a transaction who is to hear of it: half of what one with a small question takes.
    """
    options = engine.get_execution_options()
    found = Engine(
        engine.pool, engine.dialect, engine.url, engine.logging_name, execution_options=options, hide_parameters=engine.hide_parameters
    )

    def follow(_: Engine) -> None:
        found.pool = engine.pool

    event.listen(engine, "engine_disposed", follow)  # from then on it has another pool
    return found


@contextmanager
def transaction(engine: Engine, begin: Callable[[Connection], None]) -> Iterator[Connection]:
    """Open a transaction on a silent engine, which `begin` begins in SQL as the engine's options say; commits when it ends well."""
    with engine.begin() as connection:
        begin(connection)
        yield connection


@contextmanager
def moment(engine: Engine, begin: Callable[[Connection], None]) -> Iterator[Connection]:
    """Open one consistent moment in the same way, for who reads: it is rolled back, so nothing of it can stay, nor its commit fail."""
    with engine.connect() as connection:
        connection.begin()
        begin(connection)
        yield connection
