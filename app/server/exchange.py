"""One exchange with one laptop: take in what it pushes, note what it looked at, and hand out what it has not seen."""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import UNSET
from sqlalchemy.exc import DataError, IntegrityError

from app.changelog.transaction import Tx
from app.domain.ids import as_text
from app.errors import ProgramFault
from app.log import get_log
from app.protocol.messages import (
    Ack,
    Granted,
    Kept,
    Look,
    Named,
    Page,
    Push,
    SyncAnswer,
    SyncRequest,
)
from app.protocol.parts import MOST_CHANGES
from app.protocol.view import view_of
from app.protocol.wire import from_pushed, stream_id
from app.server import healing, tables
from app.server.access import Actor, Grant, House, RefusedError, grants_of
from app.server.birth import begins_apart
from app.server.healing import Era
from app.server.pages import Allowance, Shelf
from app.server.streams import Counter, Pushed, Receipt, reasons, spans

log = get_log(__name__)

NOTICED_MS = 2_000
"""A clock that is off by less than this is right enough."""
SEEN_MS = 24 * 3_600_000
"""How old the note of a laptop's last contact may be: an exchange of nothing writes nothing."""


def exchange(house: House, actor: Actor, asked: SyncRequest) -> SyncAnswer | None:
    """Answer one sync; None when the laptop has everything and hands over nothing.

    Raises GapError, and RefusedError for another device, an older incarnation, another epoch, or a view that differs.
    """
    era = known(house, actor, asked.device, asked.inc)
    if asked.epoch != era.epoch:
        raise RefusedError(409, "epoch")
    clock_err = skew(house.now(), asked.wall_now)
    receipts = _taken(house, actor, asked, (era, clock_err)) if asked.push or asked.looks else []
    with house.database.read() as tx:
        grants = grants_of(house, tx, actor)
        if asked.cursors is None and not asked.push:
            if view_of((g.stream, g.head_seq, g.head_hash, g.version) for g in grants) != asked.view:
                raise RefusedError(409, "view")
            return None
        answer = _answer(house, tx, actor, (asked, grants, receipts), (era.epoch, clock_err))
    pushed = sum(len(push.changes) for push in asked.push)
    log.event("sync", device=actor.device, streams=len(grants), pushed=pushed, pages=len(answer.pages))
    return answer


def skew(now: int, wall: int) -> int:
    """Return by how much a laptop's clock is wrong, in ms; what a network may cost does not count."""
    return now - wall if abs(now - wall) > NOTICED_MS else 0


def known(house: House, actor: Actor, device: str, inc: int) -> Era:
    """Check that a request is from the laptop whose token it bears; returns the history in which its municipality lives."""
    if stream_id(device) != actor.device:
        raise RefusedError(401, "device")
    if inc != actor.inc:
        raise RefusedError(409, "incarnation")
    now, log_ = house.now(), house.database.log
    if actor.seen_at is None or not 0 <= now - actor.seen_at < SEEN_MS:
        house.database.writing(lambda tx: healing.see(log_, tx, (actor.municipality, actor.device), now))
    with house.database.read() as tx:
        return healing.era_of(log_, tx, actor.municipality)


def _taken(house: House, actor: Actor, asked: SyncRequest, said: tuple[Era, int]) -> list[Receipt]:
    """Take in all streams in one transaction, locked in order of id; if that fails, each by itself: one broken stream stops no other."""
    if sum(len(push.changes) for push in asked.push) > MOST_CHANGES:
        raise RefusedError(413, "too_large")
    pushes = sorted((_pushed(actor, push) for push in asked.push), key=lambda push: (begins_apart(push.changes), push.stream))
    if len({push.stream for push in pushes}) < len(pushes):
        raise RefusedError(400, "message")
    now, (era, clock_err) = house.now(), said

    def counter(tx: Tx) -> Counter:
        return Counter(house, tx, actor, now, clock_err, era if era.heals(now) else None)

    def all_at_once(tx: Tx) -> list[Receipt]:
        _noted(house, tx, actor, asked.looks)
        one = counter(tx)
        return [one.take(push) for push in pushes]

    try:
        return house.database.writing(all_at_once)
    except broken_by(house) as error:
        log.trouble("sync.one_by_one", error=type(error).__name__, device=actor.device)
    house.database.writing(lambda tx: _noted(house, tx, actor, asked.looks))
    return [_taken_alone(house, counter, push) for push in pushes]


def _taken_alone(house: House, counter: Callable[[Tx], Counter], push: Pushed) -> Receipt:
    """Take in one stream; what cannot be applied is held whole."""
    try:
        return house.database.writing(lambda tx: counter(tx).take(push))
    except broken_by(house) as error:
        log.trouble("sync.held", error=type(error).__name__, stream=push.stream)
    return house.database.writing(lambda tx: counter(tx).hold_all(push, "fault"))


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
        log.trouble("sync.beyond", device=actor.device)  # a server that was put back, and nobody has said so to it
        raise RefusedError(409, "epoch")
    whole = frozenset(map(stream_id, asked.whole or ()))
    pages = list(Shelf(house, tx, actor, whole).pages(grants, cursors, Allowance()))
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
        waits=[as_text(receipt.stream) for receipt in receipts if receipt.waits] or UNSET,
        pages=pages,
        names=_names(house, tx, actor, pages),
        more=any(reached.get(grant.stream, 0) < grant.head_seq for grant in grants),
        end=True,
    )
