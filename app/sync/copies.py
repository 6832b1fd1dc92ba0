"""A store of which there are two: put back from a copy, or a disk that was cloned. Both write under the names of one laptop.

A change is named by its laptop, incarnation and counter within its stream. Where two copies gave one name to two changes, the copy
that hears of it second goes on in another incarnation of that stream, which follows from the change: so copies that share the
change share the new name too (docs/decisions/0015). No name is ever given twice, and nothing that waits is lost.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence, Set

from app.changelog.apply import anew, apply
from app.changelog.chain import leaf
from app.changelog.change import Change
from app.changelog.log import Stream
from app.log import get_log
from app.store import tables
from app.store.workspace import Writing
from app.sync.own_work import PageError, note_again

log = get_log(__name__)


def step_aside(writing: Writing, stream: bytes, inc: int, ctr: int) -> bool:
    """Go on in another incarnation: own changes from a counter on, of which the server took none, get new names. Tells if there were."""
    if not _make_way(writing, writing.stream(stream), {inc: {ctr}}):
        return False
    anew(writing.stream(stream))
    return True


def begin_anew(writing: Writing, stream: bytes) -> None:
    """Write on in an incarnation that nobody has used: what was written so far may be on the screen here, or not."""
    writing.put_incs(stream, (*writing.incs(stream), branch(writing.incs(stream)[-1], os.urandom(16))))


def branch(inc: int, salt: bytes) -> int:
    """Return the incarnation that branches off from another at the change with this salt, the same on every copy."""
    return 2 + int.from_bytes(hashlib.sha256(b"keukentafel/inc/%d/" % inc + salt).digest()[:6])


def apply_page(writing: Writing, stream: Stream, changes: Sequence[Change]) -> None:
    """Apply what a page brings, of which some may bear this laptop's own names: written here, or by a copy of this store."""
    own = [one for one in changes if one.dev == writing.author.dev]
    strange = [one for one in own if not _numbered_so(stream.find(*one[:3]), one)]
    if not strange:
        known = {one[:3] for one in own}
        apply(stream, [one for one in changes if one[:3] not in known] if known else changes)
        return
    while taken := _taken(stream, strange):
        if not _make_way(writing, stream, taken):
            raise PageError("another history")
    writer = writing.author_in(stream.id)
    last = stream.last_ctr(writer.dev, writer.inc)
    _take_out(stream, own)
    stream.append(changes)
    note_again(stream, writer.dev)  # what was held and is numbered now was taken over
    anew(stream)
    if any((one.dev, one.inc) == (writer.dev, writer.inc) and one.ctr > last for one in strange):
        begin_anew(writing, stream.id)


def _taken(stream: Stream, others: Sequence[Change]) -> dict[int, set[int]]:
    """Return the counters, by incarnation, under which this laptop wrote something else."""
    taken: dict[int, set[int]] = {}
    for one in others:
        if not _same(stream.id, stream.find(*one[:3]), one):
            taken.setdefault(one.inc, set()).add(one.ctr)
    return taken


def _make_way(writing: Writing, stream: Stream, taken: Mapping[int, Set[int]]) -> int:
    """Give own changes other names from the first that is taken on; what is held keeps its own unless that is. Returns how many."""
    moved = 0
    for inc, ctrs in taken.items():
        waiting = [one for one in stream.history() if one.seq is None and (one.dev, one.inc) == (writing.author.dev, inc)]
        own = [one for one in waiting if one.ctr in ctrs or (one.ctr > min(ctrs) and one.held is None)]
        if own:
            _take_out(stream, own)
            _name_anew(writing, stream, inc, own)
            log.event("sync.stepped_aside", stream=stream.id, changes=len(own))
        moved += len(own)
    return moved


def _name_anew(writing: Writing, stream: Stream, before: int, own: Sequence[Change]) -> None:
    """Write changes under the names of the next incarnation. Where a copy's changes have those, they are these, or it goes on."""
    inc = branch(before, own[0].salt)
    if inc not in writing.incs(stream.id):
        writing.put_incs(stream.id, (*writing.incs(stream.id), inc))
    for ctr, change in enumerate(own, 1):
        here = change._replace(inc=inc, ctr=ctr, held=None)
        there = stream.find(*here[:3])
        if there is None:
            stream.append([here])
        elif not _same(stream.id, there, here):
            _name_anew(writing, stream, inc, own[ctr - 1 :])
            return


def _take_out(stream: Stream, own: Sequence[Change]) -> None:
    name = ("dev", "inc", "ctr")
    stream.tx.many(stream.log.write.delete(tables.log_tables.change, (*stream.keys, *name)), [(stream.id, *one[:3]) for one in own])


def _same(stream: bytes, here: Change | None, there: Change) -> bool:
    """Tell whether a change is not here, or the same: all but `seen`, of which the municipality's holds, or what was destroyed since."""
    if here is not None and there.seq is not None and here.seq not in (None, there.seq):
        raise PageError("another history")
    return here is None or here[6:16] == there[6:16] or there.redacted == leaf(stream, here)


def _numbered_so(here: Change | None, there: Change) -> bool:
    return here is not None and here.seq == there.seq and here[5:16] == there[5:16]
