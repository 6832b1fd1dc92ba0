"""What is held of a family, as whoever is to decide on it is told: in pieces that only make sense together."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import groupby

import msgspec

from app.changelog.change import DELETED, LEFT, WHOLE_ROW, Change
from app.changelog.transaction import Tx
from app.changelog.values import decoded
from app.domain.ids import as_text
from app.domain.rules.roles import CONFIDANTS
from app.protocol.held_messages import HeldWork, HeldWrite, Outcome, Piece
from app.protocol.parts import MOST_CHANGES
from app.protocol.wire import KINDS
from app.server import tables
from app.server.access import Actor, Grant, House, Right
from app.server.held import COLLISION, Kept, Scope, all_kept
from app.server.judging import Judge, too_deep
from app.server.ledger import KEY, head_of

NEVER = frozenset({COLLISION, "fault", "seen"})
"""Reasons for which nobody can take work over, whoever she is and however it is judged now."""
MOST_SIZE = 512 * 1024
"""How much an answer says of what is held; what is larger in one piece is not taken over, and shown in part."""
MOST_IN_PART = 32 * 1024
AROUND = 220
"""What a held change weighs on the wire beside its value."""
MOST_TOLD = 20
IDS = re.compile(rb'"([A-Za-z0-9_-]{22})"')


def pieces(kept: Iterable[Kept]) -> list[list[Kept]]:
    """Return what one laptop wrote, in order, as pieces: gestures on one cell, or on a row that is made or thrown away, or link to it."""
    kept = list(kept)
    whole = {one.change.row for one in kept if one.change.grp in (WHOLE_ROW, DELETED)}
    made = {as_text(one.change.row).encode(): one.change.row for one in kept if one.change.grp == WHOLE_ROW}
    first_of: dict[object, bytes] = {}
    joined: dict[bytes, bytes] = {}

    def root(tx: bytes) -> bytes:
        while joined.setdefault(tx, tx) != tx:
            tx = joined[tx]
        return tx

    for one in kept:
        change = one.change
        links = [made[name] for name in IDS.findall(change.val) if name in made]
        rows = [change.row] if change.row in whole else [(change.record, change.row, change.grp)]
        for thing in (*rows, *links):
            joined[root(change.tx)] = root(first_of.setdefault(thing, change.tx))
    found: dict[bytes, list[Kept]] = {}
    for one in kept:
        found.setdefault(root(one.change.tx), []).append(one)
    return list(found.values())


def refusal(judge: Judge, piece: Sequence[Kept]) -> str:
    """Return why a piece cannot be taken over, or nothing."""
    fixed = next((one.reason for one in piece if one.reason in NEVER), "")
    if fixed or any(judge.stream.find(one.change.dev, one.change.inc, one.change.ctr) is not None for one in piece):
        return fixed or COLLISION
    if any(one.head is not None and one.change.seen > one.head for one in piece):
        return "seen"
    if not all(one.whole(judge.stream.id) for one in piece):
        return "redacted"
    if len(piece) > MOST_CHANGES or weight(piece) > MOST_SIZE:
        return "too_many"
    gestures = (list(group) for _, group in groupby((one.measured for one in piece), key=lambda change: change.tx))
    return next((reason for gesture in gestures if (reason := judge.fault(gesture))), "")


def weight(piece: Iterable[Kept]) -> int:
    """Return about how many bytes a piece takes on the wire."""
    return sum(AROUND + len(one.change.val) for one in piece)


def heard_other(grant: Grant, versions: Mapping[bytes, int], decided: Set[bytes]) -> bool:
    """Tell whether a laptop is to hear of a stream: it heard another version of its grant, or has decided something in it."""
    return grant.stream in decided or (grant.held_mark > 0 and versions.get(grant.stream, 0) != grant.version)


def people_in(held: Iterable[HeldWork]) -> set[str]:
    """Return who wrote what is held, and who decided."""
    writers = {piece.author for work in held for piece in work.pieces}
    return writers | {who for work in held for one in work.decided for who in (one.author, one.decided_by)}


def worker_of(house: House, tx: Tx, town: str, device: bytes) -> bytes:
    """Return whose a laptop is; nothing where there is no such laptop."""
    rows = tx.rows(house.database.log.write.select(tables.device, ("worker",), ("municipality", "device")), (town, device))
    return bytes(rows[0][0]) if rows else b""


@dataclass
class Offering:
    """Tells one laptop what is held, as far as there is room in an answer; `room` is what is left of it."""

    house: House
    tx: Tx
    actor: Actor
    room: int = MOST_SIZE

    def told(self, grant: Grant) -> HeldWork:
        """Return all that this laptop is to know of what is held of a stream."""
        scope = (self.actor.municipality, grant.stream)
        kept = all_kept(self.house, self.tx, scope)
        left = list(_ranges(one.change for one in kept if one.decision == LEFT and one.change.dev == self.actor.device))
        if grant.role not in CONFIDANTS:
            return HeldWork(as_text(grant.stream), 0, [], [], left)
        found = self._pieces([one for one in kept if one.decision is None])
        judge_for = self._judges(grant)
        shown: list[Piece] = []
        for piece in found:
            judge = judge_for(piece[0].change.dev)
            told = _piece(piece, refusal(judge, piece))
            size = sum(AROUND + len(bytes(write.val)) for write in told.changes)
            if size > self.room:
                break
            self.room -= size
            shown.append(told)
        return HeldWork(as_text(grant.stream), len(found), shown, self._outcomes(scope), left)

    def _pieces(self, kept: Sequence[Kept]) -> list[list[Kept]]:
        """Return the pieces, what waits longest first."""
        by_laptop = (pieces(group) for _, group in groupby(kept, key=lambda one: one.change.dev))
        found = [piece for laptop in by_laptop for piece in laptop]
        return sorted(found, key=lambda piece: (piece[0].change.received_at or 0, piece[0].change[:3]))

    def _judges(self, grant: Grant) -> Callable[[bytes], Judge]:
        """Return a way to the judge of what a laptop wrote, as if its worker had the right of who decides."""
        log, now = self.house.database.log, self.house.now()
        stream = log.stream(self.tx, self.actor.municipality, grant.stream)
        head = head_of(stream)
        stream_class, town = head.stream_class if head else "", self.actor.municipality
        right = Right(grant.role, 0, None, grant.version)
        whose = cache(lambda device: worker_of(self.house, self.tx, town, device))
        return lambda device: Judge(stream, stream_class, grant.head_seq, right, whose(device), now, decides=True)

    def _outcomes(self, scope: Scope) -> list[Outcome]:
        columns = ("author", "decided_by", "decided_at", "taken", "changes")
        query = self.house.database.log.write.select(tables.decision, columns, KEY, ("decided_at", "taken", "dev", "tx"))
        rows = self.tx.rows(query, scope)
        told = [
            Outcome(as_text(bytes(author)), as_text(bytes(by)), at, bool(taken), sum(row[-1] for row in group))
            for (author, by, at, taken), group in groupby(rows, key=lambda row: tuple(row[:-1]))
        ]
        return told[::-1][:MOST_TOLD]


def _piece(piece: Sequence[Kept], refused: str) -> Piece:
    """Return a piece as it travels: whole where it can be taken over, else as much as is worth reading."""
    changes, size = [one.measured for one in piece], 0
    writes: list[HeldWrite] = []
    for change in changes:
        val = change.val if not refused else _readable(change.val)
        size += AROUND + len(val)
        if refused and size > MOST_IN_PART:
            break
        writes.append(HeldWrite(change.record, as_text(change.row), change.grp, KINDS[change.kind], msgspec.Raw(val)))
    return Piece(
        dev=as_text(changes[0].dev),
        author=as_text(changes[0].author),
        reason=piece[-1].reason,
        refused=refused,
        at=max(0, *(change.ord or 0 for change in changes)),
        received_at=max(change.received_at or 0 for change in changes),
        txs=[as_text(tx) for tx in list(dict.fromkeys(change.tx for change in changes))[:MOST_CHANGES]],
        changes=writes,
        more=len(changes) - len(writes),
    )


def _readable(val: bytes) -> bytes:
    """Return a value that any laptop can read: the value itself, or nothing."""
    if too_deep(val) or len(val) > MOST_IN_PART // 2:
        return b"null"
    try:
        decoded(val)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return b"null"
    return val


def _ranges(changes: Iterable[Change]) -> Iterator[tuple[int, int, int]]:
    """Yield one laptop's changes as ranges: incarnation, first and last counter."""
    names = sorted({(change.inc, change.ctr) for change in changes})
    for (inc, _), group in groupby(enumerate(names), key=lambda placed: (placed[1][0], placed[1][1] - placed[0])):
        run = [ctr for _, (_, ctr) in group]
        yield inc, run[0], run[-1]
