"""Making backups, putting one back, and bringing a database forward: each is proven before it counts."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, func, inspect, select

from app.changelog.transaction import Tx
from app.log import get_log
from app.server import tables
from app.server.backup import OF_ALEMBIC, Backup, Manifest, damaged, dump, tables_of
from app.server.checking import Checked, check
from app.server.database import Database, open_database, rows_as_declared
from app.server.engines import without_limit
from app.server.form import bring_forward, form_of, refuse_newer
from app.server.healing import begin
from app.server.problems import ServerProblem

log = get_log(__name__)

PIPE = "-"


def back_up(database: Database, where: str, now: int) -> Manifest:
    """Write a backup to a new file, or to standard output; a file is read again before it gets its name."""
    if where == PIPE:
        return _piped(database, now)
    file = Path(where)
    if file.exists():
        raise ServerProblem("file_exists", "There is a file {file} already. Choose another name.", file=str(file))
    part = file.with_name(f"{file.name}.part")
    try:
        with _private(part) as out, database.read() as tx:
            without_limit(tx.connection)
            manifest = dump(tx.connection, out, now)
        if _read_again(part) != manifest:
            raise damaged("reading")
        part.rename(file)
    except OSError as error:
        raise _cannot_write(where, error) from error
    finally:
        part.unlink(missing_ok=True)
    log.event("backup.made", streams=len(manifest.heads), rows=sum(manifest.rows.values()))
    return manifest


def _piped(database: Database, now: int) -> Manifest:
    if sys.stdout.isatty():
        raise ServerProblem("terminal", "A backup is no text for a terminal. Pipe it into a program that encrypts, or name a file.")
    try:
        with database.read() as tx:
            without_limit(tx.connection)
            manifest = dump(tx.connection, sys.stdout.buffer, now)
        sys.stdout.flush()
    except OSError as error:
        raise _cannot_write(PIPE, error) from error
    return manifest


def _cannot_write(where: str, error: OSError) -> ServerProblem:
    return ServerProblem("cannot_write", "The backup cannot be written to {file} ({why}).", file=where, why=error.strerror or "")


@contextmanager
def _private(file: Path) -> Iterator[BinaryIO]:
    """Open a new file that nobody else can read; it is on the disk when this ends."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def source(where: str) -> Iterator[BinaryIO]:
    """Open a backup, from a file or from standard input."""
    if where == PIPE:
        yield sys.stdin.buffer
        return
    try:
        with Path(where).open("rb") as file:
            yield file
    except OSError as error:
        raise ServerProblem("cannot_read", "The backup {file} cannot be read ({why}).", file=where, why=error.strerror or "") from error


def read_through(file: Path) -> Manifest:
    """Return what a backup holds after reading all of it; raises ServerProblem."""
    with source(str(file)) as found:
        backup = Backup(found)
        for _ in backup.parts():
            pass
    return whole(backup)


def _read_again(part: Path) -> Manifest:
    """Read what was just written; whatever is wrong with it now was wrong in the database."""
    try:
        return read_through(part)
    except ServerProblem as problem:
        raise ServerProblem(
            "does_not_hold",
            "The database does not hold, so no backup was kept. To see what: keukentafel-server check. To copy it as it is: backup -",
        ) from problem


def whole(backup: Backup) -> Manifest:
    """Return the manifest of a backup that was read to its end."""
    if backup.manifest is None:
        raise damaged("end")
    return backup.manifest


def put_back(database: Database, found: BinaryIO, now: int) -> tuple[Manifest, Checked]:
    """Put a backup into an empty database, bring it forward and check it; it stays empty unless everything holds.

    The municipality gets another epoch, so that every laptop hands in again what it has beyond the backup.
    """
    backup = Backup(found)
    refuse_newer(backup.form)
    with database.write() as tx:
        without_limit(tx.connection)
        _emptied(tx.connection)
        bring_forward(tx.connection, backup.form)
        there = tables_of(tx.connection)
        for part in backup.parts():
            if part.table.name not in there or set(part.table.c.keys()) != set(there[part.table.name].c.keys()):
                raise damaged("form")
            tx.connection.execute(part.table.insert(), part.rows)
        manifest = whole(backup)
        checked = brought_forward(database, tx)
        if checked.findings:
            raise ServerProblem(
                "backup_does_not_hold",
                "The backup is whole, but what is in it does not hold ({count} findings). Nothing was changed. Take another one.",
                count=len(checked.findings),
                findings=sorted({one.what for one in checked.findings}),
            )
        begin(database.log, tx, now)
    log.event("backup.restored", streams=len(manifest.heads), rows=sum(manifest.rows.values()))
    return manifest, checked


def brought_forward(database: Database, tx: Tx) -> Checked:
    """Take every step that the database has not had, write its rows as they are declared now, and check it all."""
    before = form_of(tx.connection)
    bring_forward(tx.connection)
    if before != form_of(tx.connection):
        rows_as_declared(database.log, tx)
    return check(database.log, tx)


def check_file(where: str, now: int) -> tuple[Manifest, Checked]:
    """Prove a backup without a database: it is put back in memory."""
    database = open_database("sqlite://")
    try:
        with source(where) as found:
            return put_back(database, found, now)
    finally:
        database.engine.dispose()


def _emptied(connection: Connection) -> None:
    """Take away the empty tables of a database that was only opened; refuse one in which there is anything."""
    found = tables_of(connection)
    strange = found.keys() - tables.metadata.tables.keys()
    used = [
        name
        for name, table in found.items()
        if name not in strange and connection.execute(select(func.count()).select_from(table)).scalar()
    ]
    if strange or used:
        raise ServerProblem("not_empty", "This database is in use. A backup is only put back into an empty one. Nothing was changed.")
    for table in found.values():
        table.drop(connection)
    if inspect(connection).has_table(OF_ALEMBIC):
        connection.exec_driver_sql(f"DROP TABLE {OF_ALEMBIC}")
