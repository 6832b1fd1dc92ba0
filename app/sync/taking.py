"""Taking the pages of an answer into the store: each slice whole with its cursor, small ones together, for each commit has its price.

A page that does not fit stops no other: what it came with is undone, and then each of them is taken by itself.
"""

from collections.abc import Callable, Iterator, Sequence

from app.errors import ProgramFault
from app.sync import taking_bases, taking_pages
from app.sync.own_work import PageError
from app.sync.pace import Pace
from app.sync.taking_pages import Opened, Slice, nothing

Refused = dict[Opened, PageError | ProgramFault]
"""The pages that were refused, and why."""


def take(pace: Pace, first: Slice, pages: Sequence[Opened], after_each: Callable[[], None] = nothing) -> Refused:
    """Apply what an answer says beside its pages, and those in slices; returns what was refused of them.

    `after_each` is called between the transactions.
    """
    refused: Refused = {}
    for together in _together(first, pages, pace):
        refused |= _take(pace, [one for one in together if one.page not in refused], after_each)
    return refused


def _together(first: Slice, pages: Sequence[Opened], pace: Pace) -> Iterator[list[Slice]]:
    """Yield the slices of all pages in order, as many at a time as the pace allows."""
    group = [first]
    for page in pages:
        for one in (taking_bases if page.page.base else taking_pages).slices(page, pace):
            size = sum(other.size for other in group)
            if size and size + one.size > pace.size:
                yield group
                group = []
            group.append(one)
            if sum(other.size for other in group) >= pace.size:  # the next is cut when it is known how long this one took
                yield group
                group = []
    if group:
        yield group


def _take(pace: Pace, slices: Sequence[Slice], after_each: Callable[[], None]) -> Refused:
    try:
        _write(pace, slices, after_each)
    except (PageError, ProgramFault) as error:
        if len(slices) == 1:
            if slices[0].page is None:
                raise
            return {slices[0].page: error}
    else:
        return {}
    refused: Refused = {}
    for one in slices:
        refused |= _take(pace, [one], after_each) if one.page not in refused else {}
    return refused


def _write(pace: Pace, slices: Sequence[Slice], after_each: Callable[[], None]) -> None:
    with pace.write(sum(one.size for one in slices), lasting=not all(one.numbers_only for one in slices)) as writing:
        for one in slices:
            if state := one.take(writing):
                writing.put_state(state)
    after_each()
