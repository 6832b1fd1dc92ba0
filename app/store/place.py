"""Whether the open store still lies where it was opened: one that was removed, moved or exchanged is read, never written to.

SQLite goes on writing into a file that has no name any more, and says ok. What is kept there is gone when the program ends.
"""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine

from app.errors import ProgramFault, UserProblem
from app.log import get_log
from app.store.keyfile import StoreKey

log = get_log(__name__)

OPTION = "place"
"""The execution option under which an engine, and each connection of it, carries its place."""

Node = tuple[int, int]
"""Device and number of a file: its identity, whatever it is called."""


@dataclass
class Place:
    """Where a store was opened and with which key, which file that was, and whether damage was found in it.

    `sealed` is its key file as it was: where the folder has gone, a copy without it would open for nobody. Who writes holds `turn`
    until it is done, and who is next holds `line` until the turn is its own: SQLite lets who waits look now and then, up to 100 ms
    apart, and gives the store to whoever looks at the right moment, so one who writes again and again would keep all others waiting.
    Nobody waits longer for its turn than `patience_s`: the two only keep order, and the store is SQLite's to give.
    `begun` counts the transactions that write.
    """

    path: Path
    key: StoreKey
    sealed: bytes = b""
    store: Node | None = None
    ahead: Node | None = None
    damaged: bool = False
    begun: int = field(default=0, compare=False)
    patience_s: float = 10.0
    line: Lock = field(default_factory=Lock, compare=False, repr=False)
    turn: Lock = field(default_factory=Lock, compare=False, repr=False)

    def settle(self) -> None:
        """Remember which files are the store: after its first connection, when the write-ahead log is there too."""
        if self.store is None:
            self.store = node_of(self.path)
        if self.ahead is None:
            self.ahead = node_of(self._ahead)

    def let_go(self) -> None:
        """Forget the write-ahead log: the last connection took it away, and the next one makes another."""
        self.ahead = None

    def look(self) -> None:
        """Raise `store_gone` or `store_replaced` when the path leads to no file, or to another one."""
        for path, known in ((self.path, self.store), (self._ahead, self.ahead)):
            found = node_of(path) if known is not None else None
            if known != found:
                log.event("store.not_in_place", there=found is not None)
                raise UserProblem("store_gone" if found is None else "store_replaced")

    def check_writable(self) -> None:
        """Raise what stands in the way of writing."""
        if self.damaged:
            raise UserProblem("store_damaged")
        self.look()

    @cached_property
    def _ahead(self) -> Path:
        """Where the write-ahead log is; every transaction that writes looks there."""
        return self.path.with_name(f"{self.path.name}-wal")


def place_of(holder: Engine | Connection) -> Place:
    """Return where the store of an engine or a connection was opened."""
    place = holder.get_execution_options().get(OPTION)
    if not isinstance(place, Place):
        raise ProgramFault("a store without a place")
    return place


def node_of(path: Path) -> Node | None:
    """Return which file a path leads to; None when it leads nowhere."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino
