"""The safety agreements: a new version is text to work on until it is fixed, and counts once people said yes to it."""

from collections.abc import Sequence
from datetime import date

from app.actions.fields import FieldRef, checked_value
from app.changelog.change import WHOLE_ROW, Cell, Change
from app.changelog.dominance import dominates, standing
from app.changelog.log import Stream
from app.clock import today
from app.domain.ids import derived_id, new_id
from app.domain.record import Id, spec_of
from app.domain.records.safety import SafetyPlanConfirmation, SafetyPlanVersion, SaidHow
from app.domain.rules.dates import parse_day, show_short
from app.domain.rules.safety import TEXTS, Heard, SafetyState, safety_state
from app.errors import UserProblem
from app.store.queries import rows
from app.store.workspace import Draft, Workspace

SEPARATOR = "\x1f"
"""Between the parts of a draft that stands in more inputs."""


def safety_of(stream: Stream) -> SafetyState:
    """Return how the safety agreements of a family stand. What was fixed and said stays, whatever was thrown away."""
    versions = [one for one, _ in rows.all_rows(stream, SafetyPlanVersion)]
    if not versions:
        return safety_state((), ())
    said = [one for one, _ in rows.all_rows(stream, SafetyPlanConfirmation)]
    made = {one.id: _made(stream, "safety_plan_version", one.id) for one in versions}
    heard = [(_made(stream, "safety_plan_confirmation", one.id), one) for one in said]
    heard.sort(key=lambda one: (one[0].seq is None, one[0].seq or 0, one[0].ctr))
    return safety_state(versions, [Heard(one, _on_the_screen(change, made)) for change, one in heard])


def _made(stream: Stream, record: str, row: bytes) -> Change:
    """Return the change that made a row which is written once."""
    stand = stream.heads(record, row)[Cell(record, row, WHOLE_ROW)]
    changes = [change for one in stand if (change := stream.find(*one[:3])) is not None]
    return min(changes, key=lambda change: (change.seq is None, change.seq or 0, change.ctr))


def _on_the_screen(change: Change, made: dict[Id[SafetyPlanVersion], Change]) -> frozenset[Id[SafetyPlanVersion]]:
    return frozenset(row for row, creation in made.items() if dominates(change, standing(creation)))


def version_ref(workspace: Workspace, family: bytes) -> FieldRef:
    """Return where a new version is kept while it is typed: of this laptop alone."""
    row = derived_id(family, f"safety/{workspace.identity.device.hex()}")
    return FieldRef(family, "safety_plan_version", row, TEXTS[0])


def confirmation_ref(workspace: Workspace, family: bytes, version: bytes) -> FieldRef:
    """Return where it is kept, while it is typed, who says yes to a version."""
    return FieldRef(family, "safety_plan_confirmation", derived_id(version, f"draft/{workspace.identity.device.hex()}"), "agreed_by")


def begin_version(workspace: Workspace, family: bytes) -> None:
    """Begin a new version with the words that count now, and their day while that is to come; what was typed before is left as it is."""
    ref = version_ref(workspace, family)
    with workspace.write() as writing:
        typed = any((one.record, one.row, one.grp) == (ref.record, ref.row, ref.field) for one in writing.drafts(family))
        now = safety_of(writing.stream(family)).in_force
        if not typed:
            look = now.review_on if now else None
            day = show_short(look) if look is not None and look > today(workspace.clock) else ""
            texts = [*(str(getattr(now, name)) if now else "" for name in TEXTS), day]
            writing.put_draft(Draft(family, ref.record, ref.row, ref.field, SEPARATOR.join(texts), 0, writing.wall))


def checked_version(texts: Sequence[str], day: date) -> dict[str, object]:
    """Return the fields of a version as they would be kept; raises `safety_empty`, `text_too_long`, and what is wrong with its day."""
    spec = spec_of(SafetyPlanVersion)
    kept: dict[str, object] = {name: checked_value(spec.field(name), text) for name, text in zip(TEXTS, texts, strict=False)}
    if not any(str(text).strip() for text in kept.values()):
        raise UserProblem("safety_empty")
    return {**kept, "review_on": parse_day(texts[-1], day) if texts[-1].strip() else None}


def fix_version(workspace: Workspace, family: bytes, texts: Sequence[str]) -> Id[SafetyPlanVersion]:
    """Fix a new version; from then on nobody changes it. It does not count yet. Raises as `checked_version`."""
    day = today(workspace.clock)
    fields = checked_version(texts, day)
    ref = version_ref(workspace, family)
    with workspace.write() as writing:
        row: Id[SafetyPlanVersion] = new_id(writing.wall)
        made: dict[str, object] = {**fields, "written_on": day, "written_by": workspace.identity.worker_name}
        gesture = writing.gesture(family)
        gesture.create(spec_of(SafetyPlanVersion).cls(id=row, **made))
        gesture.done()
        writing.drop_draft(ref.family, ref.record, ref.row, ref.field)
    return row


def confirm_version(workspace: Workspace, family: bytes, version: Id[SafetyPlanVersion], said: tuple[str, str], seen: int) -> None:
    """Let a version count from now on, because people said yes: `said` is who, and how. `seen` is the page on which they chose.

    Raises `safety_who` and `safety_how` for what is missing, and `safety_changed` when another counts by now than on that page.
    """
    who = str(checked_value(spec_of(SafetyPlanConfirmation).field("agreed_by"), said[0]))
    if not who.strip():
        raise UserProblem("safety_who")
    if not said[1]:
        raise UserProblem("safety_how")
    ref = confirmation_ref(workspace, family, version)
    with workspace.write() as writing:
        stream = writing.stream(family)
        rows.row(stream, SafetyPlanVersion, version)
        now = safety_of(stream)
        if now.by is not None and not _seen(stream, now.by.id, seen, workspace.author.dev):
            raise UserProblem("safety_changed")
        gesture = writing.gesture(family)
        gesture.create(
            SafetyPlanConfirmation(
                id=new_id(writing.wall),
                safety_plan_version=version,
                replaces=now.in_force.id if now.in_force else None,
                agreed_by=who,
                how=SaidHow(said[1]),
                confirmed_on=today(workspace.clock),
                noted_by=workspace.identity.worker_name,
            ),
            seen,
        )
        gesture.done()
        writing.drop_draft(ref.family, ref.record, ref.row, ref.field)


def _seen(stream: Stream, confirmation: bytes, seen: int, dev: bytes) -> bool:
    change = _made(stream, "safety_plan_confirmation", confirmation)
    return change.dev == dev or (change.seq is not None and change.seq <= seen)
