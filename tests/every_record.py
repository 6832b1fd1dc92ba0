"""One row of every record there is, with each of its fields filled: for tests that must leave nothing out, also of what comes later."""

from collections.abc import Callable
from datetime import date
from typing import Any

from app.domain.ids import authority_of, confidential_of, consent_of, helper_of, membership_of, mentor_of, plan_of
from app.domain.record import FieldSpec, Id, Kind, StreamClass, spec_of
from app.domain.records import RECORDS
from tests.builders import DAY, some_id

ENOUGH = 16
"""A field that is shorter than this holds no name and no story, and gets no text of the test."""
BEGUN = frozenset({"family", "plan"})
"""Rows that are there from the beginning of a family."""


def rows_of_every_record(family: bytes, text: Callable[[], str], stream_class: StreamClass = StreamClass.FAMILY) -> list[Any]:
    """Return a row of each record that lives in that stream and is not there from the beginning; `text` gives each text its words."""
    ids: dict[str, Id[Any]] = {spec_of(cls).name: some_id() for cls in RECORDS}
    ids |= {"family": Id(family), "plan": plan_of(family), "confidential_file": confidential_of(family)}
    ids["membership"] = membership_of(ids["household"], ids["person"])
    ids["parental_authority"] = authority_of(ids["person"])
    ids["mentor"] = mentor_of(ids["person"], ids["network_contact"])
    ids["goal_helper"] = helper_of(ids["goal"], ids["network_contact"])
    ids["mentor_consent"] = consent_of(ids["mentor"], ids["person"])
    here = [spec_of(cls) for cls in RECORDS if spec_of(cls).stream_class is stream_class]
    return [
        spec.cls(id=ids[spec.name], **{field.name: _value(field, ids, text) for field in spec.fields})
        for spec in here
        if spec.name not in BEGUN
    ]


def _value(field: FieldSpec, ids: dict[str, Id[Any]], text: Callable[[], str]) -> Any:
    kind, declared = field.declared.kind, field.declared
    if kind is Kind.GROUP:
        return field.python(**{member.name: _value(member, ids, text) for member in field.members})
    if kind in (Kind.WORDS, Kind.LONG_TEXT):
        return text() if declared.longest >= ENOUGH else (field.default if isinstance(field.default, str) else "")
    if kind is Kind.LINK:
        return ids.get(LINKS.get(field.name, field.name))
    if kind is Kind.ORDER:
        return field.default
    return _plain(field)


def _plain(field: FieldSpec) -> Any:
    """Return a value that says nothing of anybody: the first choice, the lowest number, a day, yes."""
    match field.declared.kind:
        case Kind.CHOICE:
            words: Any = field.python
            return next(iter(words))
        case Kind.NUMBER:
            return field.declared.between[0]
        case Kind.DAY:
            day: date = DAY
            return day
        case _:
            return True


LINKS = {
    "main_home": "household",
    "child": "person",
    "parent": "person",
    "youth": "person",
    "first_holder": "person",
    "second_holder": "person",
    "contact": "network_contact",
    "backup": "network_contact",
    "arranged_at": "visit",
    "replaces": "safety_plan_version",
}
"""The record to which a link of another name points."""
