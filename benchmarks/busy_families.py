"""A municipality in which a colleague wrote 10,000 changes in 30 families, of which another laptop has one, and may fetch the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.clock import SystemClock
from app.domain.record import spec_of_row
from app.server.access import House
from app.server.database import open_database
from app.server.enrol import Holder, make_code
from app.server.people import put_municipality, put_worker
from app.server.rights import give
from app.store.database import close_store
from app.store.workspace import StreamState, Workspace
from app.sync.round import sync_once
from app.sync.server_link import ServerLink
from benchmarks.big_store import EDITED, MadeFamily
from benchmarks.caseload import TOWN, enrolled, expect
from benchmarks.served import served

CHANGES, FAMILIES = 10_000, 30
AT_ONCE = 2
"""About what a worker does in one go: a form of two fields, a goal with its first action."""


@dataclass(frozen=True)
class Prepared:
    """The server's database, the store of a laptop that is behind, and the family that stands open there."""

    server: Path
    laptop: Path
    open_family: bytes


def prepared(folder: Path) -> Prepared:
    """Make both: everything stands at the server, and the laptop has of one family what stood before the 10,000."""
    server, laptop = folder / "server.db", folder / "joost.db"
    house = House(open_database(f"sqlite:///{server}"), SystemClock())
    with house.database.write() as tx:
        put_municipality(house, tx, TOWN, "Meerdam")
        workers = {login: put_worker(house, tx, TOWN, (login, login)) for login in ("samira", "joost")}
        soon = house.now() + 600_000
        codes = {login: make_code(house.database.log, tx, Holder(TOWN, worker), soon) for login, worker in workers.items()}
    with served(str(server)) as serving:
        stores = [enrolled(folder / f"{login}.db", ServerLink(serving.address).enrol(codes[login])) for login in codes]
        links = [ServerLink(serving.address, store.identity.token) for store in stores]
        families = [Busy(stores[0], number) for number in range(FAMILIES)]
        families[0].begin()
        sync_once(stores[0], links[0])
        grant(house, families[:1], workers["joost"])
        sync_once(stores[1], links[1])
        share, rest = divmod(CHANGES, FAMILIES)
        for place, family in enumerate(families):
            family.write(share + rest if place == 0 else share - family.begin())
        expect(sync_once(stores[0], links[0]).pushed, CHANGES)
        grant(house, families[1:], workers["joost"])
        for link, store in zip(links, stores, strict=True):
            link.close()
            close_store(store.engine)
    house.database.engine.dispose()
    return Prepared(server, laptop, families[0].made.family)


def grant(house: House, families: Sequence["Busy"], worker: bytes) -> None:
    """Let a worker see families."""
    with house.database.write() as tx:
        for one in families:
            give(house.database.log, tx, (TOWN, one.made.family, worker), "colleague", house.now())


class Busy:
    """A family that a worker writes in, a few changes at a time."""

    def __init__(self, workspace: Workspace, number: int) -> None:
        self.workspace = workspace
        self.made = MadeFamily(workspace, number)
        self.rows = list(self.made.rows())

    def begin(self) -> int:
        """Write the family with all its rows; returns how many there are."""
        with self.workspace.write() as writing:
            writing.put_state(StreamState(self.made.family, 0, bytes(32), 0, "new"))
            for start in range(0, len(self.rows), AT_ONCE):
                gesture = writing.gesture(self.made.family)
                for row in self.rows[start : start + AT_ONCE]:
                    gesture.create(row)
                gesture.done()
        return len(self.rows)

    def write(self, changes: int) -> None:
        """Write again and again in the texts that are there."""
        texts = [row for row in self.rows if spec_of_row(row).name in EDITED]
        with self.workspace.write() as writing:
            for start in range(0, changes, AT_ONCE):
                gesture = writing.gesture(self.made.family)
                for place in range(start, min(start + AT_ONCE, changes)):
                    row = texts[place % len(texts)]
                    spec = spec_of_row(row)
                    gesture.put(row.id, spec.name, spec.field(EDITED[spec.name]), said(self.made, spec.name, place))
                gesture.done()


def said(made: MadeFamily, record: str, place: int) -> str:
    """Return what is written in a field; other words each time."""
    return "moeder" if record == "person" else f"{made.words(place)} ({place})"
