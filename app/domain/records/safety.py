"""What was agreed to keep everybody safe, in versions that nobody changes, and who said yes to which (domain.md 2.3)."""

from datetime import date
from enum import StrEnum

from app.domain.record import Id, Paper, Policy, Reach, choice, day, link, long_text, record, words
from app.domain.records.family import Person
from app.domain.records.plan import PlanVersion


class SaidHow(StrEnum):
    """How somebody let it be known."""

    ON_PAPER = "on_paper"
    ON_SCREEN = "on_screen"
    SPOKEN = "spoken"


class ApprovalState(StrEnum):
    """What somebody says of a version; who does not agree is heard as well, and nothing goes away by it."""

    AGREED = "agreed"
    AGREED_WITH_REMARK = "agreed_with_remark"
    NOT_AGREED = "not_agreed"
    SEEN = "seen"


@record("safety_plan_version", Policy.APPEND)
class SafetyPlanVersion:
    """One version of the safety agreements as it was fixed. It counts once people said yes to it, and never by itself."""

    id: "Id[SafetyPlanVersion]"
    not_again: str = long_text(default="", paper=Paper.FAMILY)
    warning_signs: str = long_text(default="", paper=Paper.FAMILY)
    child_does: str = long_text(default="", paper=Paper.FAMILY)
    who_does: str = long_text(default="", paper=Paper.FAMILY)
    bottom_lines: str = long_text(default="", paper=Paper.FAMILY)
    who_checks: str = long_text(default="", paper=Paper.FAMILY)
    whom_to_call: str = long_text(default="", paper=Paper.FAMILY)
    review_on: date | None = day(default=None, paper=Paper.FAMILY)
    written_on: date = day(paper=Paper.NEVER)
    written_by: str = words(200, paper=Paper.NEVER)


@record("safety_plan_confirmation", Policy.APPEND)
class SafetyPlanConfirmation:
    """That people said yes to a version; `replaces` is the one that counted on their screen at that moment."""

    id: "Id[SafetyPlanConfirmation]"
    safety_plan_version: Id[SafetyPlanVersion] = link(paper=Paper.NEVER)
    replaces: Id[SafetyPlanVersion] | None = link(default=None, paper=Paper.NEVER)
    agreed_by: str = words(300, paper=Paper.FAMILY)
    how: SaidHow = choice(paper=Paper.NEVER)
    confirmed_on: date = day(paper=Paper.FAMILY)
    noted_by: str = words(200, paper=Paper.NEVER)


@record("signature", Policy.APPEND)
class Signature:
    """What somebody says of one version of the plan, tied to its content by the hash; it never goes over to a later version."""

    id: "Id[Signature]"
    plan_version: Id[PlanVersion] = link(paper=Paper.NEVER)
    sha256: str = words(64, paper=Paper.NEVER, reach=Reach.PUBLIC)
    person: Id[Person] | None = link(default=None, paper=Paper.NEVER)
    name: str = words(120, paper=Paper.FAMILY)
    state: ApprovalState = choice(paper=Paper.FAMILY)
    how: SaidHow = choice(paper=Paper.FAMILY)
    signed_on: date = day(paper=Paper.FAMILY)
    remark: str = long_text(1000, default="", paper=Paper.FAMILY)
    noted_by: str = words(200, paper=Paper.NEVER)
