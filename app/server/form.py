"""Which form a database has, and bringing it forward. The steps are in `migrations`; there is no way back but a backup."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.server.engines import check_text, without_limit
from app.server.problems import DatabaseProblem

STEPS = Path(__file__).parent / "migrations"


def form_of(connection: Connection) -> str | None:
    """Return the revision a database says it has; None for one without tables."""
    return MigrationContext.configure(connection).get_current_revision()


def forms() -> list[str]:
    """Return every revision that this program knows, newest first."""
    return [script.revision for script in ScriptDirectory(str(STEPS)).walk_revisions()]


def refuse_newer(form: str | None) -> None:
    """Refuse a form that only a newer program knows; nothing of it is touched."""
    if form is not None and form not in forms():
        raise DatabaseProblem(
            "newer_form",
            "The database was made by a newer version of this program. Nothing was changed. Install the newest version.",
            form=form,
        )


def refuse_older(form: str | None) -> None:
    """Refuse an older form: bringing it forward is somebody's decision, taken once, after a backup."""
    if form is not None and form != forms()[0]:
        raise DatabaseProblem(
            "older_form",
            "The database has an older form. Nothing was changed. Stop the service and run: keukentafel-server migrate",
            form=form,
        )


def bring_forward(connection: Connection, form: str = "head") -> None:
    """Take every step up to a form, in the connection's own transaction, however long it takes."""
    check_text(connection)
    without_limit(connection)
    command.upgrade(config_for(connection), form)


def config_for(connection: Connection) -> Config:
    """Return alembic's settings, built here: there is no ini file on any disk."""
    config = Config()
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
