"""A family in whose every field stands a word of its own: what turns up on paper can be traced to the field it came from."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.actions.fields import FieldRef, change_field
from app.actions.internal_notes import NewInternalNote, add_internal_note
from app.domain.ids import mentor_of, new_id
from app.domain.record import FieldSpec, Id, Kind, Paper, spec_of
from app.domain.records.family import Family, Household, Membership, ParentalAuthority, Person
from app.domain.records.helping import Involvement, Professional
from app.domain.records.mentor import Mentor, MentorConsent, MentorContact, MentorStatus, Sharing
from app.domain.records.network import NetworkContact
from app.domain.records.plan import Action, Plan, PlanVersion, VersionReason
from app.domain.records.safety import ApprovalState, SafetyPlanConfirmation, SafetyPlanVersion, SaidHow, Signature
from app.domain.records.situation import Agreement, Concern, Strength, Topicality
from app.domain.records.visit import InternalReason, Visit, VisitNote
from app.store.workspace import Workspace, Writing

LONG_AGO = date(1971, 2, 3)
"""The day that stands in every field that is never printed."""
OLD_YEAR = "1971"
HIDDEN = (MentorStatus.CANDIDATE, MentorStatus.ASKED, MentorStatus.THINKING, MentorStatus.SAID_NO, MentorStatus.STOPPED)
OWN = (Household, Visit, VisitNote)
"""Records of which no field has a place on the plan."""


@dataclass
class Planted:
    """The words that may be printed and those that may not, each with the place where it stands, and the rows a test speaks of."""

    may: dict[str, str] = field(default_factory=dict)
    never: dict[str, str] = field(default_factory=dict)
    rows: dict[str, Id[Any]] = field(default_factory=dict)

    def word(self, place: str, longest: int, *, may: bool) -> str:
        """Return a new word and remember where it stands."""
        words = self.may if may else self.never
        made = f"{'w' if may else 'n'}{len(words):03}q"
        words[made[:longest]] = place
        return made[:longest]

    def fields(self, record: type, *, hidden: bool, given: dict[str, Any]) -> dict[str, Any]:
        """Return a row's fields with a word in each text and the old day in each day that is never printed."""
        made = dict(given)
        for spec in spec_of(record).fields:
            if spec.name not in given and (value := self.value(f"{spec_of(record).name}.{spec.name}", spec, hidden)) is not None:
                made[spec.name] = value
        return made

    def value(self, place: str, spec: FieldSpec, hidden: bool) -> Any:
        """Return what is planted in a field, or None where it keeps its default."""
        may = spec.declared.paper is Paper.FAMILY and not hidden
        match spec.declared.kind:
            case Kind.WORDS | Kind.LONG_TEXT if spec.declared.longest >= 5:
                return self.word(place, spec.declared.longest, may=may)
            case Kind.DAY if not may:
                return LONG_AGO
            case Kind.NUMBER if not may and spec.declared.between[0] <= LONG_AGO.year <= spec.declared.between[1]:
                return LONG_AGO.year
            case Kind.GROUP:
                members = {one.name: self.value(f"{place}.{one.name}", one, hidden) for one in spec.members}
                return spec.python(**{name: value for name, value in members.items() if value is not None})
        return None


def plant(workspace: Workspace, family: Id[Any]) -> Planted:
    """Plant a word in every field of the family that there is."""
    planted = Planted()
    for spec in spec_of(Family).fields:
        if spec.declared.paper is Paper.NEVER and spec.declared.kind is Kind.WORDS and spec.declared.longest >= 30:
            change_field(workspace, FieldRef(family, "family", family, spec.name), planted.word(f"family.{spec.name}", 30, may=False))
    with workspace.write() as writing:
        _plant_rows(planted, writing, family)
    note = NewInternalNote(
        *(planted.word("internal_note.text", 99, may=False), InternalReason.SAFETY, planted.word("internal_note.why", 99, may=False))
    )
    add_internal_note(workspace, family, planted.rows["visit"], note)
    return planted


def _plant_rows(planted: Planted, writing: Writing, family: Id[Any]) -> None:
    gesture = writing.gesture(family)

    def make(name: str, record: type, *, hidden: bool = False, row: Id[Any] | None = None, **given: Any) -> Id[Any]:
        made = planted.rows[name] = row or new_id(writing.wall, len(planted.rows))
        gesture.create(record(id=made, **planted.fields(record, hidden=hidden, given=given)))
        return made

    youth = make("youth", Person)
    parent = make("parent", Person)
    household = make("household", Household, hidden=True)
    make("membership", Membership, household=household, person=youth, hidden=True)
    make("authority", ParentalAuthority, child=youth, hidden=True)
    contact = make("contact", NetworkContact)
    mentor = make(
        *("mentor", Mentor),
        row=mentor_of(youth, contact),
        youth=youth,
        contact=contact,
        status=MentorStatus.ACTIVE,
        accepted_on=date(2026, 9, 4),
        share_home=Sharing.YES,
        share_school=Sharing.NO,
    )
    make("consent", MentorConsent, mentor=mentor, parent=parent, hidden=True)
    make("met", MentorContact, mentor=mentor, hidden=True)
    for status in HIDDEN:
        other = make(f"{status} contact", NetworkContact)
        make(status, Mentor, hidden=True, row=mentor_of(youth, other), youth=youth, contact=other, status=status)
    _plant_helpers(make)
    _plant_agreed(make)
    visit = make("visit", Visit, hidden=True)
    make("note", VisitNote, hidden=True, visit=visit)
    make("arranged", Action, goal=None, arranged_at=visit)
    for record in (Strength, Concern, Agreement):
        make(record.__name__, record)
        make(f"{record.__name__} over", record, hidden=True, status=Topicality.OVER)
    gesture.done()


def _plant_helpers(make: Any) -> None:
    helper = make("professional", Professional)
    make("involvement", Involvement, professional=helper)
    gone = make("gone", Professional, hidden=True)
    make("ended", Involvement, hidden=True, professional=gone, ended_on=LONG_AGO)


def _plant_agreed(make: Any) -> None:
    agreed = make("safety", SafetyPlanVersion)
    waits = make("safety waits", SafetyPlanVersion, hidden=True)
    make("safety yes", SafetyPlanConfirmation, safety_plan_version=agreed, how=SaidHow.SPOKEN, confirmed_on=LONG_AGO.replace(year=2026))
    crossed = {"safety_plan_version": waits, "replaces": waits, "how": SaidHow.SPOKEN}
    make("safety crossed", SafetyPlanConfirmation, hidden=True, **crossed)
    made = {"plan": Id[Plan](bytes(16)), "number": 1, "reason": VersionReason.PRINT, "made_on": LONG_AGO.replace(year=2026)}
    version = make("version", PlanVersion, hidden=True, sha256="0" * 64, **made)
    said = {"plan_version": version, "state": ApprovalState.NOT_AGREED, "how": SaidHow.SPOKEN, "signed_on": LONG_AGO.replace(year=2026)}
    make("signature", Signature, sha256="0" * 64, **said)
