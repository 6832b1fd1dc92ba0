"""Every message that travels, checked by both sides. Envelopes forbid what they do not know; a value keeps its bytes as received."""

from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType, field

from app.errors import KeukentafelError
from app.protocol.version import PROTOCOL

MOST_CHANGES = 5_000
MOST_IN_TX = 500
MOST_LOOKS = 1_000
MOST_MARKS = 16

IdText = Annotated[str, Meta(min_length=22, max_length=22, extra_json_schema={"pattern": "^[A-Za-z0-9_-]{21}[AQgw]$"})]  # wire.py checks it
HashText = Annotated[str, Meta(min_length=64, max_length=64, pattern="^[0-9a-f]{64}$")]
Name = Annotated[str, Meta(min_length=1, max_length=40, pattern="^[^\\x00]*$")]  # PostgreSQL keeps no text with a NUL
Count = Annotated[int, Meta(ge=0, le=2**53)]
Number = Annotated[int, Meta(ge=1, le=2**53)]
Moment = Annotated[int, Meta(ge=0, le=2**48)]
Wall = Annotated[int, Meta(ge=-(2**53), le=2**53)]
"""What a laptop claims its clock said: never refused, however wrong."""
Skew = Annotated[int, Meta(ge=-(2**54), le=2**54)]
Kind = Literal["set", "delete", "restore", "redact"]

M = TypeVar("M")


class MalformedError(KeukentafelError):
    """What came is no message of ours. Says nothing of its content."""


class PushedChange(Struct, frozen=True, forbid_unknown_fields=True):
    """A change of the device that sends it; its `ctr` follows from its place."""

    seen: Count
    tx: IdText
    record: Name
    row: IdText
    grp: Name
    val: Raw
    salt: IdText
    wall: Wall
    author: IdText
    schema: Number
    kind: Kind


class PulledChange(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody else's change; its `seq` follows from its place in the page."""

    dev: IdText
    inc: Number
    ctr: Number
    seen: Count
    tx: IdText
    record: Name
    row: IdText
    grp: Name
    val: Raw
    salt: IdText
    wall: Wall
    author: IdText
    schema: Number
    kind: Kind
    received_at: Moment
    clock_err: Skew


class Push(Struct, frozen=True, forbid_unknown_fields=True):
    """New changes of one stream, without a gap, whole transactions only."""

    stream: IdText
    from_ctr: Number
    changes: Annotated[list[PushedChange], Meta(min_length=1, max_length=MOST_CHANGES)]


class Look(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody opened or printed a family."""

    number: Count
    stream: IdText
    kind: Annotated[str, Meta(min_length=1, max_length=12, pattern="^[^\\x00]*$")]
    at: Wall


class SyncRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a laptop sends. `cursors` only when it pushes or when its view differed; `epoch` is the municipality's as it knows it.

    Of the streams in `whole` it also wants its own changes, not only their numbers: it took numbers back, and may have others than the
    server.
    """

    v: Literal[1] = PROTOCOL
    device: IdText
    inc: Number
    epoch: Name
    schema: Number
    wall_now: Wall
    view: HashText
    push: Annotated[list[Push], Meta(max_length=1_000)] = []
    cursors: dict[IdText, Count] | None = None
    whole: Annotated[list[IdText], Meta(max_length=1_000)] | UnsetType = UNSET
    looks: Annotated[list[Look], Meta(max_length=MOST_LOOKS)] = []


class Ack(Struct, frozen=True, forbid_unknown_fields=True):
    """Own changes `from_ctr`..`to_ctr` have their place: `seq` = `from_seq` + (`ctr` - `from_ctr`)."""

    stream: IdText
    from_ctr: Number
    to_ctr: Number
    from_seq: Number
    received_at: Moment
    clock_err: Skew


class Own(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The same, inside a page: the device has these changes already."""

    from_ctr: Number
    to_ctr: Number
    from_seq: Number
    received_at: Moment
    clock_err: Skew


class Kept(Struct, frozen=True, forbid_unknown_fields=True):
    """Own changes that the server received and keeps apart, and why."""

    stream: IdText
    from_ctr: Number
    to_ctr: Number
    reason: Annotated[str, Meta(min_length=1, max_length=20)]


class Page(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stream's changes `first`..`last` in `seq` order; where `own` names a number, the device's own log has the change."""

    stream: IdText
    first: Number = field(name="from")
    last: Number = field(name="to")
    head: Number
    head_hash: HashText
    changes: Annotated[list[PulledChange], Meta(max_length=MOST_CHANGES)]
    own: Annotated[list[Own], Meta(max_length=MOST_CHANGES)] = []


class Granted(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A stream this worker may see, as `[stream, version, role]`."""

    stream: IdText
    version: Count
    role: Name


class Named(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A worker who wrote something on these pages, as `[worker, name]`: a laptop shows who wrote what."""

    worker: IdText
    name: Annotated[str, Meta(max_length=200)]


class SyncAnswer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the server answers. All grants, always: a right that ended needs no event to arrive. `end` shows it is whole.

    `waits` names the streams that heal: nothing new of theirs was taken in now.
    """

    v: Literal[1] = PROTOCOL
    epoch: Name
    now: Moment
    clock_err: Skew
    grants: list[Granted]
    acks: list[Ack]
    exceptions: list[Kept]
    waits: list[IdText] | UnsetType = UNSET
    pages: list[Page]
    names: list[Named] = []
    more: bool
    end: Literal[True]


class Mark(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The chain of a stream at a number, as `[seq, hash]`."""

    seq: Number
    hash: HashText


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
    """An own change that the server once held, and why."""

    stream: IdText
    ctr: Number
    reason: Annotated[str, Meta(min_length=1, max_length=20)]
    change: PushedChange


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


class EnrolRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A one-time code, as the worker typed it."""

    v: Literal[1] = PROTOCOL
    code: Annotated[str, Meta(min_length=1, max_length=60)]


class EnrolAnswer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who the laptop is from now on. The token is said once and kept nowhere but in the encrypted store."""

    device: IdText
    inc: Number
    token: Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{43}$")]
    worker: IdText
    worker_name: Annotated[str, Meta(max_length=200)]
    municipality: Annotated[str, Meta(min_length=1, max_length=6)]
    municipality_name: Annotated[str, Meta(max_length=200)]
    epoch: Name


class Refusal(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Why the server did nothing with a request: view, epoch, incarnation, ctr-gap, code, message, not_found ..."""

    error: Name
    stream: IdText | None = None
    last_ctr: Count | None = None


_encode = msgspec.json.Encoder().encode
_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


def encode(message: Struct) -> bytes:
    """Return the message as JSON."""
    return _encode(message)


def decode(kind: type[M], data: bytes) -> M:
    """Return the message of that kind; raises MalformedError."""
    if kind not in _decoders:
        _decoders[kind] = msgspec.json.Decoder(kind)
    try:
        message: M = _decoders[kind].decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedError("not a message") from error
    return message
