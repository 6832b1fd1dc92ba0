"""One exchange with one laptop: take in what it pushes, note what it looked at, and hand out what it has not seen."""

from collections.abc import Callable, Sequence, Set

from msgspec import UNSET

from app.changelog.transaction import Tx
from app.domain.ids import as_text
from app.log import get_log
from app.protocol.messages import (
    Ack,
    Collision,
    Granted,
    Kept,
    Look,
    Named,
    Push,
    Reached,
    SyncAnswer,
    SyncRequest,
)
from app.protocol.parts import FAR_OFF_MS, MOST_CHANGES
from app.protocol.view import view_of
from app.protocol.wire import arrived, stream_id
from app.server import healing, tables
from app.server.access import Actor, Grant, House, RefusedError, grants_of
from app.server.bases import by_appointment
from app.server.birth import begins_apart
from app.server.broken import broken_by
from app.server.deciding import cannot, decide
from app.server.healing import Era
from app.server.offering import MOST_SIZE, Offering, heard_other, people_in
from app.server.pages import MOST_BYTES, Allowance, Shelf
from app.server.streams import Counter, Pushed, Receipt, reasons
from app.server.wiping import handed_anew, note_handed, note_wiped

log = get_log(__name__)

Gone = tuple[SyncRequest, list[Grant], list[Receipt], frozenset[bytes]]
"""What was asked, what this worker may see, what became of the push, and where something was decided."""
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
    if wiped := asked.wiped:
        house.database.writing(lambda tx: note_wiped(house, tx, actor, wiped))
    receipts = _taken(house, actor, asked, clock_err) if asked.push or asked.looks else []
    heard = _decided(house, actor, asked, era)
    with house.database.read() as tx:
        grants = grants_of(house, tx, actor)
        if asked.cursors is None and not asked.push and not asked.decided:
            same = view_of((g.stream, g.head_seq, g.head_hash, g.version) for g in grants) == asked.view
            if not same or abs(clock_err) >= FAR_OFF_MS:  # an answer of nothing could not say how far the clock is off
                raise RefusedError(409, "view")
            return None
        answer = _answer(house, tx, actor, (asked, grants, receipts, heard), (era.epoch, clock_err))
        touched = {stream_id(page.stream) for page in answer.pages} | {one.stream for one in receipts}
        news = handed_anew(house, tx, actor, [grant for grant in grants if grant.stream in touched])
    note_handed(house, actor, news)
    pushed = sum(len(push.changes) for push in asked.push)
    log.event("sync", device=actor.device, streams=len(grants), pushed=pushed, pages=len(answer.pages))
    return answer


def skew(now: int, wall: int) -> int:
    """Return by how much a laptop's clock is wrong, in ms; what a network may cost does not count."""
    return now - wall if abs(now - wall) > NOTICED_MS else 0


def known(house: House, actor: Actor, device: str, inc: int) -> Era:
    """Check that a request is from the laptop whose token it bears; returns the history in which its municipality lived as it signed in."""
    if stream_id(device) != actor.device:
        raise RefusedError(401, "device")
    if inc != actor.inc:
        raise RefusedError(409, "incarnation")
    now, log_ = house.now(), house.database.log
    if actor.seen_at is None or not 0 <= now - actor.seen_at < SEEN_MS:
        house.database.noting(lambda tx: healing.see(log_, tx, (actor.municipality, actor.device), now))
    return actor.era


def _taken(house: House, actor: Actor, asked: SyncRequest, clock_err: int) -> list[Receipt]:
    """Take in all streams in one transaction, locked in order of id; if that fails, each by itself: one broken stream stops no other."""
    if sum(len(push.changes) for push in asked.push) > MOST_CHANGES:
        raise RefusedError(413, "too_large")
    now = house.now()
    arrival = (now, clock_err)
    pushes = sorted((_pushed(actor, push, arrival) for push in asked.push), key=lambda push: (begins_apart(push.changes), push.stream))
    if len({push.stream for push in pushes}) < len(pushes):
        raise RefusedError(400, "message")

    def counter(tx: Tx) -> Counter:
        era = healing.era_of(house.database.log, tx, actor.municipality)
        if era.epoch != asked.epoch:  # the server was put back since this laptop signed in: a body may take a minute
            raise RefusedError(409, "epoch")
        return Counter(house, tx, actor, now, era if era.heals(now) else None)

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


def _decided(house: House, actor: Actor, asked: SyncRequest, era: Era) -> frozenset[bytes]:
    """Carry out what was decided on held work; returns the streams of which the laptop hears what became of it."""
    heard: set[bytes] = set()
    for one in asked.decided or ():
        stream = stream_id(one.stream)
        try:
            heard |= {stream} if decide(house, actor, one, era) else set()
        except broken_by(house) as error:
            log.trouble("held.broken", error=type(error).__name__, stream=stream)
            cannot(house, actor, one)
            heard.add(stream)
    return frozenset(heard)


def _pushed(actor: Actor, push: Push, arrival: tuple[int, int]) -> Pushed:
    return Pushed(stream_id(push.stream), arrived(push.changes, (actor.device, push.inc or actor.inc, push.from_ctr), arrival))


def _noted(house: House, tx: Tx, actor: Actor, looks: Sequence[Look]) -> None:
    columns = ("municipality", "device", "number", "at", "stream", "worker", "kind", "received_at")
    who, now = (actor.municipality, actor.device), house.now()
    rows = [(*who, look.number, look.at, stream_id(look.stream), actor.worker, look.kind, now) for look in looks]
    tx.many(house.database.log.write.upsert(tables.look, columns), rows)


def names_of(house: House, tx: Tx, actor: Actor, writers: Set[str]) -> list[Named]:
    """Return what they are called who wrote something, or decided on it."""
    query = house.database.log.write.select(tables.worker, ("name",), ("municipality", "worker"))
    known = [(one, tx.rows(query, (actor.municipality, stream_id(one)))) for one in sorted(writers)]
    return [Named(one, rows[0][0]) for one, rows in known if rows]


def _answer(house: House, tx: Tx, actor: Actor, gone: Gone, said: tuple[str, int]) -> SyncAnswer:
    asked, grants, receipts, heard = gone
    epoch, clock_err = said
    cursors = {stream_id(stream): cursor for stream, cursor in (asked.cursors or {}).items()}
    standing = None if asked.standing is UNSET else {stream_id(stream): number for stream, number in asked.standing.items()}
    furthest = cursors | (standing or {})
    if any(furthest.get(grant.stream, 0) > grant.head_seq for grant in grants):
        log.trouble("sync.beyond", device=actor.device)  # a server that was put back, and nobody has said so to it
        raise RefusedError(409, "epoch")
    taken = {receipt.stream: receipt for receipt in receipts}
    shelf = Shelf(house, tx, actor, frozenset(map(stream_id, asked.whole or ())), standing, taken)
    wanted = grants if standing is None else by_appointment(house, tx, actor, grants, cursors)
    offering = Offering(house, tx, actor)
    versions = {stream_id(stream): version for stream, version in (asked.versions or {}).items()}
    held = [] if asked.versions is UNSET else [offering.told(one) for one in grants if heard_other(one, versions, heard)]
    pages = list(shelf.pages(wanted, cursors, Allowance(size=MOST_BYTES - MOST_SIZE + offering.room)))
    reached = cursors | {stream_id(page.stream): page.last for page in pages}
    return SyncAnswer(
        epoch=epoch,
        now=house.now(),
        clock_err=clock_err,
        grants=[Granted(as_text(grant.stream), grant.version, grant.role) for grant in grants],
        acks=[
            Ack(as_text(receipt.stream), span.from_ctr, span.to_ctr, span.from_seq, span.received_at, span.clock_err)
            for receipt in receipts
            for span in receipt.spans
        ],
        exceptions=[Kept(as_text(receipt.stream), *range_) for receipt in receipts for range_ in reasons(receipt.held)],
        waits=[as_text(receipt.stream) for receipt in receipts if receipt.waits] or UNSET,
        collisions=[Collision(as_text(one.stream), one.collision) for one in receipts if one.collision] or UNSET,
        pages=pages,
        heads=UNSET if standing is None else [Reached(as_text(grant.stream), grant.head_seq) for grant in grants],
        names=names_of(house, tx, actor, {change.author for page in pages for change in page.changes} | people_in(held)),
        held=held or UNSET,
        more=any(reached.get(grant.stream, 0) < grant.head_seq for grant in grants),
        end=True,
    )
