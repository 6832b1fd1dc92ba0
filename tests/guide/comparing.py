"""Whether the server and the laptops have the same, whether all that was written is there, and a database as an older version made it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Table

from app.clock import SystemClock, wall_ms
from app.server import tables
from app.server.backup import tables_of
from app.server.database import Database, connect, open_database
from app.server.form import bring_forward
from app.server.restoring import put_back, source
from tests.guide.laptops import Laptop, Rows, rows_of
from tests.guide.machine import GuideError, Server
from tests.installer.root import PATH

OLD = "var/lib/keukentafel-server/oud.db"


def equal(server: Server, laptops: list[Laptop], written: set[str]) -> str:
    """Say how much is the same on all; raises GuideError for what differs or is lost."""
    there = families_of(server)
    seen: set[bytes] = set()
    for laptop in laptops:
        for family, rows in laptop.families().items():
            differing = [name for name in rows if rows[name] != there.get(family, {}).get(name)]
            if differing:
                raise GuideError(f"{laptop.login} and the server differ in {differing}")
            seen.add(family)
    words = repr(there)
    lost = sorted(text for text in written if text not in words)
    if lost:
        raise GuideError(f"lost at the server: {lost}")
    count = sum(len(rows) for family in there.values() for rows in family.values())
    return f"the server and {len(laptops)} laptops are equal in {len(seen)} families, {count} rows; nothing that was written is lost"


def families_of(server: Server) -> dict[bytes, Rows]:
    """Return every row of every family as the server gives it in a backup."""
    with in_memory(server) as connection:
        streams = [bytes(one) for (one,) in connection.execute(tables.stream.select().with_only_columns(tables.stream.c.stream))]
        return {family: rows_of(connection, tables.log_tables.records, family) for family in streams}


def in_memory(server: Server) -> Connection:
    """Put a backup of the server back in memory."""
    copy = Path(server.folder / "srv/kopie")
    with copy.open("wb") as out:
        line = ["chroot", str(server.folder), "env", "-i", f"PATH={PATH}", "keukentafel-server", "backup", "-"]
        subprocess.run(line, stdout=out, stderr=subprocess.DEVNULL, check=True)
    database = open_database("sqlite://")
    with source(str(copy)) as found:
        put_back(database, found, wall_ms(SystemClock()))
    connection = database.engine.connect()
    connection.begin()
    return connection


def old_form(server: Server, ask: Callable[[str], str]) -> str:
    """Make a database of the form of 0.2.0 with the server's rows, and let the installed program bring it forward."""
    (server.folder / OLD).unlink(missing_ok=True)
    old = connect(f"sqlite:///{server.folder / OLD}")
    with in_memory(server) as now:
        copied(old, now)
    old.engine.dispose()
    ask(f"chown keukentafel-server: /{OLD}*; chmod 600 /{OLD}")
    refused = ask(f"keukentafel-server --database /{OLD} check || echo exitcode $?").split()[-1]
    said = ask(f"keukentafel-server --database /{OLD} migrate && keukentafel-server --database /{OLD} check")
    if refused != "3" or "alles klopt" not in said:
        raise GuideError(f"a database of 0.2.0 does not come forward: {refused}\n{said}")
    ask(f"rm /{OLD}* /var/lib/keukentafel-server/keukentafel-0002-*")
    return "; ".join(line for line in said.splitlines() if line)


def copied(old: Database, now: Connection) -> None:
    """Fill a database of form 0002 with what of these rows it can hold."""
    with old.write() as tx:
        bring_forward(tx.connection, "0002")
        there: dict[str, Table] = tables_of(tx.connection)
        for name, table in there.items():
            columns = [column.name for column in table.c]
            found = now.execute(tables.metadata.tables[name].select()).mappings()
            rows = [{column: row[column] for column in columns} for row in found]
            if rows:
                tx.connection.execute(table.insert(), rows)
