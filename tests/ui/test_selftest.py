"""`--selftest`: it says what is well, it sees what is not, and it leaves nothing behind."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.fakes import FakeClock
from tests.pdf.plans import de_wit_pdf
from tests.pdf.read_back import text_of
from ui.selftest.paper import is_tagged, words_of
from ui.selftest.parts import readable_in
from ui.selftest.walk import PATIENCE_S, Findings, Story, Walk

ROOT = Path(__file__).parent.parent.parent
BEHIND_THE_DOOR = """
import socket
from ui.selftest.surroundings import ClosedDoor
door = ClosedDoor()
for host, port in (("127.0.0.1", 9), ("192.0.2.1", 443)):
    try:
        socket.create_connection((host, port), timeout=1)
        print("open")
    except ConnectionRefusedError:
        print(door.asked, door.elsewhere)
"""


def started(folder: Path, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run something of the program as a process of its own, with its temporary files in a folder."""
    environment = {**os.environ, "TMPDIR": str(folder), **more}
    return subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280, check=False)


@pytest.mark.timeout(300)
def test_the_program_proves_itself_and_leaves_nothing_behind(tmp_path: Path) -> None:
    # 6 s: the word list is read and the key is made slow on purpose; it is the same walk that an installed copy takes.
    own = tmp_path / "own"
    done = started(tmp_path, "-m", "ui.desktop", "--selftest", KEUKENTAFEL_DATA=str(own))
    lines = done.stdout.splitlines()
    assert lines[-1].startswith("SELFTEST OK version="), done.stdout + done.stderr
    assert [line for line in lines[:-1] if not line.startswith("ok   ")] == []
    assert len(lines) > 15
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_copy_without_its_texts_says_so(tmp_path: Path) -> None:
    program = "import sys; sys._MEIPASS = sys.argv.pop(1); sys.argv.append('--selftest'); from ui.desktop import main; sys.exit(main())"
    copy = tmp_path / "copy" / "resources"
    copy.mkdir(parents=True)
    for name in ("fonts", "icons", "themes", "help_lines.json"):
        (copy / name).symlink_to(ROOT / "resources" / name)
    (copy / "version.txt").write_text("9.9.9")
    done = started(tmp_path, "-c", program, str(copy.parent))
    assert done.returncode == 1
    assert "MISS texts" in done.stdout
    assert "SELFTEST MISS texts" in done.stdout.splitlines()[-1]
    assert "version=9.9.9" in done.stdout.splitlines()[-1]
    assert [file.name for file in tmp_path.iterdir()] == ["copy"]


def test_nobody_gets_through_the_closed_door_and_another_host_is_counted(tmp_path: Path) -> None:
    done = started(tmp_path, "-c", BEHIND_THE_DOOR)
    assert done.stdout.splitlines() == ["1 0", "2 2"], done.stderr  # the other one by name and by address


def test_a_print_is_read_as_a_reader_copies_it() -> None:
    pdf = de_wit_pdf()
    assert sorted(words_of(pdf)) == sorted("".join(text_of(pdf).split()))
    assert is_tagged(pdf)


@pytest.mark.parametrize("form", ["utf-8", "utf-16-le"])
def test_a_word_that_lies_open_on_the_disk_is_seen(form: str, tmp_path: Path) -> None:
    (tmp_path / "hidden.db").write_bytes(os.urandom(4096))
    assert readable_in(tmp_path, "Zelftest12") == []
    (tmp_path / "open.db").write_bytes(os.urandom(100) + "Zelftest12".encode(form))
    assert readable_in(tmp_path, "Zelftest12") == ["open.db"]


def walked(qtbot: QtBot, story: Callable[[], Story], clock: FakeClock) -> Findings:
    """Walk a story to its end in this program."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    findings = Findings()
    before = sys.excepthook
    walk = Walk(app, story(), findings, clock)
    try:
        walk.begin()
        qtbot.waitUntil(lambda: not walk.timer.isActive())
    finally:
        sys.excepthook = before
        walk.deleteLater()
    return findings


def test_what_never_comes_is_a_miss_that_names_it(qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    clock = FakeClock()

    def too_late() -> bool:
        clock.advance(PATIENCE_S + 1)
        return False

    def story() -> Story:
        yield "the plumber", too_late

    assert walked(qtbot, story, clock).missed == ["waiting"]
    assert "MISS waiting: never came: the plumber" in capsys.readouterr().out


def test_a_fault_is_a_miss_and_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    findings = Findings()
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    before = sys.excepthook
    walk = Walk(app, iter(()), findings, FakeClock(skew=timedelta(days=400)))
    sys.excepthook = before
    walk.fell(ZeroDivisionError, ZeroDivisionError("nothing"), None)
    walk.deleteLater()
    assert findings.missed == ["fault"]
    assert "MISS fault: ZeroDivisionError" in capsys.readouterr().out
