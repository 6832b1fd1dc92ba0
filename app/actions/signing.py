"""What people say of a version of the plan: agreed, agreed with a remark, not agreed, or seen. It stays with that version."""

from dataclasses import dataclass

from app.actions.fields import FieldRef, checked_value
from app.clock import today
from app.domain.ids import derived_id, new_id
from app.domain.record import Id, spec_of
from app.domain.records.family import Person
from app.domain.records.plan import PlanVersion
from app.domain.records.safety import ApprovalState, SaidHow, Signature
from app.domain.rules.names import at_the_table, fold, full_name
from app.errors import UserProblem
from app.store.queries import rows
from app.store.queries.versions import fixed_versions
from app.store.workspace import Workspace


@dataclass(frozen=True)
class Said:
    """What somebody says of the plan, as it was written down: texts, of which those of choices are the words of the choice."""

    name: str = ""
    state: str = ""
    how: str = ""
    remark: str = ""

    def checked(self) -> tuple[str, ApprovalState, SaidHow, str]:
        """Return what is kept; raises `signature_name`, `signature_state` and `signature_how` for what is still missing."""
        spec = spec_of(Signature)
        name, remark = (str(checked_value(spec.field(one), getattr(self, one))) for one in ("name", "remark"))
        if not name.strip():
            raise UserProblem("signature_name")
        if not self.state:
            raise UserProblem("signature_state")
        if not self.how:
            raise UserProblem("signature_how")
        return name, ApprovalState(self.state), SaidHow(self.how), remark


def signature_ref(workspace: Workspace, family: bytes, version: bytes) -> FieldRef:
    """Return where it is kept while it is typed: of this laptop alone."""
    return FieldRef(family, "signature", derived_id(version, f"draft/{workspace.identity.device.hex()}"), "name")


def sign(workspace: Workspace, family: bytes, version: Id[PlanVersion], said: Said) -> Id[Signature]:
    """Note what somebody says of that version, and of no other; its draft goes in the same moment. Raises as `Said.checked`."""
    name, state, how, remark = said.checked()
    ref = signature_ref(workspace, family, version)
    with workspace.write() as writing:
        stream = writing.stream(family)
        fixed = next((one for one in fixed_versions(stream) if one.id == version), None)
        if fixed is None:
            raise UserProblem("row_gone")
        row: Id[Signature] = new_id(writing.wall)
        gesture = writing.gesture(family)
        gesture.create(
            Signature(
                id=row,
                plan_version=version,
                sha256=fixed.sha256,
                person=_person(rows.rows(stream, Person), name),
                name=name,
                state=state,
                how=how,
                signed_on=today(workspace.clock),
                remark=remark,
                noted_by=workspace.identity.worker_name,
            )
        )
        gesture.done()
        writing.drop_draft(ref.family, ref.record, ref.row, ref.field)
    return row


def _person(persons: list[Person], name: str) -> Id[Person] | None:
    """Return who of the family has that name; nobody where two have it."""
    named = [one.id for one in persons if fold(name) in (fold(at_the_table(one.name)), fold(full_name(one.name)))]
    return named[0] if len(named) == 1 else None
