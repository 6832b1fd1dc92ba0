"""Breaks off a request that is under way, from another thread: a laptop that closes or goes to sleep does not wait for a server.

What the server took of it is sent again next time, and counts once.
"""

import contextlib
import socket
from collections.abc import Mapping
from typing import Any

CONNECTED = frozenset({"connection.connect_tcp.complete", "connection.start_tls.complete"})


class Cutter:
    """Knows the socket of one link; `cut` ends what waits on it, and from then on the link is of no use."""

    def __init__(self) -> None:
        self.was_cut = False
        self._socket: socket.socket | None = None

    def note(self, event: str, told: Mapping[str, Any]) -> None:
        """Hear from the client, as its `trace`, over which socket it talks."""
        if event in CONNECTED:
            self._socket = told["return_value"].get_extra_info("socket")
            if self.was_cut:
                self.cut()

    def cut(self) -> None:
        """Break off. The socket is shut, not closed: its own thread is still waiting on it."""
        self.was_cut = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # also under TLS: there is nobody to say goodbye to
