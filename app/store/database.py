"""The encrypted database file and every guard at its door. The only place that knows SQLCipher; knows no tables.

SQLCipher fails open: without a key it makes a plain file, a key of another length it takes for a passphrase, an attached
file it leaves plain. So nothing connects but through `connect`, and each of these has a test.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, func, select, table
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from app.changelog.transaction import bind_at_once
from app.errors import ProgramFault, UserProblem
from app.store.disk import StorageGuard, close_to_others, new_private_file, private_folder, put_in_place
from app.store.keyfile import StoreKey
from app.store.place import OPTION, Place, place_of

APPLICATION = 0x4B54464C
"""`KTFL` in the file, encrypted: an empty or foreign file can never pass for a store without families."""
FORMAT = 1
PLAIN = b"SQLite format 3\x00"
POOL = 4
WAIT_S = 10.0
TURN = "turn"
"""What is remembered of a connection that has its turn to write."""
LASTING = "lasting"
"""The execution option that says whether a commit waits until it is on the disk; whoever says nothing waits."""
SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "cache_size=-32768",
)
FIXED = ("cipher", "hexkey", "hexrekey", "key", "rekey", "temp_store", "textkey", "textrekey", "trusted_schema", "writable_schema")
"""Pragmas, by how their name begins, that nobody sets after opening."""

Authorizer = Callable[[int, str | None, str | None, str | None, str | None], int]


def open_engine(path: Path, key: StoreKey, create: bool = False) -> Engine:
    """Return an engine on the store; reading is the default, a writer asks for `execution_options(writes=True)`.

    Raises `store_missing` (no file, or an empty one: a store is never made by accident), `store_exists` (`create` where
    something lies), `store_not_encrypted`, `store_damaged`, `store_newer_version`, and what the disk refuses.
    """
    with StorageGuard():
        if create:
            make_store(path, key)
        look_before_opening(path)
        private_folder(path.parent)
        close_to_others(path)
        connect(path, key).close()
    return engine_on(path, key)


def close_store(engine: Engine) -> None:
    """Move everything into the one file and let go of it; a connection still in use is our own fault."""
    if isinstance(engine.pool, QueuePool) and engine.pool.checkedout():
        raise ProgramFault("the store was closed while in use")
    try:
        with StorageGuard(), raw(engine) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        engine.dispose()


def check_integrity(engine: Engine) -> None:
    """Read every page of the store and raise `store_damaged` if one is not as it was written; 1 s per 50 MB, writers wait."""
    with StorageGuard(), raw(engine) as connection:
        with place_of(engine).line:
            connection.execute("BEGIN IMMEDIATE")
        try:
            whole = is_whole(connection)
        finally:
            connection.rollback()
    if not whole:
        raise UserProblem("store_damaged")


def engine_on(path: Path, key: StoreKey) -> Engine:
    """Return the engine: a small pool, no value in an error or in a log, and a transaction that says at once if it writes."""
    logging.getLogger("sqlalchemy.engine.Engine.store").setLevel(logging.WARNING)  # at DEBUG SQLAlchemy logs the rows it reads
    place = Place(path, key)
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connect_at(place),
        execution_options={OPTION: place},
        poolclass=QueuePool,
        pool_size=POOL,
        pool_use_lifo=True,  # the connection that was used last has its pages decrypted
        max_overflow=0,
        hide_parameters=True,
        logging_name="store",
    )
    event.listen(engine, "begin", begin)
    event.listen(engine, "checkin", lambda _, record: give_back(place, record.record_info))
    event.listen(engine, "engine_disposed", lambda _: place.let_go())
    return engine


def connect_at(place: Place) -> dbapi2.Connection:
    """Return a connection to the very file that was opened first: two files in one pool would be one mixed answer."""
    with ExitStack() as unless_refused:
        place.look()
        connection = connect(place.path, place.key)
        unless_refused.callback(connection.close)
        place.settle()
        place.look()
        unless_refused.pop_all()
    return connection


def begin(connection: Connection) -> None:
    """Begin a transaction; a writer takes its place in the row now, for a reader that turns writer fails at once."""
    cursor = connection.connection.cursor()
    if not connection.get_execution_options().get("writes", False):
        cursor.execute("BEGIN")
        return
    place = place_of(connection)
    place.check_writable()
    with place.line:
        about = connection.connection.record_info
        if about is not None and TURN not in about and place.turn.acquire(timeout=place.patience_s):
            about[TURN] = True
        # Said anew each time: a connection that did not wait for the disk is anybody's afterwards.
        lasting = connection.get_execution_options().get(LASTING, True)
        cursor.execute(f"PRAGMA synchronous={'FULL' if lasting else 'NORMAL'}")
        cursor.execute("BEGIN IMMEDIATE")
        place.begun += 1


def give_back(place: Place, about: dict[str, object]) -> None:
    """Let the next writer have its turn. A connection always comes back to the pool, also after an error or without its file."""
    if about.pop(TURN, False):
        place.turn.release()


def make_store(path: Path, key: StoreKey) -> None:
    """Make an empty store under another name and put it in place only when it is encrypted and complete."""
    if path.exists():
        raise UserProblem("store_exists")
    private_folder(path.parent)
    draft = path.with_name(f"{path.name}.nieuw")
    draft.unlink(missing_ok=True)
    new_private_file(draft)
    connection = unlocked(draft, key)
    try:
        connection.execute(f"PRAGMA application_id={APPLICATION}")
        connection.execute(f"PRAGMA user_version={FORMAT}")
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()
    look_before_opening(draft)
    put_in_place(draft, path)


def look_before_opening(path: Path) -> None:
    """Refuse a file that is not there, empty, or not encrypted."""
    if not path.is_file() or path.stat().st_size == 0:
        raise UserProblem("store_missing")
    with path.open("rb") as file:
        if file.read(len(PLAIN)) == PLAIN:
            raise UserProblem("store_not_encrypted")


def connect(path: Path, key: StoreKey) -> dbapi2.Connection:
    """Return a connection with every guard in place; the file must be a store of ours."""
    with ExitStack() as unless_refused:
        connection = unlocked(path, key)
        unless_refused.callback(connection.close)
        if one(connection, "PRAGMA application_id") != APPLICATION:
            raise UserProblem("store_damaged")
        if one(connection, "PRAGMA user_version") != FORMAT:
            raise UserProblem("store_newer_version")
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        if one(connection, "PRAGMA journal_mode") != "wal":
            raise ProgramFault("the store does not keep a write-ahead log")
        connection.set_authorizer(guard())
        unless_refused.pop_all()
    return connection


@contextmanager
def looking(path: Path, key: StoreKey) -> Iterator[dbapi2.Connection]:
    """Lend a connection that changes no byte of the store, also not at closing, when the last writer empties the write-ahead log."""
    ahead = path.with_name(f"{path.name}-wal")
    waits = ahead.is_file() and ahead.stat().st_size > 0
    connection = unlocked(path, key, "mode=ro" if waits else "immutable=1")
    try:
        if one(connection, "PRAGMA application_id") != APPLICATION:
            raise UserProblem("store_damaged")
        if one(connection, "PRAGMA user_version") != FORMAT:
            raise UserProblem("store_newer_version")
        yield connection
    finally:
        connection.close()


def unlocked(path: Path, key: StoreKey, way: str = "mode=rw") -> dbapi2.Connection:
    """Return a bare connection that has proven that the library encrypts and that the key fits; never makes a file."""
    address = f"{path.resolve().as_uri()}?{way}"
    bind_at_once(dbapi2)
    with ExitStack() as unless_refused:
        connection = dbapi2.connect(address, WAIT_S, isolation_level=None, check_same_thread=False, uri=True)
        unless_refused.callback(connection.close)
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{key_text(key)}'\"")
        if not one(connection, "PRAGMA cipher_version"):
            raise ProgramFault("the database library does not encrypt")
        one(connection, "SELECT count(*) FROM sqlite_master")
        unless_refused.pop_all()
    return connection


def key_text(key: StoreKey) -> str:
    """Return the key as exactly 64 hex figures: any other length SQLCipher takes for a passphrase, and says ok."""
    text = key.raw.hex()
    if len(text) != 64:
        raise ProgramFault("a store key is exactly 64 hex figures")
    return text


def guard(admitted: Path | None = None) -> Authorizer:
    """Return what SQLite asks before each statement: no other file but `admitted`, no plain export, no change of the guards."""

    def allowed(action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None) -> int:
        denied = (
            (action == dbapi2.SQLITE_ATTACH and first != str(admitted))
            or (action == dbapi2.SQLITE_FUNCTION and (second or "").lower() == "sqlcipher_export")
            or (action == dbapi2.SQLITE_PRAGMA and second is not None and (first or "").lower().startswith(FIXED))
        )
        return dbapi2.SQLITE_DENY if denied else dbapi2.SQLITE_OK

    return allowed


@contextmanager
def raw(engine: Engine) -> Iterator[dbapi2.Connection]:
    """Lend a connection of the pool without SQLAlchemy's transaction around it."""
    lent = engine.raw_connection()
    try:
        connection = lent.driver_connection
        if not isinstance(connection, dbapi2.Connection):
            raise ProgramFault("the pool lent no connection")
        yield connection
    finally:
        lent.close()


def proven(draft: Path, key: StoreKey, counted: dict[str, object]) -> bool:
    """Open the copy as a store and say whether it is whole and holds the same number of rows in every table."""
    look_before_opening(draft)
    connection = connect(draft, key)
    try:
        return is_whole(connection) and rows_of(connection) == counted
    finally:
        connection.close()


def rows_of(connection: dbapi2.Connection) -> dict[str, object]:
    """Return the number of rows of every table."""
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
    return {name: one(connection, str(select(func.count()).select_from(table(name)))) for name in names}


def is_whole(connection: dbapi2.Connection) -> bool:
    """Say whether every page is as it was written and every tree is in order: either check alone misses damage the other sees."""
    return (
        one(connection, "PRAGMA application_id") == APPLICATION
        and not connection.execute("PRAGMA cipher_integrity_check").fetchall()
        and connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    )


def one(connection: dbapi2.Connection, sql: str) -> object:
    """Return the single value of a question; None when there is no answer."""
    row = connection.execute(sql).fetchone()
    return row[0] if row else None
