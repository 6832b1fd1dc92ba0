"""The invariants of sync.md 4, each named where it is broken: the program's screen, log and server against the oracle."""

from collections.abc import Sequence
from typing import Any

import httpx

from app.domain.ids import confidential_of
from app.domain.records import specs
from app.protocol.heal_messages import HealAnswer
from app.protocol.messages import SyncAnswer, decode
from app.server import tables as server_tables
from app.store import tables
from tests.builders import plan_id
from tests.proof.laptop import COUNTS, FIELDS, Laptop, Shown
from tests.proof.oracle import MADE, Cell, chained
from tests.proof.people import kept_apart
from tests.world import World


def screen_is_true(laptop: Laptop) -> None:
    """Compare everything a laptop shows with what stands by the oracle, for what this laptop has."""
    shown, oracle, seen = laptop.screen(), laptop.oracle, laptop.seen
    there = {row: oracle.state(seen, row) for row in oracle.rows(seen, "stands", "gone", "asks")}
    missing = there.keys() - shown.rows.keys()
    assert not missing, f"I3 no lost value: rows that nobody threw away are not there: {missing}"
    assert shown.rows.keys() == there.keys(), "I4 conflict exactness: rows that nobody made"
    for row, state in there.items():
        assert shown.rows[row][0] == state, f"I3 no lost value: a {row[0]} {shown.rows[row][0]}, by the oracle it {state}"
        assert (row in shown.asked) == (state == "asks"), "I4 conflict exactness: a deletion asks, or does not, against the oracle"
        for name in FIELDS[row[0]]:
            _field_is_true(laptop, shown, Cell(row, name), state)


def _field_is_true(laptop: Laptop, shown: Shown, cell: Cell, state: str) -> None:
    default = specs()[cell.row[0]].field(cell.name).default
    expected = laptop.oracle.values(laptop.seen, cell) or {default}
    displayed = getattr(shown.rows[cell.row][1], cell.name)
    options = shown.conflicts.get(cell, [])
    if state == "gone":
        assert not options, "I4 conflict exactness: a conflict in a row that is gone, which nobody can see or settle"
        assert displayed in expected, f"I3 no lost value: a row that is gone keeps {displayed!r}, by the oracle {expected!r}"
        return
    lost = expected - {displayed, *options}
    assert not lost, f"I3 no lost value: {lost!r} left the screen of laptop {laptop.place}, nobody had it there when writing {displayed!r}"
    assert {displayed, *options} == expected, f"I4 conflict exactness: shows {options or displayed!r}, by the oracle {expected!r}"
    assert len(options) == (len(expected) if len(expected) > 1 else 0), f"I4 conflict exactness: {options!r} shown, {expected!r} stand"
    assert not options or options[-1] == displayed, "I4 conflict exactness: the displayed value is not the last of the choices"


def log_is_a_prefix(laptop: Laptop) -> None:
    """Check that a laptop has exactly the server's first changes and its own, with no number missing, and never goes back."""
    stored = [row for row in laptop.device.dump(tables.log_tables.change) if row["stream"] == laptop.family]
    cursor = laptop.device.cursor(laptop.family)
    assert cursor >= laptop.cursor, f"I6 monotone: the cursor fell from {laptop.cursor} to {cursor}"
    laptop.cursor = cursor
    numbered = sorted(row["seq"] for row in stored if row["seq"] is not None)
    assert numbered == list(range(1, cursor + 1)), f"I6 contiguous: cursor {cursor}, numbers {numbered}"
    mine = sorted(row["ctr"] for row in stored if row["dev"] == laptop.device.identity.device)
    assert mine == list(range(1, len(mine) + 1)), f"I6 contiguous: own counters {mine}"


def nothing_is_lost(world: World, laptop: Laptop) -> None:
    """Check that every change a laptop ever committed is at the server, held there, or waits on the laptop."""
    mine = laptop.device.identity.device
    received = [*world.dump(server_tables.log_tables.change), *world.dump(server_tables.held)]
    found = {row["ctr"]: bytes(row["val"]) for row in received if (row["dev"], row["stream"]) == (mine, laptop.family)}
    found.update({row["ctr"]: bytes(row["val"]) for row in laptop.own_changes() if row["seq"] is None})
    for ctr, val in laptop.kept.items():
        assert found.get(ctr) == val, f"I2 no lost update: change {ctr} of laptop {laptop.place} is nowhere, or not as it was written"


def all_agree(world: World, laptops: Sequence[Laptop]) -> None:
    """Check after the last exchange that every laptop and the municipality have the same rows, choices and history."""
    family = laptops[0].family
    [stream] = [row for row in world.dump(server_tables.stream) if row["stream"] == family]
    rows, first = world.rows(family), laptops[0].screen()
    for laptop in laptops:
        assert laptop.device.rows(family) == rows, f"I1 convergence: rows of laptop {laptop.place} differ from the municipality's"
        shown = laptop.screen()
        assert (shown.conflicts, shown.asked) == (first.conflicts, first.asked), f"I1 convergence: choices of laptop {laptop.place} differ"
        with laptop.device.workspace.read() as reading:
            state = reading.state(family)
        assert (state.cursor, bytes(state.head_hash)) == (stream["head_seq"], bytes(stream["head_hash"])), "I1 convergence: heads differ"
        standing = {name: _standing(laptop.device.dump(getattr(tables.log_tables, name)), family) for name in ("head", "frontier")}
        served = {name: _standing(world.dump(getattr(server_tables.log_tables, name)), family) for name in ("head", "frontier")}
        assert standing == served, f"I1 convergence: what stands on laptop {laptop.place} differs from the municipality's"
    COUNTS["conflicts"] += len(first.conflicts)
    COUNTS["asks"] += len(first.asked)
    oracle, plan = laptops[0].oracle, Cell(("plan", plan_id(family)), MADE)
    COUNTS["plans opened twice"] += len(oracle.standing(laptops[0].seen, plan)) > 1


def _standing(dumped: Sequence[dict[str, Any]], family: bytes) -> list[tuple[Any, ...]]:
    names = ("record", "row", "grp", "dev", "inc", "ctr", "seq", "ord")
    return sorted(tuple(row[name] for name in names) for row in dumped if row["stream"] == family)


def apart_is_apart(world: World, laptops: Sequence[Laptop]) -> None:
    """Check that the regisseur and the deputy have every note that is not for everybody, and the colleague has nothing of it at all."""
    apart = confidential_of(laptops[0].family)
    regisseur, deputy, colleague = (laptop.device for laptop in laptops)
    written = sorted(row["val"] for row in world.dump(server_tables.log_tables.change) if row["stream"] == apart)
    for device in (regisseur, deputy):
        there = sorted(row["val"] for row in device.dump(tables.log_tables.change) if row["stream"] == apart)
        assert there == written, f"I8 rights: {len(there)} of {len(written)} changes of what is kept apart"
    assert kept_apart(regisseur, laptops[0].family) == kept_apart(deputy, laptops[0].family), "I1 convergence: notes that are kept apart"
    left = [table.name for table in tables.metadata.sorted_tables if any(apart in row.values() for row in colleague.dump(table))]
    assert not left, f"I8 rights: a colleague's laptop has something of what is kept apart in {left}"


def server_is_sound(world: World, family: bytes) -> None:
    """Check the municipality's own log: no hole in it, its chain holds, every author is who the token says, nothing held for its time."""
    history = sorted((row for row in world.dump(server_tables.log_tables.change) if row["stream"] == family), key=lambda row: row["seq"])
    [stream] = [row for row in world.dump(server_tables.stream) if row["stream"] == family]
    assert [row["seq"] for row in history] == list(range(1, stream["head_seq"] + 1)), "I6 contiguous: the server's numbers have a hole"
    assert chained(family, history) == bytes(stream["head_hash"]), "I10 audit: the chain does not verify"
    births = [(row["stream"], row["worker"]) for row in world.dump(server_tables.grant) if row["stream"] == family]
    assert sorted(births) == sorted({(family, bytes(one.identity.worker)) for one in world.devices}), "I5 idempotent: more than one birth"
    workers = {device.identity.device: bytes(device.identity.worker) for device in world.devices}
    assert all(workers[row["dev"]] == row["author"] for row in history), "I10 audit: an author who is not the token's"
    assert all(row["ord"] <= row["received_at"] for row in history), "I10 audit: an edit newer than its arrival"
    held = [row["reason"] for row in world.dump(server_tables.held)]
    assert not held, f"I7 clock independence: work was held though every right stands: {held}"


def replay_changes_nothing(world: World, request: httpx.Request) -> None:
    """Send an old request twice more, past the laptop: the server stays as it is and says the same of the push both times."""
    before = _everything(world)
    first, second = (_acks(request.url.path, world.server.answer(request)) for _ in range(2))
    assert first == second, "I5 idempotent: the same push was answered in two ways"
    assert _everything(world) == before, "I5 idempotent: a repeated request changed the server"
    COUNTS["replays"] += 1


def _acks(path: str, response: httpx.Response) -> object:
    if response.status_code != 200:
        return response.status_code
    if path == "/v1/heal":
        return decode(HealAnswer, response.read()).stands
    answer = decode(SyncAnswer, response.read())  # httpx has unpacked it
    return answer.acks, answer.exceptions


def _everything(world: World) -> dict[str, list[dict[str, Any]]]:
    return {table.name: world.dump(table) for table in server_tables.metadata.sorted_tables}
