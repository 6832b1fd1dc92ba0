"""Links that stand between a laptop and the real server and do one thing to what passes."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from app.clock import wall_ms
from app.protocol.heal_messages import HealAnswer, HealRequest
from app.protocol.messages import Page, SyncAnswer, SyncRequest
from app.protocol.wire import stream_id
from app.sync.own_work import keep_apart
from app.sync.pending import Terms, collect
from app.sync.server_link import NoNetworkError, OutOfStepError
from tests.world import Device


@dataclass
class Twisted:
    """A link that hands on another answer than the server's; `out_of_step` is what it says instead of any when it was put back."""

    device: Device
    twist: Callable[[SyncAnswer], SyncAnswer]
    turns: int = 0
    out_of_step: str = ""

    def sync(self, request: SyncRequest) -> SyncAnswer | None:
        """Exchange, and twist what came."""
        self.turns += 1
        if self.out_of_step:
            raise OutOfStepError("epoch", None)
        answer = self.device.link.sync(request)
        return answer and self.twist(answer)

    def heal(self, request: HealRequest) -> HealAnswer:
        """Bring back what the server lost."""
        if self.out_of_step:
            raise OutOfStepError(self.out_of_step, None)
        return self.device.link.heal(request)


@dataclass
class Breaking:
    """A link that breaks for good after so many answers."""

    device: Device
    answers: int

    def sync(self, request: SyncRequest) -> SyncAnswer | None:
        """Exchange as long as the line holds; a refusal is an answer too."""
        if not self.answers:
            raise NoNetworkError
        self.answers -= 1
        return self.device.link.sync(request)

    def heal(self, request: HealRequest) -> HealAnswer:
        """Bring back what the server lost."""
        return self.device.link.heal(request)


@dataclass
class Narrow:
    """A link past something that lets only so many changes through at once."""

    device: Device
    most: int

    def sync(self, request: SyncRequest) -> SyncAnswer | None:
        """Refuse what is too large."""
        if sum(len(push.changes) for push in request.push) > self.most:
            raise OutOfStepError("too_large", None)
        return self.device.link.sync(request)

    def heal(self, request: HealRequest) -> HealAnswer:
        """Bring back what the server lost."""
        return self.device.link.heal(request)


def with_page(change: Callable[[Page], Page]) -> Callable[[SyncAnswer], SyncAnswer]:
    """Return a twist of the answer's first page."""
    return lambda answer: msgspec.structs.replace(answer, pages=[change(answer.pages[0]), *answer.pages[1:]])


def longest_first(answer: SyncAnswer) -> SyncAnswer:
    """Return the answer with the page first that goes on where this laptop was."""
    return msgspec.structs.replace(answer, pages=sorted(answer.pages, key=lambda page: page.first, reverse=True))


def push_alone(device: Device) -> None:
    """Let the server have what waits, and the laptop hear only that it is held: its right comes back before it asks for more."""
    request, *_ = collect(device.workspace, wall_ms(device.clock), Terms())
    answer = device.link.sync(request)
    assert answer is not None
    with device.workspace.write() as writing:
        for note in answer.exceptions:
            keep_apart(writing.stream(stream_id(note.stream)), writing.author, note)
