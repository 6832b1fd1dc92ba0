"""The two laptops: the installed program in the fresh root, each on a display of its own, with a worker who only has keys and a pointer."""

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from app.actions.opening import lock, unlock
from app.actions.syncing import count_unsent
from app.clock import SystemClock
from app.paths import Home
from app.store import tables
from app.store.workspace import Workspace
from tests.guide.machine import DISPLAYS, GuideError, Server
from tests.world import columns_but

SCREEN = "1366x768x24"
PATIENCE_S = 180.0
QUESTION = (650, 355)
"""Where the first field of a new family's plan stands on this screen."""
Rows = dict[str, list[tuple[Any, ...]]]


class Laptop:
    """One worker's laptop."""

    def __init__(self, server: Server, login: str, passphrase: str, display: int) -> None:
        self.server = server
        self.login = login
        self.passphrase = passphrase
        self.display = f":{display}"
        self.folder = server.folder / "home" / login / ".local/share/keukentafel"

    @contextmanager
    def on(self) -> Iterator[None]:
        """Switch it on: a display, a worker's account and the program; off again at the end."""
        self.server.run(f"id {self.login} >/dev/null 2>&1 || useradd --create-home {self.login}")
        with ExitStack() as off:
            screen = subprocess.Popen(["Xvfb", self.display, "-screen", "0", SCREEN], stderr=subprocess.DEVNULL)
            off.callback(screen.wait)
            off.callback(screen.terminate)
            self.until("a display", (Path("/") / DISPLAYS / f"X{self.display[1:]}").exists)
            line = self.server.line(f"DISPLAY={self.display} QT_QPA_PLATFORM=xcb exec keukentafel", self.login)
            program = subprocess.Popen(line, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            off.callback(program.wait)
            off.callback(program.terminate)
            self.until("a window", lambda: bool(self.hands("search", "--onlyvisible", "--name", "Keukentafel")))
            self.to_the_front()
            yield

    def to_the_front(self) -> None:
        """Let the keys go to the window: there is no window manager here."""
        self.hands("search", "--onlyvisible", "--name", "Keukentafel", "windowfocus", "--sync", "%1")

    def hands(self, *words: str) -> str:
        """Press keys, move the pointer, or look for a window."""
        line = ["xdotool", *words]
        return subprocess.run(line, env={"DISPLAY": self.display, "PATH": "/usr/bin"}, capture_output=True, text=True, check=False).stdout

    def write(self, text: str) -> None:
        """Type as a quick person does."""
        self.hands("type", "--delay", "15", text)

    def enrol(self, address: str, code: str) -> None:
        """Fill in the first window: address, code, the passphrase twice, and that a lost one is lost."""
        for text, keys in ((address, ["Tab"]), (code, ["Tab"]), (self.passphrase, ["Tab", "Tab"]), (self.passphrase, ["Tab", "Tab"])):
            self.write(text)
            self.hands("key", *keys)
        self.hands("key", "space", "Return")
        self.until("the store open", lambda: "store.opened" in self.log())
        self.until("a first sync", lambda: "sync.round" in self.log())
        self.to_the_front()

    def begin_family(self, name: str) -> None:
        """Begin a family; its plan is then on the screen."""
        before = self.pushed()
        self.to_the_front()
        self.hands("key", "ctrl+n")
        self.hands("sleep", "1")
        self.write(name)
        self.hands("key", "Tab")
        self.write("Noor")
        self.hands("key", "Return")
        self.until(f"{name} sent", lambda: self.pushed() > before, lambda: self.hands("key", "F5"))

    def write_question(self, text: str) -> None:
        """Write in the first field of the plan that is on the screen."""
        before = self.pushed()
        self.to_the_front()
        self.hands("mousemove", *map(str, QUESTION), "click", "1")
        self.write(text)
        self.hands("key", "Tab")
        self.until("what was written sent", lambda: self.pushed() > before, lambda: self.hands("key", "F5"))

    def sync_until(self, what: str, seen: Callable[[], bool]) -> None:
        """Press F5 until something is seen."""
        self.to_the_front()
        self.until(what, seen, lambda: self.hands("key", "F5"))

    def log(self) -> str:
        """Return the program's own log: events and counts."""
        file = self.folder / "gebeurtenissen.log"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def pushed(self) -> int:
        """Return how many changes this laptop has sent, by its log."""
        return sum(int(count) for count in re.findall(r"sync\.round pushed=(\d+)", self.log()))

    def pulled(self) -> int:
        """Return how many changes this laptop has received, by its log."""
        return sum(int(count) for count in re.findall(r"sync\.round pushed=\d+ pulled=(\d+)", self.log()))

    def until(self, what: str, seen: Callable[[], bool], meanwhile: Callable[[], object] | None = None) -> None:
        """Wait until something is seen, doing something now and then."""
        end = time.monotonic() + PATIENCE_S
        while not seen():
            if time.monotonic() > end:
                picture = self.server.folder / "srv" / f"{self.login}.png"
                if shutil.which("import"):
                    subprocess.run(["import", "-display", self.display, "-window", "root", str(picture)], check=False)
                raise GuideError(f"{self.login}: no {what} in {PATIENCE_S:.0f} s; its screen: {picture}\n{self.log()[-1500:]}")
            if meanwhile is not None:
                meanwhile()
            subprocess.run(["sleep", "1"], check=True)

    @contextmanager
    def opened(self) -> Iterator[Workspace]:
        """Open a copy of the store with the passphrase, as the program lies in the tree."""
        with tempfile.TemporaryDirectory() as folder:
            home = Home(Path(folder) / "kopie")
            shutil.copytree(self.folder / "kluis", home.vault)
            workspace = unlock(home, self.passphrase, SystemClock())
            try:
                yield workspace
            finally:
                lock(workspace)

    def families(self) -> dict[bytes, Rows]:
        """Return every row of every family on this laptop; raises GuideError when something was not sent."""
        with self.opened() as workspace:
            if count_unsent(workspace):
                raise GuideError(f"{self.login}: {count_unsent(workspace)} changes were not sent")
            with workspace.read() as reading:
                states = [state.stream for state in reading.states()]
            with workspace.engine.connect() as connection:
                return {family: rows_of(connection, tables.log_tables.records, family) for family in states}


def rows_of(connection: Any, records: dict[str, Any], family: bytes) -> Rows:
    """Return the rows of one family, record by record, without the columns that say whose they are."""
    return {
        name: sorted((tuple(row) for row in connection.execute(columns_but(table).where(table.c.stream == family))), key=repr)
        for name, table in records.items()
    }
