"""The town at which every run begins: a server, two laptops with their encrypted stores, and one family on both. Made once, then copied."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from app.actions import opening
from app.actions.families import NewFamily, new_family
from app.actions.opening import first_start, lock
from app.clock import SystemClock, wall_ms
from app.domain.rules.roles import REGISSEUR
from app.paths import Home
from app.server import rights
from app.server.access import House
from app.server.database import open_database
from app.server.enrol import Holder, make_code
from app.server.people import put_municipality, put_worker
from app.store.keyfile import FLOOR, NAMES, StoreKey, open_keyfile
from app.store.workspace import Workspace
from app.sync.round import sync_once
from app.sync.server_link import ServerLink
from tests.demo.town import free_port
from tests.faults.forked import Forked
from tests.faults.laptop import WORDS
from tests.faults.points import Arms
from tests.faults.proxy import Proxy
from tests.faults.server import Server
from tests.postgres import SORTS_AS_DUTCH, Cluster
from tests.world import TOWN

WORKERS = ("samira", "joost")
TEMPLATE = "stad"
SQLITE, POSTGRESQL = "sqlite", "postgresql"


KEYS: dict[bytes, StoreKey] = {}


def with_known_keys() -> None:
    """Let this process, and every fork of it, open a key file once only, wherever it is copied to."""
    vars(opening)["open_keyfile"] = lambda vault, _words: key_of(vault)


def key_of(vault: Path) -> StoreKey:
    """Return the key of a store of these runs."""
    sealed = (vault / NAMES[0]).read_bytes()
    if sealed not in KEYS:
        KEYS[sealed] = open_keyfile(vault, WORDS)
    return KEYS[sealed]


@dataclass
class Ground:
    """A town on one kind of database, with the ports that its laptops know. `cluster` is where a PostgreSQL one lives."""

    folder: Path
    kind: str
    cluster: Cluster | None = None
    port: int = field(default_factory=free_port)
    behind: int = field(default_factory=free_port)
    family: bytes = b""
    made: int = 0

    def address(self, name: str, folder: Path) -> str:
        """Return the address of a database with this name."""
        return self.cluster.address(name) if self.cluster else f"sqlite:///{folder / name}.db"

    def prepare(self) -> None:
        """Make the town, once."""
        self.folder.mkdir(parents=True)
        if self.cluster:
            self._do(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0 {SORTS_AS_DUTCH}")
        address = self.address(TEMPLATE, self.folder)
        house = House(open_database(address), SystemClock())
        with house.database.write() as tx:
            put_municipality(house, tx, TOWN, "Voorbeeldstad")
            workers = [put_worker(house, tx, TOWN, (name, name.capitalize())) for name in WORKERS]
            until = wall_ms(house.clock) + 900_000
            codes = [make_code(house.database.log, tx, Holder(TOWN, worker), until) for worker in workers]
        house.database.engine.dispose()
        server = Server(address, self.behind, self.folder, Arms(self.folder / "arms"))
        proxy = self.proxy(self.folder)
        server.start()
        for name, code in zip(WORKERS, codes, strict=True):
            self._enrol(name, code)
            if name == WORKERS[0]:
                with house.database.write() as tx:
                    rights.give(house.database.log, tx, (TOWN, self.family, workers[1]), REGISSEUR, wall_ms(house.clock))
                house.database.engine.dispose()
        server.process.stop()
        proxy.kill()

    def _enrol(self, name: str, code: str) -> None:
        link = ServerLink(f"http://127.0.0.1:{self.port}")
        workspace = first_start(Home(self.folder / name), link, code, WORDS, SystemClock(), FLOOR)
        link.close()
        self.family = self.family or bytes(new_family(workspace, NewFamily("Gezin Proef", "Kim")))
        exchange(workspace)
        lock(workspace)

    def proxy(self, folder: Path) -> Forked:
        """Start the proxy between the two ports; what it must do stands in a file in the folder."""
        one = Forked("proxy", folder / "proxy.log")
        one.begin(Proxy(self.port, self.behind, folder / "line").live)
        one.until("ready")
        return one

    def lay(self, folder: Path) -> str:
        """Copy the town into a folder; returns the address of its database."""
        for name in WORKERS:
            shutil.copytree(self.folder / name, folder / name)
        if not self.cluster:
            shutil.copyfile(self.folder / f"{TEMPLATE}.db", folder / "server.db")
            return self.address("server", folder)
        return self.another(folder, TEMPLATE)

    def another(self, folder: Path, template: str = "template0") -> str:
        """Return the address of one more database, empty unless it is a copy."""
        self.made += 1
        name = f"run_{self.made}"
        if self.cluster:
            self._do(f"CREATE DATABASE {name} TEMPLATE {template} {SORTS_AS_DUTCH if template == 'template0' else ''}")
        return self.address(name, folder)

    def clear(self) -> None:
        """Throw the databases of a run away."""
        for number in range(1, self.made + 1) if self.cluster else ():
            self._do(f"DROP DATABASE IF EXISTS run_{number} WITH (FORCE)")
        self.made = 0

    def break_lines(self) -> int:
        """End every connection of the server with its PostgreSQL; returns how many there were."""
        if self.cluster is None:
            return 0
        query = b"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'keukentafel-server'"
        with self.cluster.connection() as line:
            return len(line.execute(query).fetchall())

    def _do(self, sql: str) -> None:
        if self.cluster is not None:
            with self.cluster.connection() as line:
                line.execute(sql.encode())


def exchange(workspace: Workspace) -> None:
    """Exchange once, here."""
    link = ServerLink(workspace.identity.server, workspace.identity.token)
    sync_once(workspace, link)
    link.close()
