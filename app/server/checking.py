"""The independent check: whether the database is what its own history makes of it. Changes nothing, and says ids and counts only.

Every stream's history is played again into an empty database in memory, and the two are compared. So it is the log that is
believed, and everything that was derived from it that is checked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ClauseElement, func, select

from app.changelog.apply import apply
from app.changelog.chain import START, extend
from app.changelog.change import Change
from app.changelog.log import CHANGE, Log
from app.changelog.transaction import Tx
from app.server import tables
from app.server.database import Database, open_database
from app.server.healing import era_of, missing

Scope = tuple[str, bytes]
"""Municipality and stream."""
TOWN = ("municipality",)


@dataclass(frozen=True)
class Finding:
    """Something that does not hold: what, in which stream, and how often."""

    what: str
    stream: bytes
    count: int = 1


@dataclass(frozen=True)
class Checked:
    """How much was looked at, and what was found.

    `lost` is what a laptop handed in after the copy that was put back, and had no more when the server asked for it again: nobody can bring
    it, and the database holds without it.
    """

    streams: int
    changes: int
    findings: Sequence[Finding]
    lost: Sequence[Finding] = ()


def check(log: Log, tx: Tx) -> Checked:
    """Look at every stream of the database as it is in this transaction."""
    scratch = open_database("sqlite://")
    awaited = frozenset(one.device for one in missing(log, tx))
    put_back = {town: era_of(log, tx, town).restored_at is not None for (town,) in tx.rows(log.write.select(tables.municipality, TOWN, ()))}
    findings: list[Finding] = []
    lost: list[Finding] = []
    total = 0
    try:
        columns = ("municipality", "stream", "head_seq", "head_hash", "class")
        streams = tx.rows(log.write.select(tables.stream, columns, (), ("municipality", "stream")))
        for town, stream, seq, head, _ in streams:
            one = _Stream(log, tx, (town, bytes(stream)), scratch, awaited)
            history = one.history()
            total += len(history)
            absent, beyond = one.counters(history)
            gone = absent if put_back.get(town) else 0
            lost += [Finding("counters", one.scope[1], gone)] if gone else []
            findings += one.findings(history, (seq, bytes(head)), absent - gone + beyond)
        known = {(town, bytes(stream)) for town, stream, *_ in streams}
        findings += _strays(log, tx, known)
    finally:
        scratch.engine.dispose()
    return Checked(len(streams), total, findings, lost)


@dataclass(frozen=True)
class _Stream:
    """One stream, and where its history is played again."""

    log: Log
    tx: Tx
    scope: Scope
    scratch: Database
    awaited: frozenset[bytes]

    def history(self) -> list[Change]:
        """Return the stream's changes in the order of their numbers."""
        query = self.log.write.select(self.log.tables.change, CHANGE, tables.SCOPE, ("seq",))
        return [Change(*row) for row in self.tx.rows(query, self.scope)]

    def findings(self, history: Sequence[Change], end: tuple[int, bytes], behind: int) -> Iterator[Finding]:
        """Yield what does not hold of this stream; `end` is its last number and the chain there, `behind` how many counters are wrong."""
        stream, (seq, head) = self.scope[1], end
        if [change.seq for change in history] != list(range(1, seq + 1)):
            yield Finding("numbers", stream)
        if extend(START, stream, history) != head:
            yield Finding("chain", stream)
        if behind:
            yield Finding("counters", stream, behind)
        late = sum(1 for change in history if (change.ord or 0) > (change.received_at or 0))
        if late:
            yield Finding("order", stream, late)
        yield from self._differences(history)

    def counters(self, history: Sequence[Change]) -> tuple[int, int]:
        """Return how many counters are not here up to the last one of each laptop, neither applied nor held, and how many are beyond it.

        A laptop that has not reported since the server was put back may still bring some.
        """
        key = (*tables.SCOPE,)
        last = self.tx.rows(self.log.write.select(tables.device_stream, ("device", "inc", "last_ctr"), key), self.scope)
        held = self.tx.rows(self.log.write.select(tables.held, ("dev", "inc", "ctr"), key), self.scope)
        there = {(one.dev, one.inc, one.ctr) for one in history} | {(bytes(dev), inc, ctr) for dev, inc, ctr in held}
        told: dict[tuple[bytes, int], int] = {(bytes(device), inc): most for device, inc, most in last if device not in self.awaited}
        mine = [(told.get((device, inc), 0), ctr) for device, inc, ctr in there if device not in self.awaited]
        within = sum(1 for most, ctr in mine if ctr <= most)
        return sum(told.values()) - within, len(mine) - within  # never a list of them: who lies about its counter may say 2**53

    def _differences(self, history: Sequence[Change]) -> Iterator[Finding]:
        """Play the history again and yield how many rows of each derived table differ."""
        derived = self.log.tables
        with self.scratch.write() as again:
            apply(self.scratch.log.stream(again, *self.scope), history)
            for table in (derived.head, derived.frontier, derived.parked, *derived.records.values()):
                here, there = (_rows(log, tx, table, self.scope) for log, tx in ((self.log, self.tx), (self.scratch.log, again)))
                if here != there:
                    yield Finding(table.name, self.scope[1], len(here ^ there))
                again.run(self.scratch.log.write.delete(table, tables.SCOPE), self.scope)
            again.run(self.scratch.log.write.delete(derived.change, tables.SCOPE), self.scope)


def _rows(log: Log, tx: Tx, table: Any, scope: Scope) -> set[tuple[Any, ...]]:
    columns = [column.name for column in table.c]
    found = tx.rows(log.write.select(table, columns, tables.SCOPE), scope)
    return {tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row) for row in found}


def _strays(log: Log, tx: Tx, known: set[tuple[str, bytes]]) -> Iterator[Finding]:
    """Yield rows of streams that are not there."""
    derived = log.tables
    for table in (derived.change, derived.head, derived.frontier, derived.parked, *derived.records.values(), tables.grant):

        def write(table: Any = table) -> ClauseElement:
            by = (table.c.municipality, table.c.stream)
            return select(*by, func.count()).group_by(*by)

        for town, stream, count in tx.rows(log.write.own(f"strays {table.name}", (), write)):
            if (town, bytes(stream)) not in known:
                yield Finding(f"stray {table.name}", bytes(stream), int(count))
