"""The family and its people (domain.md 2.3, 6.5, 6.7)."""

from datetime import date
from enum import StrEnum

from app.domain.record import Audience, Id, Paper, Reach, choice, day, flag, group, link, number, record, value, words


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

    call_name: str = words(100, default="", paper=Paper.FAMILY, reach=Reach.SEARCHED)
    given_names: str = words(200, default="", paper=Paper.FAMILY, reach=Reach.SEARCHED)
    prefix: str = words(10, default="", paper=Paper.FAMILY, reach=Reach.SEARCHED)
    surname: str = words(200, default="", paper=Paper.FAMILY, reach=Reach.SEARCHED)
    partner_prefix: str = words(10, default="", paper=Paper.FAMILY, reach=Reach.SEARCHED)
    partner_surname: str = words(200, default="", paper=Paper.FAMILY, reach=Reach.SEARCHED)
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
    display_name: str = words(80, paper=Paper.FAMILY, reach=Reach.SEARCHED)
    municipality_code: str = words(6, paper=Paper.NEVER)
    registered_on: date = day(paper=Paper.NEVER)
    regisseur: Regisseur = group(paper=Paper.FAMILY)
    case_id: str | None = words(40, default=None, paper=Paper.NEVER, audience=Audience.WORKERS)
    expecting_due_on: date | None = day(default=None, paper=Paper.NEVER)
    language: str = words(2, default="nl", paper=Paper.NEVER, reach=Reach.PUBLIC)
    interpreter_needed: bool = flag(default=False, paper=Paper.NEVER)
    referred_by: ReferralSource | None = choice(default=None, paper=Paper.NEVER, audience=Audience.WORKERS)
    first_contact_on: date | None = day(default=None, paper=Paper.NEVER)
    first_visit_on: date | None = day(default=None, paper=Paper.NEVER)
    status: FamilyStatus = choice(default=FamilyStatus.REGISTERED, paper=Paper.NEVER)


@record("person")
class Person:
    """Somebody of the family. Birth date and ways to reach somebody are never printed until the paper issue says to whom.

    `main_home` is where a child has its main residence: one field, so that a second one cannot be. `at_home_since` is the first
    day on which a child of school age was at home without school.
    """

    id: "Id[Person]"
    name: PersonName = group(paper=Paper.FAMILY)
    role: str = words(60, default="", paper=Paper.FAMILY)
    birth: PartialDate = group(default=PartialDate(), paper=Paper.NEVER)
    gender: Gender | None = choice(default=None, paper=Paper.NEVER)
    deceased_on: date | None = day(default=None, paper=Paper.NEVER)
    main_home: "Id[Household] | None" = link(default=None, paper=Paper.NEVER, since=2)
    school: str = words(120, default="", paper=Paper.NEVER, since=2)
    at_home_since: date | None = day(default=None, paper=Paper.NEVER, since=2)
    phone: str = words(30, default="", paper=Paper.NEVER)
    email: str = words(200, default="", paper=Paper.NEVER)


class HouseholdRole(StrEnum):
    """What somebody is in a household."""

    PARENT = "parent"
    STEP_PARENT = "step_parent"
    PARTNER = "partner"
    CHILD = "child"
    FOSTER_CHILD = "foster_child"
    FOSTER_PARENT = "foster_parent"
    GRANDPARENT = "grandparent"
    HOUSEMATE = "housemate"
    OTHER = "other"


class AuthorityKind(StrEnum):
    """Who decides for a child by law; the kinds of the national register (domain.md 2.3)."""

    JOINT_PARENTS = "joint_parents"
    ONE_PARENT = "one_parent"
    JOINT_WITH_OTHER = "joint_with_other"
    GUARDIANSHIP = "guardianship"
    TEMPORARILY_NONE = "temporarily_none"
    CANNOT_BE_SAID = "cannot_be_said"


class AuthoritySource(StrEnum):
    """Where it was looked up; what was only told must still be checked."""

    REGISTER = "register"
    RULING = "ruling"
    TOLD = "told"


@value
class Address:
    """Where a household lives; never merged by halves, never printed."""

    street: str = words(120, default="", paper=Paper.NEVER)
    house_number: str = words(20, default="", paper=Paper.NEVER)
    postcode: str = words(10, default="", paper=Paper.NEVER)
    town: str = words(80, default="", paper=Paper.NEVER)


@value
class Period:
    """From when until when; either end may be open."""

    from_on: date | None = day(default=None, paper=Paper.NEVER)
    to_on: date | None = day(default=None, paper=Paper.NEVER)


@value
class Authority:
    """The kind with those who hold it: they change together, by one ruling."""

    kind: AuthorityKind | None = choice(default=None, paper=Paper.NEVER)
    first_holder: Id[Person] | None = link(default=None, paper=Paper.NEVER)
    second_holder: Id[Person] | None = link(default=None, paper=Paper.NEVER)
    explanation: str = words(300, default="", paper=Paper.NEVER)


@value
class Checked:
    """Where and when something was looked up."""

    source: AuthoritySource = choice(default=AuthoritySource.TOLD, paper=Paper.NEVER)
    checked_on: date | None = day(default=None, paper=Paper.NEVER)


@record("household")
class Household:
    """People at one address; separated parents have two."""

    id: "Id[Household]"
    name: str = words(80, default="", paper=Paper.FAMILY)
    address: Address = group(default=Address(), paper=Paper.NEVER)
    address_secret: bool = flag(default=False, paper=Paper.NEVER)


@record("membership")
class Membership:
    """Somebody lives in a household. Its id is derived from both, so that two laptops make the same row."""

    id: "Id[Membership]"
    household: Id[Household] = link(paper=Paper.NEVER)
    person: Id[Person] = link(paper=Paper.NEVER)
    role: HouseholdRole = choice(default=HouseholdRole.CHILD, paper=Paper.NEVER)
    period: Period = group(default=Period(), paper=Paper.NEVER)


@record("parental_authority")
class ParentalAuthority:
    """Who decides for one minor; its id is derived from the child's. Never taken from one parent's word alone."""

    id: "Id[ParentalAuthority]"
    child: Id[Person] = link(paper=Paper.NEVER)
    authority: Authority = group(default=Authority(), paper=Paper.NEVER)
    checked: Checked = group(default=Checked(), paper=Paper.NEVER)
    being_examined: bool = flag(default=False, paper=Paper.NEVER)
