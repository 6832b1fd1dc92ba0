"""Others' work that the server keeps apart, on the laptop of who is to decide: hearing of it, and handing in what she decided."""

from collections.abc import Iterable
from dataclasses import replace

from app.changelog.values import decoded
from app.domain.ids import as_text
from app.domain.rules.roles import CONFIDANTS
from app.protocol.held_messages import MOST_DECIDED, Decided, HeldWork
from app.protocol.messages import SyncAnswer, SyncRequest, decode, encode
from app.protocol.wire import stream_id
from app.store.queries.offered import Offered, all_offered, decisions_of, drop_decision, drop_decisions, drop_offered, put_offered
from app.store.workspace import Reading, StreamState, Writing
from app.sync.own_work import lay_aside

ID = 16


def decisions(reading: Reading) -> list[Decided]:
    """Return what was decided here and has to be handed in, the oldest first, as many as fit."""
    return [
        Decided(
            as_text(one.stream), as_text(one.dev), [as_text(one.txs[at : at + ID]) for at in range(0, len(one.txs), ID)], bool(one.taken)
        )
        for one in decisions_of(reading)[:MOST_DECIDED]
    ]


def heard_versions(reading: Reading, states: Iterable[StreamState]) -> dict[str, int]:
    """Return which version of each right this laptop has heard; not of those of which it did not hear all that is held."""
    cut = {one.stream for one in all_offered(reading) if len(work_of(one).pieces) < one.waits}
    return {as_text(one.stream): one.grant_version for one in states if one.state == "active" and one.stream not in cut}


def work_of(offered: Offered) -> HeldWork:
    """Return what the server said of a stream."""
    return decode(HeldWork, offered.said)


def check_held(answer: SyncAnswer) -> None:
    """Check that what is held can be read; raises what `opened` expects."""
    for work in answer.held or ():
        stream_id(work.stream)
        for piece in work.pieces:
            for name in (piece.dev, piece.author, *piece.txs, *(write.row for write in piece.changes)):
                stream_id(name)
            for write in piece.changes:
                decoded(bytes(write.val))
        for one in work.decided:
            for name in (one.author, one.decided_by):
                stream_id(name)


def hear_held(writing: Writing, answer: SyncAnswer, sent: SyncRequest) -> set[bytes]:
    """Keep what the server says is held, in place of what it said before; returns the streams of which it said something.

    What was decided and handed in is settled by that: either it is no longer among what waits, or it is asked again.
    """
    roles = {stream_id(grant.stream): grant.role for grant in answer.grants}
    touched: set[bytes] = set()
    for work in answer.held or ():
        stream = stream_id(work.stream)
        if stream not in roles:
            continue
        touched.add(stream)
        for one in sent.decided or ():
            if one.stream == work.stream:
                drop_decision(writing, (stream, stream_id(one.dev), stream_id(one.txs[0])))
        for inc, first, last in work.left:
            lay_aside(writing.stream(stream), replace(writing.author, inc=inc), first, last)
        if roles[stream] in CONFIDANTS and (work.pieces or work.waits or work.decided):
            put_offered(writing, Offered(stream, work.waits, encode(work)))
        else:
            forget_offered(writing, stream)
    return touched


def forget_offered(writing: Writing, stream: bytes) -> None:
    """Forget what was offered of a stream, and what was decided on it: this worker is no longer who decides, or nothing is held."""
    drop_offered(writing, stream)
    drop_decisions(writing, stream)
