"""Push and pull of 10,000 changes by the whole product, against the raw limit (`peers/limit.py`) in the same run.

Ours: a real store, the real server in a process of its own, rights, checks, merge and chain, over loopback. No bars yet.
"""

import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
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
from app.sync.round import sync_once
from app.sync.server_link import ServerLink
from benchmarks.figures import Figure, seconds

CHANGES, FAMILIES, RUNS = 10_000, 30, 3
LIMIT = Path(__file__).parent / "peers" / "limit.py"
KEY = StoreKey(raw=bytes(range(32)), store_id=bytes(16))
TOWN = "GM9999"
WORDS = ("gezin", "moeder", "vader", "school", "afspraak", "buurvrouw", "mentor", "week", "volgende", "bespreken", "veilig", "thuis")


def measure() -> list[Figure]:
    """Return how many times the limit each step takes: medians of the same run."""
    peer = limit()
    ours: dict[str, list[float]] = {"push10k": [], "pull10k": [], "idle": [], "push10": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench = prepared(folder)
        for run in range(RUNS):
            for step, took in bench.once(run).items():
                ours[step].append(took)
    medians = {step: 1000 * statistics.median(times) for step, times in ours.items()}
    return [Figure(f"sync_{step}_ms", took, None, "ms") for step, took in medians.items()] + [
        Figure(f"sync_{step}_to_limit", medians[step] / peer[step]) for step in ("push10k", "pull10k")
    ]


def limit() -> dict[str, float]:
    """Run the peer and return its milliseconds by step."""
    done = subprocess.run([sys.executable, str(LIMIT), str(RUNS)], capture_output=True, text=True, check=True)
    return {step["name"]: step["ms"] for step in map(json.loads, done.stdout.splitlines())}


@dataclass(frozen=True)
class Bench:
    """Two enrolled stores and the server's database, each as it was before the first sync; copied for every run."""

    folder: Path
    families: tuple[bytes, ...]
    other: bytes

    def once(self, run: int) -> dict[str, float]:
        """Measure one push of everything, one pull into a fresh store, a sync of nothing, and a push of ten changes; in seconds."""
        work = self.folder / f"run{run}"
        work.mkdir()
        for name in ("server.db", "samira.db", "joost.db"):
            shutil.copy(self.folder / name, work / name)
        with served(work / "server.db") as port:
            samira, joost = opened(work / "samira.db"), opened(work / "joost.db")
            links = [ServerLink(f"http://127.0.0.1:{port}", workspace.identity.token) for workspace in (samira, joost)]
            took = {"push10k": seconds(lambda: expect(sync_once(samira, links[0]).pushed, CHANGES))}
            house = House(open_database(f"sqlite:///{work / 'server.db'}"), SystemClock())
            with house.database.write() as tx:
                for family in self.families:
                    give(house.database.log, tx, (TOWN, family, self.other), "colleague", house.now())
            house.database.engine.dispose()
            took["pull10k"] = seconds(lambda: expect(sync_once(joost, links[1]).pulled, CHANGES))
            sync_once(samira, links[0])
            took["idle"] = statistics.median(seconds(lambda: sync_once(samira, links[0])) for _ in range(15))
            took["push10"] = statistics.median(ten(samira, links[0], self.families[0]) for _ in range(15))
            for workspace, link in zip((samira, joost), links, strict=True):
                link.close()
                close_store(workspace.engine)
        return took


def expect(found: int, wanted: int) -> None:
    """Stop where a measurement did not do what it measures."""
    if found != wanted:
        sys.exit(f"{found} changes travelled instead of {wanted}")


def ten(workspace: Workspace, link: ServerLink, family: bytes) -> float:
    """Write ten goals and return how long their push takes."""
    with workspace.write() as writing:
        gesture = writing.gesture(family)
        for _ in range(10):
            gesture.create(Goal(id=new_id(gesture.wall), plan=derived_id(family, "plan/1"), text="Wij slapen weer."))
        gesture.done()
    return seconds(lambda: expect(sync_once(workspace, link).pushed, 10))


def prepared(folder: Path) -> Bench:
    """Make the server's database with two workers, and their stores: one with everything still to send, one empty."""
    house = House(open_database(f"sqlite:///{folder / 'server.db'}"), SystemClock())
    with house.database.write() as tx:
        put_municipality(house, tx, TOWN, "Meerdam")
        workers = {login: put_worker(house, tx, TOWN, (login, login)) for login in ("samira", "joost")}
        soon = house.now() + 600_000
        codes = {login: make_code(house.database.log, tx, Holder(TOWN, worker), soon) for login, worker in workers.items()}
    house.database.engine.dispose()
    families: tuple[bytes, ...] = ()
    with served(folder / "server.db") as port:
        for login, code in codes.items():
            workspace = enrolled(folder / f"{login}.db", ServerLink(f"http://127.0.0.1:{port}").enrol(code))
            if login == "samira":
                families = tuple(fill(workspace))
            close_store(workspace.engine)
    return Bench(folder, families, workers["joost"])


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


def fill(workspace: Workspace) -> Iterator[bytes]:
    """Write families with goals whose fields were changed again and again, in gestures of about two; yields the families."""
    share = CHANGES // FAMILIES
    for number in range(FAMILIES):
        family: Id[Any] = new_id(wall_ms(workspace.clock))
        count = share + (CHANGES - share * FAMILIES if number == 0 else 0)
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


def a_family(workspace: Workspace, family: Id[Any]) -> Family:
    """Return the family row."""
    regisseur = Regisseur(worker=Id(workspace.identity.worker), name="Sam Meting", since_on=date(2026, 11, 23))
    return Family(id=family, display_name="Gezin Meting", municipality_code=TOWN, registered_on=date(2026, 11, 23), regisseur=regisseur)


def sentence(number: int) -> str:
    """Return eleven Dutch words, other ones for each number."""
    return " ".join(WORDS[(number // 7 + place * (number % 11 + 1)) % len(WORDS)] for place in range(11))


@contextmanager
def served(database: Path) -> Iterator[int]:
    """Run the server on a database in a process of its own; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "app.server.admin", "serve", "--database", str(database), "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health").close()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()
