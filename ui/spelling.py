"""The word list as the windows ask it: a process of its own, which is begun late, may fail, and ends with the program."""

import json
import sys
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

import app
from app.log import get_log

log = get_log(__name__)
LATER_MS = 4_000
"""How long after the window is there the list is read: first the worker, then the list."""
AT_ONCE = 20
"""Words in one question: a suggestion waits for 20 words at most."""
KEPT = 20_000
CHILD = "app.spelling"


class Speller(QObject):
    """Knows which words are right as soon as the list says so. Without the list nothing is wrong, and nobody is disturbed.

    `ready` when the list is read; `checked` when more is known of words; `suggested(word, what was meant)` for each suggestion and
    `suggested_all(word)` after the last.
    """

    ready = Signal()
    checked = Signal()
    suggested = Signal(str, str)
    suggested_all = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.child = CHILD
        self.known: dict[str, bool] = {}
        self.is_ready = False
        self._busy = False
        self._asked: set[str] = set()
        self._waiting: deque[str] = deque()
        self._process: QProcess | None = None
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATER_MS)
        self._late.timeout.connect(self.start)

    @property
    def process(self) -> QProcess | None:
        """Return the process while there is one."""
        return self._process

    def start_later(self) -> None:
        """Read the list when the window has had its time."""
        self._late.start()

    def start(self) -> None:
        """Read the list now."""
        if self._process is not None:
            return
        frozen = getattr(sys, "frozen", False)
        self._process = process = QProcess(self)
        process.setWorkingDirectory(str(Path(app.__file__).parent.parent))
        process.setStandardErrorFile(QProcess.nullDevice())  # nothing a library says of a word may land anywhere
        process.readyReadStandardOutput.connect(self._read)
        process.errorOccurred.connect(self._gone)
        process.finished.connect(self._gone)
        process.start(sys.executable, ["--spelling"] if frozen else ["-m", self.child])

    def stop(self) -> None:
        """Let the process go, with every word it was asked."""
        self._late.stop()
        process, self._process = self._process, None
        self._forget()
        if process is not None:
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(2_000)
            process.deleteLater()

    def is_wrong(self, word: str) -> bool:
        """Tell whether the list does not know the word; what was not answered yet is not wrong."""
        return self.known.get(word) is False

    def ask(self, words: Iterable[str]) -> None:
        """Ask for the words of which nothing is known yet."""
        if len(self.known) > KEPT:
            self.known.clear()
        new = [word for word in dict.fromkeys(words) if word not in self.known and word not in self._asked]
        self._asked.update(new)
        self._waiting.extend(new)
        self._ask_next()

    def suggest(self, word: str) -> None:
        """Ask what was meant with a word."""
        if self.is_ready:
            self._send({"suggest": word})

    def _ask_next(self) -> None:
        """One question at a time, so that a suggestion never waits for a long text."""
        if self.is_ready and self._waiting and not self._busy:
            self._busy = True
            self._send({"check": [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]})

    def _send(self, asked: dict[str, Any]) -> None:
        if self._process is not None:
            self._process.write(json.dumps(asked).encode() + b"\n")

    def _read(self) -> None:
        while self._process is not None and self._process.canReadLine():
            self._take(json.loads(bytes(self._process.readLine().data())))

    def _take(self, answer: dict[str, Any]) -> None:
        if "ready" in answer:
            self.is_ready = True
            self.ready.emit()
            self._ask_next()
        elif "suggestion" in answer:
            self.suggested.emit(answer["word"], answer["suggestion"])
        elif "done" in answer:
            self.suggested_all.emit(answer["word"])
        else:
            self._learn(answer)

    def _learn(self, answer: dict[str, Any]) -> None:
        for word in answer["right"]:
            self.known[word] = True
        for word in answer["wrong"]:
            self.known[word] = False
        self._asked.difference_update(answer["right"], answer["wrong"])
        self._busy = False
        self.checked.emit()
        self._ask_next()

    def _gone(self) -> None:
        """Without the list there are no lines under words; that is all."""
        process, self._process = self._process, None
        self._forget()
        if process is not None:
            log.event("spelling.gone")
            process.deleteLater()

    def _forget(self) -> None:
        self.is_ready = self._busy = False
        self._waiting.clear()
        self._asked.clear()
