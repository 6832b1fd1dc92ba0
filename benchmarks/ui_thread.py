"""How long the window lets a worker wait with 60 families of 2,000 changes, and how that compares with 6: the real window, off the screen.

Both windows take turns in one process and do the same: open a family, go along its tabs twice, type, search, look how the work
stands with the municipality, and get a colleague's change.
"""

import gc
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.actions.opening import lock
from benchmarks.big_store import arrives, fill_families
from benchmarks.figures import Figure
from benchmarks.laptop import new_laptop
from benchmarks.turns import Felt, p95, watched
from ui import theme
from ui.background import Background
from ui.desk import Desk
from ui.pages.plan_page import PlanPage
from ui.process import set_aside
from ui.windows.main_window import MainWindow

FAMILIES, FEW = 60, 6
ROUNDS = 40
TABBED = 10
"""In so many of the rounds all other tabs are gone along as well: four times as many measurements of a tab."""
BAR_MS, BAR_RATIO = 50.0, 1.5
NAMED = frozenset({"open_family", "tab_first", "tab_again", "ctrl_k", "search_key", "key"})
"""What the ratio has a bar for: opening, tabs, Ctrl+K and keys. The others take a few ms or less, and are reported."""
OTHER_TABS = ("people", "network", "help", "visits")
KEYS, SEARCHED = (Qt.Key.Key_W, Qt.Key.Key_I, Qt.Key.Key_J), (Qt.Key.Key_B, Qt.Key.Key_A, Qt.Key.Key_K)
SIZE = (1326, 708)


class Worker:
    """A window on a store of its own, and the hands and eyes at it."""

    def __init__(self, folder: Path, families: int) -> None:
        self.workspace = new_laptop(folder)
        self.workspace.identity = replace(self.workspace.identity, server="http://127.0.0.1:1")
        self.families = fill_families(self.workspace, families)
        self.background = Background()
        self.window = MainWindow(Desk(self.workspace, self.background))
        self.window.resize(*SIZE)
        self.window.show()
        self.felt: dict[str, list[Felt]] = defaultdict(list)
        self.do("first_look", lambda: None)

    def do(self, name: str, what: Callable[[], object]) -> None:
        """Do one thing and keep what it cost."""
        self.felt[name].append(watched(what, self.background.at_rest))

    def round(self, number: int) -> None:
        """Open the next family and work in it."""
        self.window.activateWindow()
        family = self.families[number * 7 % len(self.families)]
        self.do("open_family", lambda: self.click_on(family))
        if number % (ROUNDS // TABBED) == 0:
            for name in ("tab_first", "tab_again"):
                for tab in OTHER_TABS:
                    self.do(name, partial(self.window.family.open_tab, tab))
            self.window.family.open_tab("plan")
        for name, what in self.steps(family, number):
            self.do(name, what)

    def steps(self, family: bytes, number: int) -> Iterator[tuple[str, Callable[[], object]]]:
        """Return what is done in a family that stands open."""
        yield "change_arrives", lambda: self.colleague(family, number)
        page = self.window.family.pages["plan"]
        assert isinstance(page, PlanPage)
        yield "field_opened", page.side.wish.open
        for key in KEYS:
            yield "key", partial(self.press, key)
        yield "draft_kept", page.fields.bound["wish"].keep_draft
        yield "field_left", page.side.wish.close_form
        yield "ctrl_k", lambda: QTest.keyClick(self.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        for key in SEARCHED:
            yield "search_key", partial(self.press, key)
        yield "search_left", partial(self.press, Qt.Key.Key_Escape)
        yield "sync_page", self.window.show_sync
        self.window.show_family()

    def press(self, key: Qt.Key) -> None:
        """Press a key where the keyboard is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key)

    def click_on(self, family: bytes) -> None:
        """Click on a family's line at the side."""
        side = self.window.sidebar
        index = side.model.index(side.model.row_of(family))
        side.list.scrollTo(index)
        place: QPoint = side.list.visualRect(index).center()
        QTest.mouseClick(side.list.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def colleague(self, family: bytes, number: int) -> None:
        """Let a change of a colleague come in, as the exchange brings it."""
        arrives(self.workspace, family, number)
        self.window.desk.families_touched.emit({family})

    def leave(self) -> None:
        """Close the window and the store."""
        self.window.sync.timer.stop()
        self.window.leave_everything()
        self.window.deleteLater()
        lock(self.workspace)


def measure() -> list[Figure]:
    """Return for each thing its 95th percentile in both stores: of the thread's own time against a bar, on the wall to be seen."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.choose(app, theme.LIGHT, 100)
    with tempfile.TemporaryDirectory() as folder:
        for place in ("many", "few"):
            (Path(folder) / place).mkdir()
        many, few = (Worker(Path(folder) / place, count) for place, count in (("many", FAMILIES), ("few", FEW)))
        for worker in (many, few):
            worker.round(0)
            worker.felt.clear()
        gc.collect()
        set_aside()
        for number in range(1, ROUNDS + 1):
            for worker in (many, few) if number % 2 else (few, many):
                worker.round(number)
        for worker in (many, few):
            worker.leave()
    return [figure for name in many.felt for figure in figures(name, many.felt[name], few.felt[name])]


def figures(name: str, many: list[Felt], few: list[Felt]) -> list[Figure]:
    """Return the lines about one thing."""
    longest, of_few = p95([one.longest for one in many]), p95([one.longest for one in few])
    return [
        Figure(f"ui_{name}", longest, BAR_MS, "ms"),
        Figure(f"ui_{name}_60_to_6", longest / of_few, BAR_RATIO if name in NAMED else None),
        Figure(f"ui_{name}_all_turns", p95([one.total for one in many]), None, "ms"),
        Figure(f"ui_{name}_wall", p95([one.wall_longest for one in many]), None, "ms"),
    ]


if __name__ == "__main__":
    for figure in measure():
        print(figure)
