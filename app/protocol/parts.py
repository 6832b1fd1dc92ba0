"""What messages are made of: ids, hashes, numbers and their limits. One place for both sides."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from app.errors import KeukentafelError

MOST_CHANGES = 5_000
MOST_IN_TX = 500
MOST_LOOKS = 1_000
MOST_MARKS = 16
FAR_OFF_MS = 120_000
"""From two minutes on a worker is told that the clock is wrong (sync.md 3.5); no change is ever refused for its time."""

IdText = Annotated[str, Meta(min_length=22, max_length=22, extra_json_schema={"pattern": "^[A-Za-z0-9_-]{21}[AQgw]$"})]  # wire.py checks it
HashText = Annotated[str, Meta(min_length=64, max_length=64, pattern="^[0-9a-f]{64}$")]
Name = Annotated[str, Meta(min_length=1, max_length=40, pattern="^[^\\x00]*$")]  # PostgreSQL keeps no text with a NUL
Word = Annotated[str, Meta(min_length=1, max_length=40, extra_json_schema={"pattern": "^[^\\x00]*$"})]  # as Name; wire.py checks it
Count = Annotated[int, Meta(ge=0, le=2**53)]
Number = Annotated[int, Meta(ge=1, le=2**53)]
Moment = Annotated[int, Meta(ge=0, le=2**48)]
Wall = Annotated[int, Meta(ge=-(2**53), le=2**53)]
"""What a laptop claims its clock said: never refused, however wrong."""
Skew = Annotated[int, Meta(ge=-(2**54), le=2**54)]
Kind = Literal["set", "delete", "restore", "redact", "typed"]


class Mark(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The chain of a stream at a number, as `[seq, hash]`."""

    seq: Number
    hash: HashText


class MalformedError(KeukentafelError):
    """What came is no message of ours. Says nothing of its content."""
