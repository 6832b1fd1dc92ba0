"""What a worker feels while 10,000 changes of a colleague come in: a real window on a real store, a server in a process of its own.

The changes lie in 30 families, of which one is open and being written in. Percentiles are over all write transactions of the sync,
all gaps between two events of the window, and all edits of all runs together. The bar is on what this program itself worked meanwhile,
on all its threads: the rest of what the wall shows is other programs on the same processors.
"""

import gc
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.actions.opening import lock
from benchmarks.busy_families import CHANGES, Prepared, prepared
from benchmarks.caseload import opened
from benchmarks.figures import Figure
from benchmarks.served import served
from benchmarks.watching import OWN, WALL, Pulse, Took, Watch, WatchedStore, percentile
from ui import theme
from ui.background import Background
from ui.desk import Desk
from ui.pages.plan_page import PlanPage
from ui.process import set_aside
from ui.widgets.sync_pill import SyncState
from ui.windows.main_window import MainWindow

RUNS = 12
"""A hundredth of five runs were four transactions: their longest went from 40 to 60 ms by chance alone."""
NOBODY = "http://127.0.0.1:1"
BAR_MS = 50.0
REST_MS = 30
"""So long a worker looks before the next field."""
KEYS = (Qt.Key.Key_W, Qt.Key.Key_I, Qt.Key.Key_J)
SIZE = (1326, 708)
QUIET_EDITS = 25
LONGEST_MS = 120_000


@dataclass
class Seen:
    """What was measured: how long the sync kept other writers waiting, how long they waited, the gaps between two events of the window,
    how long an edit was under way to the disk, both also in peace, and how long everything took.
    """

    held: list[Took] = field(default_factory=list)
    waited: list[Took] = field(default_factory=list)
    gaps: list[Took] = field(default_factory=list)
    edits: list[Took] = field(default_factory=list)
    gaps_in_peace: list[Took] = field(default_factory=list)
    in_peace: list[Took] = field(default_factory=list)
    pulls: list[Took] = field(default_factory=list)

    def wrote(self, waited: Took, held: Took, *, of_sync: bool) -> None:
        """Keep what there is to know of a transaction."""
        if of_sync:
            self.held.append(held)
        else:
            self.waited.append(waited)


class Hands(QObject):
    """Types in the wish of the open family and leaves the field, again and again; keeps how long each was under way to the disk."""

    def __init__(self, window: MainWindow, kept: list[Took]) -> None:
        super().__init__()
        self.window = window
        self.kept = kept
        self.left: Watch | None = None
        self.steps: Iterator[Callable[[], object]] = iter(())
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self.go_on)
        window.desk.saved.connect(self.saved)
        self.timer.start(0)

    def go_on(self) -> None:
        """Do the next thing; each is a turn of the loop."""
        step = next(self.steps, None)
        if step is None:
            self.steps = self.one_edit()
            step = next(self.steps)
        step()
        if self.left is None:
            self.timer.start(0)

    def one_edit(self) -> Iterator[Callable[[], object]]:
        """Return what is done for one edit."""
        page = self.window.family.pages["plan"]
        assert isinstance(page, PlanPage)
        yield page.side.wish.open
        for key in KEYS:
            yield partial(self.press, key)
        yield partial(self.leave, page)

    def press(self, key: Qt.Key) -> None:
        """Press a key where the keyboard is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key)

    def leave(self, page: PlanPage) -> None:
        """Leave the field: from here on it is under way."""
        self.left = Watch()
        page.side.wish.close_form()

    def saved(self) -> None:
        """It is on the disk."""
        if self.left is not None:
            self.kept.append(self.left.took())
            self.left = None
            self.timer.start(REST_MS)

    def stop(self) -> None:
        """Take the hands off."""
        self.timer.stop()
        self.window.desk.saved.disconnect(self.saved)


class Laptop:
    """The window of the worker to whom the changes come."""

    def __init__(self, path: Path, server: str, family: bytes) -> None:
        store = opened(path)
        self.workspace = WatchedStore(store.engine, store.identity, store.clock)
        self.server = server
        self.workspace.identity = replace(self.workspace.identity, server=NOBODY)
        self.background = Background()
        self.desk = Desk(self.workspace, self.background)
        self.window = MainWindow(self.desk)
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        self.window.open_family(family)
        until(lambda: "plan" in self.window.family.pages and self.background.at_rest())

    def pull(self, seen: Seen) -> None:
        """Fetch everything, while the worker writes."""
        lane: list[int] = []
        self.desk.exchange(lambda _: threading.get_ident(), lane.append)
        until(self.background.at_rest)
        self.workspace.told = lambda waited, held: (
            seen.held.append(held) if threading.get_ident() == lane[0] else seen.waited.append(waited)
        )
        hands, pulse, begun = Hands(self.window, seen.edits), Pulse(seen.gaps), Watch()
        self.workspace.identity = replace(self.workspace.identity, server=self.server)
        self.window.sync.exchange()
        until(lambda: self.window.sync.state is not SyncState.BUSY)
        seen.pulls.append(begun.took())
        pulse.timer.stop()
        hands.stop()
        until(self.background.at_rest)

    def write_in_peace(self, seen: Seen) -> None:
        """Let her do the same first, while nothing comes in."""
        count = len(seen.in_peace) + QUIET_EDITS
        hands, pulse = Hands(self.window, seen.in_peace), Pulse(seen.gaps_in_peace)
        until(lambda: len(seen.in_peace) >= count)
        pulse.timer.stop()
        hands.stop()
        until(self.background.at_rest)

    def close(self) -> None:
        """Close the window and the store."""
        self.window.sync.stop()
        self.window.leave_everything()
        self.window.deleteLater()
        lock(self.workspace)


def until(ready: Callable[[], bool]) -> None:
    """Let the window's own loop run until something is so."""
    loop, look, late = QEventLoop(), QTimer(interval=2), QTimer(singleShot=True, interval=LONGEST_MS)
    look.timeout.connect(lambda: loop.quit() if ready() else None)
    late.timeout.connect(lambda: loop.exit(1))
    look.start()
    late.start()
    if loop.exec():
        raise SystemExit("the window did not come to rest")


def one_run(folder: Path, made: Prepared, seen: Seen) -> None:
    """Open the laptop that is behind, write in peace, and then while everything comes in."""
    for file in (made.server, made.laptop):
        shutil.copy(file, folder / file.name)
    with served(str(folder / made.server.name)) as server:
        laptop = Laptop(folder / made.laptop.name, server.address, made.open_family)
        try:
            gc.collect()
            set_aside()
            laptop.write_in_peace(seen)
            laptop.pull(seen)
            with laptop.workspace.read() as reading:
                here = sum(state.cursor for state in reading.states())
            if here < CHANGES:
                raise SystemExit(f"{here} changes are here instead of {CHANGES}")
        finally:
            laptop.close()


def measure() -> list[Figure]:
    """Return what the worker felt: percentiles over all runs together."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.choose(app, theme.LIGHT, 100)
    seen = Seen()
    with tempfile.TemporaryDirectory() as name:
        made = prepared(Path(name))
        for run in range(RUNS):
            folder = Path(name) / str(run)
            folder.mkdir()
            one_run(folder, made, seen)
    return figures(seen)


def figures(seen: Seen) -> list[Figure]:
    """Return the lines: of each the percentiles and the longest, of this program's own work and on the wall."""
    barred = {"transaction": seen.held, "ui_gap": seen.gaps}
    others = {"wait_to_write": seen.waited, "edit": seen.edits, "edit_in_peace": seen.in_peace, "ui_gap_in_peace": seen.gaps_in_peace}
    lines = [Figure(f"pulling_{name}_p99_of_{len(took)}", percentile(took, 99, OWN), BAR_MS, "ms") for name, took in barred.items()]
    for name, took in (barred | others).items():
        for kind, which in (("", OWN), ("_wall", WALL)):
            lines += [Figure(f"pulling_{name}{kind}_p{of}", percentile(took, of, which), None, "ms") for of in (50, 95, 99)]
            lines.append(Figure(f"pulling_{name}{kind}_longest", max(one[which] for one in took), None, "ms"))
    return [
        *lines,
        *(Figure(f"pulling_10k{kind}", percentile(seen.pulls, 50, of), None, "ms") for kind, of in (("", OWN), ("_wall", WALL))),
    ]


if __name__ == "__main__":
    for figure in measure():
        print(figure)
