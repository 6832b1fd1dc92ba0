"""The invariants of sync.md 4 at the municipality: its log, its chain, what it holds, and what it answers."""

from typing import Any

import httpx

from app.protocol.heal_messages import HealAnswer
from app.protocol.messages import SyncAnswer, decode
from app.server import tables
from tests.proof.chain import chained
from tests.proof.exchanging import Exchanging
from tests.proof.ledger import Ledger
from tests.proof.reading import all_of
from tests.proof.screens import COUNTS
from tests.world import World

HANDED_OUT = frozenset({"on_laptop"})
"""What the server notes of its answers: an old request is answered by the rights of now."""


def server_is_sound(world: World, laptops: list[Exchanging], ledger: Ledger) -> None:
    """Check the municipality's own log: no hole in it, its chain holds, every author is who the token says, held is what must be held."""
    family, engine = laptops[0].family, world.house.database.engine
    history = sorted(all_of(engine, tables.log_tables.change, family), key=lambda row: int(row["seq"]))
    [stream] = all_of(engine, tables.stream, family)
    assert [row["seq"] for row in history] == list(range(1, stream["head_seq"] + 1)), "I6 contiguous: the server's numbers have a hole"
    assert chained(family, history) == bytes(stream["head_hash"]), "I10 audit: the chain does not verify"
    rights = sorted(row["worker"] for row in all_of(engine, tables.grant, family))
    granted = {bytes(laptop.device.identity.worker) for laptop in laptops if ledger.right(laptop.place)}
    assert rights == sorted(granted), "I5 idempotent: more than one birth, or a right that nobody gave"
    workers = {device.identity.device: bytes(device.identity.worker) for device in world.devices}
    authors = [(row["author"], workers.get(row["dev"], row["dev"])) for row in history]  # what the municipality writes is of itself
    assert all(author == of for author, of in authors), "I10 audit: an author who is not the token's"
    assert all(row["received_at"] and row["wall"] and row["author"] for row in history), "I10 audit: nobody knows who wrote it, or when"
    assert all(row["ord"] <= row["received_at"] for row in history), "I7 clock independence: an edit newer than its arrival"


def held_as_it_must_be(world: World, laptops: list[Exchanging], ledger: Ledger) -> None:
    """Check that the server holds exactly what came when the right had ended."""
    names = {salt: name for name, salt in laptops[0].named.items()}
    rows = all_of(world.house.database.engine, tables.held, laptops[0].family)
    held = {names[row["salt"]] for row in rows if row["salt"] in names}
    wanted = {*ledger.held, *ledger.left}
    assert held == wanted, f"I9 held or applied: held are {held}, by the oracle {wanted}"


def replay_changes_nothing(world: World, request: httpx.Request) -> None:
    """Send an old request twice more, past the laptop: the server stays as it is and says the same of the push both times."""
    before = everything(world)
    first = _acks(request.url.path, world.server.answer(request))
    between = everything(world)
    second = _acks(request.url.path, world.server.answer(request))
    assert first == second, "I5 idempotent: the same push was answered in two ways"
    after = everything(world)
    changed = [name for name in before if between[name] != after[name] or (before[name] != after[name] and name not in HANDED_OUT)]
    assert not changed, f"I5 idempotent: a repeated request changed {changed} at the server"
    COUNTS["replays"] += 1


def _acks(path: str, response: httpx.Response) -> object:
    if response.status_code != 200:
        return response.status_code
    if path == "/v1/heal":
        return decode(HealAnswer, response.read()).stands
    answer = decode(SyncAnswer, response.read())  # httpx has unpacked it
    return answer.acks, answer.exceptions


def everything(world: World) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table of the server."""
    return {table.name: all_of(world.house.database.engine, table) for table in tables.metadata.sorted_tables}
