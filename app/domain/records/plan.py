"""The plan: what the family asks and wants, its goals and who does what (domain.md 2.3-2.5)."""

from datetime import date
from enum import StrEnum

from app.domain.record import Id, Paper, Policy, Reach, choice, day, group, link, long_text, number, order_key, record, value, words
from app.domain.records.visit import Visit


class LifeDomain(StrEnum):
    """What a goal is about (domain.md 2.4)."""

    PARENTING = "parenting"
    CHILD_DEVELOPMENT = "child_development"
    FAMILY_RELATIONS = "family_relations"
    SAFETY = "safety"
    SCHOOL = "school"
    WORK_DAY = "work_day"
    INCOME = "income"
    DEBTS = "debts"
    HOUSING = "housing"
    HEALTH_BODY = "health_body"
    HEALTH_MIND = "health_mind"
    ADDICTION = "addiction"
    NETWORK = "network"
    LEISURE = "leisure"
    DAILY_LIVING = "daily_living"
    JUSTICE = "justice"
    IDENTITY_PAPERS = "identity_papers"


class PlanKind(StrEnum):
    """Whose plan it is by law: worked out with the worker, or made by the family itself (Jeugdwet art. 1.1)."""

    FAMILY_PLAN = "family_plan"
    FAMILY_GROUP_PLAN = "family_group_plan"


class PlanStatus(StrEnum):
    """How far the plan is (domain.md 2.5)."""

    CONCEPT = "concept"
    ACTIVE = "active"
    STANDBY = "standby"
    CLOSED = "closed"


class OwnPlanChoice(StrEnum):
    """What the family chose when it was offered to make its own plan first (Jeugdwet art. 4.1.2)."""

    YES_SELF = "yes_self"
    YES_WITH_HELP = "yes_with_help"
    NO = "no"
    NOT_YET = "not_yet"
    NOT_OFFERED_SAFETY = "not_offered_safety"


class SafetyAnswer(StrEnum):
    """Are there worries about basic care or safety? (002-22)."""

    NO = "no"
    YES = "yes"
    UNKNOWN = "unknown"


class LegalFrame(StrEnum):
    """Whether help may be refused (002-26)."""

    VOLUNTARY = "voluntary"
    SUPERVISION_ORDER = "supervision_order"
    GUARDIANSHIP = "guardianship"
    OTHER_MEASURE = "other_measure"


class Horizon(StrEnum):
    """A goal for long, or a small step."""

    BIG = "big"
    SMALL = "small"


class GoalStatus(StrEnum):
    """How a goal stands."""

    NEW = "new"
    BUSY = "busy"
    REACHED = "reached"
    PARTLY_REACHED = "partly_reached"
    NOT_REACHED = "not_reached"
    STOPPED = "stopped"


class ActorKind(StrEnum):
    """From which circle somebody comes who does something; in the order in which a goal asks for help (000-09)."""

    FAMILY = "family"
    NETWORK = "network"
    MENTOR = "mentor"
    SERVICE = "service"
    PROFESSIONAL = "professional"


class Where(StrEnum):
    """Where something is done (002-09)."""

    HOME = "home"
    SCHOOL = "school"
    NEIGHBOURHOOD = "neighbourhood"
    INSTITUTION = "institution"
    ONLINE = "online"
    OTHER = "other"


class ActionStatus(StrEnum):
    """How an action stands."""

    OPEN = "open"
    BUSY = "busy"
    DONE = "done"
    NOT_MANAGED = "not_managed"
    CANCELLED = "cancelled"


class VersionReason(StrEnum):
    """Why a plan was fixed as a version."""

    ACTIVATE = "activate"
    PRINT = "print"
    EVALUATE = "evaluate"
    CLOSE = "close"


@value
class Doer:
    """The one named person who makes sure that something happens (002-34)."""

    name: str = words(120, default="", paper=Paper.FAMILY)
    kind: ActorKind = choice(default=ActorKind.FAMILY, paper=Paper.FAMILY)


@value
class When:
    """When something is done: in words ("elke maandag"), by a day, or both."""

    text: str = words(120, default="", paper=Paper.FAMILY)
    due_on: date | None = day(default=None, paper=Paper.FAMILY)


@record("plan")
class Plan:
    """The one plan of a family; its id is derived from the family and the plan's number, so two laptops make the same row."""

    id: "Id[Plan]"
    number: int = number((1, 999), default=1, paper=Paper.NEVER)
    kind: PlanKind = choice(default=PlanKind.FAMILY_PLAN, paper=Paper.FAMILY)
    status: PlanStatus = choice(default=PlanStatus.CONCEPT, paper=Paper.FAMILY)
    request_for_help: str = long_text(default="", paper=Paper.FAMILY, reach=Reach.SEARCHED)
    request_said_by: str = words(120, default="", paper=Paper.FAMILY)
    wish: str = long_text(default="", paper=Paper.FAMILY, reach=Reach.SEARCHED)
    wish_said_by: str = words(120, default="", paper=Paper.FAMILY)
    family_lead: str = words(120, default="", paper=Paper.FAMILY)
    own_plan_choice: OwnPlanChoice | None = choice(default=None, paper=Paper.FAMILY)
    safety_answer: SafetyAnswer | None = choice(default=None, paper=Paper.FAMILY)
    legal_frame: LegalFrame = choice(default=LegalFrame.VOLUNTARY, paper=Paper.FAMILY)
    established_on: date | None = day(default=None, paper=Paper.FAMILY)
    next_evaluation_on: date | None = day(default=None, paper=Paper.FAMILY)


@record("goal")
class Goal:
    """What the family wants to reach, in its own words."""

    id: "Id[Goal]"
    plan: Id[Plan] = link(paper=Paper.NEVER)
    text: str = long_text(default="", paper=Paper.FAMILY, reach=Reach.SEARCHED)
    whose_words: str = words(120, default="", paper=Paper.FAMILY)
    domain: LifeDomain | None = choice(default=None, paper=Paper.FAMILY)
    horizon: Horizon = choice(default=Horizon.BIG, paper=Paper.NEVER)
    why_important: str = long_text(default="", paper=Paper.FAMILY)
    seen_when: str = long_text(default="", paper=Paper.FAMILY)
    target_on: date | None = day(default=None, paper=Paper.FAMILY)
    score_wish: int | None = number((0, 10), default=None, paper=Paper.FAMILY)
    status: GoalStatus = choice(default=GoalStatus.NEW, paper=Paper.FAMILY)
    position: str = order_key(default="", since=2)


@record("action")
class Action:
    """Who does what and when, for a goal; what was arranged on the spot at a visit may stand by itself (000-06)."""

    id: "Id[Action]"
    goal: Id[Goal] | None = link(default=None, paper=Paper.NEVER)
    what: str = long_text(default="", paper=Paper.FAMILY, reach=Reach.SEARCHED)
    doer: Doer = group(default=Doer(), paper=Paper.FAMILY)
    timing: When = group(default=When(), paper=Paper.FAMILY)
    place: Where | None = choice(default=None, paper=Paper.FAMILY)
    why_professional: str = words(300, default="", paper=Paper.FAMILY)
    status: ActionStatus = choice(default=ActionStatus.OPEN, paper=Paper.FAMILY)
    done_on: date | None = day(default=None, paper=Paper.NEVER)
    arranged_at: Id[Visit] | None = link(default=None, paper=Paper.NEVER, since=2)


@record("goal_score", Policy.APPEND)
class GoalScore:
    """What somebody said of a goal on a scale from 0 to 10, on a day; different people's scores are never averaged (domain.md 4.4)."""

    id: "Id[GoalScore]"
    goal: Id[Goal] = link(paper=Paper.NEVER)
    score: int = number((0, 10), paper=Paper.FAMILY)
    scored_on: date = day(paper=Paper.FAMILY)
    said_by: str = words(120, default="", paper=Paper.FAMILY)


@record("plan_version", Policy.APPEND)
class PlanVersion:
    """The plan as it was on a day: its whole content as canonical JSON and the hash that a signed paper is tied to."""

    id: "Id[PlanVersion]"
    plan: Id[Plan] = link(paper=Paper.NEVER)
    number: int = number((1, 100_000), paper=Paper.FAMILY)
    reason: VersionReason = choice(paper=Paper.NEVER)
    made_on: date = day(paper=Paper.FAMILY)
    sha256: str = words(64, paper=Paper.FAMILY, reach=Reach.PUBLIC)
    content: str = long_text(200_000, paper=Paper.NEVER)
