"""An unexpected end: a report without a value, a name or a folder in it; the worker reads one calm line at the next start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.paths import Home
from app.store.keyfile import FLOOR, create_keyfile
from tests.ui.laptop import started
from ui.crash import MOST_FAULTS, PLACE, REPORTS, RUNNING, CrashWatch, places, short
from ui.diagnostics import last_events, version
from ui.windows.unlock import UnlockWindow

ROOT = Path(__file__).parent.parent.parent
NAME = "Ouédraogo-Dijksterhuis"
PROGRAM = """
import faulthandler, sys, threading
from PySide6.QtCore import QTimer, qWarning
from ui import desktop

class Fatma(Exception):
    pass

class Breaks(desktop.Desktop):
    def begin(self):
        super().begin()
        QTimer.singleShot(0, self.go_wrong)
        QTimer.singleShot(50, self.stop)

    def go_wrong(self):
        family = f"fam. {NAME}"
        qWarning(family)
        qWarning(f"QObject::connect: no {family}")
        threading.Thread(target=int, args=(family,)).start()
        {family: 1}[family + "?"]

    def stop(self):
        faulthandler._sigsegv()

desktop.Desktop = Breaks
NAME = sys.argv.pop()
desktop.main()
"""


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "laptop")
    create_keyfile(home.vault, "drie lampen boven tafel", FLOOR)
    return home


def test_nothing_of_what_it_worked_on_is_in_any_file_or_on_any_screen_after_a_crash(qtbot: QtBot, home: Home) -> None:
    environment = {**os.environ, "KEUKENTAFEL_DATA": str(home.folder), "PYTHONPATH": str(ROOT)}
    line = [sys.executable, "-c", PROGRAM, NAME]
    broken = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)
    assert broken.returncode != 0
    desktop = started(qtbot, home)
    window = desktop.window
    assert isinstance(window, UnlockWindow)
    report = window.report.text.toPlainText()
    for trace in (
        "Fatal Python error: Segmentation fault",
        "Fault KeyError",
        "Fault ValueError",
        " go_wrong",
        " stop",
        "ui/desktop.py:",
        f"Keukentafel {version()}",
    ):
        assert trace in report
    kept = everything_in(home.folder) + broken.stdout + broken.stderr + report.encode()
    for marker in (NAME, NAME.split("-")[1], "fam."):
        for form in (marker.encode(), marker.encode("utf-16-le"), ascii(marker)[1:-1].encode()):
            assert form not in kept
    for folder in (ROOT, home.folder, Path.home()):
        assert f"{folder}/" not in report
    desktop.background.finish()
    desktop.close()


def test_the_worker_reads_one_line_and_can_look_copy_and_put_it_away(qtbot: QtBot, home: Home) -> None:
    (home.folder / RUNNING).write_text('  File "/home/fatma/keukentafel/x.py", line 3 in open_it\nfam. De Wit\n', encoding="utf-8")
    desktop = started(qtbot, home)
    window = desktop.window
    assert isinstance(window, UnlockWindow)
    assert window.news.text.text() == "Keukentafel is de vorige keer onverwacht gestopt. Alles wat u typte is er nog."
    qtbot.waitUntil(window.passphrase.edit.hasFocus)
    assert not window.report.isVisible()
    window.news.button.click()
    assert window.report.isVisible()
    window.report.copy.click()
    copied = QApplication.clipboard().text()
    assert "x.py:3 open_it" in copied
    assert "fatma" not in copied
    assert "De Wit" not in copied
    window.news.button.click()
    assert not window.report.isVisible()
    desktop.background.finish()
    desktop.close()


def test_after_an_orderly_end_nothing_is_said(qtbot: QtBot, home: Home) -> None:
    for _ in range(2):
        desktop = started(qtbot, home)
        assert isinstance(desktop.window, UnlockWindow)
        assert desktop.window.news.isHidden()
        desktop.background.finish()
        desktop.close()
    assert not {RUNNING, *REPORTS} & {file.name for file in home.folder.iterdir()}


@pytest.mark.logs("desktop.fault")
def test_a_fault_that_did_not_stop_the_program_is_kept_as_a_report_and_a_thousand_do_not_fill_the_disk(tmp_path: Path) -> None:
    watch = CrashWatch(tmp_path)
    watch.begin()
    for _ in range(1000):
        try:
            int(f"fam. {NAME}")
        except ValueError as error:
            watch.excepthook(type(error), error, error.__traceback__)
    watch.end()
    report = watch.last_report()
    assert report.count("Fault ValueError") == MOST_FAULTS
    assert NAME not in report
    assert not CrashWatch(tmp_path).stopped


def test_three_reports_are_kept_and_only_this_worker_can_read_them(tmp_path: Path) -> None:
    for _ in range(5):
        watch = CrashWatch(tmp_path)
        watch.begin()
    kept = [file for file in tmp_path.iterdir() if file.name.startswith("storing")]
    assert sorted(file.name for file in kept) == sorted(REPORTS)
    assert {file.stat().st_mode & 0o077 for file in [*kept, tmp_path / RUNNING]} == {0}


def test_what_the_interpreter_never_writes_is_left_out() -> None:
    told = f'{NAME}\nFatal Python error: Aborted\n  File "/srv/{NAME}/a b.py", line 7 in <lambda>\nFault {NAME}\n  File "x" {NAME}\n'
    assert list(places(told)) == ["Fatal Python error: Aborted", "  a b.py:7 <lambda>"]


@pytest.mark.parametrize(
    ("file", "shown"),
    [
        (str(ROOT / "ui" / "desk.py"), "ui/desk.py"),
        ("app/clock.py", "app/clock.py"),
        ("/home/fatma/lib/x.py", "x.py"),
        ("<string>", "<string>"),
    ],
)
def test_a_place_is_shown_without_its_folder(file: str, shown: str) -> None:
    assert short(file) == shown


@pytest.mark.parametrize(
    ("message", "place"),
    [("QObject::connect: fam. De Wit", "QObject::connect"), ("fam. De Wit", None), ("Quinten: is ziek", None), ("QFont: x", "QFont")],
)
def test_of_a_message_of_qt_only_its_place_is_kept(message: str, place: str | None) -> None:
    found = PLACE.match(message)
    assert (found[0] if found else None) == place


def test_of_the_log_only_the_names_of_events_are_taken(tmp_path: Path) -> None:
    lines = [
        "2026-11-23 10:30:00,123 INFO app.sync.round sync.done pushed=3",
        "2026-11-23 10:30:00,123 INFO app.x De Wit",
        f"ui.x {NAME}",
        "",
    ]
    (tmp_path / "gebeurtenissen.log").write_text("\n".join(lines), encoding="utf-8")
    assert last_events(tmp_path) == ["app.sync.round sync.done"]
