"""The history of a family from its first change, for a worker who asks what stood in a field long ago."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

import msgspec

from app.changelog.base import Base
from app.changelog.chain import leaf
from app.changelog.change import Change
from app.errors import UserProblem
from app.log import get_log
from app.protocol.history_messages import HistoryAnswer
from app.protocol.messages import Named
from app.protocol.parts import MalformedError
from app.protocol.wire import stream_id
from app.store.workspace import Reading, Workspace
from app.sync.absorb import opened_page
from app.sync.pace import Pace
from app.sync.taking_pages import nothing

log = get_log(__name__)


class Archive(Protocol):
    """The way to the server, as asking for a history needs it."""

    def history(self, stream: bytes, after: int) -> HistoryAnswer:
        """Return one page of a family's whole history."""
        ...


def fetch_history(workspace: Workspace, archive: Archive, stream: bytes, after_each: Callable[[], None] = nothing) -> int:
    """Put back into the log what is not on this laptop any more of a stream; returns how many changes. Nothing shown changes.

    Everything is fetched and checked before anything of it is kept: against the chain at the base, which was the server's word when it
    came, and against what stood there. Raises UserProblem: `history_differs` when that word was not true, `server_nonsense`; and what
    `ServerLink.history` raises. A kill before the end leaves more in the log than is needed, and a base as it was.
    """
    with workspace.read() as reading:
        state, logged = reading.state(stream), _logged(reading, stream)
        now = int(reading.meta("server_now") or b"0")
    if not state.base[0]:
        return 0
    changes, names = _fetched(archive, stream, state.base[0])
    _check(stream, state.base, changes, logged)
    missing = [change for change in changes if change[:3] not in logged]
    pace = Pace(workspace)
    for portion, last in pace.portions(missing):
        with pace.write(len(portion)) as writing:
            found = writing.state(stream)
            if found.base != state.base:
                return 0  # it was taken back, or wiped, meanwhile
            writing.stream(stream).append(portion)
            if last:
                writing.put_state(replace(found, base_seq=None, base_hash=None, whole_at=now))
                for writer in names:
                    writing.put_meta(f"name:{stream_id(writer.worker).hex()}", writer.name.encode())
        after_each()
    log.event("history.fetched", stream=stream, changes=len(missing))
    return len(missing)


def _logged(reading: Reading, stream: bytes) -> dict[tuple[bytes, int, int], Change]:
    """Return what the log has up to the base, by name."""
    number = reading.state(stream).base[0]
    numbered = (one for one in reading.stream(stream).history() if one.seq is not None and one.seq <= number)
    return {(one.dev, one.inc, one.ctr): one for one in numbered}


def _fetched(archive: Archive, stream: bytes, upto: int) -> tuple[list[Change], list[Named]]:
    changes: list[Change] = []
    names: list[Named] = []
    while len(changes) < upto:
        answer = archive.history(stream, len(changes))
        page = answer.page
        try:
            opened = opened_page(page)
            whole = opened.stream == stream and page.first == len(changes) + 1 and not page.own and not page.base
            if not whole or not opened.others:
                raise MalformedError("not the page that was asked for")
        except (MalformedError, msgspec.DecodeError) as error:
            log.trouble("server.nonsense", error=type(error).__name__)
            raise UserProblem("server_nonsense") from error
        changes += opened.others
        names += answer.names
    return changes[:upto], names


def _check(stream: bytes, said: tuple[int, bytes], changes: Sequence[Change], logged: dict[tuple[bytes, int, int], Change]) -> None:
    """Compare the history with the base: its chain, and that what came then was what stood, letter for letter, and all of it."""
    base = Base(stream)
    base.lay(changes)
    there = {one[:3]: (one.seq, leaf(stream, one)) for one in changes}
    true = all(there.get(name) == (one.seq, leaf(stream, one)) for name, one in logged.items())
    if base.chain != said[1] or not true or any(one[:3] not in logged for one in base.stands()):
        log.trouble("history.differs", stream=stream)
        raise UserProblem("history_differs")
