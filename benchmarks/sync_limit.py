"""Sync of 10,000 changes in 30 families by the whole product, against the raw limit and PouchDB: in turns, in one run.

Ours: real encrypted stores, the real server in a process of its own on SQLite, rights, checks, merge and chain, over loopback.
Bars: docs/performance.md. Bytes are everything that goes over the line, headers too, at a relay in a run that is not timed.
"""

import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from benchmarks import limit, ours, pouchdb
from benchmarks.costs import Cost, spread, typical
from benchmarks.figures import Figure, NotRun

TURNS = 7
"""Ten changes take some milliseconds, and a shared machine is half as fast for seconds on end: of five turns one said 0.51 of PouchDB for
them, and the next 0.66 of a faster program. So ours has several times in each turn, one after each of the others.
"""
BIG = ("push10k", "pull10k")
NOTHING = ("idle_first", "idle")
SMALL = ("idle", "push10", "pull10")
"""What goes into one batch of PouchDB's, whatever its size: with either size it does the same, so that is one series, twice as long."""
MOST_BYTES = 1024

POUCHDB = "pouchdb_"
Turn = Callable[[], list[dict[str, Cost]]]
"""Does every step in one turn, and returns what it cost each time that counts."""
Runs = dict[str, list[dict[str, Cost]]]
"""Every run of each who takes part: what each step cost."""
Middle = Mapping[str, Cost]
"""By step the medians of its runs."""


def measure() -> list[Figure]:
    """Let ours, the limit and PouchDB take turns; return the ratios, and what each took."""
    with ExitStack() as stack:
        caseload = ours.on_sqlite(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        mine = partial(ours.one_run, caseload)
        peers: dict[str, Turn] = {"limit": lambda: [limit.one_run()]}
        left_out: list[Figure] = []
        try:
            pouch = stack.enter_context(pouchdb.running())
            runs = in_turns(mine, peers | {f"{POUCHDB}{batch}": partial(pouch.turn, batch) for batch in pouchdb.BATCHES})
        except pouchdb.NotHereError as error:
            left_out.append(NotRun("sync_pouchdb", why=str(error)))
            runs = in_turns(mine, peers)
        counted = ours.one_run(caseload, counting=True)
    return [*figures(runs, counted), *left_out, *said(runs)]


def in_turns(mine: Callable[[], dict[str, Cost]], peers: Mapping[str, Turn]) -> Runs:
    """Let every peer have its turn, so many times, another one first each time, and ours once after each."""
    runs: Runs = {name: [] for name in ("ours", *peers)}
    names = list(peers)
    for number in range(TURNS):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            runs[name] += peers[name]()
            runs["ours"].append(mine())
    return runs


FIRST_BAR = 2.0
"""The first sync of nothing after a bootstrap is as any other. PouchDB's takes seconds, so beside that alone it could hardly fail."""


def figures(runs: Runs, counted: Middle) -> list[Figure]:
    """Return what has a bar."""
    medians = {name: middle(all_of) for name, all_of in runs.items()}
    our, raw = medians["ours"], medians["limit"]
    pouches = {name: all_of for name, all_of in runs.items() if name.startswith(POUCHDB)}
    found = [Figure(f"sync_{step}_to_limit", our[step].ms / raw[step].ms, 5.0) for step in BIG]
    for step in NOTHING:
        found.append(Figure(f"sync_{step}_requests", counted[step].requests, 1, ""))
        found.append(Figure(f"sync_{step}_bytes", counted[step].bytes, MOST_BYTES, "B"))
    for step in ("push10", "pull10"):
        found.append(Figure(f"sync_{step}_requests", counted[step].requests, None, ""))
        found.append(Figure(f"sync_{step}_bytes", counted[step].bytes, None, "B"))
    return found + (beside_pouchdb(our, pouches, counted) if pouches else [])


def beside_pouchdb(our: Middle, pouches: Runs, counted: Middle) -> list[Figure]:
    """Return the ratios to PouchDB, in each thing that has to do with it to the batch size that is better at it."""
    by_size = [middle(all_of) for all_of in pouches.values()]
    together = [middle([run for all_of in pouches.values() for run in all_of])]

    def least(step: str, what: Callable[[Cost], float]) -> float:
        return min(what(pouch[step]) for pouch in (together if step in SMALL else by_size))

    def ratio(step: str, bar: float | None, other: str = "") -> Figure:
        beside = f"{other}_of_pouchdb" if other else "pouchdb"
        return Figure(f"sync_{step}_to_{beside}", our[step].ms / least(other or step, lambda one: one.ms), bar)

    def of_cpu(step: str, bar: float | None = None) -> Figure:
        return Figure(f"sync_{step}_cpu_to_pouchdb", our[step].cpu / least(step, lambda one: one.cpu), bar)

    sent = counted["push10k"].bytes / least("push10k", lambda one: one.bytes)
    return [
        ratio("push10k", 0.25),
        ratio("pull10k", 1 / 3),
        *(of_cpu(step, 0.25) for step in BIG),
        Figure("sync_push10k_bytes_to_pouchdb", sent, 0.2),
        ratio("idle", 1 / 3),
        ratio("idle_first", 1 / 3),
        Figure("sync_idle_first_to_idle", our["idle_first"].ms / our["idle"].ms, FIRST_BAR),
        ratio("idle_first", None, "idle"),
        ratio("push10", 0.5),
        ratio("pull10", 0.5),
        *(of_cpu(step) for step in ("idle", "push10", "pull10")),
    ]


def said(runs: Runs) -> list[Figure]:
    """Return what each took for each step, with lowest, highest and processor time."""
    steps = {"limit": BIG}
    return [
        spread(f"sync_{step}_{name}", [run[step] for run in all_of])
        for step in ours.STEPS
        for name, all_of in runs.items()
        if step in steps.get(name, ours.STEPS)
    ]


def middle(all_of: list[dict[str, Cost]]) -> Middle:
    """Return the medians of all runs by step."""
    return {step: typical([run[step] for run in all_of]) for step in all_of[0]}
