"""Destroying what changes said, where somebody has a right to that: that there was a change stays, and the chain over it (sync.md 3.7).

The municipality's own change names the others and what is left of each; whoever takes it in takes away the rest.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from msgspec import Raw, Struct

from app.changelog.chain import leaf
from app.changelog.change import DELETED, REDACT, WHOLE_ROW, Change
from app.changelog.log import Stream
from app.changelog.values import Plain, as_bytes, decoded
from app.domain.ids import as_text, from_text
from app.domain.record import FieldSpec, Kind
from app.domain.records import specs
from app.errors import ProgramFault

REDACTED = "_redacted"
"""The cell of such a change: nobody's field, and never shown."""
NOTHING = bytes(16)
"""The salt of what was destroyed: with the old one somebody could try out what it said."""


class Redaction(Struct, frozen=True, forbid_unknown_fields=True):
    """What the municipality's change says: why, and of each change its device, incarnation, counter and the value that is left."""

    reason: str
    left: list[tuple[str, int, int, Raw]]


class Left(NamedTuple):
    """What is left of a change: its name, and the value that it has from now on."""

    dev: bytes
    inc: int
    ctr: int
    val: bytes


def redaction(changes: Sequence[Change], reason: str) -> bytes:
    """Return the value of the change that destroys what these said, with the reason, which stays."""
    left = [(as_text(one.dev), one.inc, one.ctr, Raw(as_bytes(remainder(one)))) for one in changes]
    return msgspec.json.encode(Redaction(reason, left))


def take_away(stream: Stream, changes: Sequence[Change]) -> bool:
    """Take away what the redactions among these changes name, as far as it is here; tells whether there were any."""
    orders = [change for change in changes if change.kind == REDACT]
    for left in (left for order in orders for left in _left(order)):
        found = stream.find(left.dev, left.inc, left.ctr)
        if found is not None and found.redacted is None:
            stream.blank(found._replace(val=left.val, salt=NOTHING, redacted=leaf(stream.id, found)))
    return bool(orders)


def remainder(change: Change) -> Plain:
    """Return what a value becomes: what the row cannot be read without, and nothing that anybody wrote.

    Whether a row was thrown away says nothing of anybody, and stays.
    """
    if change.grp == DELETED:
        return decoded(change.val)
    spec = specs().get(change.record)
    if change.grp != WHOLE_ROW:
        field = next((field for field in spec.fields if field.name == change.grp), None) if spec else None
        return _emptied(field, decoded(change.val)) if field and field.required else None
    whole = decoded(change.val)
    fields = spec.fields if spec and isinstance(whole, dict) else ()
    return {field.name: _emptied(field, whole[field.name]) for field in fields if field.required and field.name in whole}


def _emptied(field: FieldSpec, value: Any) -> Plain:
    if field.declared.kind in (Kind.WORDS, Kind.LONG_TEXT):
        return ""
    if field.declared.kind is Kind.GROUP:
        members = value if isinstance(value, dict) else {}
        return {
            member.name: _emptied(member, members[member.name]) for member in field.members if member.required and member.name in members
        }
    return value


_decode = msgspec.json.Decoder(Redaction).decode


def _left(order: Change) -> Iterator[Left]:
    """Yield what is left; raises ProgramFault for what no server of ours says."""
    try:
        said = _decode(order.val)
    except msgspec.MsgspecError as error:
        raise ProgramFault("a redaction that is none") from error
    for dev, inc, ctr, val in said.left:
        yield Left(bytes(from_text(dev)), inc, ctr, bytes(val))
