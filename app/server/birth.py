"""How a stream begins: a family's own with its family row, the confidential one beside it with its head row. Nothing else does."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.changelog.change import WHOLE_ROW, Change
from app.changelog.values import decoded
from app.domain.ids import confidential_of, from_text
from app.domain.record import StreamClass
from app.errors import ProgramFault
from app.protocol.parts import MOST_IN_TX
from app.server.judging import sound

HEAD_ROWS = {StreamClass.FAMILY: "family", StreamClass.CONFIDENTIAL: "confidential_file"}
"""The record whose row, with the stream's own id, stands at the beginning of each class."""


@dataclass(frozen=True)
class Birth:
    """A stream that begins, and the family that it is of."""

    stream_class: StreamClass
    family: bytes


def birth_of(stream: bytes, new: Sequence[Change], worker: bytes) -> Birth | None:
    """Return what begins with these changes: their first gesture makes the head row of the same id, and is sound; else None."""
    first = [change for change in new if change.tx == new[0].tx]
    good = len(first) <= MOST_IN_TX and all(change.author == worker and change.seen == 0 and sound(change) for change in first)
    heads = [change for change in first if change.row == stream and change.grp == WHOLE_ROW]
    if not good:
        return None
    if any(head.record == HEAD_ROWS[StreamClass.FAMILY] for head in heads):
        return Birth(StreamClass.FAMILY, stream)
    families = [_family_of(head) for head in heads if head.record == HEAD_ROWS[StreamClass.CONFIDENTIAL]]
    return next((Birth(StreamClass.CONFIDENTIAL, one) for one in families if confidential_of(one) == stream), None)


def begins_apart(new: Sequence[Change]) -> bool:
    """Tell whether a push would begin a confidential stream: it is taken in after the families, one of which may be born beside it."""
    return new[0].record == HEAD_ROWS[StreamClass.CONFIDENTIAL] and new[0].grp == WHOLE_ROW


def _family_of(head: Change) -> bytes:
    try:
        return from_text(decoded(head.val)["family"])
    except ProgramFault:
        return b""
