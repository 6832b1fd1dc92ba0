"""A PostgreSQL of the tests' own: in a temporary folder, reached by a socket file only, gone when the tests end.

It is nobody's data, so it may lose it: nothing waits for a disk. Started by root it runs as the package's user `postgres`.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

from app.server.database import open_database

PACKAGE = "postgresql"
USER = "postgres"
BEGINS = "keukentafel-pg-"
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "shared_buffers=32MB", "max_connections=60")
CAREFUL = ("shared_buffers=128MB", "max_connections=60")
"""As a municipality's is: what is committed is on the disk. For what is measured."""
SORTS_AS_DUTCH = "LOCALE_PROVIDER icu ICU_LOCALE 'nl'"
"""The tests' cluster sorts by bytes and their databases as a dictionary does: nothing may hang on which it is."""
START_S, LOOK_S, STOP_S = 30, 0.02, 10


class NoPostgresError(Exception):
    """What the tests need is not on this machine."""


@dataclass
class Cluster:
    """A running PostgreSQL with, in it, one database without rows and one for each test that wants it."""

    folder: Path
    process: subprocess.Popen[bytes]
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _line: "psycopg.Connection[tuple[object, ...]] | None" = None

    def address(self, name: str) -> str:
        """Return the address of a database as the server's settings have it."""
        return f"postgresql://{USER}@/{name}?host={self.folder}"

    @contextmanager
    def database(self, *, empty: bool = False, more: str = "") -> Iterator[str]:
        """Lend a database of its own, with the server's tables or (empty) without any; `more` is how else it is made."""
        if self._line is None:
            self._line = self.connection()
            self._do(f"CREATE DATABASE leeg TEMPLATE template0 {SORTS_AS_DUTCH}")
            open_database(self.address("leeg")).engine.dispose()
        name = f"test_{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name} TEMPLATE {'template0' if empty else 'leeg'} {more}")
        yield self.address(name)
        self._do(f"DROP DATABASE {name} WITH (FORCE)")

    def end(self) -> None:
        """Stop it by its pid, in whatever state it is, and take its folder away."""
        if self._line is not None:
            self._line.close()
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(STOP_S)
        shutil.rmtree(self.folder)

    def cpu_ms(self) -> float:
        """Return the processor time of the server and of every process that it ever had: one for each connection."""
        own = Path(f"/proc/{self.process.pid}")
        children = (own / f"task/{self.process.pid}/children").read_text(encoding="utf-8").split()
        running = sum(int(Path(f"/proc/{pid}/schedstat").read_text(encoding="utf-8").split()[0]) for pid in (self.process.pid, *children))
        ended = (own / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[13:15]
        return running / 1e6 + 1000 * sum(map(int, ended)) / os.sysconf("SC_CLK_TCK")

    def connection(self) -> "psycopg.Connection[tuple[object, ...]]":
        """Return a connection beside the server's own, as an administrator has one."""
        return psycopg.connect(f"host={self.folder} user={USER} dbname=postgres", autocommit=True)

    def _do(self, sql: str) -> None:
        if self._line is not None:
            self._line.execute(sql.encode())


@contextmanager
def running(with_settings: Sequence[str] = CARELESS) -> Iterator[Cluster]:
    """Run a PostgreSQL for as long as it is needed."""
    programs = binaries()
    clear_away_what_was_killed()
    folder = Path(tempfile.mkdtemp(prefix=f"{BEGINS}{os.getpid()}-"))
    if os.geteuid() == 0:
        shutil.chown(folder, USER, USER)
    data = str(folder / "data")
    made = [str(programs / "initdb"), "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run([*as_postgres(), *made], check=True, stdout=subprocess.DEVNULL, cwd=folder)
    settings = [f"unix_socket_directories={folder}", "listen_addresses=", *with_settings]
    line = [str(programs / "postgres"), "-D", data, *(word for setting in settings for word in ("-c", setting))]
    with (folder / "log").open("wb") as said:
        cluster = Cluster(folder, subprocess.Popen([*as_postgres(), *line], stdout=said, stderr=said, cwd=folder))
    try:
        wait_for(cluster)
        yield cluster
    finally:
        cluster.end()


def binaries(debian: Path = Path("/usr/lib/postgresql")) -> Path:
    """Return the folder of the newest PostgreSQL here; raises NoPostgresError."""
    places = sorted(debian.glob("*/bin"), key=lambda place: int(place.parent.name), reverse=True)
    if asked := shutil.which("pg_config"):
        said = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=True)
        places.insert(0, Path(said.stdout.strip()))
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    raise NoPostgresError(f"PostgreSQL is not on this machine. As root: apt-get install {PACKAGE}")


def as_postgres() -> list[str]:
    """Return what runs it as a user it accepts, and lets Linux end it when the tests are killed and cannot."""
    if not (setpriv := shutil.which("setpriv")):
        return []
    user = ["--reuid", USER, "--regid", USER, "--init-groups"] if os.geteuid() == 0 else []
    return [setpriv, *user, "--pdeathsig", "QUIT", "--"]


def clear_away_what_was_killed() -> None:
    """Remove the folders of tests that could not do so themselves: each bears the number of its process."""
    for folder in Path(tempfile.gettempdir()).glob(f"{BEGINS}*-*"):
        try:
            os.kill(int(folder.name.removeprefix(BEGINS).split("-")[0]), 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except (PermissionError, ValueError):
            continue


def wait_for(cluster: Cluster) -> None:
    """Return when it answers; raises what its own log says when it ends instead."""
    for _ in range(int(START_S / LOOK_S)):
        try:
            cluster.process.wait(LOOK_S)
        except subprocess.TimeoutExpired:
            try:
                cluster.connection().close()
            except psycopg.OperationalError:
                continue
            return
        break
    raise NoPostgresError((cluster.folder / "log").read_text(encoding="utf-8"))
