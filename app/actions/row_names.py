"""What a row is called where only its id is at hand: a link in a conflict, in the history, or before an undo."""

from collections.abc import Mapping
from typing import Any

from app.changelog.log import Stream
from app.domain.record import Id
from app.domain.records.family import Household, Person
from app.domain.records.helping import Professional
from app.domain.records.mentor import Mentor
from app.domain.records.network import NetworkContact
from app.domain.records.plan import Goal
from app.domain.records.visit import Visit
from app.domain.rules.dates import show_short
from app.domain.rules.names import at_the_table, full_name
from app.store.queries import rows
from app.texts import t

Names = Mapping[bytes, str]
NOBODY: Names = {}


def row_names(stream: Stream) -> dict[bytes, str]:
    """Return what everything is called that a link can point to, thrown away or not: a choice must be understood afterwards too."""
    found: dict[bytes, str] = {}
    for kind in (Person, Household, NetworkContact, Professional, Goal, Visit):
        found |= {row.id: called for row, _ in _all(stream, kind) if (called := name_of(row))}
    for mentor, _ in rows.all_rows(stream, Mentor):
        found[mentor.id] = found.get(mentor.contact or mentor.person or b"", t("record.mentor"))
    return found


def name_of(row: Any) -> str:
    """Return what a row is called; never by an address, which may be secret."""
    match row:
        case Person():
            return full_name(row.name) or at_the_table(row.name) or row.role or t("person.no_name")
        case Household():
            return row.name or t("household.no_name")
        case Goal():
            return row.text or t("goal.empty")
        case Visit():
            day = row.held_on or row.visit_on
            return " ".join([t(f"choice.VisitKind.{row.kind}"), *([show_short(day)] if day else [])])
        case _:
            return str(row.name)


def _all(stream: Stream, kind: type[Any]) -> list[tuple[Any, int]]:
    return rows.all_rows(stream, kind)


def named(names: Names, row: Id[Any] | bytes) -> str:
    """Return what a link points to in words; never bytes."""
    return names.get(bytes(row)) or t("value.gone")
