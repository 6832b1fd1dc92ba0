"""What stands on a printed family plan, and nothing else: what is not a field here cannot get on paper.

No address, e-mail address, birth date or internal note has a field, and of a phone only the number of a professional's work.
Holds no layout and reads no database.
"""

from dataclasses import dataclass
from datetime import date

from app.domain.records.plan import ActionStatus, ActorKind, GoalStatus, LegalFrame, LifeDomain, OwnPlanChoice, PlanStatus, SafetyAnswer
from app.domain.rules.circles import Around
from app.domain.rules.plan_code import canonical_code
from app.pdf.report_parts import (
    NOTHING_SAID,
    ReportAgreement,
    ReportContact,
    ReportHelper,
    ReportMentor,
    ReportSafety,
    ReportSaid,
    ReportSigning,
)


@dataclass(frozen=True, slots=True)
class ReportMember:
    """Somebody of the family: the name and the role ("moeder"), in that person's own spelling."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, literally; without a speaker it is the family's."""

    text: str = ""
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class Scores:
    """What one person says of a goal on the scale from 0 to 10; what nobody scored yet is None."""

    start: int | None = None
    now: int | None = None
    wish: int | None = None
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class ReportAction:
    """Who does what and when; `when` is text as it must be read ("elke maandag", "3 december 2026")."""

    what: str
    who: str = ""
    kind: ActorKind | None = None
    when: str = ""
    status: ActionStatus = ActionStatus.OPEN
    why_professional: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportGoal:
    """A goal in the family's words, with everybody's scores apart and its actions in the order in which they are printed."""

    text: str
    whose_words: str = ""
    domain: LifeDomain | None = None
    why_important: str = ""
    seen_when: str = ""
    target_on: date | None = None
    scores: tuple[Scores, ...] = ()
    status: GoalStatus = GoalStatus.NEW
    actions: tuple[ReportAction, ...] = ()
    helpers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChildRights:
    """Whether help may be refused for a child; an empty name stands for the whole family, an unknown frame is None."""

    name: str
    legal_frame: LegalFrame | None


@dataclass(frozen=True, slots=True)
class ConflictValue:
    """One of the values of a conflict, with who wrote it and when, as text."""

    value: str
    written_by: str = ""
    written_when: str = ""


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """Values that stand side by side until people choose; `about` says in words what they are of."""

    about: str
    values: tuple[ConflictValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyPlanReport:
    """One consistent moment of one plan; `canonical_content` is what the code in the footer is made of."""

    family_name: str
    status: PlanStatus
    version: int
    printed_on: date
    canonical_content: bytes
    municipality_name: str
    regisseur_name: str
    family_lead: str = ""
    members: tuple[ReportMember, ...] = ()
    request_for_help: Quote = Quote()
    wish: Quote = Quote()
    own_plan_choice: OwnPlanChoice | None = None
    strengths: tuple[ReportSaid, ...] = ()
    concerns: tuple[ReportSaid, ...] = ()
    safety_answer: SafetyAnswer | None = None
    safety_explanation: str = ""
    safety: ReportSafety | None = None
    safety_waits: int = 0
    goals: tuple[ReportGoal, ...] = ()
    arranged: tuple[ReportAction, ...] = ()
    contacts: tuple[ReportContact, ...] = ()
    around: Around | None = None
    mentors: tuple[ReportMentor, ...] = ()
    helpers: tuple[ReportHelper, ...] = ()
    professionals: int = 0
    organisations: int = 0
    agreements: tuple[ReportAgreement, ...] = ()
    next_talk_on: date | None = None
    rights: tuple[ChildRights, ...] = ()
    conflicts: tuple[OpenConflict, ...] = ()
    signing: ReportSigning = NOTHING_SAID

    @property
    def code(self) -> str:
        """The code that ties a signed paper to this content."""
        return canonical_code(self.canonical_content)
