"""Any value of a field as people read it: on the screen beside the other value of a conflict, on paper, in the history.

A link is shown by what its row is called: `names` comes from `row_names`, a conflict carries its own.
"""

from datetime import date
from enum import Enum
from typing import Any

from app.actions.choosing import ConflictView
from app.actions.row_names import NOBODY, Names, named
from app.domain.record import FieldSpec, Kind
from app.domain.records.family import PartialDate, PersonName
from app.domain.rules.contact import show_phone
from app.domain.rules.dates import show_partial, show_short
from app.domain.rules.names import full_name
from app.texts import t


def value_text(conflict: ConflictView, value: Any) -> str:
    """Return a value of a conflict as people read it."""
    return field_text(conflict.ref.record, conflict.ref.spec, value, conflict.names)


def field_text(record: str, spec: FieldSpec, value: Any, names: Names = NOBODY) -> str:
    """Return any value of a record's field as people read it; where a group has more days or answers, each with what it is called."""
    if spec.declared.kind is not Kind.GROUP or value is None or isinstance(value, PersonName | PartialDate):
        return shown_value(spec.declared.kind, value, names)
    kinds = [member.declared.kind for member in spec.members]
    parts = []
    for member in spec.members:
        part = getattr(value, member.name)
        if part in (None, "") or (isinstance(part, bytes) and bytes(part) not in names):
            continue
        text = shown_value(member.declared.kind, part, names)
        alike = member.declared.kind in (Kind.DAY, Kind.FLAG) and (kinds.count(Kind.DAY) > 1 or member.declared.kind is Kind.FLAG)
        parts.append(f"{t(f'{record}.{spec.name}.{member.name}')}: {text}" if alike else text)
    return " · ".join(parts) or t("value.empty")


def shown_value(kind: Kind, value: Any, names: Names = NOBODY) -> str:
    """Return any value of a field as people read it; an empty one says so."""
    if value is None or value == "":
        return t("value.empty")
    if kind is Kind.CHOICE:
        return t(f"choice.{type(value).__name__}.{value}")
    if isinstance(value, bool):
        return t("value.yes" if value else "value.no")
    if isinstance(value, bytes):
        return named(names, value)
    if kind is Kind.GROUP:
        return _group_text(value, names)
    return show_short(value) if isinstance(value, date) else show_phone(str(value))


def _group_text(value: Any, names: Names) -> str:
    if isinstance(value, PersonName):
        return full_name(value) or value.call_name
    if isinstance(value, PartialDate):
        return show_partial(value) or t("value.empty")
    kind: type = type(value)
    parts = []
    for name in kind.__dict__["__slots__"]:
        part = getattr(value, name)
        if part not in (None, "") and not (isinstance(part, bytes) and bytes(part) not in names):
            parts.append(shown_value(Kind.CHOICE if isinstance(part, Enum) else Kind.WORDS, part, names))
    return " · ".join(parts) or t("value.empty")
