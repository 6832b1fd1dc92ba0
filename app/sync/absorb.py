"""Taking the server's answer into the store: numbers for own work, what is held and why, and everybody else's changes.

Each slice is one transaction with its cursor and chain head, so a kill loses at most a slice and never consistency.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import msgspec
from sqlalchemy import ClauseElement, bindparam, delete

from app.changelog.change import Change
from app.changelog.gesture import Author
from app.changelog.values import all_decoded
from app.domain.ids import confidential_of
from app.domain.rules.roles import CONFIDANTS
from app.errors import UserProblem
from app.log import get_log
from app.protocol.messages import Page, SyncAnswer, SyncRequest
from app.protocol.parts import MalformedError
from app.protocol.wire import all_from_pulled, head_hash, stream_id
from app.store import tables
from app.store.workspace import Workspace, Writing
from app.sync.copies import step_aside
from app.sync.lease import in_step
from app.sync.offered import check_held, hear_held
from app.sync.own_work import OwnWorkGoneError, keep_apart, take_numbers
from app.sync.pace import Pace
from app.sync.pending import Collected
from app.sync.taking import take
from app.sync.taking_pages import OWN_WEIGHS, Opened, Slice, nothing
from app.sync.unfinished import hand_over
from app.sync.wipe import has_to_wipe
from app.sync.wiped import told

log = get_log(__name__)


@dataclass(frozen=True)
class Absorbed:
    """What an answer brought: own changes `received` (of them `held`), others' `pulled`, families touched, pages refused.

    `again` says that a page is asked for once more, with own changes in it; `to_wipe` that a family is to be taken off this laptop.
    """

    received: int
    pulled: int
    held: int
    families: frozenset[bytes]
    trouble: int
    again: bool
    to_wipe: bool


def is_answered(asked: SyncRequest, answer: SyncAnswer) -> bool:
    """Tell whether an answer speaks of no other own changes than the request brought: not one that was kept on the line comes again."""
    sent = {push.stream: range(push.from_ctr, push.from_ctr + len(push.changes)) for push in asked.push}
    ends = [(one.stream, ctr) for one in answer.acks for ctr in (one.from_ctr, one.to_ctr)]
    ends += [(one.stream, ctr) for one in answer.exceptions for ctr in (one.from_ctr, one.to_ctr)]
    ends += [(one.stream, one.ctr) for one in answer.collisions or ()]
    return all(ctr in sent.get(stream, ()) for stream, ctr in ends)


def opened(answer: SyncAnswer, sent: Mapping[bytes, Sequence[Change]]) -> list[Opened]:
    """Return the pages of an answer with their numbers, and what was `sent` just now of their streams.

    Raises UserProblem for what does not fit together, before anything is kept.
    """
    try:
        pages = [replace(page, sent=sent.get(page.stream, ())) for page in map(opened_page, answer.pages)]
        all_decoded([change.val for page in pages for change in page.others])
        for named in (answer.grants, answer.acks, answer.exceptions, answer.collisions or ()):
            for one in named:
                stream_id(one.stream)
        for writer in answer.names:
            stream_id(writer.worker)
        check_held(answer)
    except (MalformedError, msgspec.DecodeError, UnicodeDecodeError) as error:
        log.trouble("server.nonsense", error=type(error).__name__)
        raise UserProblem("server_nonsense") from error
    return pages


def opened_page(page: Page) -> Opened:
    """Give every change of the page its number: those that `own` does not name are the others', in order. Raises MalformedError."""
    if page.base or page.seqs:
        return _opened_base(page)
    taken = {seq for own in page.own for seq in range(own.from_seq, own.from_seq + own.to_ctr - own.from_ctr + 1)}
    free = [seq for seq in range(page.first, page.last + 1) if seq not in taken]
    whole = len(free) == len(page.changes) and len(free) + len(taken) == page.last - page.first + 1
    if not whole or page.last > page.head:
        raise MalformedError("a page with a gap")
    others = tuple(all_from_pulled(page.changes, free))
    return Opened(page, stream_id(page.stream), head_hash(page.head_hash), others)


def _opened_base(page: Page) -> Opened:
    """Give every change of a page of a base the number that it says."""
    seqs = page.seqs or []
    rising = all(one < other for one, other in pairwise([page.first - 1, *seqs, page.last + 1]))
    if not rising or page.own or not page.base or not page.last <= page.base.seq <= page.head or len(seqs) != len(page.changes):
        raise MalformedError("a base that does not fit together")
    others = tuple(all_from_pulled(page.changes, seqs))
    return Opened(page, stream_id(page.stream), head_hash(page.head_hash), others)


def absorb(pace: Pace, answer: SyncAnswer, asked: Collected, after_each: Callable[[], None] = nothing) -> Absorbed:
    """Take in the answer to what was asked; raises UserProblem before anything is kept when it does not fit together.

    `after_each` is called between the transactions.
    """
    if not is_answered(asked.request, answer):
        raise _another_answer()
    pages = opened(answer, asked.sent)
    held = sum(note.to_ctr - note.from_ctr + 1 for note in answer.exceptions)
    received = sum(ack.to_ctr - ack.from_ctr + 1 for ack in answer.acks) + held
    outcome = _Outcome(answer, asked, says_only_numbers(answer, asked))
    refused = take(pace, Slice(None, received // OWN_WEIGHS, outcome.write, outcome.only_numbers), pages, after_each)
    families, again = outcome.families, outcome.again
    pulled, trouble = 0, 0
    for page in pages:
        error = refused.get(page)
        if error is None:
            pulled += len(page.others)
            families |= {page.stream} if page.others else set()
        elif isinstance(error, OwnWorkGoneError) and _asks_for_own(pace.workspace, page):
            again = True
        else:
            log.trouble("sync.page_refused", stream=page.stream, error=str(error).replace(" ", "_"))
            trouble += 1
    return Absorbed(received, pulled, held, frozenset(families), trouble, again, outcome.to_wipe)


def says_only_numbers(answer: SyncAnswer, asked: Collected) -> bool:
    """Tell whether an answer says, beside its pages, nothing but what became of own work that was taken in as it is."""
    if answer.exceptions or answer.collisions or answer.held or answer.names or asked.request.decided or asked.request.wiped:
        return False
    return [(stream_id(one.stream), one.version, one.role) for one in answer.grants] == asked.rights


def _another_answer() -> UserProblem:
    """Return what is said of an answer to another request: its numbers are of other work, of which a copy of this store may have more."""
    log.event("sync.another_answer")
    return UserProblem("server_nonsense")


@dataclass
class _Outcome:
    """What an answer says beside its pages, and what came of writing it: the streams of which it said something, whether more work is
    to be handed in, and whether a family is to be wiped. It is written once more where a page that came with it was refused.

    An answer of `only_numbers` grants what stood here when it was asked for, and nothing but an answer changes that.
    """

    answer: SyncAnswer
    asked: Collected
    only_numbers: bool
    families: set[bytes] = field(default_factory=set)
    again: bool = False
    to_wipe: bool = False

    def write(self, writing: Writing) -> None:
        """Write it; where nothing is to follow also that everything was exchanged."""
        answer, sent = self.answer, self.asked.request
        self.families = _outcomes(writing, answer, sent)
        if not self.only_numbers:
            stepped = _collisions(writing, answer, sent)
            self.again = _grants(writing, answer, self.families) or stepped
            self.families |= hear_held(writing, answer, sent)
        facts = {f"name:{stream_id(writer.worker).hex()}": writer.name.encode() for writer in answer.names}
        facts |= {"clock_err": b"%d" % answer.clock_err, "server_now": b"%d" % answer.now}
        if not (answer.more or self.asked.more):
            facts |= in_step(writing.wall, answer.clock_err)
        writing.put_metas(facts)
        if sent.looks:
            forget_looks(writing, max(look.number for look in sent.looks))
        if sent.wiped:
            told(writing, [stream_id(one.stream) for one in sent.wiped], answer.epoch)
        self.to_wipe = has_to_wipe(writing)


def _asks_for_own(workspace: Workspace, page: Opened) -> bool:
    """Let the next request ask for own changes too, up to the head of now; False when it did so already."""
    with workspace.write() as writing:
        state = writing.state(page.stream)
        if state.cursor < (state.rewound_from or 0):
            return False
        writing.put_state(replace(state, rewound_to=page.page.head, rewound_from=page.page.head))
    log.event("sync.own_work_wanted", stream=page.stream)
    return True


def _sent_as(writing: Writing, sent: SyncRequest, stream: str) -> Author:
    """Return in which incarnation a stream's work was handed in."""
    return replace(writing.author, inc=next((push.inc for push in sent.push if push.stream == stream and push.inc), sent.inc))


def _collisions(writing: Writing, answer: SyncAnswer, sent: SyncRequest) -> bool:
    """Step aside where a copy of this store was first; tells whether there is work that now has to be handed in once more."""
    aside = [(stream_id(one.stream), _sent_as(writing, sent, one.stream).inc, one.ctr) for one in answer.collisions or ()]
    return any([step_aside(writing, *one) for one in aside])


def _outcomes(writing: Writing, answer: SyncAnswer, sent: SyncRequest) -> set[bytes]:
    """Write what became of own work; returns the streams in which something did."""
    touched = {stream_id(one.stream) for one in answer.collisions or ()}
    for ack in answer.acks:
        stream = writing.stream(stream_id(ack.stream))
        state = writing.state(stream.id)
        if state.base[0] < ack.from_seq <= state.cursor:  # there the log has every change, and what waits is none of them
            raise _another_answer()
        take_numbers(stream, _sent_as(writing, sent, ack.stream), ack)
        touched.add(stream.id)
    for note in answer.exceptions:
        stream = writing.stream(stream_id(note.stream))
        keep_apart(stream, _sent_as(writing, sent, note.stream), note)
        touched.add(stream.id)
    return touched


def _grants(writing: Writing, answer: SyncAnswer, families: set[bytes]) -> bool:
    """Freeze what is no longer granted, at once; a family that the server has never acknowledged stays as it is.

    Tells whether something that was typed there became work, which has to be handed in.
    """
    granted = {stream_id(grant.stream): (grant.version, grant.role) for grant in answer.grants}
    acked = {stream_id(ack.stream) for ack in answer.acks}
    here = {state.stream: state for state in writing.states()}
    for stream, (version, role) in granted.items():
        state = here.get(stream) or writing.state(stream)
        if (state.state, state.grant_version, state.role) != ("active", version, role):
            here[stream] = replace(state, state="active", grant_version=version, role=role)
            writing.put_state(here[stream])
            families.add(stream)
    states = [here[stream] for stream in sorted(here)]
    others = {state.stream for state in states if state.state != "new" and granted.get(state.stream, (0, ""))[1] not in CONFIDANTS}
    acked |= {bytes(confidential_of(family)) for family in others}  # also what is kept apart and never got further than this laptop
    unfinished = False
    for state in states:
        known = state.state == "active" or (state.state == "new" and state.stream in acked)
        if known and state.stream not in granted:
            writing.put_state(replace(state, state="frozen"))
            unfinished = hand_over(writing, state.stream) or unfinished
            families.add(state.stream)
    return unfinished


def forget_looks(writing: Writing, last: int) -> None:
    """Drop the looks that the server has now, up to a number."""

    def write() -> ClauseElement:
        return delete(tables.look).where(tables.look.c.number <= bindparam("last"))

    writing.tx.run(writing.log.write.own("forget looks", ("last",), write), (last,))
