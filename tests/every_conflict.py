"""A choice in every field of every record there is: two laptops that wrote something else everywhere, without having seen each other."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

from app.domain.record import FieldSpec, Kind, Policy, StreamClass, spec_of_row
from app.domain.records import specs
from app.domain.records.family import Family, PartialDate, Person
from app.domain.records.plan import Plan
from tests.builders import DAY
from tests.every_record import rows_of_every_record
from tests.world import Device

NOBODYS = frozenset(
    {"family.municipality_code", "family.registered_on", "family.case_id", "family.language", "goal.plan", "parental_authority.child"}
    | {"membership.household", "membership.person", "mentor.youth", "mentor.contact", "mentor.person"}
    | {"mentor_consent.mentor", "mentor_consent.parent", "goal.position"}
)
"""What the program itself writes, such as what a row's id is made of, or its place in a list; no page has a place to write it."""


CONTESTED = {
    spec.name: {f"{spec.name}.{field.name}" for field in spec.fields} - NOBODYS
    for spec in specs().values()
    if spec.policy is Policy.REGISTER and spec.stream_class is StreamClass.FAMILY
}
"""Every field in which two people can write something else, by its record."""


def write_everywhere(two: tuple[Device, Device], family: bytes, records: Collection[str]) -> None:
    """Let two laptops that have the family write something else in every field of these records, and meet."""
    samira, joost = two
    rows, strange = rows_on_both(two, family)
    begun = [*samira.all(family, Family), *samira.all(family, Plan)]
    for row in [one for one in (*begun, *rows) if spec_of_row(one).name in records]:
        other = next((one for one in strange if type(one) is type(row)), row)
        fields = [field for field in spec_of_row(row).fields if f"{spec_of_row(row).name}.{field.name}" not in NOBODYS]
        samira.change(family, row, **{field.name: first(field, getattr(row, field.name)) for field in fields})
        joost.change(family, row, **{field.name: second(field, getattr(other, field.name)) for field in fields})
    samira.world.settle()


def rows_on_both(two: tuple[Device, Device], family: bytes) -> tuple[list[Any], list[Any]]:
    """Put two rows of every record on both laptops: those that a test speaks of, and as many others."""
    found = rows_twice(two[0], family)
    two[0].world.settle()
    return found


def rows_twice(device: Device, family: bytes) -> tuple[list[Any], list[Any]]:
    """Put two rows of every record in a family."""
    rows, strange = (rows_of_every_record(family, numbered(word)) for word in ("Appel", "Peer"))
    device.create(family, *map(grown_up_to_be_a_youth, rows), *strange)
    return rows, strange


def numbered(word: str) -> Callable[[], str]:
    """Return what gives a word with another number each time."""
    numbers = count(1)
    return lambda: f"{word} {next(numbers)}"


def grown_up_to_be_a_youth(row: Any) -> Any:
    """Give a person an age at which somebody can have a mentor."""
    return replace(row, birth=PartialDate(year=DAY.year - 14)) if isinstance(row, Person) else row


def first(field: FieldSpec, value: Any) -> Any:
    """Return what one of them wrote: what stood there, or the first thing that can."""
    if field.declared.kind is Kind.GROUP:
        return replace(value, **{member.name: first(member, getattr(value, member.name)) for member in field.members})
    return other_value(field, "Kers", 0) if value in (None, "") else value


def second(field: FieldSpec, value: Any) -> Any:
    """Return what the other wrote: something else wherever there is something else to write."""
    if field.declared.kind is Kind.GROUP:
        return replace(value, **{member.name: second(member, getattr(value, member.name)) for member in field.members})
    if field.declared.kind is Kind.FLAG:
        return not value
    return value if field.declared.kind is Kind.LINK else other_value(field, "Pruim", -1)


def other_value(field: FieldSpec, word: str, place: int) -> Any:
    """Return a word, one of the choices or the numbers, another day, or yes."""
    match field.declared.kind:
        case Kind.WORDS | Kind.LONG_TEXT:
            return word[: field.declared.longest]
        case Kind.CHOICE:
            choices: Any = field.python
            return list(choices)[place]
        case Kind.NUMBER:
            return field.declared.between[place]
        case Kind.DAY:
            return DAY - timedelta(days=place * (1 + len(field.name)))
        case Kind.FLAG:
            return True
        case _:
            return None
