"""The invariants of sync.md 4 on a laptop, each named where it is broken: the program's screen and log against the oracle."""

from collections.abc import Sequence
from typing import Any

from app.domain.ids import confidential_of
from app.domain.rules.roles import CONFIDANTS
from app.server import tables as server_tables
from app.store import tables
from tests.builders import plan_id
from tests.proof.exchanging import Exchanging
from tests.proof.ledger import Ledger
from tests.proof.oracle import MADE, Cell
from tests.proof.people import kept_apart
from tests.proof.reading import all_of
from tests.proof.screens import COUNTS, Shown, whole_field
from tests.proof.traces import SAY_ONLY_THAT
from tests.world import World


def screen_is_true(laptop: Exchanging) -> None:
    """Compare everything a laptop shows with what stands by the oracle, for what this laptop has and its program knows."""
    if not laptop.there:
        return
    if laptop.older:
        laptop.opens_the_page()
    shown, oracle, seen = laptop.screen(), laptop.oracle, laptop.seen
    there = {row: state for row in oracle.cells if laptop.knows(row[0]) and (state := oracle.state(seen, row)) != "absent"}
    missing = there.keys() - shown.rows.keys()
    assert not missing, f"I3 no lost value: rows that nobody threw away are not there: {missing}"
    assert shown.rows.keys() == there.keys(), "I4 conflict exactness: rows that nobody made"
    for row, state in there.items():
        assert shown.rows[row][0] == state, f"I3 no lost value: a {row[0]} {shown.rows[row][0]}, by the oracle it {state}"
        assert (row in shown.asked) == (state == "asks"), "I4 conflict exactness: a deletion asks, or does not, against the oracle"
        for name in laptop.fields(row[0]):
            _field_is_true(laptop, shown, Cell(row, name), state)


def _field_is_true(laptop: Exchanging, shown: Shown, cell: Cell, state: str) -> None:
    values = laptop.oracle.values(laptop.seen, cell) or {whole_field(cell.row[0], cell.name).default}
    expected = laptop.shows(cell, values)
    displayed = getattr(shown.rows[cell.row][1], cell.name)
    options = shown.conflicts.get(cell, [])
    if state == "gone":
        assert not options, "I4 conflict exactness: a conflict in a row that is gone, which nobody can see or settle"
        assert displayed in expected, f"I3 no lost value: a row that is gone keeps {displayed!r}, by the oracle {expected!r}"
        return
    lost = expected - {displayed, *options}
    assert not lost, f"I3 no lost value: {lost!r} left the screen of laptop {laptop.place}, nobody had it there when writing {displayed!r}"
    assert {displayed, *options} == expected, f"I4 conflict exactness: shows {options or displayed!r}, by the oracle {expected!r}"
    most = laptop.oracle.count(laptop.seen, cell) if laptop.cannot_tell(cell) else 0
    fewest = len(values) if len(values) > 1 else 0
    assert fewest <= len(options) <= max(fewest, most), f"I4 conflict exactness: {options!r} shown, {values!r} stand"
    assert not options or options[-1] == displayed, "I4 conflict exactness: the displayed value is not the last of the choices"


def log_is_a_prefix(laptop: Exchanging) -> None:
    """Check that a laptop has exactly the server's first changes and its own, with no number missing, and never goes back."""
    if not laptop.there:
        return
    stored = all_of(laptop.device.workspace.engine, tables.log_tables.change, laptop.family)
    cursor = laptop.device.cursor(laptop.family)
    assert cursor >= laptop.cursor, f"I6 monotone: the cursor fell from {laptop.cursor} to {cursor}"
    laptop.cursor = cursor
    base = laptop.base
    device, facts = laptop.device.identity.device, laptop.oracle.facts
    beyond = [row for row in stored if row["seq"] is not None and row["seq"] > base]
    numbered = sorted(row["seq"] for row in beyond if row["seq"] <= cursor or row["dev"] != device)
    assert numbered == list(range(base + 1, cursor + 1)), f"I6 contiguous: base {base}, cursor {cursor}, numbers {numbered}"
    wanted = {name for name in laptop.seen if facts[name].life[0] == device}
    names = {salt: name for name, salt in laptop.named.items()}
    found = {names[own.salt] for own in laptop.own() if own.salt in names and own.held != "left"}
    long_ago = set(laptop.at_the_server(base))
    assert found <= wanted <= found | long_ago, f"I6 contiguous: own work {sorted(found)}, by the oracle {sorted(wanted)}"


def nothing_is_lost(laptop: Exchanging, received: dict[bytes, bytes]) -> None:
    """Check that every change a laptop ever committed is at the server, held there, or waits on the laptop: I9 for what waited too long."""
    here = {own.salt: own.val for own in laptop.own() if own.seq is None}
    gone = {laptop.kept[salt].tx for name in laptop.ledger.lost if (salt := laptop.named[name]) in laptop.kept}
    for salt, own in laptop.kept.items():
        found = received.get(salt, here.get(salt))
        lost = own.tx in gone or (laptop.ledger.restored_at and own.stream != laptop.family)
        assert found == own.val or lost, (
            f"I2 no lost update: change {own.ctr} of laptop {laptop.place} is nowhere, or not as it was written"
        )


def received_by(world: World) -> dict[bytes, bytes]:
    """Return what the server has, held or not, by the chance in it."""
    engine = world.house.database.engine
    rows = [*all_of(engine, server_tables.log_tables.change), *all_of(engine, server_tables.held)]
    return {bytes(row["salt"]): bytes(row["val"]) for row in rows}


def all_agree(world: World, laptops: Sequence[Exchanging], ledger: Ledger) -> None:
    """Check after the last exchange that every laptop and the municipality have the same rows, choices and history."""
    family = laptops[0].family
    engine = world.house.database.engine
    [stream] = all_of(engine, server_tables.stream, family)
    rows, first = world.rows(family), laptops[0].screen()
    served = {name: _standing(all_of(engine, getattr(server_tables.log_tables, name), family)) for name in ("head", "frontier")}
    for laptop in laptops:
        there = laptop.device.rows(family)
        apart = {name: (there[name], rows[name]) for name in rows if there[name] != rows[name]}
        assert not apart, f"I1 convergence: rows of laptop {laptop.place} differ from the municipality's: {apart}"
        shown = laptop.screen()
        assert (shown.conflicts, shown.asked) == (first.conflicts, first.asked), f"I1 convergence: choices of laptop {laptop.place} differ"
        with laptop.device.workspace.read() as reading:
            state = reading.state(family)
        assert (state.cursor, bytes(state.head_hash)) == (stream["head_seq"], bytes(stream["head_hash"])), "I1 convergence: heads differ"
        store = laptop.device.workspace.engine
        standing = {name: _standing(all_of(store, getattr(tables.log_tables, name), family)) for name in ("head", "frontier")}
        assert standing == served, f"I1 convergence: what stands on laptop {laptop.place} differs from the municipality's"
    COUNTS["conflicts"] += len(first.conflicts)
    COUNTS["asks"] += len(first.asked)
    plan = Cell(("plan", plan_id(family)), MADE)
    COUNTS["plans opened twice"] += len(ledger.oracle.standing(laptops[0].seen, plan)) > 1


def _standing(dumped: Sequence[dict[str, Any]]) -> list[tuple[Any, ...]]:
    names = ("record", "row", "grp", "dev", "inc", "ctr", "seq", "ord")
    return sorted(tuple(row[name] for name in names) for row in dumped)


def apart_is_apart(world: World, laptops: Sequence[Exchanging], ledger: Ledger) -> None:
    """Check that who is regisseur or deputy has every note that is not for everybody, and who is not has nothing of it at all."""
    family = laptops[0].family
    apart = confidential_of(family)
    written = sorted(row["val"] for row in all_of(world.house.database.engine, server_tables.log_tables.change, apart))
    notes: list[list[str]] = []
    for laptop in laptops:
        store = laptop.device.workspace.engine
        if ledger.lasts(laptop.place) and ledger.rights[ledger.people[laptop.place]].role in CONFIDANTS:
            rows = all_of(store, tables.log_tables.change, apart)
            there = sorted(row["val"] for row in rows if row["seq"] is not None)
            assert there == written, f"I8 rights: {len(there)} of {len(written)} changes of what is kept apart"
            if not any(row["seq"] is None for row in rows):
                notes.append(kept_apart(laptop.device, family))
        else:
            looked_in = [table for table in tables.metadata.sorted_tables if table.name not in SAY_ONLY_THAT]
            left = [table.name for table in looked_in if any(apart in row.values() for row in all_of(store, table))]
            assert not left, f"I8 rights: a laptop without that right has something of what is kept apart in {left}"
    assert all(one == notes[0] for one in notes), "I1 convergence: notes that are kept apart"
