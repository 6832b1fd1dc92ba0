"""The one way a row changes: local and remote changes, on the laptop and on the server, go through `apply`."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from app.changelog.change import DELETED, LEFT, REDACT, WHOLE_ROW, Cell, Change
from app.changelog.dominance import Standing, dominates, folded, shown
from app.changelog.log import Stream
from app.changelog.redaction import take_away
from app.changelog.rows import ASKS, STANDS, THROWN_AWAY, UNMADE, Form, Rows
from app.changelog.values import Plain, decoded
from app.domain.record import Policy
from app.domain.records import specs
from app.errors import ProgramFault

MANY = 40
"""From this many changes on, all heads of the stream are read at once (record-spike.md 2)."""
Cells = dict[Cell, list[Standing]]
Lookup = Callable[[Standing], Change]


def apply(stream: Stream, changes: Sequence[Change]) -> set[tuple[str, bytes]]:
    """Log the changes, settle what stands in their cells and write their rows; returns (record, row) of what was touched.

    The changes come in `seq` order, own pending ones last in `ctr` order; none of them is in the log yet.
    """
    cells = _standing_before(stream, changes)
    before = {cell: len(stand) for cell, stand in cells.items()}
    stream.append(changes)
    touched: Cells = {}
    for change in changes:
        if change.kind != REDACT:
            cell = Cell(change.record, change.row, change.grp)
            cells[cell] = touched[cell] = folded(cells.get(cell, ()), change)
    stream.put_heads(touched, before)
    write_rows(stream, cells, touched, lookup(stream, changes))
    if take_away(stream, changes):
        anew(stream)
    return {(cell.record, cell.row) for cell in touched}


def settle(stream: Stream, dev: bytes, inc: int, span: tuple[int, int], shift: int) -> None:
    """Take over the server's numbers of own changes; a contested cell may now show another value, so its row is written again.

    The log itself has its `seq` and `ord` already.
    """
    stream.number(dev, inc, span, shift)
    again = {
        cell: stand
        for cell, stand in stream.contested().items()
        if any((s.dev, s.inc) == (dev, inc) and span[0] <= s.ctr <= span[1] for s in stand)
    }
    if not again:
        return
    stream.put_heads(again, {cell: len(stand) for cell, stand in again.items()})
    cells = stream.heads_of((cell.record, cell.row) for cell in again)
    write_rows(stream, cells, again, lookup(stream, ()))


def rebuild(stream: Stream, record: str) -> None:
    """Write a record's rows anew from what stands: after a declaration changed, as a repair, and as a test's oracle."""
    stream.clear(record)
    cells = {cell: stand for cell, stand in stream.all_heads().items() if cell.record == record}
    write_rows(stream, cells, cells, lookup(stream, ()))


def anew(stream: Stream) -> None:
    """Settle every cell of a stream and write its rows anew, from nothing but its log: after changes were taken out of it."""
    changes = [change for change in stream.history() if change.held != LEFT and change.kind != REDACT]
    cells: Cells = {}
    for change in changes:
        cell = Cell(change.record, change.row, change.grp)
        cells[cell] = folded(cells.get(cell, ()), change)
    stream.clear_all()
    stream.put_heads(cells, {})
    write_rows(stream, cells, cells, lookup(stream, changes))


def lookup(stream: Stream, changes: Iterable[Change]) -> Lookup:
    """Return a way from what stands to the change itself: from the page at hand, else from the log."""
    known = {change[:3]: change for change in changes}

    def find(one: Standing) -> Change:
        name = one[:3]  # device, incarnation, counter: of what stands as of the change itself
        if name not in known:
            change = stream.find(*name)
            if change is None:
                raise ProgramFault("a head without its change")
            known[name] = change
        return known[name]

    return find


def candidates(cells: Cells, cell: Cell, find: Lookup) -> dict[Standing, Plain]:
    """Return the values that stand in a cell: its own changes, and those creations of its row that none of them had seen.

    One creation is always seen by who edits the row; two stand only where two laptops made the same derived row.
    """
    own = cells.get(cell, [])
    values = {one: decoded(find(one).val) for one in own}
    creations = cells.get(Cell(cell.record, cell.row, WHOLE_ROW), [])
    if cell.grp == DELETED or (own and len(creations) < 2):
        return values
    for creation in creations:
        whole = decoded(find(creation).val)
        if cell.grp in whole and not any(dominates(find(one), creation) for one in own):
            values[creation] = whole[cell.grp]
    return values


def write_rows(stream: Stream, cells: Cells, touched: Cells, find: Lookup) -> None:
    """Write the columns of the touched cells, and the texts they are found by; what this program does not know is parked."""
    rows = Rows(stream)
    new, groups_of = _new_and_others(cells, touched)
    for record, creations in new.items():
        rows.add_new(record, [find(one) for one in creations])
    for (record, row), mine in _by_row(cells, groups_of).items():
        groups, form = groups_of[record, row], rows.form(record)
        if form is None:
            rows.park(record, row, groups)
            continue
        wholes = [decoded(find(one).val) for one in mine.get(Cell(record, row, WHOLE_ROW), ())]
        rows.park(record, row, _not_declared(form, wholes, groups))
        every = WHOLE_ROW in groups
        written = groups if not every else form.cells if len(wholes) > 1 else {cell.grp for cell in mine}
        shows = {grp: _shown(mine, Cell(record, row, grp), find) for grp in form.fields.keys() & written}
        state = deletion(mine, record, row, find) if mine.get(Cell(record, row, WHOLE_ROW)) else UNMADE
        rows.add(form, row, {**wholes[0], **shows} if every else shows, state, every=every)
    rows.write()


def _new_and_others(cells: Cells, touched: Cells) -> tuple[dict[str, list[Standing]], dict[tuple[str, bytes], set[str]]]:
    """Return, by record, the creations that are all that stands of their row, as most of a page is; and other touched groups, by row."""
    many = Counter((record, row) for record, row, _ in cells)
    new: dict[str, list[Standing]] = defaultdict(list)
    others: dict[tuple[str, bytes], set[str]] = defaultdict(set)
    for (record, row, grp), stand in touched.items():
        if grp == WHOLE_ROW and len(stand) == many[record, row] == 1:
            new[record] += stand
        else:
            others[record, row].add(grp)
    return new, others


def _by_row(cells: Cells, rows: Iterable[tuple[str, bytes]]) -> dict[tuple[str, bytes], Cells]:
    """Return what stands in each of these rows, by itself: a history may have many others."""
    found: dict[tuple[str, bytes], Cells] = {row: {} for row in rows}
    for cell, stand in cells.items() if found else ():
        mine = found.get((cell[0], cell[1]))
        if mine is not None:
            mine[cell] = stand
    return found


def deletion(cells: Cells, record: str, row: bytes, find: Lookup) -> int:
    """Return whether a row stands, is gone, or asks: deleted by one while another changed it (sync.md 3.6).

    A link never asks: who put it there wins from who took it away without having seen that.
    """
    marks = cells.get(Cell(record, row, DELETED), [])
    if not marks or not any(decoded(find(mark).val) for mark in marks):
        return STANDS
    edits = [one for cell, stand in cells.items() if (cell.record, cell.row) == (record, row) and cell.grp != DELETED for one in stand]
    agreed = all(decoded(find(mark).val) for mark in marks)
    seen = all(any(dominates(find(mark), edit) for mark in marks) for edit in edits)
    if agreed and seen:
        return THROWN_AWAY
    spec = specs().get(record)
    return STANDS if spec is not None and spec.policy is Policy.LINK else ASKS


def _standing_before(stream: Stream, changes: Sequence[Change]) -> Cells:
    if len(changes) >= MANY:
        return stream.all_heads()
    return stream.heads_of((change.record, change.row) for change in changes)


def _shown(cells: Cells, cell: Cell, find: Lookup) -> Plain:
    values = candidates(cells, cell, find)
    return values[shown(values)] if values else None


def _not_declared(form: Form, wholes: Sequence[Plain], groups: set[str]) -> set[str]:
    news = groups - form.cells
    if WHOLE_ROW in groups:
        for whole in wholes:
            news |= whole.keys() - form.cells
    return news
