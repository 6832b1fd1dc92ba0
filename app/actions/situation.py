"""How it goes at home: what goes well, what worries us and what was agreed, noted as one line to be written on."""

from dataclasses import replace
from typing import TypeVar

from app.actions.fields import checked_value
from app.clock import today
from app.domain.ids import new_id
from app.domain.record import Id, spec_of, spec_of_row
from app.domain.records.situation import Agreement, Concern, Strength
from app.store.workspace import Workspace

T = TypeVar("T", Strength, Concern)


def add_strength(workspace: Workspace, family: bytes, text: str = "", said_by: str = "") -> Id[Strength]:
    """Note what goes well, in the words of who says it."""
    return _add(workspace, family, Strength(id=Id(bytes(16)), text=text, said_by=said_by))


def add_concern(workspace: Workspace, family: bytes, text: str = "", said_by: str = "") -> Id[Concern]:
    """Note a worry, in the words of who has it."""
    return _add(workspace, family, Concern(id=Id(bytes(16)), text=text, said_by=said_by))


def add_agreement(workspace: Workspace, family: bytes, text: str = "", parties: str = "") -> Id[Agreement]:
    """Note what was agreed, from today on."""
    made = Agreement(
        id=Id(bytes(16)),
        text=checked_value(spec_of(Agreement).field("text"), text),
        parties=checked_value(spec_of(Agreement).field("parties"), parties),
        from_on=today(workspace.clock),
    )
    with workspace.write() as writing:
        made = replace(made, id=new_id(writing.wall))
        gesture = writing.gesture(family)
        gesture.create(made)
        gesture.done()
    return made.id


def _add(workspace: Workspace, family: bytes, said: T) -> Id[T]:
    spec = spec_of_row(said)
    checked = {name: checked_value(spec.field(name), getattr(said, name)) for name in ("text", "said_by")}
    with workspace.write() as writing:
        row: Id[T] = new_id(writing.wall)
        gesture = writing.gesture(family)
        gesture.create(replace(said, id=row, **checked))
        gesture.done()
    return row
