"""Monday morning: two hundred laptops of sixty families each come back from the weekend at once, twenty of them with 200 changes.

One server process on PostgreSQL (what is committed is on the disk), with laptops and all on the same cores; then the same with two
processes that know nothing of each other. What was acknowledged is read back from the database, and by every laptop that may see it.
"""

import json
import secrets
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from app.changelog.chain import START, extend
from app.domain.ids import as_text, from_text
from benchmarks.figures import Figure, NotRun
from benchmarks.monday_load import CHANGES_IN, Load, Order
from benchmarks.served import Served, ended, served
from benchmarks.town import TOWN, Share, Town, given_of, load_of, make_town
from tests.postgres import CAREFUL, Cluster, NoPostgresError, running

LAPTOPS, EACH, STEP = 200, 60, 20
"""Each worker has sixty families, and each family three workers."""
WAVES, PUSHING = 6, LAPTOPS // 10
AT_ONCE = 16
GOAL = 80
WEEKEND = "UPDATE device SET seen_at = enrolled_at"


@dataclass
class Seen:
    """What came of all waves: first with as many laptops at a time as keep the server busy, then as they come at the goal's pace."""

    order: list[int] = field(default_factory=lambda: secrets.SystemRandom().sample(range(LAPTOPS), LAPTOPS))
    rates: list[float] = field(default_factory=list)
    busy_ms: list[float] = field(default_factory=list)
    paced_ms: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: int = 0
    syncs: int = 0
    cpu_ms: dict[str, float] = field(default_factory=dict)
    again: dict[str, int] = field(default_factory=dict)
    pushed: int = 0
    lost: int = 0


def measure() -> list[Figure]:
    """Return syncs per second, how long a laptop waits, and what went wrong, with one server process and with two."""
    try:
        with running(CAREFUL) as cluster:
            return [figure for processes in (1, 2) for figure in figures(processes, monday(cluster, processes))]
    except NoPostgresError as error:
        return [NotRun("monday", why=str(error).splitlines()[0])]


def figures(processes: int, seen: Seen) -> list[Figure]:
    """Return the lines of one Monday."""
    name = f"monday{processes}"
    rates = sorted(seen.rates)
    found: list[Figure] = [Rate(f"{name}_syncs", statistics.median(rates), None, "/s", f"goal: {GOAL}; {rates[0]:.0f}-{rates[-1]:.0f}")]
    for what, times in (("busy", seen.busy_ms), ("paced", seen.paced_ms)):
        cuts = statistics.quantiles(times, n=100, method="inclusive")
        found += [Figure(f"{name}_{what}_p{part}", cuts[part - 1], None, "ms") for part in (50, 95, 99)]
    found += [Figure(f"{name}_cpu_{who}", ms / seen.syncs, None, "ms") for who, ms in seen.cpu_ms.items()]
    found.append(Figure(f"{name}_requests_of_a_sync", seen.requests / seen.syncs, None, ""))
    found += [Figure(f"{name}_{word}", count, None, "") for word, count in seen.again.items()]
    found.append(Figure(f"{name}_errors", len(seen.errors), 0, ""))
    found.append(Figure(f"{name}_lost_of_{seen.pushed}", seen.lost, 0, ""))
    return found


@dataclass(frozen=True, slots=True)
class Rate(Figure):
    """A figure that is the better the higher, with what is aimed for and the lowest and highest."""

    beside: str = ""

    def __str__(self) -> str:
        """Return the line, with what stands beside the figure."""
        return f"{Figure.__str__(self)} ({self.beside})"


def monday(cluster: Cluster, processes: int) -> Seen:
    """Play the morning: every wave all laptops, each time twenty others with work that waits; then everybody once more."""
    seen = Seen()
    with cluster.database() as address, ExitStack() as stack:
        town = make_town(address, LAPTOPS * STEP, 0, Share(LAPTOPS, EACH, STEP))
        services = [stack.enter_context(served(address)) for _ in range(processes)]
        with tempfile.TemporaryDirectory() as folder, laptops(Path(folder) / "load", everybody(town, services)) as load:
            for number in range(WAVES):
                a_wave(cluster, (town, services, load), seen, number)
            last = [said(load, Order()) for _ in range(2)]
            seen.errors += [error for one in last for error in one["errors"]]
            seen.lost = lost(town, told(load)) + (last[-1]["requests"] - LAPTOPS)
            seen.again = {
                word: sum(one.log.read_text(encoding="utf-8").count(word) for one in services)
                for word in ("database.again", "server.unable")
            }
        seen.pushed = WAVES * PUSHING * CHANGES_IN
        town.database.engine.dispose()
    for error in seen.errors[:3]:
        print(error, file=sys.stderr)
    return seen


def a_wave(cluster: Cluster, what: tuple[Town, list[Served], "subprocess.Popen[str]"], seen: Seen, number: int) -> None:
    """Let all laptops come back from a weekend; in every other wave at the goal's pace."""
    town, services, load = what
    with town.database.write() as tx:
        tx.connection.exec_driver_sql(WEEKEND)
    paced = number % 2 == 1
    pushing = seen.order[number * PUSHING : (number + 1) * PUSHING]
    before = cpu_of(cluster, services)
    wave = said(load, Order(pushing, LAPTOPS if paced else AT_ONCE, LAPTOPS / GOAL if paced else 0))
    spent = {name: ms - before[name] for name, ms in cpu_of(cluster, services).items()} | {"laptops": 1000 * wave["cpu"]}
    (seen.paced_ms if paced else seen.busy_ms).extend(wave["ms"])
    seen.rates += [] if paced else [LAPTOPS / wave["seconds"]]
    seen.errors += wave["errors"]
    seen.requests += wave["requests"]
    seen.syncs += LAPTOPS
    seen.cpu_ms = {name: seen.cpu_ms.get(name, 0) + ms for name, ms in spent.items()}


def cpu_of(cluster: Cluster, services: list[Served]) -> dict[str, float]:
    """Return the processor time until now of the server processes, and of PostgreSQL with all that it started."""
    return {"server": sum(one.cpu_ms() for one in services), "postgresql": cluster.cpu_ms()}


def everybody(town: Town, services: list[Served]) -> Load:
    """Return all laptops; each asks one of the server processes."""
    given = [given_of(town, desk, services[place % len(services)].port) for place, desk in enumerate(town.desks)]
    return Load(town.epoch, load_of(town).fields, given)


@contextmanager
def laptops(file: Path, load: Load) -> Iterator["subprocess.Popen[str]"]:
    """Run all laptops in a process of their own."""
    file.write_bytes(msgspec.json.encode(load))
    command = [sys.executable, "-m", "benchmarks.monday_load", str(file)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        ended(process)


def said(load: "subprocess.Popen[str]", order: Order) -> dict[str, Any]:
    """Give an order and return what came of it."""
    if load.stdin is None or load.stdout is None:
        raise SystemExit("the laptops cannot be spoken to")
    load.stdin.write(msgspec.json.encode(order).decode() + "\n")
    load.stdin.flush()
    found: dict[str, Any] = json.loads(load.stdout.readline())
    return found


def told(load: "subprocess.Popen[str]") -> list[tuple[str, int, int, dict[str, int], dict[str, int]]]:
    """Return what each laptop has at the end: its id, how much it fetched, what was acknowledged, what it wrote, and how far it is."""
    if load.stdin is None or load.stdout is None:
        raise SystemExit("the laptops cannot be spoken to")
    load.stdin.close()
    found: list[tuple[str, int, int, dict[str, int], dict[str, int]]] = json.loads(load.stdout.readline())
    return found


def lost(town: Town, laptops_have: list[Any]) -> int:
    """Return how many changes that were acknowledged the database has not, or some laptop that may see them did not get."""
    histories = {}
    with town.database.read() as tx:
        for family in town.families:
            history = town.database.log.stream(tx, TOWN, family).history()
            histories[as_text(family)] = history
            numbers = [one.seq for one in history]
            if numbers != list(range(1, len(history) + 1)):
                return len(history)
        heads = {
            bytes(stream): (seq, bytes(chain))
            for stream, seq, chain in tx.connection.exec_driver_sql("SELECT stream, head_seq, head_hash FROM stream")
        }
    gone = sum(heads[from_text(stream)] != (len(one), extend(START, from_text(stream), one)) for stream, one in histories.items())
    kept = {(stream, bytes(one.dev), one.ctr) for stream, history in histories.items() for one in history}
    new = {stream: len(history) - town.heads[from_text(stream)][0] for stream, history in histories.items()}
    for device, pulled, acked, wrote, cursors in laptops_have:
        mine = {(stream, from_text(device), ctr) for stream, last in wrote.items() for ctr in range(1, last + 1)}
        gone += len(mine - kept) + abs(acked - len(mine))
        gone += abs(sum(new[stream] for stream in cursors) - len(mine) - pulled)
    return gone


if __name__ == "__main__":
    for line in measure():
        print(line)
