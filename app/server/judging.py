"""Whether a gesture that a laptop hands over may be applied. Says why not in one word; changes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from app.changelog.change import DELETED, WHOLE_ROW, Change
from app.changelog.dominance import dominates
from app.changelog.log import Stream
from app.changelog.values import decoded, fault_in, fault_in_row
from app.domain.record import Policy
from app.domain.records import specs
from app.protocol.messages import MOST_IN_TX
from app.server.access import Right

NO_GRANT = "no_grant"
FAMILY = "family"


@dataclass
class Judge:
    """Judges the gestures of one push; `head` is the stream's head before it."""

    stream: Stream
    head: int
    right: Right | None
    worker: bytes
    now: int
    _made: set[tuple[str, bytes]] = field(default_factory=set)

    def fault(self, gesture: Sequence[Change]) -> str:
        """Return why the gesture is held, or nothing."""
        return next((reason for reason, wrong in self._checks(gesture) if wrong), "")

    def _checks(self, gesture: Sequence[Change]) -> Iterator[tuple[str, bool]]:
        right = self.right
        yield NO_GRANT, right is None
        yield "grant_ended", right is not None and not all(right.covers(change.ord or 0, self.now) for change in gesture)
        yield "author", any(change.author != self.worker for change in gesture)
        yield "too_many", len(gesture) > MOST_IN_TX
        yield "seen", any(change.seen > self.head for change in gesture)
        yield "value", not all(sound(change) for change in gesture)
        yield "append_only", any(self._rewrites(change) for change in gesture)

    def _rewrites(self, change: Change) -> bool:
        """Tell whether the change would alter a row that is written once: it may be withdrawn, never changed."""
        spec = specs().get(change.record)
        if spec is None or spec.policy is not Policy.APPEND or change.grp == DELETED:
            return False
        if change.grp != WHOLE_ROW or (change.record, change.row) in self._made:
            return True
        self._made.add((change.record, change.row))
        stand = self.stream.heads(change.record, change.row)
        return any(dominates(change, one) for cell, ones in stand.items() if cell.grp == WHOLE_ROW for one in ones)


def gives_birth(stream: bytes, new: Sequence[Change], worker: bytes) -> bool:
    """Tell whether a stream begins here: its first gesture makes the family row of the same id, and is sound."""
    first = [change for change in new if change.tx == new[0].tx]
    makes = any((change.record, change.row, change.grp) == (FAMILY, stream, WHOLE_ROW) for change in first)
    return makes and len(first) <= MOST_IN_TX and all(change.author == worker and change.seen == 0 and sound(change) for change in first)


def sound(change: Change) -> bool:
    """Tell whether the value is what its field declares; what this server does not know need only be JSON."""
    try:
        value = decoded(change.val)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    if change.grp == DELETED:
        return type(value) is bool
    spec = specs().get(change.record)
    if change.grp == WHOLE_ROW:
        return not fault_in_row(spec, value) if spec else isinstance(value, dict)
    names = {field.name for field in spec.fields} if spec else set()
    return not (spec and change.grp in names and fault_in(spec.field(change.grp), value))
