"""Links that stand between a laptop and the real server and do one thing to what passes."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from app.protocol.messages import Page, SyncAnswer, SyncRequest
from app.sync.server_link import OutOfStepError
from tests.world import Device


@dataclass
class Twisted:
    """A link that hands on another answer than the server's."""

    device: Device
    twist: Callable[[SyncAnswer], SyncAnswer]
    turns: int = 0

    def sync(self, request: SyncRequest) -> SyncAnswer | None:
        """Exchange, and twist what came."""
        self.turns += 1
        answer = self.device.link.sync(request)
        return answer and self.twist(answer)


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


def with_page(change: Callable[[Page], Page]) -> Callable[[SyncAnswer], SyncAnswer]:
    """Return a twist of the answer's first page."""
    return lambda answer: msgspec.structs.replace(answer, pages=[change(answer.pages[0]), *answer.pages[1:]])


def longest_first(answer: SyncAnswer) -> SyncAnswer:
    """Return the answer with the page first that goes on where this laptop was."""
    return msgspec.structs.replace(answer, pages=sorted(answer.pages, key=lambda page: page.first, reverse=True))
