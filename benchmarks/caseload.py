"""A municipality to measure a sync with: one worker with 10,000 changes in 30 families that nobody has yet, and two laptops beside hers."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.changelog.log import Log
from app.clock import SystemClock, wall_ms
from app.domain.ids import derived_id, new_id
from app.domain.record import Id, spec_of
from app.domain.records.family import Family, Regisseur
from app.domain.records.plan import Goal, Plan
from app.server.access import House
from app.server.database import open_database
from app.server.enrol import Holder, make_code
from app.server.people import put_municipality, put_worker
from app.server.rights import give
from app.store import tables
from app.store.database import close_store, open_engine
from app.store.keyfile import StoreKey
from app.store.migrate import migrate
from app.store.workspace import Identity, StreamState, Workspace, load_identity, save_identity
from app.sync.server_link import ServerLink
from benchmarks.served import served

CHANGES, FAMILIES = 10_000, 30
WRITER, READER, WARMER = "samira", "joost", "noor"
KEY = StoreKey(raw=bytes(range(32)), store_id=bytes(16))
TOWN = "GM9999"
WORDS = ("gezin", "moeder", "vader", "school", "afspraak", "buurvrouw", "mentor", "week", "volgende", "bespreken", "veilig", "thuis")


@dataclass(frozen=True)
class Caseload:
    """Three enrolled stores as they were before their first sync. The writer has everything, the reader nothing, the warmer one family."""

    folder: Path
    families: tuple[bytes, ...]
    reader: bytes

    def copied(self, folder: Path) -> None:
        """Copy the stores to a folder of one run, and the server's database where it is a file."""
        for file in self.folder.glob("*.db"):
            shutil.copy(file, folder / file.name)

    def let_in(self, database: str) -> None:
        """Give the reader a right on every family of the writer, which the server must have by now."""
        house = House(open_database(database), SystemClock())
        with house.database.write() as tx:
            for family in self.families:
                give(house.database.log, tx, (TOWN, family, self.reader), "colleague", house.now())
        house.database.engine.dispose()


def changes_in(changes: int, families: int) -> Callable[[Workspace], Iterator[bytes]]:
    """Return what writes so many changes in so many families."""
    return lambda workspace: fill(workspace, changes, families)


def prepared(folder: Path, database: str, write: Callable[[Workspace], Iterator[bytes]]) -> Caseload:
    """Make the municipality in an empty database, and the stores in a folder; `write` is what the writer does."""
    house = House(open_database(database), SystemClock())
    with house.database.write() as tx:
        put_municipality(house, tx, TOWN, "Meerdam")
        workers = {login: put_worker(house, tx, TOWN, (login, login)) for login in (WRITER, READER, WARMER)}
        soon = house.now() + 600_000
        codes = {login: make_code(house.database.log, tx, Holder(TOWN, worker), soon) for login, worker in workers.items()}
    house.database.engine.dispose()
    made: dict[str, tuple[bytes, ...]] = {}
    work = {WRITER: write, READER: changes_in(0, 0), WARMER: changes_in(100, 1)}
    with served(database) as server:
        for login, code in codes.items():
            link = ServerLink(server.address)
            workspace = enrolled(folder / f"{login}.db", link.enrol(code))
            made[login] = tuple(work[login](workspace))
            link.close()
            close_store(workspace.engine)
    return Caseload(folder, made[WRITER], workers[READER])


def enrolled(path: Path, identity: Identity) -> Workspace:
    """Return a new store."""
    engine = open_engine(path, KEY, create=True)
    migrate(engine, path, KEY)
    with engine.execution_options(writes=True).begin() as connection:
        save_identity(connection, Log(tables.log_tables, engine.dialect), identity)
    return Workspace(engine, identity, SystemClock())


def opened(path: Path) -> Workspace:
    """Return a store that was made before."""
    engine = open_engine(path, KEY)
    with engine.connect() as connection:
        identity = load_identity(connection, Log(tables.log_tables, engine.dialect))
    return Workspace(engine, identity, SystemClock())


def fill(workspace: Workspace, changes: int, families: int) -> Iterator[bytes]:
    """Write families with goals whose fields were changed again and again, in gestures of about two; yields the families."""
    for number in range(families):
        family: Id[Any] = new_id(wall_ms(workspace.clock))
        count = changes // families + (changes % families if number == 0 else 0)
        with workspace.write() as writing:
            writing.put_state(StreamState(family, 0, bytes(32), 0, "new"))
            first = writing.gesture(family)
            first.create(a_family(workspace, family))
            first.create(Plan(id=derived_id(family, "plan/1")))
            first.done()
            goals: list[Goal] = []
            for _ in range(count // 4):
                goals.append(Goal(id=new_id(writing.wall), plan=derived_id(family, "plan/1"), text=sentence(len(goals))))
                gesture = writing.gesture(family)
                gesture.create(goals[-1])
                gesture.done()
            spec = spec_of(Goal)
            for place in range(0, count - 2 - len(goals), 2):
                gesture = writing.gesture(family)
                for field in ("why_important", "seen_when")[: min(2, count - 2 - len(goals) - place)]:
                    gesture.put(goals[place % len(goals)].id, "goal", spec.field(field), sentence(place))
                gesture.done()
        yield family


def expect(found: int, wanted: int) -> None:
    """Stop where a measurement did not do what it measures."""
    if found != wanted:
        raise SystemExit(f"{found} changes travelled instead of {wanted}")


def ten_goals(workspace: Workspace, family: bytes) -> None:
    """Write ten goals in one gesture."""
    with workspace.write() as writing:
        gesture = writing.gesture(family)
        for place in range(10):
            gesture.create(Goal(id=new_id(gesture.wall), plan=derived_id(family, "plan/1"), text=sentence(place)))
        gesture.done()


def a_family(workspace: Workspace, family: Id[Any]) -> Family:
    """Return the family row."""
    regisseur = Regisseur(worker=Id(workspace.identity.worker), name="Sam Meting", since_on=date(2026, 11, 23))
    return Family(id=family, display_name="Gezin Meting", municipality_code=TOWN, registered_on=date(2026, 11, 23), regisseur=regisseur)


def sentence(number: int) -> str:
    """Return eleven Dutch words, other ones for each number."""
    return " ".join(WORDS[(number // 7 + place * (number % 11 + 1)) % len(WORDS)] for place in range(11))
