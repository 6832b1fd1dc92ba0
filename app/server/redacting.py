"""Destroying what is kept of somebody, when a person has asked for it and the municipality has decided so (Jeugdwet 7.3.9, AVG 17).

What a row said goes for good: here at once, on the laptops with their next sync. That something was written, by whom and when, that it
was destroyed and why stays, and the chain over the family's history still holds. Backups of before keep it until they are thrown away.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ClauseElement, bindparam, update

from app.changelog.change import REDACT, WHOLE_ROW, Change
from app.changelog.redaction import NOTHING, REDACTED, redaction
from app.changelog.transaction import Tx
from app.domain.ids import derived_id, new_id
from app.domain.records import SCHEMA
from app.log import get_log
from app.server import healing, tables
from app.server.access import House
from app.server.ledger import KEY, go_on, locked_head, mark_held, note_received
from app.server.problems import ServerProblem

log = get_log(__name__)

MOST = 500
"""How many changes one redaction names, so that its value stays small."""


@dataclass(frozen=True)
class Asked:
    """What is destroyed, and in a few words why: that stays, so it names nobody."""

    row: bytes
    reason: str


class RowKept(NamedTuple):
    """A row of which something is kept: its record and id, how many changes, and when the first and the last came (ms)."""

    record: str
    row: bytes
    changes: int
    first: int
    last: int


def rows_of(house: House, tx: Tx, scope: tuple[str, bytes]) -> list[RowKept]:
    """Return the rows of a family's history of which not everything is destroyed, oldest first."""
    found: dict[tuple[str, bytes], list[int]] = {}
    for change in house.database.log.stream(tx, *scope).history():
        if change.kind != REDACT and change.redacted is None:
            found.setdefault((change.record, bytes(change.row)), []).append(change.received_at or 0)
    return [RowKept(*name, len(moments), min(moments), max(moments)) for name, moments in found.items()]


def redact(house: House, tx: Tx, scope: tuple[str, bytes], asked: Asked) -> int:
    """Destroy what the changes of a row said; returns of how many. Raises ServerProblem `no_family`, `no_row`, `heals`."""
    head = locked_head(house.database.log, tx, scope)
    if head is None:
        raise ServerProblem("no_family", "There is no family with that id.")
    era, now = healing.era_of(house.database.log, tx, scope[0]), house.now()
    if era.heals(now) and healing.waits(house.database.log, tx, scope, era):
        raise ServerProblem("heals", "The service was put back from a backup and waits for laptops of this family. Try it later.")
    stream = house.database.log.stream(tx, *scope)
    found = [change for change in stream.history() if change.row == asked.row and change.kind != REDACT and change.redacted is None]
    if not found:
        raise ServerProblem("no_row", "There is no row with that id in this family, or it was destroyed already.")
    service = bytes(derived_id(scope[0].encode(), "service"))
    parts = [redaction(found[start : start + MOST], asked.reason) for start in range(0, len(found), MOST)]
    orders = _orders(found[0], parts, (service, stream.last_ctr(service, 1)), (head.seq, now))
    go_on(stream, head, orders)
    note_received(stream, (service, 1), orders[-1].ctr)
    _held_too(house, tx, scope, asked.row)
    log.event("redacted", stream=stream.id, changes=len(found))
    return len(found)


def _orders(of: Change, parts: Sequence[bytes], last: tuple[bytes, int], place: tuple[int, int]) -> list[Change]:
    """Return the municipality's own changes, numbered: as many as are needed to name all. They are of no worker."""
    (service, ctr), (seq, now) = last, place
    tx = bytes(new_id(now))
    return [
        Change(
            dev=service,
            inc=1,
            ctr=ctr + number,
            seq=seq + number,
            ord=now,
            seen=seq,
            tx=tx,
            record=of.record,
            row=of.row,
            grp=REDACTED,
            val=part,
            salt=os.urandom(16),
            wall=now,
            author=service,
            schema=SCHEMA,
            kind=REDACT,
            received_at=now,
            clock_err=0,
        )
        for number, part in enumerate(parts, 1)
    ]


def _held_too(house: House, tx: Tx, scope: tuple[str, bytes], row: bytes) -> None:
    """Empty what is held of the row as well; that it was held stays."""
    held = tables.held

    def write() -> ClauseElement:
        of = (held.c[name] == bindparam(f"of_{name}") for name in (*KEY, "row", "grp"))
        return update(held).values(val=bindparam("val"), salt=bindparam("salt")).where(*of)

    log_ = house.database.log
    query = log_.write.own("empty held", ("val", "salt", *(f"of_{name}" for name in (*KEY, "row", "grp"))), write)
    for (grp,) in tx.rows(log_.write.select(held, ("grp",), (*KEY, "row")), (*scope, row)):
        tx.run(query, (b"{}" if grp == WHOLE_ROW else b"null", NOTHING, *scope, row, grp))
    mark_held(log_.stream(tx, *scope), house.now())  # the laptops on which it waits for a decision get it anew, without its words
