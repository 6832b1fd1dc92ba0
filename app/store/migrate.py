"""Brings a store to the form this program knows: proven backup first, then every step in one transaction. Never goes back."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData

from app.errors import UserProblem
from app.log import get_log
from app.store.copying import backup
from app.store.database import look_before_opening, looking, one
from app.store.disk import StorageGuard
from app.store.keyfile import StoreKey
from app.store.reserve import RESERVE

log = get_log(__name__)

STEPS = Path(__file__).parent / "migrations"
"""A folder beside this file, so that a packaged program finds it where it finds this module; its files travel as data."""

NOT_BROUGHT_UP = {"disk_full": "upgrade_no_room", "disk_error": "upgrade_failed", "store_read_only": "upgrade_failed"}
"""What the disk refuses, as it is told to who opens an older store: nothing was typed, and nothing is changed."""


def refuse_newer(path: Path, key: StoreKey, steps: Path = STEPS) -> None:
    """Raise `store_newer_version` for a store that a newer program kept, before anything of it is opened for writing."""
    with StorageGuard():
        look_before_opening(path)
        with looking(path, key) as connection:
            if one(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"):
                check_known(one(connection, "SELECT version_num FROM alembic_version"), ScriptDirectory(str(steps)))


def migrate(engine: Engine, path: Path, key: StoreKey, steps: Path = STEPS) -> None:
    """Bring the store to the newest revision; does nothing when it is there.

    An older store is backed up first (`backup_path`) and the backup is kept. Raises `store_newer_version` and leaves the
    store untouched when its revision is unknown here, `backup_failed`, `upgrade_no_room`, `upgrade_failed`.
    """
    scripts = ScriptDirectory(str(steps))
    newest = scripts.get_current_head()
    with StorageGuard():
        found = revision_of(engine)
        if found == newest:
            return
        check_known(found, scripts)
    try:
        with StorageGuard():
            if found is not None:
                backup(engine, backup_path(path, found), key)
            with engine.execution_options(writes=True).begin() as connection:
                command.upgrade(config_for(connection, steps), "head")
    except UserProblem as problem:
        if found is None or problem.key not in NOT_BROUGHT_UP:
            raise
        raise UserProblem(NOT_BROUGHT_UP[problem.key]) from problem
    log.event("store.migrated", revision=newest or "")


def check_known(found: object, scripts: ScriptDirectory) -> None:
    """Raise `store_newer_version` for a revision that this program has no step to; a store without tables has none yet."""
    if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
        raise UserProblem("store_newer_version")


def backup_path(path: Path, revision: str) -> Path:
    """Return where the store as it was at `revision` is kept."""
    return path.parent / RESERVE / f"{path.stem}-{revision}{path.suffix}"


def revision_of(engine: Engine) -> str | None:
    """Return the revision a store says it has; None for a store without tables."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def differences(engine: Engine, metadata: MetaData) -> list[object]:
    """Return what alembic would still change to make the store equal to the declared tables; empty when they agree."""
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def config_for(connection: Connection, steps: Path = STEPS, metadata: MetaData | None = None) -> Config:
    """Return alembic's settings, built here: there is no ini file on any disk."""
    config = Config()
    config.set_main_option("script_location", str(steps).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["metadata"] = metadata
    return config
