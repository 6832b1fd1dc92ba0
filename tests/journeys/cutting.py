"""Kills the program and the server, each in the middle of an exchange, and looks whether anything that was saved is lost.

Two laptops write in one family and exchange; what a laptop said to be saved is kept here, and at the end it must be everywhere.
"""

import os
import random
import select
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from app.actions.families import NewFamily, new_family
from app.actions.opening import first_start, lock, unlock
from app.clock import SystemClock, wall_ms
from app.domain.rules.roles import REGISSEUR
from app.paths import Home
from app.server import rights
from app.server import tables as server_tables
from app.server.access import House
from app.server.checking import check
from app.server.database import connect, open_database
from app.server.enrol import Holder, make_code
from app.server.people import put_municipality, put_worker
from app.store import tables as store_tables
from app.store.keyfile import FLOOR
from app.sync.round import sync_once
from app.sync.server_link import ServerLink
from tests.demo.town import ROOT, free_port, wait_for
from tests.journeys.busy_laptop import WORDS
from tests.world import columns_but

TOWN = "GM9999"
NAMES = ("samira", "joost")
PATIENCE_S = 60.0
ROUNDS = 5


class SilentError(Exception):
    """A process that did not say in time what it should."""


@dataclass
class Ended:
    """What the kills did: how many hit an exchange before it had ended, and everything that went wrong."""

    program: int = 0
    server: int = 0
    inside: int = 0
    saved: int = 0
    lost: list[str] = field(default_factory=list)
    unopened: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    equal: int = 0

    def good(self) -> bool:
        """Tell whether nothing was lost, everything opens, and all have the same."""
        return self.program + self.server > 0 and self.equal == len(NAMES) and not (self.lost or self.unopened or self.trouble)

    def line(self) -> str:
        """Return the figures."""
        kills = f"program={self.program} server={self.server} inside={self.inside} saved={self.saved}"
        return f"{kills} lost={len(self.lost)} unopened={len(self.unopened)} trouble={len(self.trouble)} equal={self.equal}/{len(NAMES)}"


@dataclass
class Busy:
    """One laptop's process, and what it said to be saved."""

    name: str
    folder: Path
    saved: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    usual_s: float = 0.1
    process: "subprocess.Popen[bytes] | None" = None
    rest: bytes = b""

    def start(self) -> None:
        """Start and wait until the store is open."""
        line = [sys.executable, "-m", "tests.journeys.busy_laptop", str(self.folder), self.name]
        with (self.folder / "said.log").open("ab") as log:
            self.process = subprocess.Popen(line, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
        self.rest = b""
        self.until("ready")

    def turn(self, number: int) -> None:
        """Let it write and exchange."""
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.write(b"%d\n" % number)
            self.process.stdin.flush()

    def until(self, word: str) -> str:
        """Read what it says up to a line that begins with this word."""
        for line in self.lines():
            if line.split()[0] == word:
                return line
        raise SilentError(f"{self.name}: ended before {word!r}, see {self.folder / 'said.log'}")

    def lines(self) -> Iterator[str]:
        """Yield what it says, until it has ended."""
        while self.process is not None and self.process.stdout is not None:
            while b"\n" in self.rest:
                one, self.rest = self.rest.split(b"\n", 1)
                yield self.heard(one.decode())
            if not select.select([self.process.stdout], [], [], PATIENCE_S)[0]:
                raise SilentError(f"{self.name}: says nothing for {PATIENCE_S:.0f} s")
            part = os.read(self.process.stdout.fileno(), 65536)
            if not part:
                return
            self.rest += part

    def heard(self, line: str) -> str:
        """Keep what was saved, how long an exchange takes, and whatever a worker would have to worry about."""
        word, *rest = line.split()
        if word == "saved":
            self.saved.append(rest[0])
        if word == "synced":
            self.usual_s = int(rest[1]) / 1000 if rest[0] == "done" else self.usual_s
            self.trouble += [line] if rest[0] == "attention" else []
        return line

    def kill_after(self, seconds: float) -> bool:
        """End it with kill -9 after a while; tells whether it was still exchanging, and keeps all that it had said."""
        process = self.process
        if process is None:
            return False
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        finished = any(line.startswith("synced") for line in self.lines())
        self.put_away()
        return not finished

    def put_away(self) -> None:
        """Let go of a process that has ended, or ends because its input does."""
        if self.process is not None and self.process.stdin is not None and self.process.stdout is not None:
            self.process.stdin.close()
            self.process.wait(PATIENCE_S)
            self.process.stdout.close()
        self.process = None


class Cutting:
    """A server and two laptops of which one after the other is killed; chance decides when."""

    def __init__(self, folder: Path, address: str = "") -> None:
        self.folder = folder
        self.address = address or f"sqlite:///{folder / 'server.db'}"
        self.port = free_port()
        self.chance = random.SystemRandom()
        self.clock = SystemClock()
        self.server: subprocess.Popen[bytes] | None = None
        self.laptops = [Busy(name, folder / name) for name in NAMES]
        self.family = b""
        self.ended = Ended()

    @property
    def link(self) -> str:
        """Return the server's address as the laptops know it."""
        return f"http://127.0.0.1:{self.port}"

    def run(self, program: int, server: int) -> Ended:
        """Prepare, kill each so many times, and compare everything with everything."""
        try:
            self.prepare()
            for laptop in self.laptops:
                laptop.start()
            for number in range(program + server):
                if (number % 2 == 0 and self.ended.program < program) or self.ended.server == server:
                    self.kill_program(number)
                else:
                    self.kill_server(number)
            for laptop in self.laptops:
                laptop.put_away()
            self.compare()
        except SilentError as silent:
            self.ended.trouble.append(str(silent))
        finally:
            for laptop in self.laptops:
                laptop.kill_after(0)
            self.stop_server(-9)
        return self.ended

    def prepare(self) -> None:
        """Make a town with two workers, their laptops, and one family on both."""
        house = House(open_database(self.address), self.clock)
        with house.database.write() as tx:
            put_municipality(house, tx, TOWN, "Voorbeeldstad")
            workers = [put_worker(house, tx, TOWN, (name, name.capitalize())) for name in NAMES]
            codes = [make_code(house.database.log, tx, Holder(TOWN, worker), wall_ms(self.clock) + 900_000) for worker in workers]
        self.start_server()
        for laptop, code in zip(self.laptops, codes, strict=True):
            link = ServerLink(self.link)
            workspace = first_start(Home(laptop.folder), link, code, WORDS, self.clock, FLOOR)
            link.close()
            self.family = self.family or bytes(new_family(workspace, NewFamily("Gezin Proef", "Kim")))
            self.exchange(workspace)
            with house.database.write() as tx:
                rights.give(house.database.log, tx, (TOWN, self.family, workers[1]), REGISSEUR, wall_ms(self.clock))
            lock(workspace)
        house.database.engine.dispose()

    def exchange(self, workspace: Any) -> int:
        """Exchange once, here; returns how much was new."""
        link = ServerLink(self.link, workspace.identity.token)
        result = sync_once(workspace, link)
        link.close()
        return result.pushed + result.pulled

    def start_server(self) -> None:
        """Start the server and wait until it answers."""
        line = [sys.executable, "-m", "app.server.admin", "--database", self.address, "serve", "--port", str(self.port)]
        with (self.folder / "server.log").open("ab") as log:
            self.server = subprocess.Popen(line, cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        wait_for(self.server, self.port)

    def stop_server(self, signal: int) -> None:
        """End the server."""
        if self.server is not None:
            self.server.send_signal(abs(signal))
            self.server.wait(PATIENCE_S)
            self.server = None

    def kill_program(self, number: int) -> None:
        """Kill a laptop while it exchanges, open it again and let it exchange; the other one goes on all the while."""
        victim, other = self.laptops[number // 2 % 2], self.laptops[1 - number // 2 % 2]
        for laptop in self.laptops:
            laptop.turn(number)
        victim.until("syncing")
        self.ended.inside += victim.kill_after(self.chance.uniform(0, 1.2 * victim.usual_s))
        self.ended.program += 1
        other.until("synced")
        self.open_again(victim, number)

    def open_again(self, laptop: Busy, number: int) -> None:
        """Start a laptop that was killed."""
        try:
            laptop.start()
        except SilentError as silent:
            self.ended.unopened.append(f"{number}: {silent}")
            raise

    def kill_server(self, number: int) -> None:
        """Kill the server while both laptops exchange, and start it again."""
        for laptop in self.laptops:
            laptop.turn(number)
        self.laptops[number // 2 % 2].until("syncing")
        try:
            if self.server is not None:
                self.server.wait(self.chance.uniform(0, 1.2 * self.laptops[0].usual_s))
        except subprocess.TimeoutExpired:
            self.stop_server(-9)
        self.ended.server += 1
        said = [laptop.until("synced") for laptop in self.laptops]
        self.ended.inside += any("offline" in line for line in said)
        try:
            self.start_server()
        except RuntimeError as error:
            self.ended.unopened.append(f"{number}: {error}")
            raise SilentError("the server does not open its database") from error

    def compare(self) -> None:
        """Let both laptops exchange until it is quiet, and compare."""
        spaces = [unlock(Home(laptop.folder), WORDS, self.clock) for laptop in self.laptops]
        for _ in range(ROUNDS):
            if not sum(self.exchange(space) for space in spaces):
                break
        self.stop_server(-15)
        database = connect(self.address)
        served = rows_of(database.engine, server_tables.log_tables.records, self.family)
        with database.read() as tx:
            self.ended.trouble += [str(finding) for finding in check(database.log, tx).findings]
        for laptop, space in zip(self.laptops, spaces, strict=True):
            there = rows_of(space.engine, store_tables.log_tables.records, self.family)
            self.ended.equal += there == served
            self.ended.saved += len(laptop.saved)
            self.ended.trouble += laptop.trouble
            texts = {value for row in there["goal"] for value in row if isinstance(value, str)}
            self.ended.lost += [text for one in self.laptops for text in one.saved if text not in texts]
            lock(space)
        database.engine.dispose()


def rows_of(engine: Engine, records: dict[str, Any], family: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """Return a family's rows, of every record."""
    with engine.connect() as connection:
        connection.begin()
        return {
            name: sorted((tuple(row) for row in connection.execute(columns_but(table).where(table.c.stream == family))), key=repr)
            for name, table in records.items()
        }
