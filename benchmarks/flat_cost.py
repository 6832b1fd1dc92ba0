"""What one sync costs in a municipality of 100, of 10,000 and of 100,000 families: the same laptop with the same sixty families in each.

A server process on each database; they are asked in turn, so that whatever else the machine does falls on all alike. Judged are the time a
laptop waits and the processor time of server and database together, both as a multiple of what they are at 100 families.
"""

import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from app.protocol.messages import SyncAnswer, decode
from app.protocol.packing import unpack
from benchmarks.figures import Figure, NotRun
from benchmarks.monday_load import Laptop
from benchmarks.served import Served, served
from benchmarks.town import FULL_FAMILIES, Share, given_of, load_of, make_town
from tests.postgres import CAREFUL, NoPostgresError, running

SIZES = (100, 10_000, 100_000)
EACH, STEP = 60, 30
"""Each worker has sixty families, and each family two workers, however large the municipality is."""
ROUNDS, BLOCK, UNCOUNTED = 20, 5, 2
MOST = 1.5
CHANGES = 10
STEPS = ("idle", "push10", "pull10")


@dataclass
class Place:
    """A municipality of one size: its server, a laptop of the measurement, and a colleague's with half of the same families."""

    families: int
    service: Served
    mine: Laptop
    colleague: Laptop
    line: socket.socket
    database_ms: Callable[[], float]
    ms: dict[str, list[float]] = field(default_factory=lambda: {step: [] for step in STEPS})
    cpu_ms: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STEPS, 0.0))

    def block(self, step: str, *, counted: bool) -> None:
        """Do one thing some times on one line; what it needs is made ready before each."""
        self.line.close()
        self.line = dialled(self.service.port)
        for _ in range(BLOCK):
            do = getattr(self, step)()
            cpu, begin = self.spent(), time.perf_counter()
            do()
            took, cost = 1000 * (time.perf_counter() - begin), self.spent() - cpu
            if counted:
                self.ms[step].append(took)
                self.cpu_ms[step] += cost

    def spent(self) -> float:
        """Return the processor time of server and database until now."""
        return self.service.cpu_ms() + self.database_ms()

    def idle(self) -> Callable[[], object]:
        """Nothing waits and nothing is new."""
        asked = self.mine.request([], with_cursors=False)
        return lambda: self.sent(asked, 204)

    def push10(self) -> Callable[[], object]:
        """Ten changes of one family."""
        stream = self.mine.given.families[0][0]
        asked = self.mine.request([self.mine.push(stream, CHANGES)], with_cursors=True)
        return lambda: self.mine.took(decode(SyncAnswer, self.sent(asked, 200)))

    def pull10(self) -> Callable[[], object]:
        """Ten changes of a colleague: what this laptop has is not what there is, so it says how far it is."""
        stream = self.mine.given.families[-1][0]
        pushed = self.colleague.request([self.colleague.push(stream, CHANGES)], with_cursors=True)
        self.colleague.took(decode(SyncAnswer, self.sent(pushed, 200)))
        first, second = self.mine.request([], with_cursors=False), self.mine.request([], with_cursors=True)

        def pulled() -> None:
            self.sent(first, 409)
            self.mine.took(decode(SyncAnswer, self.sent(second, 200)))

        return pulled

    def sent(self, asked: bytes, wanted: int) -> bytes:
        """Send a request and return the unpacked body; ends the benchmark at another answer."""
        self.line.sendall(asked)
        came = b""
        while b"\r\n\r\n" not in came:
            came += self.heard()
        head, _, body = came.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").lower().split("\r\n")
        fields = dict(line.split(": ", 1) for line in lines[1:])
        while len(body) < int(fields.get("content-length", 0)):
            body += self.heard()
        if int(lines[0].split(" ")[1]) != wanted:
            raise SystemExit(f"{lines[0]} instead of {wanted}")
        return unpack(body, fields.get("content-encoding", ""))

    def heard(self) -> bytes:
        """Return what came; ends the benchmark where the server hung up."""
        return self.line.recv(65_536) or sys.exit("the server hung up")


def dialled(port: int) -> socket.socket:
    """Return a new line, on which nothing is held up to fill a packet."""
    line = socket.create_connection(("127.0.0.1", port))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def measure() -> list[Figure]:
    """Return, for both kinds of database, what each step costs at each size as a multiple of what it costs at the smallest."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        found += figures("sqlite", [f"sqlite:///{folder}/{size}.db" for size in SIZES], lambda: 0.0)
    try:
        with running(CAREFUL) as cluster, ExitStack() as stack:
            addresses = [stack.enter_context(cluster.database()) for _ in SIZES]
            found += figures("postgresql", addresses, cluster.cpu_ms)
    except NoPostgresError as error:
        found.append(NotRun("flat_postgresql", why=str(error).splitlines()[0]))
    return found


def figures(kind: str, addresses: Sequence[str], database_ms: Callable[[], float]) -> list[Figure]:
    """Measure one kind of database at all sizes, in turn."""
    with ExitStack() as stack:
        places = [stack.enter_context(a_place(size, address, database_ms)) for size, address in zip(SIZES, addresses, strict=True)]
        for number in range(UNCOUNTED + ROUNDS):
            for step in STEPS:
                for place in places if number % 2 else places[::-1]:
                    place.block(step, counted=number >= UNCOUNTED)
    base, found = places[0], []
    for step in STEPS:
        found.append(Figure(f"flat_{kind}_{step}_{base.families}", statistics.median(base.ms[step]), None, "ms"))
        found.append(Figure(f"flat_{kind}_{step}_{base.families}_cpu", base.cpu_ms[step] / len(base.ms[step]), None, "ms"))
        for place in places[1:]:
            name = f"flat_{kind}_{step}_{place.families}_to_{base.families}"
            found.append(Figure(name, statistics.median(place.ms[step]) / statistics.median(base.ms[step]), MOST))
            found.append(Figure(f"{name}_cpu", place.cpu_ms[step] / base.cpu_ms[step], MOST))
    return found


@contextmanager
def a_place(families: int, address: str, database_ms: Callable[[], float]) -> Iterator[Place]:
    """Fill a municipality and serve it."""
    full = min(families, FULL_FAMILIES)
    town = make_town(address, full, families - full, Share(max(2, families // STEP), EACH, STEP))
    town.database.engine.dispose()
    with served(address) as service:
        load = load_of(town)
        mine, colleague = (Laptop(load, given_of(town, desk, service.port)) for desk in town.desks[:2])
        place = Place(families, service, mine, colleague, dialled(service.port), database_ms)
        yield place
        place.line.close()


if __name__ == "__main__":
    for one in measure():
        print(one)
