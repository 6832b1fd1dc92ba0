"""Taking what stood long ago into the store, in place of all that went before it: in slices, each one transaction with its cursor."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from app.changelog.change import Change
from app.protocol.wire import head_hash
from app.store.workspace import Workspace, Writing
from app.sync.copies import apply_page
from app.sync.own_work import PageError
from app.sync.taking_pages import SLICE, Opened, nothing, still_arriving


def take_base(workspace: Workspace, page: Opened, after_each: Callable[[], None] = nothing) -> None:
    """Lay down a page of a base; raises PageError where this laptop has something of the stream already, or is underway to another base.

    The chain at the base is the server's word: nobody can compute it without the whole history. From there on it is computed as ever.
    """
    first = page.page.first
    for part, last in _parts(page):
        with workspace.write() as writing:
            _lay(writing, page, part, (first, last))
        first = last + 1
        after_each()


def _parts(page: Opened) -> Iterator[tuple[Sequence[Change], int]]:
    """Yield about SLICE changes at a time, with the number up to which they are all that stands."""
    for start in range(0, max(1, len(page.others)), SLICE):
        part = page.others[start : start + SLICE]
        yield part, page.page.last if start + SLICE >= len(page.others) else part[-1].seq or 0


def _lay(writing: Writing, page: Opened, part: Sequence[Change], span: tuple[int, int]) -> None:
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
    writing.put_state(laid)


def base_of(page: Opened) -> tuple[int, bytes]:
    """Return the number of a page's base, and the chain there as the server says."""
    return (page.page.base.seq, head_hash(page.page.base.hash)) if page.page.base else (0, b"")
