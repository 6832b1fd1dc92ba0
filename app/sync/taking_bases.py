"""Taking what stood long ago into the store, in place of all that went before it: in slices, each whole with its cursor."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from app.changelog.change import Change
from app.protocol.wire import head_hash
from app.store.workspace import StreamState, Writing
from app.sync.copies import apply_page
from app.sync.own_work import PageError
from app.sync.pace import Pace
from app.sync.taking_pages import Opened, Slice, still_arriving


def slices(page: Opened, pace: Pace) -> Iterator[Slice]:
    """Yield a page of a base in slices; a PageError is for where this laptop has something of the stream, or is underway to another base.

    The chain at the base is the server's word: nobody can compute it without the whole history. From there on it is computed as ever.
    """
    first = page.page.first
    for part, last in _parts(page, pace):
        yield Slice(page, len(part), partial(_lay, page=page, part=part, span=(first, last)))
        first = last + 1


def _parts(page: Opened, pace: Pace) -> Iterator[tuple[Sequence[Change], int]]:
    """Yield as many changes at a time as the pace allows, with the number up to which they are all that stands."""
    for part, last in pace.portions(page.others):
        yield part, page.page.last if last else part[-1].seq or 0


def _lay(writing: Writing, page: Opened, part: Sequence[Change], span: tuple[int, int]) -> StreamState:
    state, base = writing.state(page.stream), base_of(page)
    fits = state.base == base if state.base_seq else state.cursor == 0
    if not fits or span[0] != state.cursor + 1 or state.cursor >= base[0]:
        raise PageError("does not continue")
    apply_page(writing, writing.stream(page.stream), part)
    laid = replace(state, cursor=span[1], base_seq=base[0], base_hash=base[1], arriving=still_arriving(state, page, span[1]))
    if laid.cursor == base[0]:
        laid = replace(laid, head_hash=base[1])
    if laid.cursor == page.page.head and laid.head_hash != page.head_hash:
        raise PageError("another history")
    return laid


def base_of(page: Opened) -> tuple[int, bytes]:
    """Return the number of a page's base, and the chain there as the server says."""
    return (page.page.base.seq, head_hash(page.page.base.hash)) if page.page.base else (0, b"")
