"""The values of cells: between a record's Python value, the JSON that travels, and the columns of its table."""

import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, cast

import msgspec

from app.domain.ids import as_text, from_text
from app.domain.record import FieldSpec, Kind, RecordSpec
from app.domain.rules.ordering import KEY
from app.errors import ProgramFault

Plain = Any
"""What JSON can say: str, int, bool, None, and dicts of these."""
NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""NUL, and halves of a pair: what no database, paper or other program takes."""
_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


def plain(field: FieldSpec, value: Any) -> Plain:
    """Return a field's Python value as JSON says it."""
    if value is None:
        return None
    match field.declared.kind:
        case Kind.GROUP:
            return {member.name: plain(member, getattr(value, member.name)) for member in field.members}
        case Kind.LINK:
            return as_text(value)
        case Kind.DAY:
            return cast(date, value).isoformat()
        case Kind.CHOICE:
            return str(value)
        case _:
            return value


def encoded(field: FieldSpec, value: Any, before: bytes = b"null") -> bytes:
    """Return the bytes of a cell's value; members of `before` that this program does not know are carried along."""
    new = plain(field, value)
    if isinstance(new, dict):
        old = _decode(before)
        if isinstance(old, dict):
            new = {**old, **new}
    return _encode(new)


def in_full(field: FieldSpec, value: Plain) -> Plain:
    """Return a JSON value with all that it leaves unsaid: values that say the same are equal. What it holds of members that this program
    does not know stays in it.
    """
    if field.declared.kind is not Kind.GROUP or not isinstance(value, dict):
        return plain(field, field.default) if value is None else value
    said = {name: one for name, one in value.items() if one is not None}
    return {**{member.name: plain(member, member.default) for member in field.members if not member.required}, **said}


def encoded_row(spec: RecordSpec, row: Any) -> bytes:
    """Return the value of a row's creation: what is required and what differs from its default."""
    values = {f.name: plain(f, getattr(row, f.name)) for f in spec.fields if f.required or getattr(row, f.name) != f.default}
    return _encode(values)


def decoded(raw: bytes) -> Plain:
    """Return the JSON value of bytes that were checked before they were stored."""
    return _decode(raw)


def all_decoded(raws: Sequence[bytes]) -> list[Plain]:
    """Return `decoded` of each, read in one go."""
    values: list[Plain] = _decode(b"[%b]" % b",".join(raws))
    return values


def as_bytes(value: Plain) -> bytes:
    """Return a JSON value as the bytes that travel."""
    return _encode(value)


def column_values(field: FieldSpec, value: Plain) -> tuple[Any, ...]:
    """Return what stands in the field's columns for a JSON value, in the order of `columns_of`."""
    if field.declared.kind is not Kind.GROUP:
        return (_column(field, value),)
    members = value if isinstance(value, dict) else {}
    return tuple(_column(member, members.get(member.name)) for member in field.members)


def _column(field: FieldSpec, value: Plain) -> Any:
    if value is None:
        return None
    if field.declared.kind is Kind.LINK:
        return bytes(from_text(value))
    return int(value) if field.declared.kind is Kind.FLAG else value


def from_columns(field: FieldSpec, columns: tuple[Any, ...]) -> Any:
    """Return the Python value of a field's columns; an empty column is the field's default."""
    if field.declared.kind is not Kind.GROUP:
        return _python(field, columns[0])
    if all(column is None for column in columns):
        return field.default
    return field.python(**{m.name: _python(m, c) for m, c in zip(field.members, columns, strict=True)})


def from_plain(field: FieldSpec, value: Plain) -> Any:
    """Return the Python value of a JSON value that was checked."""
    return from_columns(field, column_values(field, value))


def _python(field: FieldSpec, column: Any) -> Any:
    if column is None:
        return field.default
    match field.declared.kind:
        case Kind.LINK:
            return from_text(as_text(column))
        case Kind.DAY:
            return date.fromisoformat(column)
        case Kind.CHOICE:
            return _choice(field, column)
        case Kind.FLAG:
            return bool(column)
        case _:
            return column


def _choice(field: FieldSpec, word: str) -> Any:
    """A newer program's word is shown as the default; the log keeps the word itself."""
    try:
        return field.python(word)
    except ValueError:
        return field.default if field.default is not None or not field.required else next(iter(cast(Any, field.python)))


def fault_in_row(spec: RecordSpec, value: Plain) -> str:
    """Return what is wrong with a creation's value, or nothing. Names it does not know are let through (sync.md 3.8)."""
    if not isinstance(value, dict):
        return "not an object"
    for field in spec.fields:
        if field.name in value:
            fault = fault_in(field, value[field.name])
            if fault:
                return f"{field.name}: {fault}"
        elif field.required:
            return f"{field.name}: missing"
    return ""


def fault_in(field: FieldSpec, value: Plain) -> str:
    """Return what is wrong with a cell's value by the record's declaration, or nothing."""
    declared = field.declared
    if value is None:
        return "" if field.default is None and not field.required else "empty"
    match declared.kind:
        case Kind.GROUP:
            return _fault_in_group(field, value)
        case Kind.WORDS | Kind.LONG_TEXT:
            return _fault_in_text(value, declared.longest)
        case Kind.DAY | Kind.LINK:
            return _fault_in_form(declared.kind, value)
        case Kind.ORDER:
            return "" if value == "" or (isinstance(value, str) and KEY.fullmatch(value)) else "not a place in a list"
        case _:
            return "" if _fits(field, value) else "not such a value"


def _fits(field: FieldSpec, value: Plain) -> bool:
    """A number within its ends, a yes or no, or one word: also a word that only a newer program knows."""
    if field.declared.kind is Kind.NUMBER:
        low, high = field.declared.between
        return type(value) is int and low <= value <= high
    if field.declared.kind is Kind.FLAG:
        return type(value) is bool
    return isinstance(value, str) and 0 < len(value) <= 40


def _fault_in_group(field: FieldSpec, value: Plain) -> str:
    if not isinstance(value, dict):
        return "not an object"
    for member in field.members:
        if member.name not in value:
            if member.required:
                return f"{member.name}: missing"
            continue
        fault = fault_in(member, value[member.name])
        if fault:
            return f"{member.name}: {fault}"
    return ""


def _fault_in_text(text: Plain, longest: int) -> str:
    if not isinstance(text, str):
        return "not a text"
    if len(text) > longest:
        return "too long"
    return "a sign that is no text" if NO_TEXT.search(text) else ""


def _fault_in_form(kind: Kind, value: Plain) -> str:
    try:
        if kind is Kind.DAY:
            return "" if date.fromisoformat(value).isoformat() == value else "not a day"
        from_text(value)
    except (ValueError, TypeError, AttributeError, ProgramFault):
        return "not a day" if kind is Kind.DAY else "not an id"
    return ""


def differing(spec: RecordSpec, before: Any, after: Any) -> list[FieldSpec]:
    """Return the fields in which two records of one row differ."""
    if not (is_dataclass(before) and is_dataclass(after)):
        raise ProgramFault("only records are compared")
    names = {f.name for f in fields(before)}
    return [f for f in spec.fields if f.name in names and getattr(before, f.name) != getattr(after, f.name)]
