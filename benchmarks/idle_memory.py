"""What the program has in memory while a worker reads: opened with the demo's families, one of them on the screen, everything at rest.

A process of its own, from source, on a real store that was filled by a sync with the demo's server.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from app.actions.opening import lock, unlock
from app.actions.syncing import sync_now
from app.clock import SystemClock
from app.paths import Home
from benchmarks.figures import Figure
from benchmarks.installed import Beside
from ui.demo_run import SENTENCE, WORKER, enrol, served

ROOT = Path(__file__).parent.parent
PROGRAM = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.clock import SystemClock
from app.paths import Home
from ui.desktop import Desktop
from ui.process import harden
from ui.selftest.memory import in_memory
from ui.windows.main_window import MainWindow

def look():
    window = desktop.window
    if not isinstance(window, MainWindow) or not desktop.background.at_rest():
        return
    if window.family.family is None:
        from app.actions.caseload import caseload
        window.open_family(caseload(window.desk.workspace)[0].family)
    elif window.family.pages:
        timer.stop()
        QTimer.singleShot(2000, told)

def told():
    print(*in_memory(), flush=True)
    os._exit(0)

harden()
app = QApplication(sys.argv[:1])
desktop = Desktop(app, Home(Path(sys.argv[1])), SystemClock())
desktop.start()
QTimer.singleShot(0, lambda: desktop.unlock(sys.argv[2]))
timer = QTimer()
timer.timeout.connect(look)
timer.start(100)
app.exec()
"""


def measure() -> list[Figure]:
    """Return the resident and the proportional memory of the program, in MB."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with served(folder) as (address, codes):
            enrol(folder, address, codes[WORKER])
            workspace = unlock(Home(folder / WORKER), SENTENCE, SystemClock())
            sync_now(workspace)
            lock(workspace)
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "KEUKENTAFEL_DATA": str(folder / WORKER)}
        line = [sys.executable, "-c", PROGRAM, str(folder / WORKER), SENTENCE]
        said = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=True).stdout
    resident, shared_out = (float(figure) for figure in said.split())
    return [
        Beside("memory_idle_rss", resident, unit="MB", design="82-88, a prototype without store"),
        Beside("memory_idle_pss", shared_out, unit="MB", design="none"),
    ]


if __name__ == "__main__":
    for figure in measure():
        print(figure)
