"""From starting the program until its unlock window is painted, against the same for a bare Qt window; a new process each time.

Ours is `ui.desktop.main` on the folder of a laptop that was enrolled; the child only watches the window it shows. Nothing is typed.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from app.actions.opening import lock
from benchmarks.figures import Figure
from benchmarks.laptop import new_laptop

ROOT = Path(__file__).parent.parent
BAR = 3.0
ROUNDS = 9
WATCH = """
import os, sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Eye(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.painted)
        return False

    def painted(self):
        print("painted", type(watched).__name__, flush=True)
        os._exit(0)

def watch(window):
    global eye, watched
    eye, watched = Eye(), window
    window.installEventFilter(eye)
"""
BARE = f"""{WATCH}
app = QApplication(sys.argv[:1])
window = QWidget()
window.resize(1326, 708)
window.show()
watch(window)
app.exec()
"""
OURS = f"""{WATCH}
from ui import desktop

class Watched(desktop.Desktop):
    def start(self):
        super().start()
        watch(self.window)

desktop.Desktop = Watched
desktop.main()
"""


def until_painted(program: str, window: str, environment: Mapping[str, str]) -> float:
    """Start the program and return the seconds until it says that this window was painted."""
    begin = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as child:
        said = child.stdout.readline() if child.stdout is not None else ""
        took = time.perf_counter() - begin
    if said != f"painted {window}\n":
        raise SystemExit(f"{window} was never painted")
    return took


def measure() -> list[Figure]:
    """Return how many times longer our first paint takes: the median over rounds, each first in turn."""
    with tempfile.TemporaryDirectory() as folder:
        lock(new_laptop(Path(folder)))
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "KEUKENTAFEL_DATA": folder}

        def ours() -> float:
            return until_painted(OURS, "UnlockWindow", environment)

        def bare() -> float:
            return until_painted(BARE, "QWidget", environment)

        ours(), bare()  # what the disk must read first is read for both
        ratios = []
        for number in range(ROUNDS):
            if number % 2:
                ratios.append(ours() / bare())
            else:
                of_bare = bare()
                ratios.append(ours() / of_bare)
    return [Figure("unlock_first_paint_to_bare_qt", statistics.median(ratios), BAR)]


if __name__ == "__main__":
    for figure in measure():
        print(figure)
