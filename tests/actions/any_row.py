"""A row of any record, and any value of any field, out of the declarations alone."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from app.domain.record import FieldSpec, Id, Kind, RecordSpec
from tests.builders import some_id

BEGIN = date(2026, 1, 1)


def any_value(spec: FieldSpec, number: int) -> Any:
    """Return a value that the field may hold; another number gives, as a rule, another value."""
    kind: Any = spec.python
    low, high = spec.declared.between
    makers: dict[Kind, Callable[[], Any]] = {
        Kind.GROUP: lambda: kind(**{member.name: any_value(member, number) for member in spec.members}),
        Kind.WORDS: lambda: f"{number} woorden"[: spec.declared.longest],
        Kind.LONG_TEXT: lambda: f"{number} woorden",
        Kind.DAY: lambda: BEGIN + timedelta(days=number),
        Kind.NUMBER: lambda: low + number % (high - low + 1),
        Kind.FLAG: lambda: bool(number % 2),
        Kind.CHOICE: lambda: [*kind][number % len(kind)],
        Kind.LINK: lambda: Id(number.to_bytes(16, "big")),
        Kind.ORDER: lambda: f"{number}V",
    }
    return makers[spec.declared.kind]()


def any_row(spec: RecordSpec, number: int, name: Id[Any] | None = None) -> Any:
    """Return a row with what is required; the rest as it is by default."""
    required = {field.name: any_value(field, number) for field in spec.fields if field.required}
    return spec.cls(id=name or some_id(), **required)
