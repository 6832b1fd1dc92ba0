"""How far a laptop is with fetching what the municipality has, told between two transactions and never inside one."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.ids import confidential_of
from app.protocol.messages import SyncAnswer
from app.protocol.wire import stream_id
from app.store.workspace import Workspace


@dataclass(frozen=True)
class Progress:
    """How many of the families are here whole, and how many of their changes. It goes on where it was after a kill.

    `families_done` falls behind `families` only while a family comes for the first time: what is new in one that can be opened does
    not count. `changes` counts what the municipality has, of which a laptop need not fetch everything.
    """

    families_done: int = 0
    families: int = 0
    changes_done: int = 0
    changes: int = 0


Told = Callable[[Progress], None]


def nobody(_progress: Progress) -> None:
    """Tell it to nobody."""


@dataclass
class Teller:
    """Tells how far it is, as the last answer and the store say. Called from the thread of the sync."""

    workspace: Workspace
    told: Told = nobody
    heads: dict[bytes, int] = field(default_factory=dict)

    def hear(self, answer: SyncAnswer) -> None:
        """Remember how far the municipality is in each stream."""
        self.heads = {stream_id(head.stream): head.seq for head in answer.heads or ()}

    def tell(self) -> None:
        """Tell how far this laptop is now; nothing is told that nobody hears."""
        if self.told is nobody or not self.heads:
            return
        with self.workspace.read() as reading:
            states = {state.stream: state for state in reading.states()}
        apart = {bytes(confidential_of(stream)) for stream in self.heads}
        families = self.heads.keys() - apart
        here = {stream: min(states[stream].cursor, head) if stream in states else 0 for stream, head in self.heads.items()}
        done = sum(1 for one in families if here[one] and states[one].usable)
        self.told(Progress(done, len(families), sum(here.values()), sum(self.heads.values())))
