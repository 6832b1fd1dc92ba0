"""Walks a story through the running program: each step waits for what is to be seen, and the window never stands still for it."""

import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.clock import Clock

BLINK_MS = 10
PATIENCE_S = 240.0
"""A machine may be busy, and the word list is read after everything else."""

Seen = Callable[[], object]
Story = Iterator[tuple[str, Seen]]


@dataclass
class Findings:
    """What was checked; a line each as soon as it is known, in English: whoever installs reads it."""

    good: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def check(self, name: str, good: object, detail: str = "") -> None:
        """Note one check."""
        (self.good if good else self.missed).append(name)
        print(f"{'ok  ' if good else 'MISS'} {name}{f': {detail}' if detail else ''}", flush=True)


class Walk(QObject):
    """Goes on with a story whenever what it waits for is there; a fault, or 240 s in which it does not come, is a miss and the end."""

    def __init__(self, app: QApplication, story: Story, findings: Findings, clock: Clock) -> None:
        super().__init__(app)
        self.story = story
        self.findings = findings
        self.clock = clock
        self.until = clock.monotonic() + PATIENCE_S
        self.waits: tuple[str, Seen] = ("the first step", lambda: True)
        self.timer = QTimer(self)
        self.timer.setInterval(BLINK_MS)
        self.timer.timeout.connect(self.look)
        sys.excepthook = self.fell

    def begin(self) -> None:
        """Set out, as soon as the loop of the program runs."""
        self.timer.start()

    def look(self) -> None:
        """Go on when it is there."""
        what, seen = self.waits
        if seen():
            step = next(self.story, None)
            if step is None:
                self.end()
            else:
                self.waits = step
                self.until = self.clock.monotonic() + PATIENCE_S
        elif self.clock.monotonic() > self.until:
            self.findings.check("waiting", False, f"never came: {what}")
            self.end()

    def fell(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """End with a fault of the program; nothing in this store is anybody's, so all of it may be shown."""
        traceback.print_exception(kind, error, trace)
        self.findings.check("fault", False, kind.__name__)
        self.end()

    def end(self) -> None:
        """Let the program's loop end."""
        self.timer.stop()
        QApplication.quit()
