"""A new laptop gets 60 families of 300 rows: from its first sync until everything stands in its encrypted store.

Against the parts of `peers/limit.py` with the very same changes, and how soon the first family can be opened. Everything is
young, so every change comes whole; bases only shorten what is older (docs/decisions).
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.clock import wall_ms
from app.domain.ids import as_text, derived_id, new_id
from app.domain.record import Id
from app.domain.records.plan import Action, ActionStatus, Goal, Plan
from app.server.database import open_database
from app.server.tables import log_tables
from app.store.workspace import StreamState, Workspace
from app.sync.progress import Progress
from app.sync.round import sync_once
from benchmarks import limit
from benchmarks.caseload import READER, WARMER, WRITER, Caseload, a_family, expect, prepared, sentence
from benchmarks.costs import Cost, cost, spread, typical
from benchmarks.figures import Figure
from benchmarks.ours import sitting

FAMILIES, GOALS, ACTIONS = 60, 60, 238
ROWS = FAMILIES * (2 + GOALS + ACTIONS)
RUNS = 5
BAR, FIRST_BAR = 4.0, 0.2


def measure() -> list[Figure]:
    """Return how many times the limit it takes, and after which part of that the first family can be opened."""
    ours: list[Cost] = []
    raw: list[Cost] = []
    shares: list[float] = []
    with ExitStack() as stack:
        folder, limits = (Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(2))
        caseload = pushed(folder)
        peer = stack.enter_context(limit.raw(limits))
        packed = peer.push(as_limit_has_them(folder / "server.db", caseload))
        for _ in range(RUNS):
            taken, share = once(caseload)
            ours.append(taken)
            shares.append(share)
            raw.append(limit_once(peer))
        counted, _ = once(caseload, counting=True)
    return [
        Figure("bootstrap_to_limit", typical(ours).ms / typical(raw).ms, BAR),
        Figure("bootstrap_first_family_of_all", statistics.median(shares), FIRST_BAR),
        Figure("bootstrap_cpu_to_limit", typical(ours).cpu / typical(raw).cpu),
        Figure("bootstrap_changes", ROWS, None, ""),
        Figure("bootstrap_requests", counted.requests, None, ""),
        Figure("bootstrap_bytes", counted.bytes, None, "B"),
        Figure("bootstrap_limit_bytes", packed, None, "B"),
        spread("bootstrap_ours", ours),
        spread("bootstrap_limit", raw),
    ]


def pushed(folder: Path) -> Caseload:
    """Prepare a municipality that has every family, by the writer's own push, and a colleague who may see them and has none."""
    database = f"sqlite:///{folder / 'server.db'}"
    caseload = prepared(folder, database, families_of_rows)
    with sitting(caseload, folder, database) as here:
        expect(here.laptops[WRITER].sync().pushed, ROWS)
    caseload.let_in(database)
    return caseload


def once(caseload: Caseload, *, counting: bool = False) -> tuple[Cost, float]:
    """Bootstrap the colleague's laptop; return what that cost, and after which part of the time the first family could be opened."""
    moments: list[float] = []

    def told(progress: Progress) -> None:
        if progress.families_done and len(moments) == 1:
            moments.append(time.perf_counter())

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        caseload.copied(folder)
        with sitting(caseload, folder, f"sqlite:///{folder / 'server.db'}", counting=counting) as here:
            here.laptops[WARMER].sync()
            laptop = here.laptops[READER]

            def bootstrap() -> int:
                moments.append(time.perf_counter())
                return sync_once(laptop.workspace, laptop.link, told).pulled

            taken = here.do(bootstrap, ROWS)
    return taken, 1000 * (moments[1] - moments[0]) / taken.ms


def limit_once(peer: limit.Raw) -> Cost:
    """Let the limit fetch the same into a new store of its own."""
    store = peer.fresh()
    taken = cost(lambda: peer.pull(store), peer.cpu_ms)
    store.close()
    return taken


def as_limit_has_them(server: Path, caseload: Caseload) -> list[list[object]]:
    """Return the changes that the municipality has of these families, content and all, in the form of the limit."""
    change = log_tables.change.c
    number = {family: place for place, family in enumerate(caseload.families)}
    found = []
    database = open_database(f"sqlite:///{server}")
    with database.engine.connect() as connection:
        for one in connection.execute(select(log_tables.change).where(change.stream.in_(number)).order_by(change.stream, change.seq)):
            key = (f"{number[one.stream]}.{one.ctr}", as_text(one.stream), as_text(one.dev), one.inc, one.ctr, one.seen, as_text(one.tx))
            cell = (one.record, as_text(one.row), one.grp, one.val.decode())
            salted = f"{one.kind} {as_text(one.salt)}"  # it has no place for the salt, which travels too
            found.append([*key, *cell, one.wall, as_text(one.author), one.schema, salted])
    database.engine.dispose()
    expect(len(found), ROWS)
    return found


def families_of_rows(workspace: Workspace) -> Iterator[bytes]:
    """Write families of 300 rows, each by one change: the family, its plan, goals and what is done for them; yields the families."""
    for _ in range(FAMILIES):
        family: Id[Any] = new_id(wall_ms(workspace.clock))
        plan: Id[Plan] = derived_id(family, "plan/1")
        with workspace.write() as writing:
            writing.put_state(StreamState(family, 0, bytes(32), 0, "new"))
            goals = [Goal(id=new_id(writing.wall), plan=plan, text=sentence(place)) for place in range(GOALS)]
            actions = [
                Action(id=new_id(writing.wall), goal=goals[place % GOALS].id, what=sentence(GOALS + place), status=ActionStatus.BUSY)
                for place in range(ACTIONS)
            ]
            for row in (a_family(workspace, family), Plan(id=plan), *goals, *actions):
                gesture = writing.gesture(family)
                gesture.create(row)
                gesture.done()
        yield family
