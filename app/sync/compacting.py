"""Of what is long ago a laptop keeps what stood: once a day, after an exchange, in small steps. The server keeps everything."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import ClauseElement, bindparam, func, select

from app.changelog.base import TAIL_MS, WORTH, Base, long_ago
from app.changelog.chain import extend
from app.changelog.change import Change
from app.log import get_log
from app.store import tables
from app.store.workspace import Reading, StreamState, Workspace, Writing
from app.sync.pace import Pace
from app.sync.wiped import leave_no_trace

log = get_log(__name__)

DAY_MS = 24 * 3_600_000
WHOLE_MS = 7 * DAY_MS
"""For how long a history that a worker asked for stays."""

Name = tuple[bytes, int, int]


def never() -> bool:
    """Tell that nobody waits for this to end."""
    return False


def compact_daily(workspace: Workspace, tail_ms: int = TAIL_MS, worth: int = WORTH, stopped: Callable[[], bool] = never) -> int:
    """Drop what was replaced long ago from the logs of this laptop, if that was not done today; returns how many changes.

    Once `stopped` it leaves the other families for the next time.
    What time it is the municipality says: a laptop whose clock is wrong may not take yesterday for long ago.
    """
    with workspace.read() as reading:
        now, last = (int(reading.meta(name) or b"0") for name in ("server_now", "compacted_at"))
        states = reading.states()
    if now - last < DAY_MS:
        return 0
    dropped = sum(_compact(workspace, state.stream, now, (now - tail_ms, worth)) for state in states if not stopped())
    if not stopped():
        with workspace.write() as writing:
            writing.put_meta("compacted_at", b"%d" % now)
    if dropped:
        leave_no_trace(workspace.engine)
        log.event("store.compacted", changes=dropped)
    return dropped


def _compact(workspace: Workspace, stream: bytes, now: int, old: tuple[int, int]) -> int:
    """Move the base of one stream as far as everything is older than a moment, if that is so many numbers; returns what was dropped."""
    before, worth = old
    with workspace.read() as reading:
        state = reading.state(stream)
        if not _may(state, now) or _old(reading, state, before) < worth:
            return 0
        numbered = [one for one in reading.stream(stream).history() if one.seq is not None and one.seq <= state.cursor]
    number, chain = state.base
    known = [one for one in numbered if (one.seq or 0) <= number]
    later = numbered[len(known) :]
    count = long_ago(later, before)
    base = Base(stream, chain, known)
    base.lay(later[:count])
    if extend(base.chain, stream, later[count:]) != state.head_hash:
        log.trouble("store.history_differs", stream=stream)
        return 0
    kept = {one[:3] for one in base.stands()} | _last_of_each(workspace.identity.device, numbered)
    drop = [one[:3] for one in (*known, *later[:count]) if one[:3] not in kept]
    moved = replace(state, base_seq=number + count, base_hash=base.chain)
    return _drop(workspace, state, moved, drop) if count >= worth else 0


def _may(state: StreamState, now: int) -> bool:
    """Tell whether a log is as the municipality has it, and nobody just asked for the whole of it."""
    settled = state.state == "active" and state.usable and state.cursor >= (state.rewound_from or 0)
    return settled and state.cursor > state.base[0] and now - (state.whole_at or 0) >= WHOLE_MS


def _old(reading: Reading, state: StreamState, before: int) -> int:
    """Return how many changes beyond the base came before a moment: most days too few to look further."""
    change = tables.log_tables.change

    def write() -> ClauseElement:
        of = (change.c.stream == bindparam("stream"), change.c.seq > bindparam("base"), change.c.received_at < bindparam("before"))
        return select(func.count()).where(*of)

    query = reading.log.write.own("old changes", ("stream", "base", "before"), write)
    return int(reading.tx.rows(query, (state.stream, state.base[0], before))[0][0])


def _last_of_each(device: bytes, numbered: Sequence[Change]) -> set[Name]:
    """Return the newest own change of each incarnation: from it this laptop counts on, for no name is ever given twice."""
    last: dict[int, int] = {}
    for one in numbered:
        if one.dev == device:
            last[one.inc] = max(one.ctr, last.get(one.inc, 0))
    return {(device, inc, ctr) for inc, ctr in last.items()}


def _drop(workspace: Workspace, state: StreamState, moved: StreamState, names: Sequence[Name]) -> int:
    """Say first from where on the log is whole, then drop: what is left by a kill is more than is needed, and goes next time."""
    dropped, pace = 0, Pace(workspace)
    for portion, _ in pace.portions(names):
        with pace.write(len(portion)) as writing:
            now = writing.state(state.stream)
            if not dropped and now == state:
                writing.put_state(moved)
            elif now.base != moved.base:
                break
            _forget(writing, state.stream, portion)
        dropped += len(portion)
    return dropped


def _forget(writing: Writing, stream: bytes, names: Sequence[Name]) -> None:
    forget = writing.log.write.delete(tables.log_tables.change, ("stream", "dev", "inc", "ctr"))
    writing.tx.many(forget, [(stream, *name) for name in names])
