"""Unlocking with patience: after each wrong passphrase a longer wait. It slows a hand at the keyboard, and never wipes anything.

The key file carries the safety (`app.store.keyfile`); this file beside it can be removed by whoever has the disk.
"""

import contextlib
import json

from app.actions.opening import unlock
from app.clock import Clock, wall_ms
from app.errors import UserProblem
from app.log import get_log
from app.paths import Home
from app.store.disk import write_whole
from app.store.workspace import Workspace

log = get_log(__name__)
NAME = "pogingen.json"
LONGEST_S = 300.0
LEAST_AFTER_START_S = 30.0
"""What of a longer wait is always waited in a new process: a clock that was put forward takes away no more than the rest."""
LARGEST = 1000
MOST_FAILURES = 1000


class Attempts:
    """Counts wrong passphrases in a row on one laptop, through restarts; `wait_s` until the next may be tried."""

    def __init__(self, home: Home, clock: Clock) -> None:
        self.home = home
        self.clock = clock
        self.path = home.vault / NAME
        self.failures, at = self._read()
        self._ready = clock.monotonic() + left_s(self.failures, (wall_ms(clock) - at) / 1000)

    def wait_s(self) -> float:
        """Return the seconds until the next try; 0 when it may be now."""
        return max(self._ready - self.clock.monotonic(), 0.0)

    def open(self, passphrase: str) -> Workspace:
        """Open the store; raises what `unlock` raises, and `unlock_wait` when it is not time yet.

        The try is counted before it is made: a program that is killed in the midst of it gives no try for nothing.
        """
        if self.wait_s() > 0:
            raise UserProblem("unlock_wait")
        before = self.failures
        self._count(before + 1)
        try:
            workspace = unlock(self.home, passphrase, self.clock)
        except UserProblem as problem:
            if problem.key != "wrong_passphrase":
                self._count(before)
            else:
                log.event("unlock.refused", failures=self.failures)
            raise
        self._count(0)
        return workspace

    def _count(self, failures: int) -> None:
        """Keep the number, also on the disk where that takes it; what cannot be written there holds in this process only."""
        self.failures = failures
        self._ready = self.clock.monotonic() + delay_s(failures)
        with contextlib.suppress(OSError):
            if failures:
                write_whole(self.path, json.dumps({"failures": failures, "at": wall_ms(self.clock)}).encode())
            else:
                self.path.unlink(missing_ok=True)

    def _read(self) -> tuple[int, int]:
        """Return how often it failed and when that was last; a file that says nothing counts as one that is not there."""
        try:
            with self.path.open("rb") as file:
                kept = json.loads(file.read(LARGEST))
            failures, at = kept["failures"], kept["at"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return 0, 0
        if not (isinstance(failures, int) and isinstance(at, int)):
            return 0, 0
        return min(max(failures, 0), MOST_FAILURES), at


def delay_s(failures: int) -> float:
    """Return the wait after this many wrong passphrases in a row: 1, 2, 4 and so on, never more than five minutes."""
    return min(2.0 ** min(failures - 1, 20), LONGEST_S) if failures > 0 else 0.0


def left_s(failures: int, passed_s: float) -> float:
    """Return what is left of the wait in a new process, of which the wall clock says that so much passed: it may be wrong both ways."""
    delay = delay_s(failures)
    return max(delay - max(passed_s, 0.0), min(delay, LEAST_AFTER_START_S))
