"""Taking a page of a stream into the store, in slices: each is one transaction with its cursor and its chain."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.changelog.chain import extend
from app.changelog.change import Change
from app.protocol.messages import Own, Page
from app.protocol.wire import gestures
from app.store.workspace import StreamState, Workspace, Writing
from app.sync.copies import apply_page
from app.sync.own_work import PageError, own_span

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


def nothing() -> None:
    """Do nothing between two slices."""


def take_page(workspace: Workspace, page: Opened, after_each: Callable[[], None] = nothing) -> None:
    """Apply a page in slices between gestures; raises PageError when it does not continue what is here."""
    for slice_ in _slices(page):
        with workspace.write() as writing:
            _take_slice(writing, page, slice_)
        after_each()


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
            history += own_span(stream, writing.author, item)
        else:
            history += item
            others += item
    if history[0].seq != state.cursor + 1:
        raise PageError("does not continue")
    apply_page(writing, stream, others)
    cursor = history[-1].seq or 0
    head = extend(bytes(state.head_hash), page.stream, history)
    if cursor == page.page.head and head != page.head_hash:
        raise PageError("another history")
    arriving = still_arriving(state, page, cursor) if others or state.cursor else None
    writing.put_state(replace(state, cursor=cursor, head_hash=head, arriving=arriving))


def still_arriving(state: StreamState, page: Opened, cursor: int) -> int | None:
    """Return up to which number a family comes for the first time; None once it is there, and for one that was here before."""
    upto = state.arriving if state.cursor else page.page.head
    return upto if upto is not None and cursor < upto else None
