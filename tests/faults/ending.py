"""How a run ends: the faults are off, everything exchanges until it is quiet, and then everything is compared with everything."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, Table, select

from app.actions.opening import lock, unlock
from app.clock import SystemClock
from app.errors import UserProblem
from app.paths import Home
from app.server import tables as server_tables
from app.server.checking import check
from app.server.database import Database, connect
from app.store import tables
from app.store.database import check_integrity
from app.store.workspace import Workspace
from tests.faults.laptop import WORDS
from tests.faults.plain import plain_bytes
from tests.faults.stage import Seat, Stage
from tests.faults.town import key_of
from tests.journeys.cutting import rows_of

ROUNDS = 10
STANDING = ("record", "row", "grp", "dev", "inc", "ctr", "seq", "ord")


def end(stage: Stage) -> None:
    """Bring the town to rest and look at everything."""
    stage.disarm()
    stage.revive()
    stage.give("clock 0", "room")
    stage.attend()
    quiet(stage)
    if stage.ended:
        stage.done["wiped"] += 1
        stage.findings.wrong.extend(left_behind(stage))
    for seat in stage.seats:
        seat.end()
    stage.server.process.stop()
    database = connect(stage.server.address)
    look_at_server(stage, database)
    for seat in stage.seats:
        try:
            workspace = unlock(Home(seat.folder), WORDS, SystemClock())
            check_integrity(workspace.engine)
        except UserProblem as problem:
            stage.findings.unopened.append(f"{seat.name}: {problem.key}")
            continue
        look_at_laptop(stage, seat, workspace, database)
        lock(workspace)
    database.engine.dispose()


def quiet(stage: Stage) -> None:
    """Exchange until nobody has anything new."""
    for _ in range(ROUNDS):
        stage.give("sync")
        stage.attend()
        if all(seat.synced[:2] == ("done", 0) for seat in stage.seats):
            return
    stage.findings.stuck.extend(f"{seat.name} exchanges and exchanges: {seat.synced}" for seat in stage.seats)


def look_at_server(stage: Stage, database: Database) -> None:
    """Check the server with its own check, and that everything that was called saved is somewhere."""
    with database.read() as tx:
        stage.findings.wrong.extend(f"server: {finding}" for finding in check(database.log, tx).findings)
    received = b"\n".join(
        bytes(row["val"]) for table in (server_tables.log_tables.change, server_tables.held) for row in dump(database.engine, table)
    )
    for seat in stage.seats:
        for _, text in seat.saved:
            if text.encode() not in received and text.encode() not in own_work(seat):
                stage.findings.lost.append(f"{text} of {seat.name}")


def own_work(seat: Seat) -> bytes:
    """Return what a laptop has of its own, wherever it waits."""
    try:
        workspace = unlock(Home(seat.folder), WORDS, SystemClock())
    except UserProblem:
        return b""
    found = b"\n".join(
        bytes(row["val"]) for row in dump(workspace.engine, tables.log_tables.change) if row["dev"] == workspace.identity.device
    )
    lock(workspace)
    return found


def look_at_laptop(stage: Stage, seat: Seat, workspace: Workspace, database: Database) -> None:
    """Check that a laptop has what the server has of every family it may see, nothing of any other, and that nothing waits."""
    mine = granted(database, bytes(workspace.identity.worker))
    there = {row["stream"]: row for row in dump(database.engine, server_tables.stream)}
    here = {row["stream"]: row for row in dump(workspace.engine, tables.stream_state)}
    unnumbered = [row for row in dump(workspace.engine, tables.log_tables.change) if row["seq"] is None]
    waiting, apart = [row for row in unnumbered if row["held"] is None], {row["stream"] for row in unnumbered if row["held"] is not None}
    if waiting:
        stage.findings.stuck.append(f"{len(waiting)} changes wait on {seat.name}: {seat.synced}")
    for family in mine:
        head = (there[family]["head_seq"], bytes(there[family]["head_hash"]))
        if family not in here or (here[family]["cursor"], bytes(here[family]["head_hash"])) != head:
            stage.findings.stuck.append(f"{seat.name} is not at the head of {family.hex()}: {here.get(family)} {head}")
        elif family in apart:
            stage.done["held_here"] += 1  # what is held shows on the laptop that wrote it, and nowhere else
        elif differs := list(differences(workspace.engine, database.engine, family)):
            stage.findings.wrong.append(f"{seat.name} has something else than the server in {family.hex()}: {differs}")
    for family in here.keys() - mine:
        stage.findings.stuck.append(f"{seat.name} still has {family.hex()}: {here[family]}")


def granted(database: Database, worker: bytes) -> set[bytes]:
    """Return the streams that a worker may see."""
    return {bytes(row["stream"]) for row in dump(database.engine, server_tables.grant) if row["worker"] == worker and row["until"] is None}


def differences(store: Engine, server: Engine, family: bytes) -> Iterator[str]:
    """Yield in what a laptop and the server differ: rows, or what stands."""
    ours, theirs = tables.log_tables, server_tables.log_tables
    mine, its = rows_of(store, ours.records, family), rows_of(server, theirs.records, family)
    yield from (f"rows of {name}" for name in mine if mine[name] != its[name])
    for name in ("head", "frontier"):
        if standing(store, getattr(ours, name), family) != standing(server, getattr(theirs, name), family):
            yield name


def standing(engine: Engine, table: Table, family: bytes) -> list[tuple[Any, ...]]:
    """Return what stands, the same on both sides."""
    return sorted(tuple(row[name] for name in STANDING) for row in dump(engine, table) if row["stream"] == family)


def left_behind(stage: Stage) -> Iterator[str]:
    """Yield what of the wiped family is still in the files of the second laptop, decrypted, while its program runs."""
    home = Home(stage.second.folder)
    texts = ["Gezin Proef", *(text for one in stage.seats for family, text in one.saved if family == stage.ground.family)]
    data = plain_bytes(home.store, key_of(home.vault))
    found = [text for text in texts if text.encode() in data]
    if found:
        yield f"{len(found)} texts of a wiped family are in the store: {found[:3]}"


def dump(engine: Engine, table: Table) -> list[dict[str, Any]]:
    """Return a table, row by row."""
    with engine.connect() as connection:
        connection.begin()
        return [dict(row) for row in connection.execute(select(table)).mappings()]
