"""Loads the invented municipality of resources/demo. Its families come in as any family does: gestures of a laptop, pushed and judged."""

import json
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.changelog.change import Change
from app.changelog.gesture import Author, Gesture
from app.changelog.values import from_plain
from app.clock import today
from app.domain.ids import derived_id, new_id, plan_of
from app.domain.records import specs
from app.log import get_log
from app.paths import resources
from app.server import tables
from app.server.access import ACTIVE, Actor, House, token_hash
from app.server.database import Database, open_database
from app.server.people import put_municipality, put_worker
from app.server.rights import give
from app.server.streams import Counter, Pushed

log = get_log(__name__)

DAY_MS = 86_400_000
COLLEAGUE = "colleague"


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
    data: dict[str, Any] = json.loads((resources() / "demo" / "waterdam.json").read_text(encoding="utf-8"))
    return data


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


def _load_family(loading: _Loading, family: dict[str, Any], workers: dict[str, DemoWorker]) -> None:
    """Write a family on the passing laptop as its regisseur would, gesture after gesture, and push each at its moment."""
    regisseur = workers[family["regisseur"]]
    actor = _laptop_of(loading, regisseur)
    stream = bytes(new_id(_moment(loading, family["family"]["registered_on"])))
    for moment, rows in _gestures(loading, family, stream, regisseur):
        changes = _written(loading, actor, stream, moment, rows)
        with loading.house.database.write() as tx:
            Counter(loading.house, tx, actor, moment, 0).take(Pushed(stream, changes))
    with loading.house.database.write() as tx:
        for login in family["colleagues"]:
            give(loading.house.database.log, tx, (loading.town, stream, workers[login].worker), COLLEAGUE, loading.now)


def _laptop_of(loading: _Loading, worker: DemoWorker) -> Actor:
    """Return a laptop of which nobody ever knew the token."""
    device = bytes(new_id(loading.now))
    columns = ("municipality", "device", "worker", "inc", "token_hash", "status", "enrolled_at")
    row = (loading.town, device, worker.worker, 1, token_hash(secrets.token_urlsafe(32)), ACTIVE, loading.now)
    with loading.house.database.write() as tx:
        tx.run(loading.house.database.log.write.insert(tables.device, columns), row)
    return Actor(loading.town, device, 1, worker.worker)


def _gestures(loading: _Loading, family: dict[str, Any], stream: bytes, regisseur: DemoWorker) -> list[tuple[int, list[Any]]]:
    """Return what was written when: the family at the first visit, each goal with its actions soon after, each score on its day."""
    visit = _moment(loading, family["family"]["first_visit_on"])
    who = {"worker": regisseur.worker, "name": regisseur.name, "since_on": family["family"]["first_contact_on"]}
    plan = plan_of(stream)
    first = [_row(loading, "family", stream, {**family["family"], "municipality_code": loading.town, "regisseur": who})]
    first += [_row(loading, "person", new_id(visit, place), one) for place, one in enumerate(family["persons"])]
    first.append(_row(loading, "plan", plan, family["plan"]))
    made = [(visit, first)]
    for place, goal in enumerate(family["goals"], 1):
        begun = visit + place
        row = new_id(begun)
        own = {name: value for name, value in goal.items() if name not in ("scores", "actions")}
        rows = [_row(loading, "goal", row, {**own, "plan": plan})]
        rows += [_row(loading, "action", new_id(begun, at), {**one, "goal": row}) for at, one in enumerate(goal["actions"])]
        made.append((begun, rows))
        for score in goal["scores"]:
            scored = max(_moment(loading, score["scored_on"]), begun)
            made.append((scored, [_row(loading, "goal_score", new_id(scored), {**score, "goal": row})]))
    return sorted(made, key=lambda gesture: gesture[0])


def _row(loading: _Loading, record: str, row: bytes, values: dict[str, Any]) -> Any:
    """Return the row that the data describes; what it does not say has its default."""
    spec = specs()[record]
    known = {name: _value(loading, spec.field(name), value) for name, value in values.items()}
    return spec.cls(id=row, **known)


def _value(loading: _Loading, field: Any, value: Any) -> Any:
    """Return a field's value: ids stand as they are, a day is counted from today."""
    if isinstance(value, bytes):
        return value
    if field.members and isinstance(value, dict):
        return field.python(**{one.name: _value(loading, one, value[one.name]) for one in field.members if one.name in value})
    if isinstance(value, dict):
        return today(loading.house.clock) + timedelta(days=value["days"])
    return from_plain(field, value)


def _moment(loading: _Loading, day: dict[str, int]) -> int:
    return loading.now + day["days"] * DAY_MS


def _written(loading: _Loading, actor: Actor, stream: bytes, moment: int, rows: Sequence[Any]) -> list[Change]:
    """Make the rows in one gesture on the passing laptop, and return its changes."""
    author = Author(actor.device, actor.inc, actor.worker)
    with loading.laptop.write() as tx:
        log_ = loading.laptop.log.stream(tx, actor.municipality, stream)
        gesture = Gesture(log_, author, secrets.token_bytes(16), moment, 0)
        for row in rows:
            gesture.create(row)
        return gesture.done()
