"""What ever stood in a field: who wrote it and when, out of the log; and letting an earlier value stand again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from app.actions.choosing import Written, written
from app.actions.fields import FieldRef, checked_value
from app.actions.row_names import NOBODY, row_names
from app.actions.values_in_words import field_text
from app.changelog.apply import candidates, lookup
from app.changelog.change import DELETED, WHOLE_ROW, Cell, Change
from app.changelog.dominance import Standing, folded, standing
from app.changelog.log import Stream
from app.changelog.values import Plain, decoded, from_plain, plain
from app.domain.record import Kind, Policy
from app.domain.records import specs
from app.errors import UserProblem
from app.store.queries import history, rows
from app.store.workspace import Reading, Workspace
from app.sync.server_link import NoNetworkError, OutOfStepError, ServerLink
from app.sync.whole_history import fetch_history
from app.texts import t


@dataclass(frozen=True)
class Earlier:
    """A value that a field has or had, also in words; `stands` when it is one that stands now, `sent` when the municipality has it.

    `chosen_from` when somebody else's value stood beside it at some time.
    """

    value: Any
    text: str
    written: Written
    stands: bool
    sent: bool
    chosen_from: bool


@dataclass(frozen=True)
class RowStep:
    """That a row was made, thrown away or put back: `says` is the text key."""

    says: str
    written: Written


@dataclass(frozen=True)
class FieldPast:
    """The past of a field, newest first, and of the row it is in; `can_change` when an earlier value can be put back.

    `whole` tells whether everything there ever was is on this laptop; what was replaced long ago may be at the municipality only.
    """

    values: tuple[Earlier, ...]
    row: tuple[RowStep, ...]
    can_change: bool
    whole: bool = True


def field_past(workspace: Workspace, ref: FieldRef) -> FieldPast:
    """Return everything there is to tell of a field."""
    with workspace.read() as reading:
        can_change = specs()[ref.record].policy is not Policy.APPEND
        whole = not reading.state(ref.family).base[0]
        return FieldPast(_values(reading, ref), _steps(reading, ref), can_change, whole)


def whole_past(workspace: Workspace, ref: FieldRef, link: ServerLink) -> FieldPast:
    """Fetch what is only at the municipality of a family's history, and return the past of a field; it stays here for a week at least.

    Closes the link. Raises UserProblem: `history_no_network`, `history_not_given`, `history_differs`, and what an exchange raises.
    """
    try:
        fetch_history(workspace, link, ref.family)
    except NoNetworkError as error:
        raise UserProblem("history_no_network") from error
    except OutOfStepError as error:
        raise UserProblem("sync_out_of_step") from error
    finally:
        link.close()
    return field_past(workspace, ref)


def field_history(workspace: Workspace, ref: FieldRef) -> tuple[Earlier, ...]:
    """Return every value that the field has or had, newest first; the same value twice in a row counts once."""
    with workspace.read() as reading:
        return _values(reading, ref)


def row_history(workspace: Workspace, ref: FieldRef) -> tuple[RowStep, ...]:
    """Return when the row of a field was made, thrown away and put back, newest first."""
    with workspace.read() as reading:
        return _steps(reading, ref)


def put_back_value(workspace: Workspace, ref: FieldRef, value: Any) -> None:
    """Let an earlier value stand again: an ordinary change that has seen everything there is; what was typed since is dropped.

    Raises UserProblem: `row_gone`, or `value_not_possible` where a row does not change any more.
    """
    checked = checked_value(ref.spec, value)
    if specs()[ref.record].policy is Policy.APPEND:
        raise UserProblem("value_not_possible")
    with workspace.write() as writing:
        stream = writing.stream(ref.family)
        rows.row(stream, specs()[ref.record].cls, ref.row)
        writing.drop_draft(ref.family, ref.record, ref.row, ref.field)
        values = _standing_values(stream, ref)
        if [*values.values()] != [plain(ref.spec, checked)]:
            gesture = writing.gesture(ref.family)
            gesture.put(ref.row, ref.record, ref.spec, checked)
            gesture.done()


def _values(reading: Reading, ref: FieldRef) -> tuple[Earlier, ...]:
    stream, spec = reading.stream(ref.family), ref.spec
    told = list(_told(stream, ref))
    disputed = _disputed(told)
    stand = _standing_values(stream, ref)
    kinds = {spec.declared.kind, *(member.declared.kind for member in spec.members)}
    names = row_names(stream) if Kind.LINK in kinds else NOBODY
    kept: list[Earlier] = []
    before: object = ...
    for change, value in told:
        name = standing(change)
        stands = name in stand or not stand  # a default that no change ever wrote stands in no cell
        if value == before:
            now = kept[-1]
            kept[-1] = replace(now, stands=now.stands or stands, chosen_from=now.chosen_from or name in disputed)
            continue
        before, python = value, from_plain(spec, value)
        words = t("history.destroyed") if change.redacted else field_text(ref.record, spec, python, names)
        kept.append(Earlier(python, words, written(reading, change), stands, change.seq is not None, name in disputed))
    return tuple(reversed(kept))


def _told(stream: Stream, ref: FieldRef) -> Iterator[tuple[Change, Plain]]:
    """Yield what was ever written in a field with its change, oldest first. A creation that leaves it at its default says so."""
    cell = Cell(ref.record, ref.row, ref.field)
    own = history.of_cell(stream, cell)
    found: list[tuple[Change, Plain]] = [(change, decoded(change.val)) for change in own]
    for creation in history.of_cell(stream, cell._replace(grp=WHOLE_ROW)):
        whole = decoded(creation.val)
        if ref.field in whole:
            found.append((creation, whole[ref.field]))
        elif not own:
            found.append((creation, plain(ref.spec, ref.spec.default)))
    yield from sorted(found, key=lambda one: (one[0].seq is None, one[0].seq or 0, one[0].ctr))


def _standing_values(stream: Stream, ref: FieldRef) -> dict[Standing, Plain]:
    heads = stream.heads(ref.record, ref.row)
    return candidates(heads, Cell(ref.record, ref.row, ref.field), lookup(stream, ()))


def _disputed(told: list[tuple[Change, Plain]]) -> set[Standing]:
    """Return the changes that stood beside another value at some time: somebody had to choose."""
    stand: list[Standing] = []
    values: dict[Standing, Plain] = {}
    found: set[Standing] = set()
    for change, value in told:
        stand = folded(stand, change)
        values[standing(change)] = value
        if any(values[one] != value for one in stand):
            found.update(stand)
    return found


def _steps(reading: Reading, ref: FieldRef) -> tuple[RowStep, ...]:
    stream = reading.stream(ref.family)
    cell = Cell(ref.record, ref.row, WHOLE_ROW)
    steps = [RowStep("history.row.made", written(reading, one)) for one in history.of_cell(stream, cell)[:1]]
    for one in history.of_cell(stream, cell._replace(grp=DELETED)):
        steps.append(RowStep("history.row.deleted" if decoded(one.val) else "history.row.restored", written(reading, one)))
    return tuple(reversed(steps))
