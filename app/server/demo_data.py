"""Loads the invented municipality of resources/demo. Its families come in as any family does: gestures of a laptop, pushed and judged."""

import json
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.changelog.change import Change
from app.changelog.gesture import Author, Gesture
from app.clock import today
from app.domain.ids import derived_id, new_id
from app.domain.rules.roles import COLLEAGUE, DEPUTY
from app.log import get_log
from app.paths import resources
from app.server import tables
from app.server.access import Actor, House, token_hash
from app.server.database import Database, open_database
from app.server.demo_family import FamilyData, Written
from app.server.devices import REFUSED
from app.server.people import put_municipality, put_worker
from app.server.rights import give
from app.server.streams import Counter, Pushed

log = get_log(__name__)


@dataclass(frozen=True)
class DemoWorker:
    """An invented worker, as whoever hands out codes knows them."""

    login: str
    name: str
    worker: bytes


@dataclass(frozen=True)
class _Loading:
    """Where the demo goes: the house, and the laptop that is there only while it is loaded."""

    house: House
    laptop: Database
    town: str
    now: int


def demo_data() -> dict[str, Any]:
    """Return the demo as it is written."""
    folder = resources() / "demo"
    data: dict[str, Any] = json.loads((folder / "waterdam.json").read_text(encoding="utf-8"))
    families = [json.loads((folder / "families" / f"{name}.json").read_text(encoding="utf-8")) for name in data["families"]]
    return {**data, "families": families}


def load_demo(house: House) -> list[DemoWorker]:
    """Put the invented municipality in the database, once, and return its workers."""
    data = demo_data()
    town = data["municipality"]["code"]
    workers = [DemoWorker(one["login"], one["name"], bytes(derived_id(town.encode(), one["login"]))) for one in data["workers"]]
    if not _found(house, data["municipality"], workers):
        return workers
    with tempfile.TemporaryDirectory() as folder:
        laptop = open_database(f"sqlite:///{Path(folder) / 'laptop.db'}")
        loading = _Loading(house, laptop, town, house.now())
        for family in data["families"]:
            _load_family(loading, family, {one.login: one for one in workers})
        laptop.engine.dispose()
    log.event("demo.loaded", families=len(data["families"]))
    return workers


def _found(house: House, municipality: dict[str, str], workers: Sequence[DemoWorker]) -> bool:
    """Make the municipality with its workers; tells whether it was not there yet."""
    with house.database.write() as tx:
        new = put_municipality(house, tx, municipality["code"], municipality["name"])
        for one in workers if new else ():
            put_worker(house, tx, municipality["code"], (one.login, one.name))
    return new


def _load_family(loading: _Loading, data: dict[str, Any], workers: dict[str, DemoWorker]) -> None:
    """Write a family on the passing laptop as its regisseur would, gesture after gesture, and push each at its moment."""
    regisseur = workers[data["regisseur"]]
    actor = _laptop_of(loading, regisseur)
    who = {"worker": regisseur.worker, "name": regisseur.name, "since_on": data["family"]["first_contact_on"]}
    family = FamilyData(data, loading.town, today(loading.house.clock), loading.now, who)
    for written in family.written():
        changes = [one._replace(ord=one.wall, received_at=written.moment, clock_err=0) for one in _gesture(loading, actor, written)]
        with loading.house.database.write() as tx:
            Counter(loading.house, tx, actor, written.moment).take(Pushed(written.stream, changes))
    with loading.house.database.write() as tx:
        for login, role in [(one, COLLEAGUE) for one in data["colleagues"]] + [(one, DEPUTY) for one in data.get("deputies", [])]:
            give(loading.house.database.log, tx, (loading.town, family.stream, workers[login].worker), role, loading.now)


def _laptop_of(loading: _Loading, worker: DemoWorker) -> Actor:
    """Return a laptop of which nobody ever knew the token; it is refused, so that nothing ever waits for it."""
    device = bytes(new_id(loading.now))
    columns = ("municipality", "device", "worker", "inc", "token_hash", "status", "enrolled_at")
    row = (loading.town, device, worker.worker, 1, token_hash(secrets.token_urlsafe(32)), REFUSED, loading.now)
    with loading.house.database.write() as tx:
        tx.run(loading.house.database.log.write.insert(tables.device, columns), row)
    return Actor(loading.town, device, 1, worker.worker)


def _gesture(loading: _Loading, actor: Actor, written: Written) -> list[Change]:
    """Write it in one gesture on the passing laptop, which had seen everything, and return its changes."""
    author = Author(actor.device, actor.inc, actor.worker)
    with loading.laptop.write() as tx:
        stream = loading.laptop.log.stream(tx, actor.municipality, written.stream)
        seen = stream.last_ctr(actor.device, actor.inc)
        gesture = Gesture(stream, author, secrets.token_bytes(16), written.moment, seen)
        for row in written.rows:
            gesture.create(row)
        for before, after in written.changes:
            gesture.change(before, after)
        return gesture.done()
