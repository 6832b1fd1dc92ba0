"""Others' work that waits for this worker's decision: what it says in words, and deciding. It works without a network.

What is decided here travels with the next exchange; until then it can be taken back. Nothing of it is on paper.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.actions.held_words import HeldLine, HeldWords
from app.actions.row_names import row_names
from app.clock import from_ms, local, wall_ms
from app.domain.ids import confidential_of
from app.protocol.held_messages import Outcome, Piece
from app.protocol.wire import stream_id
from app.store.queries.offered import Decision, decisions_of, drop_decision, in_family, offered_in, put_decision, to_decide
from app.store.workspace import Reading, Workspace
from app.sync.offered import work_of
from app.texts import t

WHY = {"grant_ended": "held.why_ended", "no_grant": "held.why_none", "left": "held.why_left"}
WHY_MINE = {"grant_ended": "held.why_ended_mine", "no_grant": "held.why_none_mine", "left": "held.why_left"}
CANNOT = {
    "value": "held.cannot_value",
    "append_only": "held.cannot_append",
    "too_many": "held.cannot_many",
    "redacted": "held.cannot_redacted",
}

Named = tuple[bytes, bytes, bytes]
"""Of a piece: its stream, its laptop, and its gestures one behind the other."""


@dataclass(frozen=True)
class HeldPiece:
    """What somebody wrote that waits, as one: `why` it was kept apart, `cannot` why it can never be taken over, empty where it can.

    `taken` is what was decided here and not handed in yet; None while nothing is. `more` counts what is not shown.
    """

    stream: bytes
    dev: bytes
    txs: tuple[bytes, ...]
    by: str
    mine: bool
    at: datetime
    why: str
    cannot: str
    lines: tuple[HeldLine, ...]
    more: int
    taken: bool | None


@dataclass(frozen=True)
class Settled:
    """What became of earlier work: whose, who decided and when, and of how many changes."""

    author: str
    by: str
    at: datetime
    taken: bool
    changes: int


@dataclass(frozen=True)
class Waiting:
    """What waits in a family for this worker, what waits longest first, and what was decided on; `more` pieces come later."""

    pieces: tuple[HeldPiece, ...] = ()
    settled: tuple[Settled, ...] = ()
    more: int = 0


def count_to_decide(workspace: Workspace, family: bytes) -> int:
    """Return on how many pieces of work this worker is to decide in a family."""
    with workspace.read() as reading:
        return in_family(to_decide(reading), family)


def held_work(workspace: Workspace, family: bytes) -> Waiting:
    """Return what waits for this worker's decision in a family, also of what is kept apart of it."""
    pieces: list[HeldPiece] = []
    settled: list[Settled] = []
    more = 0
    with workspace.read() as reading:
        decided = {(one.stream, one.dev, one.txs): bool(one.taken) for one in decisions_of(reading)}
        for stream in (family, bytes(confidential_of(family))):
            offered = offered_in(reading, stream)
            if offered is None:
                continue
            work = work_of(offered)
            words = HeldWords(reading.stream(stream), row_names(reading.stream(family)))
            pieces += [_piece(reading, words, piece, decided) for piece in work.pieces]
            settled += [_settled(reading, one) for one in work.decided]
            more += work.waits - len(work.pieces)
    return Waiting(tuple(sorted(pieces, key=lambda one: one.at)), tuple(sorted(settled, key=lambda one: one.at, reverse=True)), more)


def decide(workspace: Workspace, piece: HeldPiece, take: bool) -> None:
    """Decide whether a piece is taken over; it is handed in at the next exchange. What cannot be taken over is only put away."""
    with workspace.write() as writing:
        taken = int(take and not piece.cannot)
        put_decision(writing, Decision(piece.stream, piece.dev, piece.txs[0], b"".join(piece.txs), taken, wall_ms(workspace.clock)))


def undecide(workspace: Workspace, piece: HeldPiece) -> None:
    """Take a decision back that was not handed in yet."""
    with workspace.write() as writing:
        drop_decision(writing, (piece.stream, piece.dev, piece.txs[0]))


def _piece(reading: Reading, words: HeldWords, piece: Piece, decided: Mapping[Named, bool]) -> HeldPiece:
    dev, txs, stream = stream_id(piece.dev), tuple(map(stream_id, piece.txs)), words.stream.id
    by, mine = _name(reading, piece.author), reading.meta("worker") == stream_id(piece.author)
    return HeldPiece(
        stream=stream,
        dev=dev,
        txs=txs,
        by=by,
        mine=mine,
        at=local(from_ms(piece.at)),
        why=t((WHY_MINE if mine else WHY).get(piece.reason, "held.why_other"), who=by),
        cannot=t(CANNOT.get(piece.refused, "held.cannot_other"), who=by) if piece.refused else "",
        lines=tuple(words.lines(piece.changes)),
        more=piece.more,
        taken=decided.get((stream, dev, b"".join(txs))),
    )


def _settled(reading: Reading, one: Outcome) -> Settled:
    return Settled(_name(reading, one.author), _name(reading, one.decided_by), local(from_ms(one.decided_at)), one.taken, one.changes)


def _name(reading: Reading, worker: str) -> str:
    """Return what a worker is called, as far as the server ever said so."""
    who = stream_id(worker)
    name = reading.meta("worker_name") if reading.meta("worker") == who else reading.meta(f"name:{who.hex()}")
    return (name or b"").decode() or t("who.colleague")
