"""A process that is a fork of this one: everything is loaded already, so it begins in milliseconds. It hears lines and says lines."""

import ctypes
import os
import select
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

PATIENCE_S = 90.0
KILLED = -signal.SIGKILL
PR_SET_PDEATHSIG = 1
FELL = 70
"""The code of a process that fell over something nobody foresaw."""

Body = Callable[[TextIO, TextIO], None]
"""What a process does with its ear and its mouth."""


class SilentError(Exception):
    """A process that did not say in time what it should."""


@dataclass
class Forked:
    """One such process, from its beginning to its end; `heard` gets every line it says."""

    name: str
    log: Path
    heard: Callable[[str], None] = field(default=lambda line: None)
    pid: int = 0
    code: int | None = None
    _ear: int = -1
    _mouth: int = -1
    _over: int = -1
    _rest: bytes = b""

    @property
    def runs(self) -> bool:
        """Tell whether it was begun and has not ended, as far as is known here."""
        return self.pid > 0 and self.code is None

    def begin(self, body: Body) -> None:
        """Fork, and do the body there."""
        there_in, self._mouth = os.pipe()
        self._ear, there_out = os.pipe()
        self._rest, self.code = b"", None
        sys.stdout.flush()
        self.pid = os.fork()
        if not self.pid:
            live(body, (there_in, there_out), self.log)
        os.close(there_in)
        os.close(there_out)
        self._over = os.pidfd_open(self.pid)

    def say(self, line: str) -> None:
        """Tell it something; one that has ended does not hear it."""
        if self.runs:
            try:
                os.write(self._mouth, f"{line}\n".encode())
            except BrokenPipeError:
                return

    def lines(self) -> Iterator[str]:
        """Yield what it says, until it has ended."""
        while self.runs:
            while b"\n" in self._rest:
                one, self._rest = self._rest.split(b"\n", 1)
                self.heard(one.decode())
                yield one.decode()
            ready = select.select([self._ear, self._over], [], [], PATIENCE_S)[0]
            if not ready:
                raise SilentError(f"{self.name} says nothing for {PATIENCE_S:.0f} s, see {self.log}")
            part = os.read(self._ear, 65536) if self._ear in ready else b""
            self._rest += part
            if not part:
                self._put_away()

    def until(self, word: str) -> bool:
        """Wait for a line that begins so; False when it ended before."""
        return any(line.split(" ", maxsplit=1)[0] == word for line in self.lines())

    def kill(self) -> None:
        """End it with kill -9, and hear all that it had said."""
        if self.runs:
            os.kill(self.pid, signal.SIGKILL)
            self.to_end()

    def stop(self) -> int | None:
        """Ask it to end, and wait."""
        if self.runs:
            os.kill(self.pid, signal.SIGTERM)
        return self.to_end()

    def to_end(self) -> int | None:
        """Hear it to its end; returns how it ended: a code, or minus the signal."""
        for _ in self.lines():
            pass
        return self.code

    def alive(self) -> bool:
        """Look whether it still runs; what it said before it ended is heard."""
        if self.runs and self.ended_within(0):
            self.to_end()
        return self.runs

    def ended_within(self, seconds: float) -> bool:
        """Tell whether it ends by itself in that time."""
        return not self.runs or bool(select.select([self._over], [], [], seconds)[0])

    def _put_away(self) -> None:
        self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        for one in (self._ear, self._mouth, self._over):
            os.close(one)
        for line in self._rest.split(b"\n")[:-1]:
            self.heard(line.decode())
        self._rest = b""


def live(body: Body, ends: tuple[int, int], log: Path) -> None:
    """Be the other process: with nothing open but its two ends and its log, until the body is done."""
    code = FELL
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # nobody is left behind when the tests are killed
    try:
        kept = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(kept, 2)
        os.dup2(ends[1], 1)
        for one in sorted(int(name) for name in os.listdir("/proc/self/fd")):
            if one > 2 and one not in ends:
                try_to_close(one)
        with os.fdopen(ends[0]) as ear, os.fdopen(ends[1], "w") as mouth:
            body(ear, mouth)
        code = 0
    except SystemExit as asked:
        code = asked.code if isinstance(asked.code, int) else FELL
    finally:
        try:
            if sys.exc_info()[0] is not None:
                traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(code)  # whatever happens here, it never goes on as the one it is a fork of


def try_to_close(descriptor: int) -> None:
    """Close what may be open."""
    try:
        os.close(descriptor)
    except OSError:
        return
