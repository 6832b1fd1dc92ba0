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

RUNS = 9
"""Ten changes take some milliseconds, and a shared machine is half as fast for seconds on end: of five turns one said 0.51 of PouchDB for
them, and the next 0.66 of a faster program.
"""
BIG = ("push10k", "pull10k")
NOTHING = ("idle_first", "idle")
MOST_BYTES = 1024

Runs = dict[str, list[dict[str, Cost]]]
"""Every run of each who takes part: what each step cost."""
Middle = Mapping[str, Cost]
"""By step the medians of its runs."""


def measure() -> list[Figure]:
    """Let ours, the limit and PouchDB take turns; return the ratios, and what each took."""
    with ExitStack() as stack:
        caseload = ours.on_sqlite(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        taking_part: dict[str, Callable[[], dict[str, Cost]]] = {"ours": partial(ours.one_run, caseload), "limit": limit.one_run}
        left_out: list[Figure] = []
        try:
            pouch = stack.enter_context(pouchdb.running())
            taking_part |= {f"pouchdb_{batch}": partial(pouch.one_run, batch) for batch in pouchdb.BATCHES}
            runs = in_turns(taking_part)
        except pouchdb.NotHereError as error:
            left_out.append(NotRun("sync_pouchdb", why=str(error)))
            runs = in_turns({name: run for name, run in taking_part.items() if not name.startswith("pouchdb")})
        counted = ours.one_run(caseload, counting=True)
    return [*figures(runs, counted), *left_out, *said(runs)]


def in_turns(taking_part: Mapping[str, Callable[[], dict[str, Cost]]]) -> Runs:
    """Let everybody run, so many times, another one first each time."""
    runs: Runs = {name: [] for name in taking_part}
    names = list(taking_part)
    for number in range(RUNS):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            runs[name].append(taking_part[name]())
    return runs


FIRST_BAR = 2.0
"""The first sync of nothing after a bootstrap is as any other. PouchDB's takes seconds, so beside that alone it could hardly fail."""


def figures(runs: Runs, counted: Middle) -> list[Figure]:
    """Return what has a bar."""
    medians = {name: middle(all_of) for name, all_of in runs.items()}
    our, raw = medians["ours"], medians["limit"]
    pouches = [found for name, found in medians.items() if name.startswith("pouchdb")]
    found = [Figure(f"sync_{step}_to_limit", our[step].ms / raw[step].ms, 5.0) for step in BIG]
    for step in NOTHING:
        found.append(Figure(f"sync_{step}_requests", counted[step].requests, 1, ""))
        found.append(Figure(f"sync_{step}_bytes", counted[step].bytes, MOST_BYTES, "B"))
    for step in ("push10", "pull10"):
        found.append(Figure(f"sync_{step}_requests", counted[step].requests, None, ""))
        found.append(Figure(f"sync_{step}_bytes", counted[step].bytes, None, "B"))
    return found + (beside_pouchdb(our, pouches, counted) if pouches else [])


def beside_pouchdb(our: Middle, pouches: list[Middle], counted: Middle) -> list[Figure]:
    """Return the ratios to PouchDB, in each thing to the batch size that is better at it."""

    def least(step: str, what: Callable[[Cost], float]) -> float:
        return min(what(pouch[step]) for pouch in pouches)

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
