"""Taking a family off this laptop when the right to it has ended and all its work is handed in. Writes no change."""

from app.domain.ids import confidential_of
from app.log import get_log
from app.store import tables
from app.store.reserve import forget_copies
from app.store.workspace import Reading, Workspace, Writing
from app.sync.copies import begin_anew
from app.sync.pending import waiting_in
from app.sync.unfinished import hand_over
from app.sync.wiped import forget_names, not_proven, note_wiped, prove

log = get_log(__name__)


def has_to_wipe(reading: Reading) -> bool:
    """Tell whether a family is frozen, or of one that was wiped it is not proven yet that nothing is left."""
    return _is_frozen(reading) or bool(not_proven(reading))


def wipe_frozen(workspace: Workspace) -> set[bytes]:
    """Wipe every frozen family of which nothing waits any more; returns them. What is unsent is never wiped."""
    with workspace.read() as reading:
        frozen, unproven = _is_frozen(reading), not_proven(reading)
    wiped = _wiped(workspace) if frozen else set()
    if wiped or unproven:
        prove(workspace)
    return wiped


def _is_frozen(reading: Reading) -> bool:
    return bool(reading.tx.rows(reading.log.write.select(tables.stream_state, ("stream",), ("state",)), ("frozen",)))


def _wiped(workspace: Workspace) -> set[bytes]:
    wiped: set[bytes] = set()
    with workspace.write() as writing:
        states = writing.states()
        known = {state.stream for state in states}
        for state in states:
            if state.state != "frozen":
                continue
            hand_over(writing, state.stream)  # what was still typed after it was frozen
            if not waiting_in(writing, state.stream, 1):
                _wipe(writing, state.stream)
                note_wiped(writing, state)
                wiped.add(state.stream)
                if (apart := bytes(confidential_of(state.stream))) not in known:
                    _wipe(writing, apart)  # a note that was typed and never kept
        if wiped:
            forget_names(writing)
            forget_copies(workspace.engine)  # before the commit: what could not be deleted is tried again at the next sync
    for stream in wiped:
        log.event("wiped", stream=stream)
    return wiped


def _wipe(writing: Writing, stream: bytes) -> None:
    """Delete the family from every table that has a stream: rows, log, what stands, drafts, notes, and its state.

    Granted again, it writes on in another incarnation, for no name is ever given twice. A look that was not handed in yet says only
    that somebody looked; it stays until the server has it.
    """
    author = writing.author_in(stream)
    if writing.stream(stream).last_ctr(author.dev, author.inc):
        begin_anew(writing, stream)
    for table in tables.metadata.sorted_tables:
        if "stream" in table.c and table not in (tables.look, tables.wiped):
            writing.tx.run(writing.log.write.delete(table, ("stream",)), (stream,))
