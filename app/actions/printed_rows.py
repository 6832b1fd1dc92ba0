"""Which rows of a family stand on its plan, and their content as the code in the footer knows it. The one place that decides it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.actions.choosing import ConflictView
from app.actions.family_page import FamilyPage, GoalView
from app.changelog.values import as_bytes, plain
from app.domain.ids import as_text
from app.domain.record import FieldSpec, Kind, Paper, RecordSpec, spec_of_row
from app.domain.records.family import Family, Person
from app.domain.records.helping import Involvement, Professional
from app.domain.records.mentor import Mentor
from app.domain.records.network import GoalHelper, NetworkContact
from app.domain.records.plan import Action, Plan
from app.domain.records.safety import SafetyPlanConfirmation, SafetyPlanVersion, Signature
from app.domain.records.situation import Agreement, Concern, Strength, Topicality
from app.domain.rules.circles import RINGS
from app.domain.rules.helping import helps_on
from app.domain.rules.mentor import TOPICS, printable_mentors
from app.domain.rules.plan_code import FixedVersion

ON_THE_CARD_ONLY = frozenset({*TOPICS, "phase", "asking", "stopping"})
"""What is kept of a mentor and may be printed, but has no place on the plan."""
PRINTED_LINKS = frozenset({("involvement", "professional"), ("goal_helper", "goal"), ("goal_helper", "contact")})
"""Links of which the plan shows where they lead."""


@dataclass(frozen=True)
class PrintedRows:
    """What of a family's page stands on paper: nobody who was only thought of as a mentor, nobody who stopped, nothing that is over.

    What people say of a version is no part of its content: else signing it would make it another.
    """

    family: Family
    persons: tuple[Person, ...]
    plan: Plan
    goals: tuple[GoalView, ...]
    arranged: tuple[Action, ...]
    contacts: tuple[NetworkContact, ...]
    mentors: tuple[Mentor, ...]
    professionals: tuple[Professional, ...]
    involvements: tuple[Involvement, ...]
    strengths: tuple[Strength, ...]
    concerns: tuple[Concern, ...]
    agreements: tuple[Agreement, ...]
    helpers: tuple[GoalHelper, ...]
    safety: SafetyPlanVersion | None
    safety_by: SafetyPlanConfirmation | None
    safety_waits: int
    conflicts: tuple[ConflictView, ...]
    versions: tuple[FixedVersion, ...]
    signatures: tuple[Signature, ...]

    def rows(self) -> Iterator[Any]:
        """Yield every row that stands on paper."""
        yield self.family
        yield from self.persons
        yield self.plan
        for view in self.goals:
            yield view.goal
            yield from view.actions
            for standing in view.standings:
                yield from standing.history
        yield from (*self.arranged, *self.contacts, *self.mentors, *self.professionals, *self.involvements)
        yield from (*self.strengths, *self.concerns, *self.agreements, *self.helpers)
        yield from (one for one in (self.safety, self.safety_by) if one is not None)


def printed_rows(page: FamilyPage, day: date) -> PrintedRows:
    """Return what stands on the plan that is printed on that day."""
    helping = [one for one in page.involvements if helps_on(one, day)]
    professionals = tuple(one for one in page.professionals if one.id in {help.professional for help in helping})
    known = {one.id for one in professionals}
    contacts = [one for one in page.contacts if one.name.strip() or one.relation.strip()]
    around = {one.id for one in contacts}
    rows = PrintedRows(
        family=page.family,
        persons=page.persons,
        plan=page.plan,
        goals=page.goals,
        arranged=tuple(one for one in page.arranged if one.what.strip()),
        contacts=tuple(sorted(contacts, key=lambda one: RINGS.index(one.place.ring))),
        mentors=printable_mentors(page),
        professionals=professionals,
        involvements=tuple(one for one in helping if one.professional in known),
        strengths=tuple(one for one in page.strengths if _stands(one)),
        concerns=tuple(one for one in page.concerns if _stands(one)),
        agreements=tuple(one for one in page.agreements if _stands(one)),
        helpers=tuple(one.link for view in page.goals for one in view.helpers if one.contact.id in around),
        safety=page.safety.in_force,
        safety_by=page.safety.by,
        safety_waits=len(page.safety.waiting),
        conflicts=(),
        versions=page.versions,
        signatures=page.signatures,
    )
    printed = {row.id for row in rows.rows()}
    shown = (one for one in page.conflicts if one.ref.row in printed and one.choices and _may_stand(one))
    return PrintedRows(**{**_fields(rows), "conflicts": tuple(shown)})


def _fields(rows: PrintedRows) -> dict[str, Any]:
    return {name: getattr(rows, name) for name in PrintedRows.__dataclass_fields__}


def _stands(row: Strength | Concern | Agreement) -> bool:
    return bool(row.text.strip()) and row.status is not Topicality.OVER


def _may_stand(conflict: ConflictView) -> bool:
    field = conflict.ref.spec
    return field.declared.paper is Paper.FAMILY and not (conflict.ref.record == "mentor" and field.name in ON_THE_CARD_ONLY)


def canonical(page: FamilyPage, day: date) -> bytes:
    """Return the plan's content as canonical JSON: what stands on paper, keys sorted, rows by id. The code is made of it."""
    printed = printed_rows(page, day)
    rows = sorted(printed.rows(), key=lambda row: (spec_of_row(row).name, row.id))
    conflicts = sorted((_conflict(one) for one in printed.conflicts), key=as_bytes)
    return as_bytes([*(_printable(row) for row in rows), *conflicts, *_besides(printed)])


def _besides(printed: PrintedRows) -> Iterator[dict[str, Any]]:
    """Yield what the rows themselves do not tell: the order of the goals where the family chose one, and that agreements wait."""
    order = [as_text(view.goal.id) for view in printed.goals]
    if order != [as_text(one) for one in sorted(view.goal.id for view in printed.goals)]:
        yield {"goals": order, "record": "order"}
    if printed.safety_waits:
        yield {"count": printed.safety_waits, "record": "safety_waits"}


def _printable(row: Any) -> dict[str, Any]:
    spec = spec_of_row(row)
    may = {field.name: _on_paper(field, getattr(row, field.name)) for field in spec.fields if _covered(spec, field)}
    if isinstance(row, Action) and row.goal is None:
        may["goal"] = None
    return dict(sorted({**may, "record": spec.name, "id": as_text(row.id)}.items()))


def _on_paper(field: FieldSpec, value: Any) -> Any:
    """Return a field's value without the members of a group that are never printed; a link among them says only who is meant."""
    made = plain(field, value)
    for member in field.members:
        if member.declared.paper is Paper.NEVER and member.declared.kind is not Kind.LINK:
            made.pop(member.name, None)
    return made


def _covered(spec: RecordSpec, field: FieldSpec) -> bool:
    if field.declared.kind is Kind.LINK:
        return (spec.name, field.name) in PRINTED_LINKS
    return field.declared.paper is Paper.FAMILY and not (spec.name == "mentor" and field.name in ON_THE_CARD_ONLY)


def _conflict(conflict: ConflictView) -> dict[str, Any]:
    """Return the values that stand side by side on paper: once people chose, the content is another."""
    field = conflict.ref.spec
    values = sorted((plain(field, choice.value) for choice in conflict.choices), key=as_bytes)
    return {"field": field.name, "id": as_text(conflict.ref.row), "record": "conflict", "values": values}
