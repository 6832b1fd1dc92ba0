"""Opening the program: the first time with a code from the municipality, after that with the passphrase; and locking it."""

import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from app.actions.safekeeping import take_from_lifeboat
from app.changelog.log import Log
from app.clock import Clock
from app.errors import UserProblem
from app.log import get_log
from app.paths import STORE, Home
from app.store import tables
from app.store.database import check_integrity, close_store, open_engine
from app.store.declarations import rows_as_declared
from app.store.disk import StorageGuard, check_room
from app.store.keyfile import USUAL, Cost, create_keyfile, open_keyfile
from app.store.migrate import migrate, refuse_newer
from app.store.place import place_of
from app.store.reserve import forget_old_copies, remember_key_file
from app.store.workspace import Identity, Workspace, load_identity, save_identity

log = get_log(__name__)

NOT_OPENED = {"disk_full": "open_no_room", "disk_error": "open_failed", "store_read_only": "open_read_only"}
"""What the disk refuses, as it is told to who opens: nothing was typed yet."""


class Enroller(Protocol):
    """The server as the first start sees it."""

    def enrol(self, code: str) -> Identity:
        """Return who this laptop is from now on; raises UserProblem for a wrong or used code."""
        ...


def first_start(home: Home, enroller: Enroller, code: str, passphrase: str, clock: Clock, cost: Cost = USUAL) -> Workspace:
    """Enrol this laptop and make its encrypted store.

    A store is never made over what lies there already (`store_exists`), and a passphrase that is guessed in days is refused
    (`passphrase_weak`). Where nothing can be kept the code is not used (`home_not_usable`, `home_no_room`).
    """
    if home.enrolled:
        raise UserProblem("store_exists")
    if not strong_enough(passphrase):
        raise UserProblem("passphrase_weak")
    check_room(home.folder)
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
    with ExitStack() as unless_refused:
        try:
            refuse_newer(home.store, key)
            engine = open_engine(home.store, key)
            unless_refused.callback(engine.dispose)
            migrate(engine, home.store, key)
            with engine.connect() as connection:
                identity = load_identity(connection, Log(tables.log_tables, engine.dialect))
            workspace = Workspace(engine, identity, clock)
            remember_key_file(engine)
            rows_as_declared(workspace)
            take_from_lifeboat(workspace)
        except UserProblem as problem:
            if problem.key not in NOT_OPENED:
                raise
            raise UserProblem(NOT_OPENED[problem.key]) from problem
        unless_refused.pop_all()
    log.event("store.opened")
    return workspace


def check_store(workspace: Workspace) -> None:
    """Read every page of the store after opening; raises `store_damaged` for what opening does not see (security.md 3.3).

    From then on a damaged store is only read. Of a whole one the copies from before an upgrade of long ago may go.
    """
    try:
        check_integrity(workspace.engine)
    except UserProblem as problem:
        place_of(workspace.engine).damaged |= problem.key == "store_damaged"
        raise
    forget_old_copies(workspace.engine, workspace.clock.now())


def strong_enough(passphrase: str) -> bool:
    """Tell whether a passphrase holds against a thief with time: five words, or twenty characters (security.md 3.2)."""
    return (len(passphrase.split()) >= 5 or len(passphrase) >= 20) and len(set(passphrase)) > 4


def lock(workspace: Workspace) -> None:
    """Close the store: everything in one file, nothing open.

    Where the disk has no room for that the write-ahead log stays beside it: nothing is lost, the next opening takes it in.
    """
    try:
        close_store(workspace.engine)
    except UserProblem as problem:
        log.trouble("store.closed_beside_its_log", why=problem.key)
        return
    log.event("store.closed")
