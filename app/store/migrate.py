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
from app.store.database import backup
from app.store.disk import StorageGuard
from app.store.keyfile import StoreKey

log = get_log(__name__)

STEPS = Path(__file__).parent / "migrations"
"""A folder beside this file, so that a packaged program finds it where it finds this module; its files travel as data."""


def migrate(engine: Engine, path: Path, key: StoreKey, steps: Path = STEPS) -> None:
    """Bring the store to the newest revision; does nothing when it is there.

    An older store is backed up first (`backup_path`) and the backup is kept. Raises `store_newer_version` and leaves the
    store untouched when its revision is unknown here, `backup_failed`, and what the disk refuses.
    """
    scripts = ScriptDirectory(str(steps))
    newest = scripts.get_current_head()
    with StorageGuard():
        found = revision_of(engine)
        if found == newest:
            return
        if found is not None:
            if found not in {script.revision for script in scripts.walk_revisions()}:
                raise UserProblem("store_newer_version")
            backup(engine, backup_path(path, found), key)
        with engine.execution_options(writes=True).begin() as connection:
            command.upgrade(config_for(connection, steps), "head")
    log.event("store.migrated", revision=newest or "")


def backup_path(path: Path, revision: str) -> Path:
    """Return where the store as it was at `revision` is kept."""
    return path.parent / "reserve" / f"{path.stem}-{revision}{path.suffix}"


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
