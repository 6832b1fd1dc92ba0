"""Parts of the plan's report: how it goes, what was agreed, the people around the family and who helps by profession.

The only number of a telephone that has a field here is the one of a professional's work.
"""

from dataclasses import dataclass
from datetime import date

from app.domain.records.network import Line as NetworkLine
from app.domain.records.network import Ring
from app.domain.records.plan import LifeDomain
from app.domain.records.safety import ApprovalState, SaidHow
from app.domain.records.situation import AgreementKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSaid:
    """Something that goes well or worries somebody, in the words of who said it; `less` when it is less than it was."""

    text: str
    said_by: str = ""
    about: str = ""
    domain: LifeDomain | None = None
    since: str = ""
    effect: str = ""
    is_safety: bool = False
    less: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAgreement:
    """What people agreed, between whom, from when, and when they look at it again."""

    text: str
    kind: AgreementKind | None = None
    parties: str = ""
    from_on: date | None = None
    review_on: date | None = None
    less: bool = False


@dataclass(frozen=True, slots=True)
class ReportContact:
    """Somebody around the family: what they are of the family, how near, how the contact is, and what they can do."""

    name: str
    relation: str = ""
    ring: Ring = Ring.CLOSE
    line: NetworkLine = NetworkLine.THIN
    can_do: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMentor:
    """A mentor who said yes; kind and relation as words. Nothing of who was only thought of, nor of who stopped."""

    name: str
    youth: str = ""
    kind: str = ""
    relation: str = ""
    since_on: date | None = None
    since_known: int | None = None
    paused: bool = False
    chosen_by_youth: bool = False
    why: str = ""
    advice: str = ""
    agreed: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    support: str = ""
    check_on: date | None = None
    stays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHelper:
    """Somebody who helps by profession; the number is that of the work."""

    name: str
    organisation: str = ""
    role: str = ""
    task: str = ""
    until_on: date | None = None
    work_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSafety:
    """The safety agreements that count: questions with their answers, who said yes and when, and when people look again."""

    answers: tuple[tuple[str, str], ...]
    agreed_by: str
    agreed_on: date
    review_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSignature:
    """What somebody says of the plan; `version` is the one it was said of."""

    name: str
    state: ApprovalState
    how: SaidHow
    signed_on: date
    remark: str = ""
    version: int


@dataclass(frozen=True, slots=True)
class ReportSigning:
    """What is known of this version, what was said of others, and who (with the role) has said nothing of this one yet."""

    now: tuple[ReportSignature, ...] = ()
    earlier: tuple[ReportSignature, ...] = ()
    empty: tuple[tuple[str, str], ...] = ()


NOTHING_SAID = ReportSigning()
