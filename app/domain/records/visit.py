"""Visits and what is written about them: a summary that the family shares, and the internal note apart (domain.md 2.3)."""

from datetime import date
from enum import StrEnum

from app.domain.record import Audience, Id, Paper, Policy, Reach, StreamClass, choice, day, link, long_text, record, words


class VisitKind(StrEnum):
    """What kind of meeting it is."""

    HOME_VISIT = "home_visit"
    FIRST_MEETING = "first_meeting"
    FAMILY_MEETING = "family_meeting"
    NETWORK_MEETING = "network_meeting"
    EVALUATION = "evaluation"
    HANDOVER = "handover"
    PHONE = "phone"
    SCHOOL = "school"


class InternalReason(StrEnum):
    """Why a note is not for the whole family: asked for each one, because in principle the family reads everything (002-30)."""

    PRIVACY_OF_OTHER = "privacy_of_other"
    CHILD_IN_CONFIDENCE = "child_in_confidence"
    SAFETY = "safety"
    OWN_CONSULTATION = "own_consultation"


@record("visit")
class Visit:
    """A meeting with the family: planned or held."""

    id: "Id[Visit]"
    kind: VisitKind = choice(default=VisitKind.HOME_VISIT, paper=Paper.FAMILY)
    visit_on: date | None = day(default=None, paper=Paper.FAMILY)
    at_time: str = words(20, default="", paper=Paper.FAMILY)
    place: str = words(120, default="", paper=Paper.NEVER)
    present: str = words(300, default="", paper=Paper.FAMILY)
    held_on: date | None = day(default=None, paper=Paper.NEVER)


@record("visit_note", Policy.APPEND)
class VisitNote:
    """The shared summary of a visit, fixed by "vastleggen"; what comes later is an addition of its own (sync.md 3.6)."""

    id: "Id[VisitNote]"
    visit: Id[Visit] = link(paper=Paper.NEVER)
    text: str = long_text(paper=Paper.FAMILY, reach=Reach.SEARCHED)
    noted_on: date = day(paper=Paper.FAMILY)
    noted_by: str = words(200, paper=Paper.FAMILY)


@record("confidential_file", stream_class=StreamClass.CONFIDENTIAL)
class ConfidentialFile:
    """The head of a family's second stream, with its id: what is in that stream only the regisseur and the deputy receive."""

    id: "Id[ConfidentialFile]"
    family: Id[object] = link(paper=Paper.NEVER)


@record("internal_note", Policy.APPEND, StreamClass.CONFIDENTIAL)
class InternalNote:
    """A worker's own note, apart from the family's file; counted, with a reason, in no print."""

    id: "Id[InternalNote]"
    visit: Id[Visit] = link(paper=Paper.NEVER)
    text: str = long_text(paper=Paper.NEVER, audience=Audience.WORKERS)
    reason: InternalReason = choice(paper=Paper.NEVER, audience=Audience.WORKERS)
    why: str = words(300, paper=Paper.NEVER, audience=Audience.WORKERS)
    noted_on: date = day(paper=Paper.NEVER, audience=Audience.WORKERS)
    noted_by: str = words(200, paper=Paper.NEVER, audience=Audience.WORKERS)
