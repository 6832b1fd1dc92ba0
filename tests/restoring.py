"""A reserve copy of the town's database, and putting it back: what was written in between is gone at the server."""

from typing import Any

from sqlalchemy import delete, insert

from app.clock import wall_ms
from app.server import healing, tables
from app.server.checking import Checked, Finding, check
from tests.world import World

Copy = dict[str, list[dict[str, Any]]]


def backed_up(world: World) -> Copy:
    """Return every row of every table of the server."""
    return {table.name: world.dump(table) for table in tables.metadata.sorted_tables}


def put_back(world: World, copy: Copy) -> None:
    """Let the server be as it was, in another epoch."""
    with world.house.database.write() as tx:
        for table in tables.metadata.sorted_tables:
            tx.connection.execute(delete(table))
            if rows := copy[table.name]:
                tx.connection.execute(insert(table), rows)
        healing.begin(world.house.database.log, tx, wall_ms(world.clock))


def wait_no_longer(world: World) -> None:
    """Let the administrator say that nobody is waited for any more."""
    with world.house.database.write() as tx:
        healing.finish(world.house.database.log, tx)


def brought_back(world: World) -> list[tuple[bytes, int, int, bytes]]:
    """Return which numbers of which stream which laptop brought back."""
    with world.house.database.read() as tx:
        return [(one.stream, one.first_seq, one.last_seq, one.device) for one in healing.brought_back(world.house.database.log, tx)]


def missing(world: World) -> list[bytes]:
    """Return the laptops that have not reported."""
    with world.house.database.read() as tx:
        return [one.device for one in healing.missing(world.house.database.log, tx)]


def checked(world: World) -> Checked:
    """Return what the server's own check says."""
    with world.house.database.read() as tx:
        return check(world.house.database.log, tx)


def found(world: World) -> list[Finding]:
    """Return what the server's own check finds wrong."""
    return list(checked(world).findings)
