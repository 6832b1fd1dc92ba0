"""Named fakes of what the program cannot own: the time and the network. Nothing of the program itself is faked."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from fastapi import FastAPI

START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class FakeClock:
    """A clock that stands still until it is told otherwise; on another clock's time it is off by its `skew`."""

    def __init__(self, moment: datetime = START, base: "FakeClock | None" = None, skew: timedelta = timedelta()) -> None:
        self.moment = moment
        self.base = base
        self.skew = skew
        self.steady = 0.0

    def now(self) -> datetime:
        """Return what this clock says."""
        return (self.base.now() if self.base else self.moment) + self.skew

    def monotonic(self) -> float:
        """Return seconds that never run back."""
        return self.base.monotonic() if self.base else self.steady

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        if self.base:
            self.base.advance(seconds)
        else:
            self.moment += timedelta(seconds=seconds)
            self.steady += seconds


class Parts(httpx.SyncByteStream):
    """A body as it came over the line, not unpacked."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    def __iter__(self) -> Iterator[bytes]:
        yield self.body


class InProcess:
    """The real server, called without a socket."""

    def __init__(self, app: FastAPI) -> None:
        self._transport = httpx.ASGITransport(app=app)
        self._runner = asyncio.Runner()
        self._runner.get_loop().set_exception_handler(self._break_off)
        self._broke_in: BaseException | None = None

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Let the server answer a request."""
        try:
            return self._runner.run(self._answered(request))
        except RuntimeError:
            if self._broke_in is None:
                raise
            broke_in, self._broke_in = self._broke_in, None
            raise broke_in from None

    def _break_off(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Let what breaks in on the loop's own work (the alarm of a test's time) end the request; asyncio logs it and waits for ever."""
        if "handle" not in context:
            loop.default_exception_handler(context)
            return
        self._broke_in = context["exception"]
        loop.stop()

    async def _answered(self, request: httpx.Request) -> httpx.Response:
        sent = httpx.Request(request.method, request.url, headers=request.headers, content=request.read())
        response = await self._transport.handle_async_request(sent)
        if not isinstance(response.stream, httpx.AsyncByteStream):
            raise TypeError("an answer that does not stream")
        body = b"".join([part async for part in response.stream])
        return httpx.Response(response.status_code, headers=response.headers, stream=Parts(body))

    def close(self) -> None:
        """Let go of the event loop."""
        self._runner.close()


@dataclass
class Line(httpx.BaseTransport):
    """One laptop's line to the server, which can be cut, lose an answer after the server has done its work, or answer nonsense."""

    server: InProcess
    cut: bool = False
    lose_answers: int = 0
    lose_every: int = 0
    nonsense: tuple[int, dict[str, str], bytes] | None = None
    nonsense_at: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    requests: list[httpx.Request] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request, as well as the line can."""
        request.read()
        self.requests.append(request)
        if self.cut:
            raise httpx.ConnectError("no network", request=request)
        if (nonsense := self.nonsense_at.get(request.url.path, self.nonsense)) is not None:
            status, headers, body = nonsense
            return httpx.Response(status, headers=headers, stream=Parts(body))
        response = self.server.answer(request)
        if self.lose_answers or (self.lose_every and len(self.requests) % self.lose_every == 0):
            self.lose_answers = max(0, self.lose_answers - 1)
            raise httpx.ReadError("the answer was lost", request=request)
        self.statuses.append(response.status_code)
        return response

    def again(self) -> int:
        """Send the last request once more, past the laptop; returns the server's status."""
        return self.server.answer(self.requests[-1]).status_code
