"""Whether a gesture that a laptop hands over may be applied. Says why not in one word; changes nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from app.changelog.change import DELETED, REDACT, TYPED, WHOLE_ROW, Change
from app.changelog.dominance import dominates
from app.changelog.log import Stream
from app.changelog.values import decoded, fault_in, fault_in_row
from app.domain.record import Policy
from app.domain.records import specs
from app.protocol.parts import MOST_IN_TX
from app.protocol.wire import gestures
from app.server.access import Right

NO_GRANT, GRANT_ENDED, TOO_MANY = "no_grant", "grant_ended", "too_many"
MOST_DEEP = 32
"""How deep the JSON of a value may nest: the reader of one laptop gives up sooner than another's, and would never get past it."""
TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*"')


@dataclass
class Judge:
    """Judges the gestures of one push; `head` is the stream's head before it, `stream_class` which records may live in it.

    What was never finished goes in only where somebody `decides` so.
    """

    stream: Stream
    stream_class: str
    head: int
    right: Right | None
    worker: bytes
    now: int
    decides: bool = False
    _made: set[tuple[str, bytes]] = field(default_factory=set)

    def fault(self, gesture: Sequence[Change]) -> str:
        """Return why the gesture is held, or nothing."""
        return next((reason for reason, wrong in self._checks(gesture) if wrong), "")

    def faultless(self, changes: Sequence[Change]) -> bool:
        """Tell whether none of these gestures is held: most pushes are, and are judged at once instead of one gesture after another."""
        made = set(self._made)
        small = len(changes) <= MOST_IN_TX or all(len(gesture) <= MOST_IN_TX for gesture in gestures(changes))
        if small and not any(wrong for reason, wrong in self._checks(changes) if reason != TOO_MANY):
            return True
        self._made = made
        return False

    def _checks(self, gesture: Sequence[Change]) -> Iterator[tuple[str, bool]]:
        right = self.right
        yield NO_GRANT, right is None
        ended = None if right is None or right.lasts(self.now) else right
        yield GRANT_ENDED, not self.decides and any(change.kind == TYPED for change in gesture)
        yield GRANT_ENDED, ended is not None and not all(ended.covers(change.ord or 0, self.now) for change in gesture)
        yield "author", any(change.author != self.worker for change in gesture)
        yield TOO_MANY, len(gesture) > MOST_IN_TX
        records = {change.record for change in gesture}
        yield "place", not all(lives_in(record, self.stream_class) for record in records)
        yield "seen", any(change.seen > self.head for change in gesture)
        yield "value", not all(sound(change) for change in gesture)
        once = {record for record in records if written_once(record)}
        yield "append_only", any(self._rewrites(change) for change in gesture if change.record in once)

    def _rewrites(self, change: Change) -> bool:
        """Tell whether the change would alter a row of a record that is written once: it may be withdrawn, never changed."""
        if change.grp == DELETED:
            return False
        if change.grp != WHOLE_ROW or (change.record, change.row) in self._made:
            return True
        self._made.add((change.record, change.row))
        stand = self.stream.heads(change.record, change.row)
        return any(dominates(change, one) for cell, ones in stand.items() if cell.grp == WHOLE_ROW for one in ones)


def lives_in(record: str, stream_class: str) -> bool:
    """Tell whether the record lives in such a stream: what is kept apart never gets among what everybody receives."""
    spec = specs().get(record)
    return spec is None or spec.stream_class == stream_class


def written_once(record: str) -> bool:
    """Tell whether a row of this record never changes once it was made."""
    spec = specs().get(record)
    return spec is not None and spec.policy is Policy.APPEND


def sound(change: Change) -> bool:
    """Tell whether the value is what its field declares; what this server does not know need only be JSON, and not too deep."""
    if too_deep(change.val) or change.kind == REDACT:
        return False
    try:
        value = decoded(change.val)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    if change.grp == DELETED:
        return type(value) is bool
    spec = specs().get(change.record)
    if change.grp == WHOLE_ROW:
        return not fault_in_row(spec, value) if spec else isinstance(value, dict)
    for one in spec.fields if spec else ():
        if one.name == change.grp:
            return not fault_in(one, value)
    return True


def too_deep(val: bytes) -> bool:
    """Tell whether a value nests deeper than anybody need read; asked before it is read."""
    if val.count(b"{") + val.count(b"[") <= MOST_DEEP:
        return False
    deep = 0
    for sign in re.findall(rb"[\[{}\]]", TEXTS.sub(b"", val)):
        deep += 1 if sign in b"[{" else -1
        if deep > MOST_DEEP:
            return True
    return False
