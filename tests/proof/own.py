"""What is asked of a laptop's log, and a line that remembers what came over it."""

from dataclasses import dataclass

from app.protocol.heal_messages import HealAnswer, HealRequest
from app.protocol.messages import SyncAnswer, SyncRequest
from app.sync.server_link import ServerLink

CHANGED = "SELECT stream, inc, ctr, seq, seen, record, row, grp, val, tx, salt, held FROM change WHERE dev = ? ORDER BY stream, inc, ctr"
GESTURES = "SELECT tx, seq, dev FROM change WHERE stream = ? AND (seq IS NULL OR seq > ?)"
RECEIVED = "SELECT salt FROM change WHERE stream = ? UNION SELECT salt FROM held WHERE stream = ?"
LIVES = "SELECT salt, inc FROM change WHERE dev = ? UNION SELECT salt, inc FROM held WHERE dev = ?"
TAKEN_IN = "SELECT salt FROM change WHERE stream = ? AND seq <= ? ORDER BY seq"
Salt = bytes
"""What names a change whatever number it is given: its own 16 bytes of chance."""


@dataclass
class Remembering:
    """A line of which every answer is kept, for it may come again."""

    link: ServerLink
    answers: list[SyncAnswer]

    def sync(self, request: SyncRequest) -> SyncAnswer | None:
        """Exchange."""
        answer = self.link.sync(request)
        self.answers += [answer] if answer is not None else []
        return answer

    def heal(self, request: HealRequest) -> HealAnswer:
        """Bring back what the server lost."""
        return self.link.heal(request)


@dataclass(frozen=True)
class Own:
    """One of a laptop's own changes as it lies in its log."""

    stream: bytes
    inc: int
    ctr: int
    seq: int | None
    seen: int
    record: str
    row: bytes
    grp: str
    val: bytes
    tx: bytes
    salt: Salt
    held: str | None
