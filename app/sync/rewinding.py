"""Taking numbers back on a laptop, after the municipality gave them to other changes. What was numbered is at the server by then."""

from dataclasses import replace

from sqlalchemy import ClauseElement, and_, bindparam, null, update

from app.changelog.apply import anew
from app.changelog.chain import START
from app.store import tables
from app.store.workspace import Workspace, Writing

Chain = tuple[int, bytes]
"""A number, and the chain at it."""


def rewind(workspace: Workspace, stream: bytes, common: Chain) -> None:
    """Take a stream back to a number that it has in common with the server's: own changes wait again, others' come with the next page.

    Nobody who writes here had seen what has those numbers now, so whatever waits, is held or is still being typed has seen `common`.
    Below the base of this log that is the beginning: then everything comes anew.
    """
    with workspace.write() as writing:
        state = writing.state(stream)
        _forget_others(writing, stream, common[0])
        unnumber(writing, stream, common[0])
        _see_less(writing, stream, common[0])
        to, back_from = min(common[0], state.rewound_to or common[0]), max(state.cursor, state.rewound_from or 0)
        back = replace(state, cursor=common[0], head_hash=common[1], rewound_to=to, rewound_from=back_from)
        if common[0] < state.base[0]:
            back = replace(back, base_seq=None, base_hash=None, arriving=state.cursor)
        writing.put_state(back)
        anew(writing.stream(stream))


def drop_half_bases(workspace: Workspace) -> set[bytes]:
    """Begin anew with the streams of which only a part of the base has come; returns them. Its history is far older than any copy."""
    with workspace.read() as reading:
        half = {state.stream for state in reading.states() if state.halfway}
    for stream in half:
        rewind(workspace, stream, (0, START))
    return half


def take_back_loose(workspace: Workspace) -> None:
    """Let own changes wait again that were given a number of which the page never came: nobody knows whether it is still theirs."""
    with workspace.write() as writing:
        for state in writing.states():
            if unnumber(writing, state.stream, state.cursor):
                anew(writing.stream(state.stream))


def unnumber(writing: Writing, stream: bytes, after: int) -> int:
    """Take the numbers of own changes beyond one back; returns of how many. What stands is settled by who calls."""
    change = tables.log_tables.change

    def write() -> ClauseElement:
        mine = and_(change.c.dev == bindparam("of_dev"), change.c.inc == bindparam("of_inc"))
        nothing = {name: null() for name in ("seq", "ord", "received_at", "clock_err")}
        return update(change).values(nothing).where(change.c.stream == bindparam("of_stream"), change.c.seq > bindparam("after"), mine)

    query = writing.log.write.own("unnumber", ("of_stream", "after", "of_dev", "of_inc"), write)
    return sum(writing.tx.touched(query, (stream, after, writing.author.dev, inc)) for inc in writing.incs(stream))


def _forget_others(writing: Writing, stream: bytes, after: int) -> None:
    """Drop the others' changes beyond a number; what a copy of this store wrote is others' too."""
    mine = {(writing.author.dev, inc) for inc in writing.incs(stream)}
    names = [one[:3] for one in writing.stream(stream).history(after) if one.seq is not None and (one.dev, one.inc) not in mine]
    forget = writing.log.write.delete(tables.log_tables.change, ("stream", "dev", "inc", "ctr"))
    writing.tx.many(forget, [(stream, *name) for name in names])


def _see_less(writing: Writing, stream: bytes, most: int) -> None:
    change, draft = tables.log_tables.change, tables.draft

    def write() -> ClauseElement:
        waiting = (change.c.stream == bindparam("of_stream"), change.c.seq.is_(None), change.c.seen > bindparam("most"))
        return update(change).values(seen=bindparam("now")).where(*waiting)

    def write_drafts() -> ClauseElement:
        return update(draft).values(seen=bindparam("now")).where(draft.c.stream == bindparam("of_stream"), draft.c.seen > bindparam("most"))

    order = ("now", "of_stream", "most")
    for query in (writing.log.write.own("see less", order, write), writing.log.write.own("see less typed", order, write_drafts)):
        writing.tx.run(query, (most, stream, most))
