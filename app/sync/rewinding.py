"""Taking numbers back on a laptop, after the municipality gave them to other changes. What was numbered is at the server by then."""

from dataclasses import replace

from sqlalchemy import ClauseElement, and_, bindparam, delete, not_, null, update

from app.changelog.apply import anew
from app.store import tables
from app.store.workspace import Workspace, Writing

Chain = tuple[int, bytes]
"""A number, and the chain at it."""


def rewind(workspace: Workspace, stream: bytes, common: Chain) -> None:
    """Take a stream back to a number that it has in common with the server's: own changes wait again, others' come with the next page.

    Nobody who writes here had seen what has those numbers now, so whatever waits, is held or is still being typed has seen `common`.
    """
    with workspace.write() as writing:
        state = writing.state(stream)
        _forget_others(writing, stream, common[0])
        unnumber(writing, stream, common[0])
        _see_less(writing, stream, common[0])
        to, back_from = min(common[0], state.rewound_to or common[0]), max(state.cursor, state.rewound_from or 0)
        writing.put_state(replace(state, cursor=common[0], head_hash=common[1], rewound_to=to, rewound_from=back_from))
        anew(writing.stream(stream))


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

    author = writing.author
    query = writing.log.write.own("unnumber", ("of_stream", "after", "of_dev", "of_inc"), write)
    return writing.tx.run(query, (stream, after, author.dev, author.inc))


def _forget_others(writing: Writing, stream: bytes, after: int) -> None:
    change = tables.log_tables.change

    def write() -> ClauseElement:
        mine = and_(change.c.dev == bindparam("of_dev"), change.c.inc == bindparam("of_inc"))
        return delete(change).where(change.c.stream == bindparam("of_stream"), change.c.seq > bindparam("after"), not_(mine))

    author = writing.author
    query = writing.log.write.own("forget others", ("of_stream", "after", "of_dev", "of_inc"), write)
    writing.tx.run(query, (stream, after, author.dev, author.inc))


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
