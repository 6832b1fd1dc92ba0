"""What a server keeps apart of a family, as who must decide on it hears it, and what was decided."""

from typing import Annotated

from msgspec import Meta, Raw, Struct

from app.protocol.parts import MOST_CHANGES, Count, IdText, Kind, Moment, Name, Number

MOST_DECIDED = 100
"""How many decisions go into one request."""

Why = Annotated[str, Meta(max_length=20)]


class Decided(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody decided on a piece of held work: the gestures of it, as she saw it, and whether they are taken over."""

    stream: IdText
    dev: IdText
    txs: Annotated[list[IdText], Meta(min_length=1, max_length=MOST_CHANGES)]
    take: bool


class HeldWrite(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One held change, as `[record, row, grp, kind, val]`."""

    record: Name
    row: IdText
    grp: Name
    kind: Kind
    val: Raw


class Piece(Struct, frozen=True, forbid_unknown_fields=True):
    """Gestures of one laptop that only make sense together: they are decided on as one.

    `reason` is why they were held, `refused` why they cannot be taken over, empty where they can. `at` is when the last of it was
    written, by the server's clock. `more` counts changes that are not shown here; never of what can be taken over.
    """

    dev: IdText
    author: IdText
    reason: Why
    refused: Why
    at: Moment
    received_at: Moment
    txs: Annotated[list[IdText], Meta(min_length=1, max_length=MOST_CHANGES)]
    changes: Annotated[list[HeldWrite], Meta(max_length=MOST_CHANGES)]
    more: Count = 0


class Outcome(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What became of a held gesture, as `[author, decided_by, decided_at, taken, changes]`."""

    author: IdText
    decided_by: IdText
    decided_at: Moment
    taken: bool
    changes: Number


class HeldWork(Struct, frozen=True, forbid_unknown_fields=True):
    """All that is held of one stream, in place of what was said of it before.

    `pieces`, of which there are `waits`, and `decided`, newest first, come to who is to decide. `left` names own changes of this laptop,
    as `[inc, from_ctr, to_ctr]`, on which it was decided that they are not taken over.
    """

    stream: IdText
    waits: Count
    pieces: list[Piece]
    decided: list[Outcome]
    left: list[tuple[Number, Number, Number]]
