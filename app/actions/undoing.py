"""Taking back: any gesture of this laptop in a family, out of the log, also after a restart. An undo is an ordinary change."""

from dataclasses import dataclass
from itertools import groupby

from app.actions.note_drafts import follow_undo
from app.changelog.apply import Cells, deletion, lookup
from app.changelog.change import DELETED, LEFT, WHOLE_ROW, Cell, Change
from app.changelog.conflicts import conflicts
from app.changelog.dominance import Standing, dominates, folded, shown, standing
from app.changelog.gesture import Author, Gesture
from app.changelog.log import Stream
from app.changelog.rows import ASKS, STANDS
from app.changelog.values import as_bytes, decoded, encoded
from app.domain.ids import derived_id
from app.domain.record import Id
from app.domain.records import specs
from app.errors import UserProblem
from app.store.queries import history
from app.store.workspace import Workspace

STAYS = frozenset({"family", "plan_version", "safety_plan_version", "safety_plan_confirmation"})
"""Records of which a row, once made, is not taken back: a paper that somebody has keeps its version, and what people agreed was agreed."""
STEPS = 400
"""How many of a laptop's newest changes in a family are looked through: more than 100 gestures (ui.md 6, row 1)."""


@dataclass(frozen=True)
class Undoable:
    """What would be taken back, or done again: the gesture's tx and a word for it as text key; None when there is nothing."""

    tx: bytes | None = None
    says: str = ""
    redo_tx: bytes | None = None


def undoable(stream: Stream, author: Author) -> Undoable:
    """Return what undo and redo would do in this family."""
    gestures = _gestures(stream, author)
    undo, redo = stacks(list(gestures))
    return Undoable(undo[-1] if undo else None, _says(gestures[undo[-1]]) if undo else "", redo[-1] if redo else None)


def undo(workspace: Workspace, family: bytes) -> None:
    """Take the last gesture of this laptop in the family back; raises `nothing_to_undo`, `undo_changed_since`."""
    _take_back(workspace, family)


def put_back(workspace: Workspace, family: bytes, tx: bytes) -> None:
    """Take one gesture of this laptop back, also when others came after it; raises `nothing_to_undo`, `undo_changed_since`."""
    _take_back(workspace, family, tx)


def redo(workspace: Workspace, family: bytes) -> None:
    """Do again what was taken back; raises `nothing_to_undo`, `undo_changed_since`."""
    _take_back(workspace, family, again=True)


def stacks(txs: list[bytes]) -> tuple[list[bytes], list[bytes]]:
    """Return what can be undone and what can be done again, both with the next one last.

    The tx of an undo is derived from the tx that it takes back, so the log itself tells which is which.
    """
    undo_stack: list[bytes] = []
    redo_stack: list[bytes] = []
    takes_back: dict[bytes, bytes] = {}
    for tx in txs:
        before = takes_back.get(tx)
        takes_back[derived_id(tx, "undo")] = tx
        if before in undo_stack:
            undo_stack.remove(before)
            redo_stack.append(tx)
        elif before in redo_stack:
            redo_stack.remove(before)
            undo_stack.append(tx)
        else:
            undo_stack.append(tx)
            redo_stack = []
    return undo_stack, redo_stack


def _take_back(workspace: Workspace, family: bytes, tx: bytes | None = None, *, again: bool = False) -> None:
    with workspace.write() as writing:
        stream = writing.stream(family)
        gestures = _gestures(stream, writing.author_in(family))
        stack = stacks(list(gestures))[1 if again else 0]
        wanted = stack[-1:] if tx is None else [one for one in stack if one == tx]
        if not wanted:
            raise UserProblem("nothing_to_undo")
        changes = gestures[wanted[0]]
        gesture = writing.gesture(family)
        gesture.tx = derived_id(wanted[0], "undo")
        for change in sorted(reversed(changes), key=_rank):
            _reverse(stream, gesture, change, changes)
        gesture.done()
        follow_undo(workspace, writing, family, changes)


def _rank(change: Change) -> int:
    """Fields go back first, then what was thrown away, then what was made: who throws a row away has seen everything in it."""
    return {DELETED: 1, WHOLE_ROW: 2}.get(change.grp, 0)


def _reverse(stream: Stream, gesture: Gesture, change: Change, together: list[Change]) -> None:
    cell = Cell(change.record, change.row, change.grp)
    stand = stream.heads(change.record, change.row).get(cell, [])
    later = [one for one in together if one[7:10] == change[7:10] and one.ctr > change.ctr]
    if later:
        return
    if not _still_stands(stream, change, stand) or any(conflict.cell == cell for conflict in conflicts(stream)):
        raise UserProblem("undo_changed_since")
    if cell.grp == WHOLE_ROW:
        gesture.delete(change.record, Id(change.row))
    elif cell.grp == DELETED:
        before = _state_before(stream, cell, together)
        if before == STANDS or (before == ASKS and decoded(change.val)):
            gesture.restore(change.record, change.row)
        else:
            gesture.delete(change.record, Id(change.row))
    else:
        gesture.put_raw(cell, _value_before(stream, cell, together))


def _still_stands(stream: Stream, change: Change, stand: list[Standing]) -> bool:
    """Tell whether the cell is as the change left it: by itself, or because this laptop took back what came after it."""
    if len(stand) != 1:
        return False
    now = stream.find(*stand[0][:3])
    return now is not None and (now.dev, now.inc, now.val) == (change.dev, change.inc, change.val)


def _value_before(stream: Stream, cell: Cell, together: list[Change]) -> bytes:
    """Return the value that the gesture found in the cell: its own changes left out."""
    earlier = _earlier(history.of_cell(stream, cell), cell, together)
    if earlier:
        stand: list[Standing] = []
        for one in earlier:  # by what had been seen, as on the screen: by the clocks an older value could come back
            stand = folded(stand, one)
        return next(one.val for one in earlier if standing(one) == shown(stand))
    field = specs()[cell.record].field(cell.grp)
    creations = history.of_cell(stream, cell._replace(grp=WHOLE_ROW))
    for creation in reversed(_earlier(creations, cell, together) or creations):  # of a copy that stepped aside none may count as seen
        whole = decoded(creation.val)
        if cell.grp in whole:
            return as_bytes(whole[cell.grp])
    return encoded(field, field.default)


def _state_before(stream: Stream, cell: Cell, together: list[Change]) -> int:
    """Return what the gesture found of a row: it stood, it was gone, or it asked. An asking row was on the screen, though thrown away."""
    earlier = _earlier(history.of_row(stream, cell.record, cell.row), cell, together)
    cells: Cells = {}
    for one in earlier:
        place = Cell(*one[7:10])
        cells[place] = folded(cells.get(place, ()), one)
    return deletion(cells, cell.record, cell.row, lookup(stream, earlier))


def _earlier(changes: list[Change], cell: Cell, together: list[Change]) -> list[Change]:
    """Return the changes that the author of a gesture had on the screen when it wrote in a cell: its own of that moment left out."""
    first = min((one for one in together if one[7:10] == cell), key=lambda one: one.ctr)
    own = {one[:3] for one in together}
    return [one for one in changes if one[:3] not in own and dominates(first, standing(one))]


def _gestures(stream: Stream, author: Author) -> dict[bytes, list[Change]]:
    written = history.last_own(stream, author, STEPS)
    changes = [change for change in written if change.held != LEFT]  # what was not taken over stands nowhere
    gestures = {tx: list(group) for tx, group in groupby(changes, key=lambda change: change.tx)}
    begin = history.begins_after(stream)
    return {tx: made for tx, made in gestures.items() if not _stays(made) and _found_is_known(made, begin)}


def _found_is_known(made: list[Change], begin: int) -> bool:
    """Tell whether this laptop still knows what a gesture found: what was replaced long ago is at the municipality only."""
    return all(one.seen >= begin and (one.seq is None or one.seq > begin) for one in made)


def _stays(changes: list[Change]) -> bool:
    """Tell whether a gesture is none to take back: a family's beginning (only the municipality ends one), and what was printed."""
    return any(change.record in STAYS and change.grp == WHOLE_ROW for change in changes)


def _says(changes: list[Change]) -> str:
    """Return the text key that says what a gesture was: made, thrown away, put back or changed, and of what."""
    first = changes[0]
    if first.grp == DELETED and not decoded(first.val):
        return "undo.put_back"
    what = {WHOLE_ROW: "made", DELETED: "deleted"}.get(first.grp, "changed")
    return f"undo.{what}.{first.record}"
