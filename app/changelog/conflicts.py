"""Cells in which two values stand that nobody had seen side by side. Derived from what stands; kept nowhere."""

from typing import NamedTuple

from app.changelog.apply import candidates, deletion, lookup
from app.changelog.change import DELETED, WHOLE_ROW, Cell, Change
from app.changelog.dominance import Standing, dominates, order, standing
from app.changelog.log import Stream
from app.changelog.rows import ASKS, THROWN_AWAY
from app.changelog.tables import GONE
from app.changelog.values import Plain, decoded, in_full
from app.domain.record import Kind
from app.domain.records import specs


class Option(NamedTuple):
    """One of the values that stand: who wrote it and when is in the change."""

    value: Plain
    change: Change


class Conflict(NamedTuple):
    """A cell with its values, the one that is displayed last."""

    cell: Cell
    options: tuple[Option, ...]


def conflicts(stream: Stream) -> list[Conflict]:
    """Return the stream's conflicts, by cell. Equal values collapse: two people who wrote the same agree.

    A row that is gone, or whose making is not here, asks nothing: nobody could see the question. Put back, it asks again.
    """
    find = lookup(stream, ())
    contested = stream.contested()
    heads = stream.heads_of((cell.record, cell.row) for cell in contested)
    gone = {(c.record, c.row) for c in heads if c.grp == DELETED and deletion(heads, c.record, c.row, find) == THROWN_AWAY}
    there = {(c.record, c.row) for c in heads if c.grp == WHOLE_ROW} - gone
    names = {cell for cell in contested if cell.grp not in (WHOLE_ROW, DELETED)}
    for cell in contested:
        if cell.grp == WHOLE_ROW:
            members = {name for one in contested[cell] for name in decoded(find(one).val)}
            names |= {cell._replace(grp=name) for name in members}
    found = []
    for cell in sorted(cell for cell in names if (cell.record, cell.row) in there and not _asks_nobody(cell)):
        values = candidates(heads, cell, find)
        options = _distinct(cell, values)
        if len(options) > 1:
            found.append(Conflict(cell, tuple(Option(values[one], find(one)) for one in options)))
    return found


def _asks_nobody(cell: Cell) -> bool:
    """Tell whether nobody is asked: of where a row stands in a list the newest counts; what this program does not know it cannot show."""
    spec = specs().get(cell.record)
    kinds = {field.name: field.declared.kind for field in spec.fields} if spec else {}
    return kinds.get(cell.grp, Kind.ORDER) is Kind.ORDER


def overruled(stream: Stream, record: str, row: bytes) -> tuple[Change, Change] | None:
    """Return, of a link that stands although somebody took it away, that removal and what put it there unseen; else None."""
    heads, find = stream.heads(record, row), lookup(stream, ())
    marks = [find(one) for one in heads.get(Cell(record, row, DELETED), [])]
    removals = [mark for mark in marks if decoded(mark.val)]
    if not removals or deletion(heads, record, row, find) == THROWN_AWAY:
        return None
    puts = [find(one) for one in heads.get(Cell(record, row, WHOLE_ROW), [])] + [mark for mark in marks if not decoded(mark.val)]
    unseen = [put for put in puts if not any(dominates(removal, standing(put)) for removal in removals)]
    newest = max(unseen, key=lambda put: order(standing(put)), default=None)
    return (removals[-1], newest) if newest else None


def asked_deletions(stream: Stream) -> list[tuple[Cell, Change]]:
    """Return the rows that one person deleted while another changed them, each with the deletion's change."""
    find = lookup(stream, ())
    asked = []
    for record, row in _asking(stream):
        mark = Cell(record, row, DELETED)
        stand = stream.heads(record, row).get(mark, [])
        if stand:
            asked.append((mark, find(max(stand, key=order))))
    return asked


def _asking(stream: Stream) -> list[tuple[str, bytes]]:
    """Return the rows of which `apply` wrote that they ask; one small question per record, whatever the size of the log."""
    return [
        (name, bytes(row))
        for name, table in sorted(stream.log.tables.records.items())
        for (row,) in stream.tx.rows(stream.log.write.select(table, ("id",), (*stream.keys, GONE), ("id",)), (*stream.scope, ASKS))
    ]


def _distinct(cell: Cell, values: dict[Standing, Plain]) -> list[Standing]:
    """Return one standing change per different value, the newest of each, in order of display.

    A program of the version before does not say a member of a group that it does not know: that is its default, as it is shown.
    """
    field = specs()[cell.record].field(cell.grp)
    said = {one: in_full(field, value) for one, value in values.items()}
    kept: list[Standing] = []
    for one in sorted(values, key=order, reverse=True):
        if all(said[one] != said[other] for other in kept):
            kept.append(one)
    return sorted(kept, key=order)
