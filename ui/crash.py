"""What stays of an unexpected end: where the program was, never what it worked on. Nothing of it is ever sent.

While the program runs there is `loopt.txt`, in which the interpreter writes where it was when it is killed from within, and this
module every fault. It is removed at an orderly end; one that is still there at the next start becomes the report `storing.txt`.
"""

import contextlib
import faulthandler
import os
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from app import paths
from app.log import get_log
from app.texts import t
from ui.background import hear_threads
from ui.diagnostics import last_events, system_lines

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

log = get_log(__name__)
RUNNING = "loopt.txt"
REPORTS = ("storing.txt", "storing.1.txt", "storing.2.txt")
MOST_FAULTS = 20
MOST_FRAMES = 40
LONGEST = 200_000
FRAME = re.compile(r'^\s*File "(?P<file>.*)", line (?P<line>\d+) in (?P<name>[\w<>.]{1,80})$')
HEAD = re.compile(
    r"^(?:Fatal Python error: [A-Za-z ]+|Windows fatal exception: [A-Za-z0-9 ]+|Fault [A-Za-z_]\w{0,60}|(?:Current t|T)hread 0x.*)$"
)
PLACE = re.compile(r"^Q[A-Z][A-Za-z]{1,40}(?:::~?[A-Za-z]{2,40})?(?=[:( ])")


class CrashWatch:
    """Watches over one run of the program on one folder; `stopped` tells that the run before did not end in order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stopped = False
        self.faults = 0
        self.hears = False
        self._handle: int | None = None

    def begin(self) -> None:
        """Make the report of the run before, when that needs one, and watch this run. A folder that takes no file is not watched."""
        running = self.folder / RUNNING
        with contextlib.suppress(OSError):
            if running.exists():
                self.stopped = True
                self.keep_report(running)
            self._handle = private(running)
            if self.hears:
                faulthandler.enable(self._handle)

    def end(self) -> None:
        """Know that the program ended in order; faults on the way are kept as a report too."""
        if self._handle is None:
            return
        if self.hears:
            faulthandler.disable()
        os.close(self._handle)
        self._handle = None
        with contextlib.suppress(OSError):
            if self.faults:
                self.keep_report(self.folder / RUNNING)
            (self.folder / RUNNING).unlink()

    def keep_report(self, running: Path) -> None:
        """Write the report of a run, and keep the two before it."""
        with running.open("rb") as file:
            told = file.read(LONGEST).decode("utf-8", "replace")
        where = list(places(told)) or [t("crash.no_trace")]
        text = "\n".join([*system_lines(), "", *where, "", *last_events(self.folder), ""])
        for newer, older in reversed(list(pairwise(REPORTS))):
            with contextlib.suppress(FileNotFoundError):
                (self.folder / newer).replace(self.folder / older)
        with open(private(self.folder / REPORTS[0]), "wb") as file:
            file.write(text.encode())

    def last_report(self) -> str:
        """Return the newest report, or nothing."""
        try:
            return (self.folder / REPORTS[0]).read_text(encoding="utf-8")
        except OSError:
            return ""

    def excepthook(self, kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None) -> None:
        """Say where something went wrong without a single value; the program goes on."""
        frames = list(frames_of(trace))
        where = frames[-1].rsplit(" ", 1)[0].rsplit("/", 1)[-1] if frames else "?"
        log.trouble("desktop.fault", kind=kind.__name__, where=where)
        self.faults += 1
        if self._handle is not None and self.faults <= MOST_FAULTS:
            with contextlib.suppress(OSError):
                os.write(self._handle, "\n".join([f"Fault {kind.__name__}", *raw_frames(trace), ""]).encode())

    def unraisable(self, told: "UnraisableHookArgs", /) -> None:
        """Do the same for what Python can only report."""
        self.excepthook(told.exc_type, None, told.exc_traceback)

    def hear_all(self) -> None:
        """Hear every fault and every message of Qt in this process; none of them reaches a terminal or a journal with its text."""
        self.hears = True
        sys.excepthook = self.excepthook
        sys.unraisablehook = self.unraisable
        hear_threads(self.excepthook)
        qInstallMessageHandler(qt_message)


def qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Keep of a message of Qt only which part of Qt it is of: the rest may hold anything."""
    place = PLACE.match(message)
    log.event("qt.message", kind=kind.name, place=place[0] if place else "?")


def private(path: Path) -> int:
    """Return the handle of an empty file that only this worker can read."""
    path.unlink(missing_ok=True)
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)


def places(told: str) -> Iterator[str]:
    """Yield of what the interpreter wrote only its own words and the places, without the folders they lie in."""
    kept = 0
    for line in told.splitlines():
        frame = FRAME.match(line)
        if frame and kept < MOST_FRAMES and not frame["file"].startswith("<frozen importlib"):
            kept += 1
            yield f"  {short(frame['file'])}:{frame['line']} {frame['name']}"
        elif HEAD.match(line):
            kept = 0
            yield line.split(" 0x")[0]


def frames_of(trace: TracebackType | None) -> Iterator[str]:
    """Yield each place of a traceback as file:line and function, the innermost last."""
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"{short(code.co_filename)}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next


def raw_frames(trace: TracebackType | None) -> Iterator[str]:
    """Yield each place of a traceback as the interpreter writes it, but for the folders."""
    for frame in frames_of(trace):
        place, name = frame.rsplit(" ", 1)
        file, line = place.rsplit(":", 1)
        yield f'  File "{file}", line {line} in {name}'


def short(file: str) -> str:
    """Return a file of the program from its root, one of a library from there, and any other by its name alone."""
    path = Path(file)
    if "site-packages" in path.parts:
        return "/".join(path.parts[path.parts.index("site-packages") + 1 :])
    root = paths.resources().parent
    if path.is_relative_to(root):
        path = path.relative_to(root)
    return path.as_posix() if path.parts[:1] in (("app",), ("ui",)) else path.name
