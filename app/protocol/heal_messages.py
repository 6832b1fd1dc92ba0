"""What a laptop and a server that was put back say to each other until the server has its history again (PROTOCOL.md, Healing)."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from app.protocol.messages import PulledChange, PushedChange, make_readable
from app.protocol.parts import MOST_CHANGES, MOST_MARKS, Count, HashText, IdText, Mark, Name, Number
from app.protocol.version import PROTOCOL


class Have(Struct, frozen=True, forbid_unknown_fields=True):
    """What a laptop has of a stream: the chain of its history at some numbers."""

    stream: IdText
    marks: Annotated[list[Mark], Meta(min_length=1, max_length=MOST_MARKS)]


class Tail(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Numbered changes that the server may have lost, with the chain before them.

    Without `forked` they go on where the server's history ends: `first` is the number of the first, `before` the chain there. With
    it the histories part after the number `forked`, `before` is the chain at that, and the changes get other numbers.
    """

    stream: IdText
    first: Number = field(name="from")
    before: HashText
    forked: Count | UnsetType = UNSET
    changes: Annotated[list[PulledChange], Meta(min_length=1, max_length=MOST_CHANGES)]


class HeldAgain(Struct, frozen=True, forbid_unknown_fields=True):
    """An own change that the server once held, and why; `inc` where it is of another incarnation than the request."""

    stream: IdText
    ctr: Number
    reason: Annotated[str, Meta(min_length=1, max_length=20)]
    change: PushedChange
    inc: Number | UnsetType = UNSET


class HealRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a laptop sends to a server that was put back. `epoch` is the server's, or its own before it knows that.

    `done` says that it has nothing beyond what the server has.
    """

    v: Literal[1] = PROTOCOL
    device: IdText
    inc: Number
    epoch: Name
    have: Annotated[list[Have], Meta(max_length=1_000)] = []
    tails: Annotated[list[Tail], Meta(max_length=1_000)] = []
    held: Annotated[list[HeldAgain], Meta(max_length=MOST_CHANGES)] = []
    done: bool = False


class Stand(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Where the server is in a stream, as `[stream, head, fits]`: `fits` is the highest of the marks that is also the server's, or 0."""

    stream: IdText
    head: Count
    fits: Count


class HealAnswer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the server is in each stream that was asked about, after it took in what came along."""

    v: Literal[1] = PROTOCOL
    epoch: Name
    stands: list[Stand]
    end: Literal[True]


make_readable(__name__)
