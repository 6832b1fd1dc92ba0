"""Taking the server's answer into the store: numbers for own work, what is held and why, and everybody else's changes.

Each slice is one transaction with its cursor and chain head, so a kill loses at most a slice and never consistency.
"""

from dataclasses import dataclass, replace

import msgspec
from sqlalchemy import ClauseElement, bindparam, delete

from app.changelog.values import decoded
from app.errors import ProgramFault, UserProblem
from app.log import get_log
from app.protocol.messages import Page, SyncAnswer
from app.protocol.parts import MalformedError
from app.protocol.wire import from_pulled, head_hash, stream_id
from app.store import tables
from app.store.workspace import Workspace, Writing
from app.sync.own_work import OwnWorkGoneError, PageError, keep_apart, take_numbers
from app.sync.taking_pages import Opened, take_page

log = get_log(__name__)


@dataclass(frozen=True)
class Absorbed:
    """What an answer brought: own changes `received` (of them `held`), others' `pulled`, families touched, pages refused.

    `again` says that a page is asked for once more, with own changes in it.
    """

    received: int
    pulled: int
    held: int
    families: frozenset[bytes]
    trouble: int
    again: bool


def opened(answer: SyncAnswer) -> list[Opened]:
    """Return the pages of an answer with their numbers; raises UserProblem for what does not fit together, before anything is kept."""
    try:
        pages = [_opened(page) for page in answer.pages]
        for change in (change for page in pages for change in page.others):
            decoded(change.val)
        for named in (answer.grants, answer.acks, answer.exceptions):
            for one in named:
                stream_id(one.stream)
        for writer in answer.names:
            stream_id(writer.worker)
    except (MalformedError, msgspec.DecodeError, UnicodeDecodeError) as error:
        log.trouble("server.nonsense", error=type(error).__name__)
        raise UserProblem("server_nonsense") from error
    return pages


def _opened(page: Page) -> Opened:
    """Give every change of the page its number: those that `own` does not name are the others', in order."""
    taken = {seq for own in page.own for seq in range(own.from_seq, own.from_seq + own.to_ctr - own.from_ctr + 1)}
    free = [seq for seq in range(page.first, page.last + 1) if seq not in taken]
    whole = len(free) == len(page.changes) and len(free) + len(taken) == page.last - page.first + 1
    if not whole or page.last > page.head:
        raise MalformedError("a page with a gap")
    others = tuple(from_pulled(change, seq) for change, seq in zip(page.changes, free, strict=True))
    return Opened(page, stream_id(page.stream), head_hash(page.head_hash), others)


def absorb(workspace: Workspace, answer: SyncAnswer, sent_looks: int) -> Absorbed:
    """Take in an answer that was not for nothing; raises UserProblem before anything is kept when it does not fit together."""
    pages = opened(answer)
    with workspace.write() as writing:
        families = _outcomes(writing, answer)
        _grants(writing, answer, families)
        writing.put_meta("clock_err", b"%d" % answer.clock_err)
        for writer in answer.names:
            writing.put_meta(f"name:{stream_id(writer.worker).hex()}", writer.name.encode())
        forget_looks(writing, sent_looks)
    pulled, trouble, again = 0, 0, False
    for page in pages:
        try:
            take_page(workspace, page)
        except (PageError, ProgramFault) as error:
            if isinstance(error, OwnWorkGoneError) and _asks_for_own(workspace, page):
                again = True
                continue
            log.trouble("sync.page_refused", stream=page.stream, error=str(error).replace(" ", "_"))
            trouble += 1
            continue
        pulled += len(page.others)
        families |= {page.stream} if page.others else set()
    held = sum(note.to_ctr - note.from_ctr + 1 for note in answer.exceptions)
    received = sum(ack.to_ctr - ack.from_ctr + 1 for ack in answer.acks) + held
    return Absorbed(received, pulled, held, frozenset(families), trouble, again)


def _asks_for_own(workspace: Workspace, page: Opened) -> bool:
    """Let the next request ask for own changes too, up to the head of now; False when it did so already."""
    with workspace.write() as writing:
        state = writing.state(page.stream)
        if state.cursor < (state.rewound_from or 0):
            return False
        writing.put_state(replace(state, rewound_to=page.page.head, rewound_from=page.page.head))
    log.event("sync.own_work_wanted", stream=page.stream)
    return True


def _outcomes(writing: Writing, answer: SyncAnswer) -> set[bytes]:
    """Write what became of own work; returns the streams in which something did."""
    touched = set()
    for ack in answer.acks:
        stream = writing.stream(stream_id(ack.stream))
        take_numbers(stream, writing.author, ack)
        touched.add(stream.id)
    for note in answer.exceptions:
        stream = writing.stream(stream_id(note.stream))
        keep_apart(stream, writing.author, note)
        touched.add(stream.id)
    return touched


def _grants(writing: Writing, answer: SyncAnswer, families: set[bytes]) -> None:
    """Freeze what is no longer granted, at once; a family that the server has never acknowledged stays as it is."""
    granted = {stream_id(grant.stream): (grant.version, grant.role) for grant in answer.grants}
    acked = {stream_id(ack.stream) for ack in answer.acks}
    for stream, (version, role) in granted.items():
        state = writing.state(stream)
        if (state.state, state.grant_version, state.role) != ("active", version, role):
            writing.put_state(replace(state, state="active", grant_version=version, role=role))
            families.add(stream)
    for state in writing.states():
        known = state.state == "active" or (state.state == "new" and state.stream in acked)
        if known and state.stream not in granted:
            writing.put_state(replace(state, state="frozen"))
            families.add(state.stream)


def forget_looks(writing: Writing, last: int) -> None:
    """Drop the looks that the server has now, up to a number."""

    def write() -> ClauseElement:
        return delete(tables.look).where(tables.look.c.number <= bindparam("last"))

    writing.tx.run(writing.log.write.own("forget looks", ("last",), write), (last,))
