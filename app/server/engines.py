"""What SQLite and PostgreSQL want differently: how they are opened, how a reader stands still, what may be tried again.

Nothing here or anywhere in the server uses what an engine that only speaks PostgreSQL may lack: no sequence, no advisory
lock, no LISTEN, no system column (docs/decisions/0011).
"""

import logging
import sqlite3
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from app.changelog.transaction import bind_at_once
from app.server.problems import DatabaseProblem

SQLITE, POSTGRESQL = "sqlite", "postgresql"
SETTINGS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "trusted_schema=OFF", "cache_size=-65536")
POOL, OVERFLOW = 16, 0
WAIT_S = 10
"""How long a request waits for another writer, or for a connection, before the laptop is asked to come back later."""
LIMITS_MS = {"lock_timeout": WAIT_S * 1000, "statement_timeout": 30_000, "idle_in_transaction_session_timeout": 60_000}
"""A client that hangs holds a family no longer than this."""
GONE_AFTER = {"tcp_keepalives_idle": 30, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 3}
"""The same for one whose machine is no more: amid a pipeline PostgreSQL would wait for what comes next, two hours long."""
BY_INDEX = {"enable_seqscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off", "jit": "off"}
"""PostgreSQL would look through a whole table of some ten thousand rows sooner than find sixty of them by their keys, in each sync.

An engine that has no such settings is told which others by its address: `?options=`.
"""
KEEPALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 60_000}
RECYCLE_S = 1_800

ALWAYS_AGAIN = {"40001", "40P01"}
"""serialization_failure and deadlock_detected: the database says that nothing of it happened."""
SOON_AGAIN = {"23505"}
"""unique_violation: perhaps by a row that was not there yet at this transaction's moment; perhaps for ever."""
SOON = 3
LOST = ("08", "57P")
"""connection_exception, and admin_shutdown with its like."""


def engine_for(address: str) -> Engine:
    """Return the engine of `sqlite:///...` or `postgresql://...`; raises DatabaseProblem for another, and says no password."""
    problem = DatabaseProblem("database_kind", "The address of the database is not one of sqlite:///... or postgresql://...")
    try:
        url = make_url(address)
    except ArgumentError:
        raise problem from None
    if url.drivername == SQLITE:
        return _sqlite(url)
    if url.drivername in (POSTGRESQL, "postgresql+psycopg"):
        return _postgresql(url.set(drivername="postgresql+psycopg"))
    raise problem


def reading_on(engine: Engine) -> dict[str, Any]:
    """Return the options of a connection that only reads, all of it at one moment."""
    if engine.dialect.name == POSTGRESQL:
        return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return {}


def may_be_tried_again(engine: Engine, error: Exception, turn: int, *, committing: bool) -> bool:
    """Tell whether a transaction that failed left nothing behind and may go well next time.

    A connection that broke at the commit is not among them: nobody knows what became of it. On SQLite the writer was alone.
    """
    if engine.dialect.name != POSTGRESQL:
        return False
    state = _state(error)
    if state in SOON_AGAIN:
        return turn <= SOON
    return state in ALWAYS_AGAIN or (not committing and broke_off(engine, error))


def broke_off(engine: Engine, error: Exception) -> bool:
    """Tell whether the connection is of no more use, also where the driver does not call it closed yet: amid many statements at once."""
    if engine.dialect.name != POSTGRESQL:
        return False
    driver: Any = engine.dialect.loaded_dbapi
    failed, state = getattr(error, "orig", None) or error, _state(error)
    return isinstance(failed, (driver.OperationalError, driver.InterfaceError)) and (state is None or state.startswith(LOST))


def _state(error: Exception) -> str | None:
    """Return the five signs with which PostgreSQL says what is wrong; None when it said nothing."""
    state: str | None = getattr(getattr(error, "orig", None) or error, "sqlstate", None)
    return state


def check_text(connection: Connection) -> None:
    """Refuse a PostgreSQL database that cannot hold every name."""
    if connection.dialect.name == POSTGRESQL:
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        if encoding != "UTF8":
            raise DatabaseProblem("encoding", "The database cannot hold every name. Nothing was changed. Make one with the encoding UTF8.")


def without_limit(connection: Connection) -> None:
    """Let this transaction take as long as it needs: a migration of a large database, a backup into a slow pipe."""
    if connection.dialect.name == POSTGRESQL:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")


def _sqlite(url: URL) -> Engine:
    bind_at_once(sqlite3)
    arguments = {"check_same_thread": False, "isolation_level": None, "timeout": WAIT_S}
    engine = create_engine(url, poolclass=QueuePool, pool_size=POOL, hide_parameters=True, connect_args=arguments)
    event.listen(engine, "connect", _settled)
    event.listen(engine, "begin", begin)
    return engine


def _settled(connection: Any, _record: object) -> None:
    for setting in SETTINGS:
        connection.execute(f"PRAGMA {setting}")


def begin(connection: Connection) -> None:
    """Begin in SQL what SQLAlchemy has begun; PostgreSQL's driver does so itself.

    On SQLite a reader that turns writer after somebody committed fails at once, so it is decided here.
    """
    if connection.dialect.name == SQLITE:
        writes = connection.get_execution_options().get("writes", False)
        connection.connection.cursor().execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: URL) -> Engine:
    logging.getLogger("psycopg").setLevel(logging.ERROR)  # it warns of what went wrong after the error that it raises
    return create_engine(
        url,
        hide_parameters=True,
        paramstyle="format",
        isolation_level="SERIALIZABLE",
        use_native_hstore=False,
        pool_size=POOL,
        max_overflow=OVERFLOW,
        pool_timeout=WAIT_S,
        pool_recycle=RECYCLE_S,
        pool_pre_ping=True,
        connect_args=arguments_for(url),
    )


def arguments_for(url: URL) -> dict[str, Any]:
    """Return what the address leaves unsaid. Over a network nobody but the right server is spoken to."""
    limits = " ".join(f"-c {name}={value}" for name, value in (LIMITS_MS | GONE_AFTER | BY_INDEX).items())
    usual = {"options": limits, "connect_timeout": 5, "fallback_application_name": "keukentafel-server", **KEEPALIVE}
    if not _is_here(url) and "sslmode" not in url.query:
        usual |= {"sslmode": "verify-full", "sslrootcert": "system"}
    return {name: value for name, value in usual.items() if name not in url.query}


def _is_here(url: URL) -> bool:
    """Tell whether the server is reached by a socket file or by this machine's loopback."""
    hosts = url.query.get("host", url.host or "")
    names = [name for host in ((hosts,) if isinstance(hosts, str) else hosts) for name in host.split(",")]
    return all(not name or name.startswith("/") or name in ("localhost", "127.0.0.1", "::1") for name in names)
