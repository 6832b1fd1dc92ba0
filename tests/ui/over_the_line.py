"""A window whose own exchange reaches the real server of the test: over the laptop's line, without a socket."""

from dataclasses import replace

from typing_extensions import override

from app.actions.syncing import Exchange, SyncNews, exchanged
from app.store.workspace import Workspace
from app.sync.progress import Told
from app.sync.server_link import ServerLink
from tests.ui.table import Seat
from tests.world import ADDRESS, Device
from ui.widgets.sync_pill import SyncState


class OverTheLine(Exchange):
    """Exchanges over a laptop's line, again and again."""

    def __init__(self, device: Device, told: Told) -> None:
        super().__init__(told)
        self.device = device
        self.told = told

    @override
    def now(self, workspace: Workspace) -> SyncNews:
        return exchanged(workspace, ServerLink(ADDRESS, workspace.identity.token, self.device.line), self.told)


def connect(seat: Seat) -> Seat:
    """Give the window its network."""
    rest(seat)
    seat.window.sync.way = OverTheLine(seat.device, seat.window.sync.hear)
    return seat


def rest(seat: Seat) -> None:
    """Let what is under way end, and nothing begin by itself: after a failure it would within a second or two."""
    while seat.window.sync.timer.isActive() or seat.window.sync.state is SyncState.BUSY:
        seat.window.sync.timer.stop()
        seat.settle()


def press_f5(seat: Seat) -> None:
    """Exchange as the worker asks for it, and wait for the end of it."""
    rest(seat)
    seat.window.sync.send_now()
    seat.settle()


def another_token(seat: Seat) -> None:
    """Let the municipality know this laptop no more."""
    workspace = seat.device.workspace
    workspace.identity = replace(workspace.identity, token="x" * 43)
