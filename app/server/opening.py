"""Opening the database as the service and its commands do: as it is. Bringing it forward is `migrate`, and nothing else."""

from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from app.server.database import Database, connect, disposed_on_refusal
from app.server.form import bring_forward, form_of, refuse_newer, refuse_older
from app.server.problems import DatabaseProblem


def no_database() -> DatabaseProblem:
    """Return what is said where a database should be."""
    return DatabaseProblem("no_database", "There is no database yet. Begin with: keukentafel-server municipality CODE NAME")


def open_as_it_is(url: str, *, make: bool = True) -> Database:
    """Return a database of the form this program knows; one without tables is made, unless told not to.

    Raises DatabaseProblem for any other form: several services may begin at once, and none of them migrates.
    """
    if not make:
        refuse_absent(url)
    database = connect(url)
    with disposed_on_refusal(database):
        if make and found_form(database) is None:
            _made(database)
        form = found_form(database)
        if form is None:
            raise no_database()
        refuse_newer(form)
        refuse_older(form)
    return database


def refuse_absent(url: str) -> None:
    """Refuse a file that is not there, before connecting makes one."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database and not Path(address.database).exists():
        raise no_database()


def found_form(database: Database) -> str | None:
    """Return the form a database has; None without tables."""
    with database.read() as tx:
        return form_of(tx.connection)


def _made(database: Database) -> None:
    """Make the tables; another service may have done so a moment before."""
    try:
        with database.write() as tx:
            bring_forward(tx.connection)
    except (ProgrammingError, IntegrityError, OperationalError):
        if found_form(database) is None:
            raise
