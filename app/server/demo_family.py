"""One family of the demo data as rows and changes, each with the moment at which it was written. Knows no database."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from app.changelog.values import from_plain
from app.domain.ids import authority_of, confidential_of, consent_of, helper_of, membership_of, mentor_of, new_id, plan_of
from app.domain.record import Id, Kind, StreamClass, spec_of_row
from app.domain.records import specs
from app.errors import ProgramFault

DAY_MS = 86_400_000
LISTS = {
    "persons": "person",
    "households": "household",
    "memberships": "membership",
    "authorities": "parental_authority",
    "network": "network_contact",
    "mentors": "mentor",
    "mentor_consents": "mentor_consent",
    "mentor_contacts": "mentor_contact",
    "professionals": "professional",
    "involvements": "involvement",
    "strengths": "strength",
    "concerns": "concern",
    "agreements": "agreement",
    "safety_versions": "safety_plan_version",
    "safety_confirmations": "safety_plan_confirmation",
    "visits": "visit",
    "visit_notes": "visit_note",
    "internal_notes": "internal_note",
    "arranged": "action",
}
"""What the lists of a family hold, in the order in which their rows are made."""
ASIDE = frozenset({"key", "written", "scores", "actions", "helpers"})
"""What stands in a row and is no field of it: its name for others to point at, the day it was written, and what hangs on a goal."""
WRITTEN_WITH = {
    "visit_note": "noted_on",
    "internal_note": "noted_on",
    "mentor_contact": "met_on",
    "goal_score": "scored_on",
    "safety_plan_version": "written_on",
    "safety_plan_confirmation": "confirmed_on",
}
"""Rows that were written on the day that they speak of."""
DERIVED = {
    "membership": ("household", "person", membership_of),
    "mentor_consent": ("mentor", "parent", consent_of),
}


@dataclass(frozen=True)
class Written:
    """What was written in one stream at one moment (ms): rows that were made, and (row as it was, fields) of what changed."""

    moment: int
    stream: bytes
    rows: list[Any]
    changes: list[tuple[Any, Any]]


@dataclass
class FamilyData:
    """A family as the demo describes it; `now` in ms, `regisseur` as the value of that field."""

    data: dict[str, Any]
    town: str
    today: date
    now: int
    regisseur: dict[str, Any]
    ids: dict[str, Id[Any]] = field(default_factory=dict)
    made: dict[bytes, Any] = field(default_factory=dict)
    place: int = 0

    def __post_init__(self) -> None:
        self.stream: bytes = bytes(new_id(self.moment(self.data["family"]["registered_on"])))
        self.visit = self.moment(self.data["family"]["first_visit_on"])
        self.plan = plan_of(self.stream)
        self.ids |= {"plan": self.plan, "family": Id(self.stream)}

    def written(self) -> list[Written]:
        """Return everything in the order in which it was written, one gesture per moment and stream."""
        by_moment: dict[tuple[int, bytes], Written] = {}

        def at(moment: int, stream: bytes) -> Written:
            return by_moment.setdefault((moment, stream), Written(moment, stream, [], []))

        for moment, row in self._rows():
            self.made[row.id] = row
            at(moment, self._stream_of(row)).rows.append(row)
        for change in self.data.get("later", []):
            moment, before = self.moment(change["written"]), self.made[self.ids[change["key"]]]
            after = self._changed(before, change["set"])
            self.made[before.id] = after
            at(moment, self._stream_of(before)).changes.append((before, after))
        return sorted(by_moment.values(), key=lambda written: written.moment)

    def moment(self, day: dict[str, int]) -> int:
        """Return the moment of a day that is counted from today, in ms."""
        return self.now + day["days"] * DAY_MS

    def _rows(self) -> Iterator[tuple[int, Any]]:
        """Yield every row with its moment: the family, its plan, all lists, then each goal with what hangs on it."""
        family = {**self.data["family"], "municipality_code": self.town, "regisseur": self.regisseur}
        yield self.visit, self._row("family", Id(self.stream), family)
        yield self.visit, self._row("plan", self.plan, self.data["plan"])
        if self.data.get("internal_notes"):
            self.ids["apart"] = confidential_of(self.stream)
            first = self._moment_of("internal_note", self.data["internal_notes"][0])
            yield first, self._row("confidential_file", self.ids["apart"], {"family": {"ref": "family"}})
        yield from self._listed()
        for place, goal in enumerate(self.data.get("goals", []), 1):
            begun = self._moment_of("goal", goal) + place
            row = self._row("goal", self._id("goal", goal, begun), {**goal, "plan": self.plan})
            yield begun, row
            for action in goal["actions"]:
                yield begun, self._row("action", self._id("action", action, begun), {**action, "goal": row.id})
            for contact in map(self._ref, goal.get("helpers", [])):
                yield begun, self._row("goal_helper", helper_of(row.id, contact), {"goal": row.id, "contact": contact})
            for score in goal["scores"]:
                moment = max(self._moment_of("goal_score", score), begun)
                yield moment, self._row("goal_score", self._id("goal_score", score, moment), {**score, "goal": row.id})

    def _listed(self) -> Iterator[tuple[int, Any]]:
        """Yield the rows of the lists; all have their names first, because a person may point at a household and it at a person."""
        listed = [(record, one) for name, record in LISTS.items() for one in self.data.get(name, [])]
        named = [(record, one, self._id(record, one, self._moment_of(record, one))) for record, one in listed]
        for record, one, row in named:
            yield self._moment_of(record, one), self._row(record, row, one)

    def _moment_of(self, record: str, one: dict[str, Any]) -> int:
        day = one.get("written") or one.get(WRITTEN_WITH.get(record, ""))
        return self.moment(day) if day else self.visit

    def _id(self, record: str, one: dict[str, Any], moment: int) -> Id[Any]:
        """Return the row's id, derived where a laptop derives it, and keep it under the row's key."""
        self.place += 1
        made = new_id(moment, self.place)
        if record in DERIVED:
            parent, child, derive = DERIVED[record]
            made = derive(self._ref(one[parent]), self._ref(one[child]))
        elif record == "parental_authority":
            made = authority_of(self._ref(one["child"]))
        elif record == "mentor":
            made = mentor_of(self._ref(one["youth"]), self._ref(one.get("contact") or one["person"]))
        if "key" in one:
            self.ids[one["key"]] = made
        return made

    def _row(self, record: str, row: Id[Any], values: dict[str, Any]) -> Any:
        """Return the row that the data describes; what it does not say has its default."""
        spec = specs()[record]
        known = {name: self._value(spec.field(name), value) for name, value in values.items() if name not in ASIDE}
        return spec.cls(id=row, **known)

    def _changed(self, before: Any, values: dict[str, Any]) -> Any:
        spec = spec_of_row(before)
        return replace(before, **{name: self._value(spec.field(name), value) for name, value in values.items()})

    def _value(self, field_: Any, value: Any) -> Any:
        """Return a field's value: ids stand as they are, a day is counted from today, a `ref` is the row of that key."""
        if isinstance(value, bytes):
            return value
        if field_.declared.kind is Kind.LINK and value is not None:
            return self._ref(value)
        if field_.members and isinstance(value, dict):
            return field_.python(**{one.name: self._value(one, value[one.name]) for one in field_.members if one.name in value})
        if isinstance(value, dict):
            return self.today + timedelta(days=value["days"])
        return from_plain(field_, value)

    def _ref(self, value: dict[str, str]) -> Id[Any]:
        if value["ref"] not in self.ids:
            raise ProgramFault(f"the demo speaks of {value['ref']} before it is there")
        return self.ids[value["ref"]]

    def _stream_of(self, row: Any) -> bytes:
        apart = spec_of_row(row).stream_class is StreamClass.CONFIDENTIAL
        return bytes(confidential_of(self.stream)) if apart else self.stream
