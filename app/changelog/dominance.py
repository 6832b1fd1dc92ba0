"""Which changes of a cell stand: those that no other change of the cell had seen (sync.md 3.2). Pure."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from app.changelog.change import Change


class Standing(NamedTuple):
    """A change that stands in a cell, by its name and the order the server gave it, if it did."""

    dev: bytes
    inc: int
    ctr: int
    seq: int | None
    ord: int | None


def standing(change: Change) -> Standing:
    """Return the change as it stands in its cell."""
    return Standing(change.dev, change.inc, change.ctr, change.seq, change.ord)


def dominates(later: Change, earlier: Standing) -> bool:
    """Tell whether the author of `later` had `earlier` on the screen: by own order, or by the cursor the form was opened on.

    Own work that was held and got its number only after `later` counts as unseen: nobody else had it on the screen at that time.
    """
    if (later.dev, later.inc) == (earlier.dev, earlier.inc):
        return later.ctr > earlier.ctr and (later.seq is None or earlier.seq is None or earlier.seq < later.seq)
    return earlier.seq is not None and earlier.seq <= later.seen


def folded(stand: Sequence[Standing], change: Change) -> list[Standing]:
    """Return what stands in a cell once the change has come. Changes come in `seq` order, then own ones without a number, in `ctr` order.

    Own work that is held has no number, though later work of the same hand may have one: what that wrote over stays written over.
    """
    if not stand:
        return [standing(change)]
    rest = [other for other in stand if not dominates(change, other)]
    mine = [other for other in rest if (other.dev, other.inc) == (change.dev, change.inc)]
    if change.seq is None and any(other.ctr > change.ctr for other in mine):
        return rest
    return [*rest, standing(change)]


def shown(stand: Collection[Standing]) -> Standing:
    """Return the change whose value is displayed: the newest by the server's order; what it has not numbered yet is newest of all.

    Ties fall by `seq`, never by a number that only this laptop knows.
    """
    return max(stand, key=order) if len(stand) > 1 else next(iter(stand))


def order(one: Standing) -> tuple[bool, int, int, int]:
    """Return the key by which standing changes are ordered for display, oldest first."""
    return (one.seq is None, one.ord or 0, one.seq or 0, one.ctr if one.seq is None else 0)
