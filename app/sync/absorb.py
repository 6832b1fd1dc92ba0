"""Taking the server's answer into the store: numbers for own work, what is held and why, and everybody else's changes.

Each slice is one transaction with its cursor and chain head, so a kill loses at most a slice and never consistency.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec
from sqlalchemy import ClauseElement, ColumnElement, bindparam, case, delete, null, select, update

from app.changelog.apply import anew, apply, settle
from app.changelog.chain import extend
from app.changelog.change import Change
from app.changelog.gesture import Author
from app.changelog.log import CHANGE, Stream
from app.changelog.values import decoded
from app.errors import ProgramFault, UserProblem
from app.log import get_log
from app.protocol.messages import Ack, Kept, MalformedError, Own, Page, SyncAnswer
from app.protocol.wire import from_pulled, gestures, head_hash, stream_id
from app.store import tables
from app.store.workspace import Workspace, Writing

log = get_log(__name__)

SLICE = 1_000
"""About how many changes go into one transaction, so that nobody who types waits for a sync."""
Numbered = Ack | Own


Item = Own | list[Change]
"""What stands in a page in a row: own changes that are only named, or one gesture of somebody else."""


class PageError(Exception):
    """A page that does not continue what this laptop has; nothing of the slice is kept."""


class OwnWorkGoneError(PageError):
    """A page that only names own changes which are not here any more: the family was wiped, and granted again."""


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


@dataclass(frozen=True)
class Opened:
    """A page that was checked: its changes by number, with gaps where own ones go."""

    page: Page
    stream: bytes
    head_hash: bytes
    others: tuple[Change, ...]


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


def take_numbers(stream: Stream, author: Author, span: Numbered) -> None:
    """Write the server's numbers to own changes that have none, and settle what shows."""
    change = tables.log_tables.change

    def write() -> ClauseElement:
        right = change.c.wall + bindparam("err")
        values = {
            "seq": change.c.ctr + bindparam("shift"),
            "ord": case((right < bindparam("arrived"), right), else_=bindparam("arrival")),
            "received_at": bindparam("received_at"),
            "clock_err": bindparam("clock_err"),
            "held": null(),
        }
        return update(change).values(values).where(*_own_span(), change.c.seq.is_(None))

    names = ("shift", "err", "arrived", "err", "arrival", "received_at", "clock_err", *OWN_SPAN)
    shift, at, err = span.from_seq - span.from_ctr, span.received_at, span.clock_err
    of = (stream.id, author.dev, author.inc, span.from_ctr, span.to_ctr)
    if stream.tx.run(stream.log.write.own("take numbers", names, write), (shift, err, at, err, at, at, err, *of)):
        settle(stream, author.dev, author.inc, (span.from_ctr, span.to_ctr), shift)


def keep_apart(stream: Stream, author: Author, note: Kept) -> None:
    """Mark own changes as held by the server, with the reason; they stay readable here."""
    change = tables.log_tables.change

    def write() -> ClauseElement:
        return update(change).values(held=bindparam("reason")).where(*_own_span(), change.c.seq.is_(None))

    of = (stream.id, author.dev, author.inc, note.from_ctr, note.to_ctr)
    stream.tx.run(stream.log.write.own("keep apart", ("reason", *OWN_SPAN), write), (note.reason, *of))
    put = stream.log.write.upsert(tables.held_note, ("stream", "first_ctr", "last_ctr", "reason"))
    stream.tx.run(put, (stream.id, note.from_ctr, note.to_ctr, note.reason))
    log.trouble("sync.held", stream=stream.id, reason=note.reason, count=note.to_ctr - note.from_ctr + 1)


def forget_looks(writing: Writing, last: int) -> None:
    """Drop the looks that the server has now, up to a number."""

    def write() -> ClauseElement:
        return delete(tables.look).where(tables.look.c.number <= bindparam("last"))

    writing.tx.run(writing.log.write.own("forget looks", ("last",), write), (last,))


def take_page(workspace: Workspace, page: Opened) -> None:
    """Apply a page in slices between gestures; raises PageError when it does not continue what is here."""
    for slice_ in _slices(page):
        with workspace.write() as writing:
            _take_slice(writing, page, slice_)


def _slices(page: Opened) -> Iterator[list[Item]]:
    """Yield own ranges and others' gestures in order of their numbers, about SLICE changes at a time."""
    items: list[tuple[int, Item]] = [(own.from_seq, own) for own in page.page.own]
    items += [(gesture[0].seq or 0, gesture) for gesture in gestures(list(page.others))]
    slice_: list[Item] = []
    size = 0
    for _, item in sorted(items, key=lambda placed: placed[0]):
        slice_.append(item)
        size += item.to_ctr - item.from_ctr + 1 if isinstance(item, Own) else len(item)
        if size >= SLICE:
            yield slice_
            slice_, size = [], 0
    if slice_:
        yield slice_


def _take_slice(writing: Writing, page: Opened, slice_: Sequence[Item]) -> None:
    state = writing.state(page.stream)
    stream = writing.stream(page.stream)
    history: list[Change] = []
    others: list[Change] = []
    for item in slice_:
        if isinstance(item, Own):
            take_numbers(stream, writing.author, item)
            history += _own(stream, writing.author, item)
        else:
            history += item
            others += item
    if history[0].seq != state.cursor + 1:
        raise PageError("does not continue")
    if any((one.dev, one.inc) == (writing.author.dev, writing.author.inc) for one in others):
        _replaced(stream, others)
    else:
        apply(stream, others)
    cursor = history[-1].seq or 0
    head = extend(bytes(state.head_hash), page.stream, history)
    if cursor == page.page.head and head != page.head_hash:
        raise PageError("another history")
    writing.put_state(replace(state, cursor=cursor, head_hash=head))


def _replaced(stream: Stream, changes: Sequence[Change]) -> None:
    """Take over changes of which this laptop has some itself: it took their numbers back, and the municipality's form of them holds."""
    name = ("dev", "inc", "ctr")
    stream.tx.many(stream.log.write.delete(tables.log_tables.change, (*stream.keys, *name)), [(stream.id, *one[:3]) for one in changes])
    stream.append(changes)
    anew(stream)


def _own(stream: Stream, author: Author, own: Own) -> list[Change]:
    """Return own changes that the server only names; a store put back from a copy may not have them."""
    change = tables.log_tables.change

    def write() -> ClauseElement:
        return select(*(change.c[name] for name in CHANGE)).where(*_own_span()).order_by(change.c.ctr)

    of = (stream.id, author.dev, author.inc, own.from_ctr, own.to_ctr)
    found = [Change(*row) for row in stream.tx.rows(stream.log.write.own("own span", OWN_SPAN, write), of)]
    if [one.seq for one in found] != list(range(own.from_seq, own.from_seq + own.to_ctr - own.from_ctr + 1)):
        raise OwnWorkGoneError("own work is not here")
    return found


OWN_SPAN = ("of_stream", "of_dev", "of_inc", "first", "last")


def _own_span() -> list[ColumnElement[bool]]:
    change = tables.log_tables.change
    mine = [change.c[name] == bindparam(f"of_{name}") for name in ("stream", "dev", "inc")]
    return [*mine, change.c.ctr.between(bindparam("first"), bindparam("last"))]
