"""Every message that travels, checked by both sides. Envelopes forbid what they do not know; a value keeps its bytes as received.

What they are made of is in `parts.py`; what a server that was put back hears is in `heal_messages.py`.
"""

import sys
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType, field

from app.protocol.held_messages import MOST_DECIDED, Decided, HeldWork
from app.protocol.parts import (
    MOST_CHANGES,
    MOST_LOOKS,
    Count,
    HashText,
    IdText,
    Kind,
    MalformedError,
    Mark,
    Moment,
    Name,
    Number,
    Skew,
    Wall,
    Word,
)
from app.protocol.version import PROTOCOL

M = TypeVar("M")


class PushedChange(Struct, frozen=True, forbid_unknown_fields=True):
    """A change of the device that sends it; its `ctr` follows from its place."""

    seen: Count
    tx: IdText
    record: Word
    row: IdText
    grp: Word
    val: Raw
    salt: IdText
    wall: Wall
    author: IdText
    schema: Number
    kind: Kind


class PulledChange(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody else's change; its `seq` follows from its place in the page. `redacted`, its leaf, where what it said was destroyed."""

    dev: IdText
    inc: Number
    ctr: Number
    seen: Count
    tx: IdText
    record: Word
    row: IdText
    grp: Word
    val: Raw
    salt: IdText
    wall: Wall
    author: IdText
    schema: Number
    kind: Kind
    received_at: Moment
    clock_err: Skew
    redacted: HashText | UnsetType = UNSET


class Push(Struct, frozen=True, forbid_unknown_fields=True):
    """New changes of one stream, without a gap, whole transactions only; `inc` where they are of another incarnation than the request."""

    stream: IdText
    from_ctr: Number
    changes: Annotated[list[PushedChange], Meta(min_length=1, max_length=MOST_CHANGES)]
    inc: Number | UnsetType = UNSET


class Look(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody opened or printed a family."""

    number: Count
    stream: IdText
    kind: Annotated[str, Meta(min_length=1, max_length=12, pattern="^[^\\x00]*$")]
    at: Wall


class Wiped(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A stream that this laptop wiped and has nothing of any more, with the version of the right it had, as `[stream, version]`."""

    stream: IdText
    version: Count


class SyncRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a laptop sends. `cursors` only when it pushes or when its view differed; `epoch` is the municipality's as it knows it.

    Of the streams in `whole` it also wants its own changes, not only their numbers: it took numbers back, and may have others than the
    server. `standing` says that of a stream it begins with, what stands at a number may come instead of all before it; it names
    the numbers it is underway to. `versions` are those it heard of its grants: of each other one it hears what is held. `decided` is
    what its worker decided on that.
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
    standing: dict[IdText, Number] | UnsetType = UNSET
    looks: Annotated[list[Look], Meta(max_length=MOST_LOOKS)] = []
    wiped: Annotated[list[Wiped], Meta(max_length=1_000)] | UnsetType = UNSET
    versions: dict[IdText, Count] | UnsetType = UNSET
    decided: Annotated[list[Decided], Meta(max_length=MOST_DECIDED)] | UnsetType = UNSET


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


class Collision(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Of a push nothing was taken in from a counter on: the name is another change's, for this store was copied. As `[stream, ctr]`."""

    stream: IdText
    ctr: Number


class Page(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stream's changes `first`..`last` in `seq` order; where `own` names a number, the device's own log has the change.

    With `base` it has, of those numbers, only the changes that stand at the base's number, and `seqs` says which ones they are.
    """

    stream: IdText
    first: Number = field(name="from")
    last: Number = field(name="to")
    head: Number
    head_hash: HashText
    changes: Annotated[list[PulledChange], Meta(max_length=MOST_CHANGES)]
    own: Annotated[list[Own], Meta(max_length=MOST_CHANGES)] = []
    base: Mark | UnsetType = UNSET
    seqs: Annotated[list[Number], Meta(max_length=MOST_CHANGES)] | UnsetType = UNSET


class Reached(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """How far the server is in a stream, as `[stream, seq]`."""

    stream: IdText
    seq: Count


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

    `waits` names the streams that heal: nothing new of theirs was taken in now. `heads` comes to who named `standing`.
    """

    v: Literal[1] = PROTOCOL
    epoch: Name
    now: Moment
    clock_err: Skew
    grants: list[Granted]
    acks: list[Ack]
    exceptions: list[Kept]
    waits: list[IdText] | UnsetType = UNSET
    collisions: list[Collision] | UnsetType = UNSET
    pages: list[Page]
    heads: list[Reached] | UnsetType = UNSET
    names: list[Named] = []
    held: list[HeldWork] | UnsetType = UNSET
    more: bool
    end: Literal[True]


class Again(Struct, frozen=True, forbid_unknown_fields=True):
    """Which laptop it is that asks to be let in once more, and whose."""

    device: IdText
    worker: IdText


class EnrolRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A one-time code, as the worker typed it; `again` from a laptop with a store that the server knows no more."""

    v: Literal[1] = PROTOCOL
    code: Annotated[str, Meta(min_length=1, max_length=60)]
    again: Again | UnsetType = UNSET


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
    try:
        message: M = _decoders[kind].decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedError("not a message") from error
    return message


def make_readable(module: str) -> None:
    """Make what reads each kind of message of a module, at its end: so all are there before anybody asks, made one at a time.

    msgspec notes a type before all its fields are in it. Who makes another decoder with that type in it meanwhile reads past the half of
    it, and the whole process falls: so did a service to which two laptops came as it began.
    """
    for kind in vars(sys.modules[module]).values():
        if isinstance(kind, type) and issubclass(kind, Struct) and kind is not Struct:
            _decoders.setdefault(kind, msgspec.json.Decoder(kind))


make_readable(__name__)
