"""Opening the program: the first time with a code from the municipality, after that with the passphrase; and locking it."""

import shutil
from pathlib import Path
from typing import Protocol

from app.changelog.log import Log
from app.clock import Clock
from app.errors import UserProblem
from app.log import get_log
from app.paths import STORE, Home
from app.store import tables
from app.store.database import check_integrity, close_store, open_engine
from app.store.declarations import rows_as_declared
from app.store.disk import StorageGuard
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

    The code is used before anything is written; a store is never made over what lies there already (`store_exists`),
    and a passphrase that is guessed in days is refused (`passphrase_weak`).
    """
    if home.enrolled:
        raise UserProblem("store_exists")
    if not strong_enough(passphrase):
        raise UserProblem("passphrase_weak")
    identity = enroller.enrol(code)
    making = home.vault.with_name(f"{home.vault.name}.nieuw")
    shutil.rmtree(making, ignore_errors=True)
    _make_vault(making, identity, passphrase, cost)
    with StorageGuard():
        making.rename(home.vault)
    log.event("store.made")
    return unlock(home, passphrase, clock)


def _make_vault(folder: Path, identity: Identity, passphrase: str, cost: Cost) -> None:
    """Make key and store beside their place: a program that ends halfway leaves nothing that looks like a store."""
    store = folder / STORE
    key = create_keyfile(folder, passphrase, cost)
    engine = open_engine(store, key, create=True)
    migrate(engine, store, key)
    with engine.execution_options(writes=True).begin() as connection:
        save_identity(connection, Log(tables.log_tables, engine.dialect), identity)
    close_store(engine)


def unlock(home: Home, passphrase: str, clock: Clock) -> Workspace:
    """Open the store; raises UserProblem: `wrong_passphrase`, `keyfile_missing`, `store_missing`, `store_damaged`, ..."""
    key = open_keyfile(home.vault, passphrase)
    engine = open_engine(home.store, key)
    migrate(engine, home.store, key)
    with engine.connect() as connection:
        identity = load_identity(connection, Log(tables.log_tables, engine.dialect))
    workspace = Workspace(engine, identity, clock)
    rows_as_declared(workspace)
    log.event("store.opened")
    return workspace


def check_store(workspace: Workspace) -> None:
    """Read every page of the store after opening; raises `store_damaged` for what opening does not see (security.md 3.3)."""
    check_integrity(workspace.engine)


def strong_enough(passphrase: str) -> bool:
    """Tell whether a passphrase holds against a thief with time: five words, or twenty characters (security.md 3.2)."""
    return (len(passphrase.split()) >= 5 or len(passphrase) >= 20) and len(set(passphrase)) > 4


def lock(workspace: Workspace) -> None:
    """Close the store: everything in one file, nothing open."""
    close_store(workspace.engine)
    log.event("store.closed")
