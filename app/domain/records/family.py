"""The family and its people (domain.md 2.3, 6.5, 6.7)."""

from datetime import date
from enum import StrEnum

from app.domain.record import Audience, Id, Paper, choice, day, flag, group, link, number, record, value, words


class Worker:
    """Somebody with an account at the municipality; kept by the server, known here by id and name."""


class FamilyStatus(StrEnum):
    """How far the help is."""

    REGISTERED = "registered"
    ACTIVE = "active"
    STANDBY = "standby"
    CLOSED = "closed"


class ReferralSource(StrEnum):
    """Who first spoke of this family (mission row 002-35)."""

    SELF = "self"
    GP = "gp"
    YOUTH_HEALTH_SERVICE = "youth_health_service"
    SCHOOL = "school"
    CHILDCARE = "childcare"
    VEILIG_THUIS = "veilig_thuis"
    CERTIFIED_INSTITUTION = "certified_institution"
    MENTAL_HEALTH = "mental_health"
    LOCAL_TEAM = "local_team"
    POLICE = "police"
    NETWORK = "network"
    OTHER = "other"


class Gender(StrEnum):
    """How somebody is addressed."""

    MAN = "man"
    WOMAN = "woman"
    X = "x"


class NameUse(StrEnum):
    """Which surname somebody uses: own, partner's, or both in an order (BRP aanduidingNaamgebruik)."""

    OWN = "E"
    PARTNER = "P"
    PARTNER_FIRST = "V"
    PARTNER_LAST = "N"


@value
class Regisseur:
    """The one worker of a family: who and since when change hands together, so there is no gap and no overlap (000-02)."""

    worker: Id[Worker] = link(paper=Paper.NEVER)
    name: str = words(200, paper=Paper.FAMILY)
    since_on: date = day(paper=Paper.FAMILY)


@value
class PersonName:
    """The parts of a Dutch name; any of them may be missing, but not all (BRP rules, domain.md 6.5)."""

    call_name: str = words(100, default="", paper=Paper.FAMILY)
    given_names: str = words(200, default="", paper=Paper.FAMILY)
    prefix: str = words(10, default="", paper=Paper.FAMILY)
    surname: str = words(200, default="", paper=Paper.FAMILY)
    partner_prefix: str = words(10, default="", paper=Paper.FAMILY)
    partner_surname: str = words(200, default="", paper=Paper.FAMILY)
    name_use: NameUse = choice(default=NameUse.OWN, paper=Paper.FAMILY)


@value
class PartialDate:
    """A birth date of which day, or month and day, may be unknown (domain.md 6.7)."""

    year: int | None = number((1880, 2200), default=None, paper=Paper.NEVER)
    month: int | None = number((1, 12), default=None, paper=Paper.NEVER)
    day: int | None = number((1, 31), default=None, paper=Paper.NEVER)


@record("family")
class Family:
    """The unit of the plan. Its id is also the id of its stream."""

    id: "Id[Family]"
    display_name: str = words(80, paper=Paper.FAMILY)
    municipality_code: str = words(6, paper=Paper.NEVER)
    registered_on: date = day(paper=Paper.NEVER)
    regisseur: Regisseur = group(paper=Paper.FAMILY)
    case_id: str | None = words(40, default=None, paper=Paper.NEVER, audience=Audience.WORKERS)
    expecting_due_on: date | None = day(default=None, paper=Paper.NEVER)
    language: str = words(2, default="nl", paper=Paper.NEVER, personal=False)
    interpreter_needed: bool = flag(default=False, paper=Paper.NEVER)
    referred_by: ReferralSource | None = choice(default=None, paper=Paper.NEVER, audience=Audience.WORKERS)
    first_contact_on: date | None = day(default=None, paper=Paper.NEVER)
    first_visit_on: date | None = day(default=None, paper=Paper.NEVER)
    status: FamilyStatus = choice(default=FamilyStatus.REGISTERED, paper=Paper.NEVER)


@record("person")
class Person:
    """Somebody of the family. Birth date and ways to reach somebody are never printed until the paper issue says to whom."""

    id: "Id[Person]"
    name: PersonName = group(paper=Paper.FAMILY)
    role: str = words(60, default="", paper=Paper.FAMILY)
    birth: PartialDate = group(default=PartialDate(), paper=Paper.NEVER)
    gender: Gender | None = choice(default=None, paper=Paper.NEVER)
    deceased_on: date | None = day(default=None, paper=Paper.NEVER)
    phone: str = words(30, default="", paper=Paper.NEVER)
    email: str = words(200, default="", paper=Paper.NEVER)
