"""The line to the server, with somebody who reads every answer that passes: nothing of a family goes to who has no right to it now."""

from collections.abc import Iterator
from typing import Any

import httpx
import msgspec

from app.clock import wall_ms
from app.domain.ids import from_text
from app.domain.rules.roles import CONFIDANTS
from app.protocol.messages import SyncAnswer, decode
from app.server.access import token_hash
from tests.fakes import InProcess, Parts
from tests.proof.older import version
from tests.proof.reading import one
from tests.world import World

GRANTED = """SELECT g.stream, g.role FROM "grant" g JOIN device d ON d.municipality = g.municipality AND d.worker = g.worker
WHERE d.token_hash = ? AND (g.until IS NULL OR g.until > ?)"""


class Watched(InProcess):
    """The server of a world, which is always of the version of now."""

    def __init__(self, world: World) -> None:
        super().__init__(world.app)
        self.world = world

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Let the server answer, and read what it says."""
        with version(older=False):
            response = super().answer(request)
        if response.status_code == 200 and request.url.path == "/v1/sync" and isinstance(response.stream, Parts):
            copy = httpx.Response(200, headers=response.headers, stream=Parts(response.stream.body))
            self._may_all_be_seen(request.headers["authorization"].split()[-1], decode(SyncAnswer, copy.read()))
        return response

    def _may_all_be_seen(self, token: str, answer: SyncAnswer) -> None:
        now = wall_ms(self.world.clock)
        rights = dict(one(self.world.house.database.engine, GRANTED, token_hash(token), now))
        granted = set(rights)
        offered = {bytes(from_text(work.stream)) for work in answer.held or () if work.pieces}
        assert offered <= {stream for stream, role in rights.items() if role in CONFIDANTS}, (
            "I8 rights: held work goes to who may not decide"
        )
        told = {bytes(from_text(grant.stream)) for grant in answer.grants}
        assert told <= granted, "I8 rights: an answer tells of a right that is not there"
        beyond = {bytes(from_text(stream)) for stream in _opened(answer)} - granted
        assert not beyond, f"I8 rights: an answer opens {len(beyond)} families to which there is no right"


def _opened(part: Any) -> Iterator[str]:
    """Yield the streams of which an answer holds changes, wherever in it."""
    if isinstance(part, msgspec.Struct):
        if hasattr(part, "stream") and (getattr(part, "changes", None) or getattr(part, "pieces", None)):
            yield str(part.stream)
        for name in part.__struct_fields__:
            yield from _opened(getattr(part, name))
    elif isinstance(part, list):
        for one_of_it in part:
            yield from _opened(one_of_it)
