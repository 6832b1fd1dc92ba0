"""Taking a page of a stream into the store, in slices: each with its cursor and its chain, whole or not at all."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from app.changelog.chain import extend
from app.changelog.change import Change
from app.protocol.messages import Own, Page
from app.protocol.wire import gestures
from app.store.workspace import StreamState, Writing
from app.sync.copies import apply_page
from app.sync.own_work import PageError, own_span
from app.sync.pace import Pace

Item = Own | list[Change]
"""What stands in a page in a row: own changes that are only named, or one gesture of somebody else."""
OWN_WEIGHS = 4
"""So many own changes, which are here already, are as much work as one of somebody else."""


@dataclass(frozen=True, eq=False)
class Opened:
    """A page that was checked: its changes by number, with gaps where own ones go. Of those, the ones `sent` just now are at hand."""

    page: Page
    stream: bytes
    head_hash: bytes
    others: tuple[Change, ...]
    sent: Sequence[Change] = ()


@dataclass(frozen=True)
class Slice:
    """A part of a page, of about `size` changes. `take` applies it and returns how far the stream is then, which is for the same
    transaction; raises PageError when it does not continue what is here. What an answer says beside its pages is of no `page`.
    `numbers_only` of own work are said again by the server, and seen by nobody.
    """

    page: Opened | None
    size: int
    take: Callable[[Writing], StreamState | None]
    numbers_only: bool = False


def nothing() -> None:
    """Do nothing between two slices."""


def slices(page: Opened, pace: Pace) -> Iterator[Slice]:
    """Yield a page in slices between gestures."""
    for items, size in _slices(page, pace):
        yield Slice(page, size, partial(_take_slice, page=page, slice_=items), numbers_only=not page.others)


def _slices(page: Opened, pace: Pace) -> Iterator[tuple[list[Item], int]]:
    """Yield own ranges and others' gestures in order of their numbers, as many changes at a time as the pace allows, and how many."""
    slice_: list[Item] = []
    size, wanted = 0, pace.size
    items: list[Item] = [*page.page.own, *gestures(page.others)]
    for item in sorted(items, key=_numbers) if page.page.own else items:
        slice_.append(item)
        size += max(1, (item.to_ctr - item.from_ctr + 1) // OWN_WEIGHS) if isinstance(item, Own) else len(item)
        if size >= wanted and 2 * (page.page.last - _numbers(item)[1]) > size:  # a crumb at the end is worth no transaction
            yield slice_, size
            slice_, size, wanted = [], 0, pace.size
    if slice_:
        yield slice_, size


def _numbers(item: Item) -> tuple[int, int]:
    """Return the first and the last number of an item."""
    if isinstance(item, Own):
        return item.from_seq, item.from_seq + item.to_ctr - item.from_ctr
    return item[0].seq or 0, item[-1].seq or 0


def _take_slice(writing: Writing, page: Opened, slice_: Sequence[Item]) -> StreamState:
    state = writing.state(page.stream)
    stream = writing.stream(page.stream)
    history: list[Change] = []
    others: list[Change] = []
    for item in slice_:
        if isinstance(item, Own):
            history += own_span(stream, writing.author, item, page.sent)
        else:
            history += item
            others += item
    first, cursor = _numbers(slice_[0])[0], _numbers(slice_[-1])[1]
    if first != state.cursor + 1:
        raise PageError("does not continue")
    if others:
        apply_page(writing, stream, others)
    head = extend(bytes(state.head_hash), page.stream, history)
    if cursor == page.page.head and head != page.head_hash:
        raise PageError("another history")
    arriving = still_arriving(state, page, cursor) if others or state.cursor else None
    return replace(state, cursor=cursor, head_hash=head, arriving=arriving)


def still_arriving(state: StreamState, page: Opened, cursor: int) -> int | None:
    """Return up to which number a family comes for the first time; None once it is there, and for one that was here before."""
    upto = state.arriving if state.cursor else page.page.head
    return upto if upto is not None and cursor < upto else None
