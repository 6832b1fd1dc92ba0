"""Taking a page of a stream into the store, in slices: each is one transaction with its cursor and its chain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.changelog.apply import anew, apply
from app.changelog.chain import extend
from app.changelog.change import Change
from app.changelog.log import Stream
from app.protocol.messages import Own, Page
from app.protocol.wire import gestures
from app.store import tables
from app.store.workspace import Workspace, Writing
from app.sync.own_work import PageError, own_span, take_numbers

SLICE = 1_000
"""About how many changes go into one transaction, so that nobody who types waits for a sync."""

Item = Own | list[Change]
"""What stands in a page in a row: own changes that are only named, or one gesture of somebody else."""


@dataclass(frozen=True)
class Opened:
    """A page that was checked: its changes by number, with gaps where own ones go."""

    page: Page
    stream: bytes
    head_hash: bytes
    others: tuple[Change, ...]


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
            history += own_span(stream, writing.author, item)
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
