"""How long and how much the service listens before it knows what is asked: uvicorn waits for ever, and for a head of any size."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_LINES = 800
"""How many lines are open at once; who comes then is told to come back later. Below the files a process may have open."""
MOST_HEAD = 64 * 1024
"""How large a head may be, in bytes. Ours has some hundreds, and a proxy adds as many."""
TOO_LARGE = "Too large a head."


class Patient(HttpToolsProtocol):
    """Speaks on a line, and closes it when no whole head of a request has come in time, however often a byte does.

    From the head on the request is being answered; how long its body may take, `body_of` says. A head that is too large is refused: once
    it is there, or when it has not ended by then.
    """

    seconds: float
    _late: asyncio.TimerHandle | None = None
    _heard: int | None = None
    """Bytes of a head that has not ended yet; not of the packet in which it began, for before it in there may be a body."""

    def connection_made(self, transport: Any) -> None:
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        if self._late is not None:
            self._late.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Hear on, and stop where a head never ends."""
        begun = self._heard is not None
        super().data_received(data)
        if begun and self._heard is not None:
            self._heard += len(data)
            if self._heard > MOST_HEAD and not self.transport.is_closing():
                self.send_400_response(TOO_LARGE)

    def on_message_begin(self) -> None:
        """Begin with a head."""
        super().on_message_begin()
        self._heard = 0

    def on_headers_complete(self) -> None:
        """Let the request in, or raise to the parser, which then refuses it."""
        self._heard = None
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > MOST_HEAD:
            raise ValueError(TOO_LARGE)
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._wait()

    def _wait(self) -> None:
        if self._late is not None:
            self._late.cancel()
        self._late = self.loop.call_later(self.seconds, self._gone_by)

    def _gone_by(self) -> None:
        if (self.cycle is None or self.cycle.response_complete) and not self.transport.is_closing():
            self.transport.close()


def patient_for(seconds: float) -> type[Patient]:
    """Return what speaks on a line and is as patient as that."""

    class SoLong(Patient):
        pass

    SoLong.seconds = seconds
    return SoLong
