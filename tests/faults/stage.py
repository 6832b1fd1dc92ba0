"""What one run has: its folder, a server, a proxy, and two laptops that are told what to do and begun again when they were ended."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.chance import Chance
from tests.faults.forked import KILLED, Forked, SilentError
from tests.faults.laptop import Told, work
from tests.faults.points import LAPTOP, Arms, Point
from tests.faults.proxy import Proxy
from tests.faults.server import Server
from tests.faults.town import WORKERS, Ground

SHOWN = 3_000


@dataclass
class Findings:
    """Everything that should not be, in words with ids."""

    lost: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    unopened: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def all(self) -> list[str]:
        """Return them all, each with its kind."""
        return [f"{kind}: {one}" for kind, found in vars(self).items() for one in found]


class Seat:
    """A worker at a laptop: the process, and what it said to be kept. `line` of what it says last is how the exchange went."""

    def __init__(self, name: str, folder: Path, seed: int, findings: Findings) -> None:
        self.name = name
        self.folder = folder / name
        self.arms = Arms(folder / f"arms-{name}")
        self.seed = seed
        self.findings = findings
        self.saved: list[tuple[bytes, str]] = []
        self.typed: dict[bytes, str] = {}
        self.drafts: set[str] = set()
        self.begun: list[bytes] = []
        self.synced: tuple[str, int, str] = ("", 0, "")
        self.keeps_drafts = True
        self.ended = False
        self.due = 0
        self.starts = 0
        self.process = Forked(name, folder / f"{name}.log", self.heard)

    def start(self) -> None:
        """Open the store and go on; what was typed and not left must be there."""
        self.starts += 1
        self.due = 0
        self.ended = False
        self.drafts.clear()
        told = Told(self.name, self.folder, self.arms, self.seed * 100 + self.starts)
        self.process.begin(lambda ear, mouth: work(told, ear, mouth))
        if not self.process.until("ready"):
            self.findings.unopened.append(f"{self.name} ended with {self.process.code} at start {self.starts}")
        gone = [text for text in self.typed.values() if text not in self.drafts] if self.keeps_drafts else []
        self.findings.lost.extend(f"the draft {text} of {self.name}" for text in gone)

    def revive(self) -> None:
        """Begin again if it has ended; only by kill -9 it may have, or because it was told to."""
        if not self.process.alive():
            if self.process.code not in (None, KILLED) and not self.ended:
                self.findings.wrong.append(f"{self.name} fell with {self.process.code}: {self.last_words()}")
            self.start()

    def heard(self, line: str) -> None:
        """Keep what it says."""
        word, *rest = line.split(" ")
        if word == "saved":
            self.saved.append((bytes.fromhex(rest[0]), rest[1]))
        elif word == "typed":
            self.typed[bytes.fromhex(rest[0])] = rest[1]
        elif word == "types":
            self.typed.pop(bytes.fromhex(rest[0]), None)
        elif word == "draft":
            self.drafts.add(rest[1])
        elif word == "begun":
            self.begun.append(bytes.fromhex(rest[0]))
        elif word == "synced":
            self.synced = (rest[0], int(rest[1]), " ".join(rest[2:]))
        elif word == "problem":
            self.findings.wrong.append(f"{self.name}: {line}")

    def forget_drafts(self) -> None:
        """Expect no draft back from now on: the family goes, or two programs type in one field."""
        self.typed.clear()
        self.keeps_drafts = False

    def give(self, *orders: str) -> None:
        """Tell it what to do, and do not wait."""
        for order in orders:
            self.process.say(order)
            self.due += 1

    def attend(self) -> None:
        """Wait until everything is done, or it has ended."""
        while self.due and self.process.until("did"):
            self.due -= 1
        self.due = 0

    def end(self) -> None:
        """Let it lock its store and end."""
        self.ended = True
        self.process.say("end")
        if self.process.to_end() != 0:
            self.findings.wrong.append(f"{self.name} ended with {self.process.code}, {self.last_words()}")

    def last_words(self) -> str:
        """Return the end of its log."""
        return self.process.log.read_text(encoding="utf-8")[-SHOWN:] if self.process.log.exists() else ""


class Stage:
    """One run's town."""

    def __init__(self, ground: Ground, folder: Path, seed: int) -> None:
        self.ground = ground
        self.folder = folder
        self.chance = Chance(seed)
        self.findings = Findings()
        self.done: Counter[str] = Counter()
        self.armed: Seat | None = None
        self.aim = ""
        self.twins: list[Seat] = []
        self.ended = False
        """Whether the second laptop's right has ended."""
        address = ground.lay(folder)
        self.server = Server(address, ground.behind, folder, Arms(folder / "arms"), self.findings.unopened)
        self.line = Proxy(ground.port, ground.behind, folder / "line")
        self.carrier = ground.proxy(folder)
        self.seats = [Seat(name, folder, seed + place, self.findings) for place, name in enumerate(WORKERS)]

    @property
    def second(self) -> Seat:
        """Return the laptop of which the right may end."""
        return self.seats[1]

    def revive(self) -> None:
        """Begin again what has ended; only what was killed on purpose may have."""
        for seat in self.seats:
            seat.revive()
        if not self.server.process.alive():
            if self.server.process.code not in (None, 0, KILLED):
                self.findings.wrong.append(f"the server fell with {self.server.process.code}")
            self.server.start()

    def give(self, *orders: str) -> None:
        """Tell both."""
        for seat in self.seats:
            seat.give(*orders)

    def attend(self) -> None:
        """Wait for both."""
        for seat in self.seats:
            seat.attend()

    def victim(self) -> Seat:
        """Return the laptop at which something is to go wrong."""
        return self.armed or self.chance.choice(self.seats)

    def twin_of(self, seat: Seat, folder: Path) -> Seat:
        """Start a second program of the same worker in a folder: the same one, or a copy. What it saved counts as the first one's."""
        twin = Seat(seat.name, self.folder, seat.seed + 50, self.findings)
        twin.folder, twin.saved, twin.keeps_drafts, twin.arms = folder, seat.saved, False, seat.arms
        twin.process = Forked(f"{seat.name} twice", self.folder / f"{seat.name}-twin.log", twin.heard)
        self.twins.append(twin)
        twin.start()
        return twin

    def arm(self, point: Point, way: str) -> None:
        """Let it go wrong at a place: of the second laptop where a right ends, else of either, or of the server."""
        times, self.aim = self.chance.randint(1, point.most), point.name
        if point.side == LAPTOP:
            self.armed = self.second if point.scene == "lose" else self.chance.choice(self.seats)
            self.armed.arms.arm(point, way, times)
        else:
            self.server.arms.arm(point, way, times)

    def disarm(self) -> None:
        """Let nothing go wrong any more."""
        for arms in (*(seat.arms for seat in self.seats), self.server.arms):
            arms.disarm()
        self.line.disarm()
        self.armed, self.aim = None, ""

    def close(self) -> None:
        """End every process, however the run went."""
        for process in (*(seat.process for seat in (*self.seats, *self.twins)), self.server.process, self.carrier):
            try:
                process.kill()
            except SilentError as silent:
                self.findings.wrong.append(str(silent))
        self.ground.clear()
