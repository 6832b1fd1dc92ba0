"""Opening the program: the first time with a code from the municipality, after that with the passphrase; and locking it."""

from typing import Protocol

from app.changelog.log import Log
from app.clock import Clock
from app.errors import UserProblem
from app.log import get_log
from app.paths import Home
from app.store import tables
from app.store.database import close_store, open_engine
from app.store.keyfile import USUAL, Cost, create_keyfile, open_keyfile
from app.store.migrate import migrate
from app.store.workspace import Identity, Workspace, load_identity, save_identity

log = get_log(__name__)


class Enroller(Protocol):
    """The server as the first start sees it."""

    def enrol(self, code: str) -> Identity:
        """Return who this laptop is from now on; raises UserProblem for a wrong or used code."""
        ...


def first_start(home: Home, enroller: Enroller, code: str, passphrase: str, clock: Clock, cost: Cost = USUAL) -> Workspace:
    """Enrol this laptop and make its encrypted store.

    The code is used before anything is written; a store is never made over what lies there already (`store_exists`).
    """
    if home.enrolled:
        raise UserProblem("store_exists")
    identity = enroller.enrol(code)
    key = create_keyfile(home.folder, passphrase, cost)
    engine = open_engine(home.store, key, create=True)
    migrate(engine, home.store, key)
    with engine.execution_options(writes=True).begin() as connection:
        save_identity(connection, Log(tables.log_tables, engine.dialect), identity)
    log.event("store.made")
    return Workspace(engine, identity, clock)


def unlock(home: Home, passphrase: str, clock: Clock) -> Workspace:
    """Open the store; raises UserProblem: `wrong_passphrase`, `keyfile_missing`, `store_missing`, `store_damaged`, ..."""
    key = open_keyfile(home.folder, passphrase)
    engine = open_engine(home.store, key)
    migrate(engine, home.store, key)
    with engine.connect() as connection:
        identity = load_identity(connection, Log(tables.log_tables, engine.dialect))
    log.event("store.opened")
    return Workspace(engine, identity, clock)


def lock(workspace: Workspace) -> None:
    """Close the store: everything in one file, nothing open."""
    close_store(workspace.engine)
    log.event("store.closed")
