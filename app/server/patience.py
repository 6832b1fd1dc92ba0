"""How long the service waits for a request to come in: uvicorn waits for ever, and every line on which somebody is slow costs one."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_LINES = 800
"""How many lines are open at once; who comes then is told to come back later. Below the files a process may have open."""


def patient_for(seconds: float) -> type[H11Protocol]:
    """Return what speaks on a line, and closes it when no whole head of a request has come in time, however often a byte does.

    From the head on the request is being answered; how long its body may take, `body_of` says.
    """

    class Patient(H11Protocol):
        _late: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            if self._late is not None:
                self._late.cancel()
            super().connection_lost(exc)

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._wait()

        def _wait(self) -> None:
            if self._late is not None:
                self._late.cancel()
            self._late = self.loop.call_later(seconds, self._gone_by)

        def _gone_by(self) -> None:
            if (self.cycle is None or self.cycle.response_complete) and not self.transport.is_closing():
                self.transport.close()

    return Patient
