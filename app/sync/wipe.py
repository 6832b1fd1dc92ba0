"""Taking a family off this laptop when the right to it has ended and all its work is handed in. Writes no change."""

from sqlalchemy import Engine

from app.domain.ids import confidential_of
from app.log import get_log
from app.store import tables
from app.store.reserve import forget_copies
from app.store.workspace import Workspace, Writing
from app.sync.pending import waiting_in

log = get_log(__name__)


def wipe_frozen(workspace: Workspace) -> set[bytes]:
    """Wipe every frozen family of which nothing waits any more; returns them. What is unsent is never wiped."""
    wiped: set[bytes] = set()
    with workspace.read() as reading:
        if not any(state.state == "frozen" for state in reading.states()):
            return wiped
    with workspace.write() as writing:
        states = writing.states()
        known = {state.stream for state in states}
        for state in states:
            if state.state == "frozen" and not waiting_in(writing, state.stream, 1):
                _wipe(writing, state.stream)
                wiped.add(state.stream)
                if (apart := bytes(confidential_of(state.stream))) not in known:
                    _wipe(writing, apart)  # a note that was typed and never kept
        if wiped:
            forget_copies(workspace.engine)  # before the commit: what could not be deleted is tried again at the next sync
    for stream in wiped:
        log.event("wiped", stream=stream)
    if wiped:
        _leave_no_trace(workspace.engine)
    return wiped


def _wipe(writing: Writing, stream: bytes) -> None:
    """Delete the family from every table that has a stream: rows, log, what stands, drafts, notes, and its state.

    How far it counted its changes stays: granted again, it goes on from there, for a number is never used twice.
    A look that was not handed in yet says only that somebody looked; it stays until the server has it.
    """
    author = writing.author
    writing.note_used(stream, max(writing.used(stream), writing.stream(stream).last_ctr(author.dev, author.inc)))
    for table in tables.metadata.sorted_tables:
        if "stream" in table.c and table is not tables.look:
            writing.tx.run(writing.log.write.delete(table, ("stream",)), (stream,))


def _leave_no_trace(engine: Engine) -> None:
    """Empty the write-ahead log, in which the deleted pages would stay readable to whoever has the key."""
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
