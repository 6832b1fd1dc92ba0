"""Who helps a family by profession, with what and until when (domain.md 2.3, mission row 000-03)."""

from datetime import date
from enum import StrEnum

from app.domain.record import Id, Paper, Reach, choice, day, flag, group, link, record, value, words
from app.domain.records.plan import LifeDomain


class InvolvementRole(StrEnum):
    """As what somebody helps. The regisseur is a field of the family, never an involvement."""

    DEPUTY = "deputy"
    PROCESS_DIRECTOR = "process_director"
    YOUTH_CARE = "youth_care"
    GP = "gp"
    YOUTH_HEALTH_SERVICE = "youth_health_service"
    CHILDCARE = "childcare"
    SCHOOL = "school"
    ATTENDANCE_OFFICER = "attendance_officer"
    SCHOOL_ALLIANCE = "school_alliance"
    CHILD_PROTECTION = "child_protection"
    YOUTH_PROBATION = "youth_probation"
    VEILIG_THUIS = "veilig_thuis"
    CHILD_PROTECTION_BOARD = "child_protection_board"
    POLICE = "police"
    MENTAL_HEALTH_YOUTH = "mental_health_youth"
    MENTAL_HEALTH_ADULT = "mental_health_adult"
    ADDICTION_CARE = "addiction_care"
    DISABILITY_CARE = "disability_care"
    FOSTER_CARE = "foster_care"
    DEBT_SUPPORT = "debt_support"
    WORK_INCOME = "work_income"
    HOUSING = "housing"
    SOCIAL_SUPPORT = "social_support"
    SOCIAL_WORK = "social_work"
    YOUTH_WORKER = "youth_worker"
    VOLUNTEERS = "volunteers"
    CLIENT_SUPPORTER = "client_supporter"
    CONFIDANT_ADVOCATE = "confidant_advocate"
    INTERPRETER = "interpreter"
    LAWYER = "lawyer"
    MATERNITY_CARE = "maternity_care"
    OTHER = "other"


@value
class Term:
    """When the help began and when it is planned to end; they move together."""

    from_on: date | None = day(default=None, paper=Paper.FAMILY)
    planned_end_on: date | None = day(default=None, paper=Paper.FAMILY)


@record("professional")
class Professional:
    """Somebody who helps by profession; the number is the one of the work, so the family may have it on paper."""

    id: "Id[Professional]"
    name: str = words(120, default="", paper=Paper.FAMILY, reach=Reach.SEARCHED)
    organisation: str = words(120, default="", paper=Paper.FAMILY, reach=Reach.SEARCHED)
    phone: str = words(30, default="", paper=Paper.FAMILY)
    email: str = words(200, default="", paper=Paper.NEVER)


@record("involvement")
class Involvement:
    """What one professional does for the family. It informs; it gives no access, that is a right on the server."""

    id: "Id[Involvement]"
    professional: Id[Professional] = link(paper=Paper.NEVER)
    role: InvolvementRole = choice(default=InvolvementRole.OTHER, paper=Paper.FAMILY)
    task: str = words(300, default="", paper=Paper.FAMILY)
    domain: LifeDomain | None = choice(default=None, paper=Paper.FAMILY)
    term: Term = group(default=Term(), paper=Paper.FAMILY)
    temporary_expert: bool = flag(default=False, paper=Paper.FAMILY)
    ended_on: date | None = day(default=None, paper=Paper.FAMILY)
