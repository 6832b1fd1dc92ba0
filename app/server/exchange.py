"""One exchange with one laptop: take in what it pushes, note what it looked at, and hand out what it has not seen."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import DataError, IntegrityError

from app.changelog.transaction import Tx
from app.domain.ids import as_text
from app.errors import ProgramFault
from app.log import get_log
from app.protocol.messages import Ack, Granted, Kept, Look, Named, Page, Push, SyncAnswer, SyncRequest
from app.protocol.view import view_of
from app.protocol.wire import from_pushed, stream_id
from app.server import tables
from app.server.access import Actor, Grant, House, RefusedError, grants_of
from app.server.birth import begins_apart
from app.server.pages import Allowance, Shelf
from app.server.streams import Counter, Pushed, Receipt, reasons, spans

log = get_log(__name__)

NOTICED_MS = 2_000
"""A clock that is off by less than this is right enough."""


def exchange(house: House, actor: Actor, asked: SyncRequest) -> SyncAnswer | None:
    """Answer one sync; None when the laptop has everything and hands over nothing.

    Raises GapError, and RefusedError for another device, an older incarnation, another epoch, or a view that differs.
    """
    epoch = _known(house, actor, asked)
    clock_err = skew(house.now(), asked.wall_now)
    receipts = _taken(house, actor, asked, clock_err) if asked.push or asked.looks else []
    with house.database.read() as tx:
        grants = grants_of(house, tx, actor)
        if asked.cursors is None and not asked.push:
            if view_of((g.stream, g.head_seq, g.head_hash, g.version) for g in grants) != asked.view:
                raise RefusedError(409, "view")
            return None
        answer = _answer(house, tx, actor, (asked, grants, receipts), (epoch, clock_err))
    pushed = sum(len(push.changes) for push in asked.push)
    log.event("sync", device=actor.device, streams=len(grants), pushed=pushed, pages=len(answer.pages))
    return answer


def skew(now: int, wall: int) -> int:
    """Return by how much a laptop's clock is wrong, in ms; what a network may cost does not count."""
    return now - wall if abs(now - wall) > NOTICED_MS else 0


def _known(house: House, actor: Actor, asked: SyncRequest) -> str:
    """Check that the request is from the laptop whose token it bears, and that both live in the same history."""
    if stream_id(asked.device) != actor.device:
        raise RefusedError(401, "device")
    if asked.inc != actor.inc:
        raise RefusedError(409, "incarnation")
    with house.database.read() as tx:
        query = house.database.log.write.select(tables.municipality, ("epoch",), ("municipality",))
        epoch: str = tx.rows(query, (actor.municipality,))[0][0]
    if asked.epoch != epoch:
        raise RefusedError(409, "epoch")
    return epoch


def _taken(house: House, actor: Actor, asked: SyncRequest, clock_err: int) -> list[Receipt]:
    """Take in all streams in one transaction, locked in order of id; if that fails, each by itself: one broken stream stops no other."""
    pushes = sorted((_pushed(actor, push) for push in asked.push), key=lambda push: (begins_apart(push.changes), push.stream))
    if len({push.stream for push in pushes}) < len(pushes):
        raise RefusedError(400, "message")
    now = house.now()
    broken = broken_by(house)
    try:
        with house.database.write() as tx:
            _noted(house, tx, actor, asked.looks)
            counter = Counter(house, tx, actor, now, clock_err)
            return [counter.take(push) for push in pushes]
    except broken as error:
        log.trouble("sync.one_by_one", error=type(error).__name__, device=actor.device)
    receipts = []
    for push in pushes:
        try:
            with house.database.write() as tx:
                receipts.append(Counter(house, tx, actor, now, clock_err).take(push))
        except broken as error:
            log.trouble("sync.held", error=type(error).__name__, stream=push.stream)
            with house.database.write() as tx:
                receipts.append(Counter(house, tx, actor, now, clock_err).hold_all(push, "fault"))
    return receipts


def broken_by(house: House) -> tuple[type[Exception], ...]:
    """Return what one broken change can raise while it is applied; a full disk or a busy database is not among them."""
    driver: Any = house.database.engine.dialect.loaded_dbapi
    return (ProgramFault, IntegrityError, DataError, OverflowError, TypeError, driver.IntegrityError, driver.DataError)


def _pushed(actor: Actor, push: Push) -> Pushed:
    changes = [from_pushed(change, actor.device, actor.inc, push.from_ctr + place) for place, change in enumerate(push.changes)]
    return Pushed(stream_id(push.stream), changes)


def _noted(house: House, tx: Tx, actor: Actor, looks: Sequence[Look]) -> None:
    columns = ("municipality", "device", "number", "at", "stream", "worker", "kind", "received_at")
    who, now = (actor.municipality, actor.device), house.now()
    rows = [(*who, look.number, look.at, stream_id(look.stream), actor.worker, look.kind, now) for look in looks]
    tx.many(house.database.log.write.upsert(tables.look, columns), rows)


def _names(house: House, tx: Tx, actor: Actor, pages: Sequence[Page]) -> list[Named]:
    """Return who wrote what is on the pages."""
    query = house.database.log.write.select(tables.worker, ("name",), ("municipality", "worker"))
    writers = sorted({change.author for page in pages for change in page.changes})
    known = [(one, tx.rows(query, (actor.municipality, stream_id(one)))) for one in writers]
    return [Named(one, rows[0][0]) for one, rows in known if rows]


def _answer(house: House, tx: Tx, actor: Actor, gone: tuple[SyncRequest, list[Grant], list[Receipt]], said: tuple[str, int]) -> SyncAnswer:
    asked, grants, receipts = gone
    epoch, clock_err = said
    cursors = {stream_id(stream): cursor for stream, cursor in (asked.cursors or {}).items()}
    if any(cursors.get(grant.stream, 0) > grant.head_seq for grant in grants):
        raise RefusedError(409, "epoch")
    pages = list(Shelf(house, tx, actor).pages(grants, cursors, Allowance()))
    reached = cursors | {stream_id(page.stream): page.last for page in pages}
    return SyncAnswer(
        epoch=epoch,
        now=house.now(),
        clock_err=clock_err,
        grants=[Granted(as_text(grant.stream), grant.version, grant.role) for grant in grants],
        acks=[
            Ack(as_text(receipt.stream), span.from_ctr, span.to_ctr, span.from_seq, span.received_at, span.clock_err)
            for receipt in receipts
            for span in spans(sorted(receipt.numbered, key=lambda change: change.ctr))
        ],
        exceptions=[Kept(as_text(receipt.stream), *range_) for receipt in receipts for range_ in reasons(receipt.held)],
        pages=pages,
        names=_names(house, tx, actor, pages),
        more=any(reached.get(grant.stream, 0) < grant.head_seq for grant in grants),
        end=True,
    )
