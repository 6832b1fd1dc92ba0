"""What a worker at a table waits for before the first window is there, and what is left until after it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.paths import Home
from app.store.keyfile import FLOOR, create_keyfile

ROOT = Path(__file__).parent.parent
HEAVY = (
    "sqlalchemy", "reportlab", "pikepdf", "httpx", "fastapi", "pydantic", "alembic", "sqlcipher3", "holidays", "phonenumbers", "uvicorn",
)  # fmt: skip
LATER = (
    "PySide6.QtNetwork", "PySide6.QtDBus", "ui.one_window", "ui.sleep_signs", "ui.auto_lock", "ui.pages.about_page", "importlib.metadata",
)  # fmt: skip
"""What a second start, sleep and the page about the program need: after the first window is there."""
PROGRAM = """
import os, sys
from PySide6.QtCore import QEvent, QObject, QTimer
from ui import desktop

class Eye(QObject):
    def eventFilter(self, window, event):
        if event.type() == QEvent.Type.Paint:
            window.removeEventFilter(self)
            QTimer.singleShot(0, self.painted)
        return False

    def painted(self):
        print(type(watched.window).__name__, *sorted(sys.modules), flush=True)
        os._exit(0)

class Watched(desktop.Desktop):
    def start(self):
        global watched, eye
        super().start()
        watched, eye = self, Eye()
        self.window.installEventFilter(eye)

desktop.Desktop = Watched
desktop.main()
"""


def modules_at_first_paint(folder: Path) -> tuple[str, set[str]]:
    """Start the program on the folder and return which window it painted first, and the packages loaded by then."""
    environment = {**os.environ, "KEUKENTAFEL_DATA": str(folder)}
    started = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    window, *modules = started.stdout.split()
    return window, {module.partition(".")[0] for module in modules} | set(modules)


@pytest.mark.parametrize("enrolled", [True, False])
def test_the_first_window_is_painted_before_anything_heavy_is_imported(enrolled: bool, tmp_path: Path) -> None:
    folder = tmp_path / "dossier"
    if enrolled:
        create_keyfile(Home(folder).vault, "drie lampen boven tafel", FLOOR)

    window, modules = modules_at_first_paint(folder)

    assert window == ("UnlockWindow" if enrolled else "FirstStartWindow")
    assert modules & {*HEAVY, *LATER} == set()
    assert "PySide6" in modules
