"""A municipality in a folder: the real server in this process, and any number of laptops with their real encrypted stores."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, Table, select

from app.changelog.change import Cell, Change
from app.changelog.conflicts import Conflict, asked_deletions, conflicts
from app.changelog.log import CHANGE, Log
from app.clock import wall_ms
from app.domain.ids import derived_id, new_id
from app.domain.record import Id, spec_of
from app.domain.rules.roles import REGISSEUR
from app.server import rights
from app.server import tables as server_tables
from app.server.access import House
from app.server.enrol import Holder, make_code
from app.server.main import create_app
from app.server.settings import ServerSettings
from app.store import tables as store_tables
from app.store.database import open_engine
from app.store.queries import rows
from app.store.workspace import Identity, StreamState, Workspace, load_identity, save_identity
from app.sync.round import RoundResult, sync_once
from app.sync.server_link import ServerLink
from tests.builders import a_family
from tests.fakes import FakeClock, InProcess, Line
from tests.ready_made import STORE_KEY, empty_server, empty_store, ready_made

C = TypeVar("C")

TOWN = "GM9999"
ADDRESS = "http://127.0.0.1:8420"
KEY = STORE_KEY


def server_file(folder: Path) -> str:
    """Return the address of a server database without rows, in a folder."""
    file = folder / "server.db"
    file.write_bytes(empty_server())
    return f"sqlite:///{file}"


class World:
    """The town: one server, its workers and their laptops. `clock` is the true time."""

    def __init__(self, folder: Path, address: str = "") -> None:
        """Make it in a folder; `address` names a database with the server's tables and no rows, else it is a file there."""
        self.folder = folder
        self.clock = FakeClock()
        self.database = folder / "server.db"
        self.address = address or server_file(folder)
        self.app = create_app(ServerSettings(database=self.address), self.clock)
        self.pauses: list[float] = []
        self.pausing(self.pauses.append)
        ready_made(self.house.database.log, self.house.database.engine)
        self.server = InProcess(self.app)
        self.devices: list[Device] = []
        with self.house.database.write() as tx:
            insert = self.house.database.log.write.insert(server_tables.municipality, ("municipality", "name", "epoch"))
            tx.run(insert, (TOWN, "Voorbeeldstad", "begin"))

    def pausing(self, pause: Callable[[float], None]) -> None:
        """Let the server wait so between two attempts at a transaction; without this it only notes how long it would."""
        house: House = self.app.state.house
        self.house = self.app.state.house = replace(house, database=replace(house.database, pause=pause))

    def worker(self, name: str) -> bytes:
        """Return the worker of that name, who is made when new."""
        worker = bytes(derived_id(TOWN.encode(), name))
        columns = ("municipality", "worker", "login", "name")
        with self.house.database.write() as tx:
            tx.run(self.house.database.log.write.upsert(server_tables.worker, columns), (TOWN, worker, name.lower(), name))
        return worker

    def code(self, name: str, minutes: int = 15) -> str:
        """Return a one-time code for a worker."""
        worker = self.worker(name)
        with self.house.database.write() as tx:
            return make_code(self.house.database.log, tx, Holder(TOWN, worker), wall_ms(self.clock) + minutes * 60_000)

    def device(self, name: str, skew: timedelta = timedelta()) -> "Device":
        """Return a new laptop of a worker, enrolled, with nothing on it."""
        line = Line(self.server)
        identity = ServerLink(ADDRESS, transport=line).enrol(self.code(name))
        device = Device(self, identity, line, skew)
        self.devices.append(device)
        return device

    def grant(self, family: bytes, name: str, role: str = REGISSEUR) -> None:
        """Give a worker a right on a family."""
        whom = (TOWN, family, self.worker(name))
        with self.house.database.write() as tx:
            rights.give(self.house.database.log, tx, whom, role, wall_ms(self.clock))

    def revoke(self, family: bytes, name: str) -> None:
        """End a worker's right on a family, as of now."""
        whom = (TOWN, family, self.worker(name))
        with self.house.database.write() as tx:
            rights.end(self.house.database.log, tx, whom, wall_ms(self.clock))

    def let_end(self, family: bytes, name: str) -> None:
        """End a worker's right a minute after all that was done, and be a minute further: what comes now is from after it."""
        self.clock.advance(60)
        self.revoke(family, name)
        self.clock.advance(60)

    def dump(self, table: Table) -> list[dict[str, Any]]:
        """Return a table of the server, row by row."""
        with self.house.database.engine.connect() as connection:
            return [dict(row) for row in connection.execute(select(table)).mappings()]

    def written(self) -> bytes:
        """Return all that the server keeps: every row of every table, and on SQLite its files with what was there before."""
        rows = repr([self.dump(table) for table in server_tables.metadata.sorted_tables]).encode()
        return rows + b"".join(file.read_bytes() for file in self.folder.glob("server.db*"))

    def history(self, family: bytes) -> list[Change]:
        """Return a family's changes as the server numbered them."""
        found = [row for row in self.dump(server_tables.log_tables.change) if row["stream"] == family]
        return [Change(**{name: row[name] for name in CHANGE}) for row in sorted(found, key=lambda row: row["seq"])]

    def rows(self, family: bytes) -> dict[str, list[tuple[Any, ...]]]:
        """Return the family's rows as the municipality reads them."""
        with self.house.database.engine.connect() as connection:
            connection.begin()
            return {
                name: sorted(tuple(row) for row in connection.execute(columns_but(table).where(table.c.stream == family)))
                for name, table in server_tables.log_tables.records.items()
            }

    def settle(self, rounds: int = 2) -> None:
        """Let every laptop sync until none has anything new."""
        for _ in range(rounds):
            for device in self.devices:
                device.sync()

    def close(self) -> None:
        """Let go of everything."""
        for device in self.devices:
            device.close()
        self.server.close()
        self.house.database.engine.dispose()


def columns_but(table: Table) -> Any:
    """Return a query of a record's table without the columns that say whose it is."""
    return select(*(column for column in table.c if column.name not in ("municipality", "stream")))


@dataclass
class Device:
    """A laptop: its store, its clock and its line. What it does, it does as the program does: by gestures of its workspace."""

    world: World
    identity: Identity
    line: Line
    skew: timedelta
    name: str = ""

    def __post_init__(self) -> None:
        self.path = self.world.folder / f"{self.name or self.identity.device.hex()}.db"
        self.clock = FakeClock(base=self.world.clock, skew=self.skew)
        self.path.write_bytes(empty_store())
        engine = self._opened()
        with engine.execution_options(writes=True).begin() as connection:
            save_identity(connection, Log(store_tables.log_tables, engine.dialect), self.identity)

    def _opened(self) -> Engine:
        engine = open_engine(self.path, KEY)
        self.workspace = Workspace(engine, self.identity, self.clock)
        ready_made(self.workspace.log, engine)
        self.link = ServerLink(ADDRESS, self.identity.token, self.line)
        return engine

    def kept(self) -> bytes:
        """Return a copy of the store as it is now."""
        with self.workspace.engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return self.path.read_bytes()

    def put_back(self, kept: bytes) -> None:
        """Put the store back as it was once: what was written in between is gone on this laptop, and who it is is as it was too."""
        self.close()
        for file in self.path.parent.glob(f"{self.path.name}*"):
            file.unlink()
        self.path.write_bytes(kept)
        engine = self._opened()
        with engine.connect() as connection:
            self.identity = self.workspace.identity = load_identity(connection, Log(store_tables.log_tables, engine.dialect))
        self.link = ServerLink(ADDRESS, self.identity.token, self.line)

    def copied(self, kept: bytes | None = None) -> "Device":
        """Return a second laptop with a copy of this one's store, as it is now or was once: the same identity, its own line and clock."""
        copies = sum(one.identity.device == self.identity.device for one in self.world.devices)
        clone = Device(self.world, self.identity, Line(self.world.server), self.skew, f"{self.identity.device.hex()}-{copies}")
        clone.put_back(self.kept() if kept is None else kept)
        self.world.devices.append(clone)
        return clone

    def sync(self) -> RoundResult:
        """Sync once."""
        return sync_once(self.workspace, self.link)

    def begin_family(self, name: str = "Gezin De Wit") -> Id[Any]:
        """Begin a family, with or without network."""
        family = new_id(wall_ms(self.clock))
        with self.workspace.write() as writing:
            writing.put_state(StreamState(family, 0, bytes(32), 0, "new"))
            gesture = writing.gesture(family)
            gesture.create(a_family(family, self.identity.worker, name))
            gesture.done()
        return family

    def create(self, family: bytes, *made: Any) -> None:
        """Make rows, in one gesture."""
        with self.workspace.write() as writing:
            gesture = writing.gesture(family)
            for row in made:
                gesture.create(row)
            gesture.done()

    def change(self, family: bytes, row: Any, seen: int | None = None, **fields: Any) -> None:
        """Change fields of a row (given as it was made: only its record and id count); `seen` is the cursor of an older form."""
        kind: type = type(row)
        spec = spec_of(kind)
        with self.workspace.write() as writing:
            gesture = writing.gesture(family)
            for name, value in fields.items():
                gesture.put(row.id, spec.name, spec.field(name), value, seen)
            gesture.done()

    def delete(self, family: bytes, row: Any) -> None:
        """Throw a row away."""
        kind: type = type(row)
        with self.workspace.write() as writing:
            gesture = writing.gesture(family)
            gesture.delete(spec_of(kind).name, row.id)
            gesture.done()

    def choose(self, family: bytes, cell: Cell, value: bytes) -> None:
        """Choose a value in a conflict."""
        with self.workspace.write() as writing:
            gesture = writing.gesture(family)
            gesture.put_raw(cell, value)
            gesture.done()

    def cursor(self, family: bytes) -> int:
        """Return how far this laptop is in a family's stream: the `seen` of a form that is opened now."""
        with self.workspace.read() as reading:
            return reading.state(family).cursor

    def state(self, family: bytes) -> str:
        """Return new, active, frozen, or nothing for a family that is not here."""
        with self.workspace.read() as reading:
            return next((state.state for state in reading.states() if state.stream == family), "")

    def find(self, family: bytes, row: C) -> C:
        """Return a row as it stands now, by one made earlier."""
        kept: Any = row
        with self.workspace.read() as reading:
            return rows.row(reading.stream(family), type(row), kept.id)

    def all(self, family: bytes, cls: type[C]) -> list[C]:
        """Return the rows of a record that stand."""
        with self.workspace.read() as reading:
            return rows.rows(reading.stream(family), cls)

    def conflicts(self, family: bytes) -> list[Conflict]:
        """Return the family's conflicts."""
        with self.workspace.read() as reading:
            return conflicts(reading.stream(family))

    def asked(self, family: bytes) -> list[tuple[Cell, Change]]:
        """Return the deletions that wait for a person."""
        with self.workspace.read() as reading:
            return asked_deletions(reading.stream(family))

    def dump(self, table: Table) -> list[dict[str, Any]]:
        """Return a table of the store, row by row."""
        with self.workspace.engine.connect() as connection:
            return [dict(row) for row in connection.execute(select(table)).mappings()]

    def rows(self, family: bytes) -> dict[str, list[tuple[Any, ...]]]:
        """Return the family's rows as this laptop has them, to be compared with `World.rows`."""
        with self.workspace.engine.connect() as connection:
            connection.begin()
            return {
                name: sorted(tuple(row) for row in connection.execute(columns_but(table).where(table.c.stream == family)))
                for name, table in store_tables.log_tables.records.items()
            }

    def close(self) -> None:
        """Close the laptop."""
        self.link.close()
        self.workspace.engine.dispose()
