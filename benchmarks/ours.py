"""Our side of a sync, step by step: real encrypted stores, the real server in a process of its own, over loopback.

`python -m benchmarks.ours [RUNS]` measures it without the peers, but for the limit: ten seconds for whoever makes it faster.
"""

import argparse
import gc
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from app.store.database import close_store
from app.store.workspace import Workspace
from app.sync.round import RoundResult, sync_once
from app.sync.server_link import ServerLink
from benchmarks import limit
from benchmarks.caseload import CHANGES, FAMILIES, READER, WARMER, WRITER, Caseload, changes_in, expect, opened, prepared, ten_goals
from benchmarks.costs import Cost, cost, spread, typical
from benchmarks.relay import Relay, relayed
from benchmarks.served import Served, served
from ui.process import set_aside

TIMES, WARM = 5, 15
STEPS = ("push10k", "pull10k", "idle_first", "idle", "push10", "pull10")


@dataclass(frozen=True)
class Laptop:
    """A store and its way to the server."""

    workspace: Workspace
    link: ServerLink

    def sync(self) -> RoundResult:
        """Do one round."""
        return sync_once(self.workspace, self.link)


@dataclass(frozen=True)
class Sitting:
    """One run: the laptops at one server. With a relay between, bytes and requests are counted too."""

    caseload: Caseload
    server: Served
    laptops: Mapping[str, Laptop]
    relay: Relay | None = None

    def do(self, work: Callable[[], int], wanted: int) -> Cost:
        """Return what it costs to do something; stops where another number of changes travelled than was to."""
        before = self.relay.counted() if self.relay else None
        taken = cost(lambda: expect(work(), wanted), self.server.cpu_ms)
        if self.relay is None or before is None:
            return taken
        up, down, requests = (now - then for now, then in zip(self.relay.counted(), before, strict=True))
        return replace(taken, up=up, down=down, requests=requests)

    def warm(self) -> None:
        """Let a third worker's laptop come and go, so that the server is as it is an hour after it began; as the peer does."""
        warmer = self.laptops[WARMER]
        warmer.sync()
        with warmer.workspace.read() as reading:
            family = reading.states()[0].stream
        for _ in range(WARM):
            ten_goals(warmer.workspace, family)
            warmer.sync()
            warmer.sync()

    def all_steps(self, database: str) -> dict[str, list[Cost]]:
        """Push everything, pull it into a fresh store, sync with nothing to do, and push ten changes and fetch them."""
        writer, reader = self.laptops[WRITER], self.laptops[READER]
        found: dict[str, list[Cost]] = {step: [] for step in STEPS}
        self.warm()
        gc.collect()
        found["push10k"].append(self.do(lambda: writer.sync().pushed, CHANGES))
        self.caseload.let_in(database)
        gc.collect()
        found["pull10k"].append(self.do(lambda: reader.sync().pulled, CHANGES))
        found["idle_first"].append(self.do(lambda: both(reader.sync()), 0))
        found["idle"] += [self.do(lambda: both(reader.sync()), 0) for _ in range(TIMES)]
        writer.sync()
        for family in self.caseload.families[:TIMES]:
            ten_goals(writer.workspace, family)
            found["push10"].append(self.do(lambda: writer.sync().pushed, 10))
            found["pull10"].append(self.do(lambda: reader.sync().pulled, 10))
        return found


def both(done: RoundResult) -> int:
    """Return how many changes travelled, either way."""
    return done.pushed + done.pulled


@contextmanager
def sitting(caseload: Caseload, folder: Path, database: str, *, counting: bool = False) -> Iterator[Sitting]:
    """Open the laptops of one run, copied to its folder, at a server on that database; in a process that is set as the program's is."""
    set_aside()
    with ExitStack() as stack:
        server = stack.enter_context(served(database))
        relay = stack.enter_context(relayed(server.port)) if counting else None
        address = relay.address if relay else server.address
        laptops = {}
        for login in (WRITER, READER, WARMER):
            workspace = opened(folder / f"{login}.db")
            laptops[login] = Laptop(workspace, ServerLink(address, workspace.identity.token))
            stack.callback(close_store, workspace.engine)
            stack.callback(laptops[login].link.close)
        yield Sitting(caseload, server, laptops, relay)


def one_run(caseload: Caseload, *, counting: bool = False) -> dict[str, Cost]:
    """Do every step once on copies, on SQLite, and return what each cost: the median where it was done more often."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        caseload.copied(folder)
        database = f"sqlite:///{folder / 'server.db'}"
        with sitting(caseload, folder, database, counting=counting) as here:
            found = here.all_steps(database)
        return {step: typical(costs) for step, costs in found.items()}


def on_sqlite(folder: Path) -> Caseload:
    """Prepare the stores and the server's database in a folder."""
    return prepared(folder, f"sqlite:///{folder / 'server.db'}", changes_in(CHANGES, FAMILIES))


def main() -> None:
    """Say what our side takes, and how often the limit that is."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ours", description=__doc__)
    parser.add_argument("runs", nargs="?", type=int, default=3)
    runs = parser.parse_args().runs
    ours: list[dict[str, Cost]] = []
    peer: list[dict[str, Cost]] = []
    with tempfile.TemporaryDirectory() as name:
        caseload = on_sqlite(Path(name))
        for _ in range(runs):
            ours.append(one_run(caseload))
            peer.append(limit.one_run())
        counted = one_run(caseload, counting=True)
    for step in STEPS:
        print(
            spread(f"{step}_ours", [run[step] for run in ours]), f"{counted[step].requests:.0f} requests, {counted[step].bytes:.0f} bytes"
        )
    for step in ("push10k", "pull10k"):
        raw = typical([run[step] for run in peer]).ms
        print(f"{step}_to_limit {typical([run[step] for run in ours]).ms / raw:.2f}x of {raw:.0f} ms")


if __name__ == "__main__":
    main()
