"""The only threads of the program: work goes off the screen's thread and its answer comes back on it."""

import threading
from collections.abc import Callable
from enum import Enum
from functools import partial
from types import TracebackType
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThreadPool, Signal, Slot


class Lane(Enum):
    """Work of one lane is done in the order in which it was asked; lanes do not wait for each other."""

    STORE = "store"
    SYNC = "sync"


class Background(QObject):
    """Runs work in lanes. `done` and `failed` are called on the thread this object lives on."""

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools = {lane: QThreadPool(self) for lane in Lane}
        for pool in self._pools.values():
            pool.setMaxThreadCount(1)
            pool.setExpiryTimeout(-1)
        self._unanswered = 0
        self._finished.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def submit(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[BaseException], None], lane: Lane = Lane.STORE
    ) -> None:
        """Do the work after what stands in its lane, then call `done` with its answer or `failed` with its error."""
        self._unanswered += 1
        self._pools[lane].start(lambda: self.run(work, done, failed))

    def run(self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[BaseException], None]) -> None:
        """Do one piece of work on the thread of its lane; nothing it raises ends that thread."""
        try:
            answer = work()
        except BaseException as error:
            self._finished.emit(partial(failed, error))  # no name here that outlives it: with its traceback it would never be freed
            return
        self._finished.emit(lambda: done(answer))

    def at_rest(self) -> bool:
        """Tell whether every answer was given."""
        return not self._unanswered

    def finish(self) -> None:
        """Wait until every lane is empty and every answer was given: before locking and closing, so that nothing is lost.

        An answer may ask something more, and that is waited for too.
        """
        while self._unanswered:
            for pool in self._pools.values():
                pool.waitForDone()
            QCoreApplication.sendPostedEvents(self, 0)

    @Slot(object)
    def _answer(self, call: Callable[[], None]) -> None:
        self._unanswered -= 1
        call()


def hear_threads(hook: Callable[[type[BaseException], BaseException | None, TracebackType | None], None]) -> None:
    """Let a fault in a thread that a library began come to the same ears as every other."""
    threading.excepthook = lambda told: hook(told.exc_type, None, told.exc_traceback)
