"""A program of the version before: the same code, to which a field, a member of a group and a whole record were never declared.

One process plays all laptops, one after another; so the declarations are another's only while a laptop that is behind acts or looks.
"""

import dataclasses
import functools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.domain import record, records
from app.domain.record import FieldSpec, RecordSpec

FIELDS = {"plan": frozenset({"family_lead"})}
MEMBERS = {
    ("action", "doer"): frozenset({"kind"}),
    ("membership", "period"): frozenset({"to_on"}),
    ("network_contact", "place"): frozenset({"sector"}),
}
RECORDS = frozenset({"concern"})
"""What the version before does not know: these fields, these members of groups, and these records."""

_now: dict[str, Any] = {"spec_of": record.spec_of, "RECORDS": records.RECORDS}
_older = [False]


def unknown(name: str, field: str = "") -> bool:
    """Tell whether the version before has no such record, or no such field in it."""
    return name in RECORDS or field in FIELDS.get(name, ())


def reduced(name: str, field: str, value: Any) -> Any:
    """Return a value as the version before shows it: of a member that it does not know it shows the default."""
    return dataclasses.replace(value, **_defaults(name, field, value)) if _knows_less(name, field, value) else value


def hidden(name: str, field: str, value: Any) -> Any:
    """Return what the version before does not show of a value; nothing where it knows all of it."""
    return tuple(getattr(value, member) for member in sorted(MEMBERS[name, field])) if _knows_less(name, field, value) else ()


def _knows_less(name: str, field: str, value: Any) -> bool:
    return (name, field) in MEMBERS and dataclasses.is_dataclass(value)


def _defaults(name: str, field: str, value: Any) -> dict[str, Any]:
    blank: Any = type(value)()
    return {member: getattr(blank, member) for member in MEMBERS[name, field]}


@functools.cache
def spec_before(cls: type) -> RecordSpec:
    """Return what the version before declares of a record."""
    spec: RecordSpec = _now["spec_of"](cls)
    gone = FIELDS.get(spec.name, frozenset())
    return dataclasses.replace(spec, fields=tuple(_before(spec, field) for field in spec.fields if field.name not in gone))


def _before(spec: RecordSpec, field: FieldSpec) -> FieldSpec:
    gone = MEMBERS.get((spec.name, field.name), frozenset())
    return dataclasses.replace(field, members=tuple(member for member in field.members if member.name not in gone))


@contextmanager
def version(*, older: bool) -> Iterator[None]:
    """Let the program be of the version before, or of this one, for as long as this lasts."""
    was = _older[0]
    _declare(older)
    try:
        yield
    finally:
        _declare(was)


def _declare(older: bool) -> None:
    if older == _older[0]:
        return
    _older[0] = older
    known, spec_of = _now["RECORDS"], _now["spec_of"]
    if older:
        known, spec_of = tuple(one for one in known if spec_of(one).name not in RECORDS), spec_before
    for module, name, value in ((record, "spec_of", spec_of), (records, "spec_of", spec_of), (records, "RECORDS", known)):
        setattr(module, name, value)
    records.specs.cache_clear()
