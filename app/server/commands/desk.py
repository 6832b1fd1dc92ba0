"""What every command gets and gives: the service's settings and database in, lines and plain data out."""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from app.changelog.transaction import Tx
from app.clock import Clock, from_ms, local
from app.domain.ids import from_text
from app.errors import ProgramFault
from app.server import tables
from app.server.access import House
from app.server.database import Database
from app.server.enrol import Holder
from app.server.opening import open_as_it_is
from app.server.problems import DONE, DatabaseProblem, ServerProblem
from app.server.settings import ServerSettings

MARK = "id:"

Commands = Any
"""What argparse gives for its subcommands; it has no public name there."""


@dataclass(frozen=True)
class Told:
    """What came of a command: `data` for a program (ids, counts, moments, in names that stay), `lines` for a person."""

    data: Mapping[str, Any]
    lines: Sequence[str]
    exit_code: int = DONE
    on_stderr: bool = False


@dataclass(frozen=True)
class Desk:
    """Where a command works: what was asked for, the settings and the time. The database is opened by who needs it."""

    asked: argparse.Namespace
    settings: ServerSettings
    clock: Clock
    notes: list[str] = field(default_factory=list)

    @contextmanager
    def house(self, *, make: bool = False) -> Iterator[House]:
        """Open the database of the newest form; raises DatabaseProblem for what it cannot be used for."""
        with guarded(open_as_it_is, self.settings.address(), make=make) as database:
            yield House(database, self.clock)


Run = Callable[[Desk], Told]


@contextmanager
def guarded(opens: Callable[..., Database], address: str, **how: bool) -> Iterator[Database]:
    """Open a database, close it afterwards, and say in one word what it refused."""
    database: Database | None = None
    try:
        database = opens(address, **how)
        yield database
    except SQLAlchemyError as error:
        raise database_failed(error) from error
    except driver_errors() as error:
        raise database_failed(error) from error
    finally:
        if database is not None:
            database.engine.dispose()


def driver_errors() -> tuple[type[Exception], ...]:
    """Return what the drivers raise under prepared statements, which go past SQLAlchemy."""
    import sqlite3

    import psycopg

    return (sqlite3.Error, psycopg.Error)


def database_failed(error: Exception) -> DatabaseProblem:
    """Return what is said of an error of the database: its kind, for its words may hold a value."""
    kind = type(getattr(error, "orig", None) or error).__name__
    return DatabaseProblem("database_failed", "The database cannot be used now ({kind}). Try it again, or look at its own log.", kind=kind)


def add(commands: Commands, name: str, about: str, run: Run) -> argparse.ArgumentParser:
    """Add a command with what it is for."""
    made: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about, add_help=False)
    made.set_defaults(run=run)
    return made


def town_of(house: House, tx: Tx) -> str:
    """Return the code of the one municipality; raises ServerProblem when there is none yet."""
    rows = tx.rows(house.database.log.write.select(tables.municipality, ("municipality",), ()))
    if not rows:
        raise ServerProblem("no_municipality", "Begin with a municipality: keukentafel-server municipality CODE NAME")
    code: str = rows[0][0]
    return code


def worker_of(house: House, tx: Tx, login: str) -> Holder:
    """Return the worker of that login; raises ServerProblem."""
    town = town_of(house, tx)
    rows = tx.rows(house.database.log.write.select(tables.worker, ("worker",), ("municipality", "login")), (town, login))
    if not rows:
        raise ServerProblem("no_worker", "There is no worker with that login.")
    return Holder(town, bytes(rows[0][0]))


def shielded(words: Sequence[str]) -> list[str]:
    """Return the words of a command with a mark before an id that begins with `-`: argparse would take it for an option."""
    return [f"{MARK}{word}" if word.startswith("-") and _is_id(word) else word for word in words]


def bare(word: str) -> str:
    """Return a word as it was typed; argparse calls this for every word that may be an id."""
    return word.removeprefix(MARK)


def _is_id(word: str) -> bool:
    try:
        from_text(word)
    except ProgramFault:
        return False
    return True


def id_of(text: str) -> bytes:
    """Return the id that its 22 signs stand for; raises ServerProblem."""
    try:
        return bytes(from_text(text))
    except ProgramFault as fault:
        raise ServerProblem("no_id", "That is not an id: an id has 22 letters, figures, - and _.") from fault


def moment(ms: int | None) -> str | None:
    """Return a moment as a program reads it, in UTC."""
    return None if ms is None else from_ms(ms).isoformat(timespec="seconds").replace("+00:00", "Z")


def on_the_wall(ms: int | None) -> str:
    """Return a moment as a person reads it, in Dutch time."""
    return "-" if ms is None else local(from_ms(ms)).strftime("%Y-%m-%d %H:%M")


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Return rows under their heads, in columns; no heads where there are no rows."""
    if not rows:
        return []
    texts = [[str(cell) for cell in row] for row in (heads, *rows)]
    widths = [max(len(row[place]) for row in texts) for place in range(len(heads))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in texts]
