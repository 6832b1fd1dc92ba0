"""The people around a family: who they are, how near they stand and what they can do (domain.md 4.6)."""

from enum import StrEnum

from app.domain.record import Id, Paper, Policy, Reach, choice, group, link, long_text, record, value, words
from app.domain.records.plan import Goal


class Ring(StrEnum):
    """How near somebody stands; the fourth ring is drawn from the professionals who help now."""

    VERY_CLOSE = "very_close"
    CLOSE = "close"
    ACQUAINTANCE = "acquaintance"


class Sector(StrEnum):
    """From which part of life somebody comes."""

    RELATIVES = "relatives"
    FRIENDS = "friends"
    NEIGHBOURS = "neighbours"
    SCHOOL_WORK = "school_work"
    LEISURE = "leisure"


class Line(StrEnum):
    """How the contact is: much support, a little, seldom contact, or tension."""

    STRONG = "strong"
    THIN = "thin"
    SELDOM = "seldom"
    TENSION = "tension"


class Gives(StrEnum):
    """Who gives support to whom."""

    BOTH = "both"
    TO_US = "to_us"
    FROM_US = "from_us"


@value
class CirclePlace:
    """Where somebody stands in the circles: ring and sector move together, as one touch moves them."""

    ring: Ring = choice(default=Ring.CLOSE, paper=Paper.FAMILY)
    sector: Sector = choice(default=Sector.RELATIVES, paper=Paper.FAMILY)


@record("network_contact")
class NetworkContact:
    """Somebody around the family. No birth date, no number of the state, and no address: what is not needed is not kept."""

    id: "Id[NetworkContact]"
    name: str = words(120, default="", paper=Paper.FAMILY, reach=Reach.SEARCHED)
    relation: str = words(80, default="", paper=Paper.FAMILY)
    place: CirclePlace = group(default=CirclePlace(), paper=Paper.FAMILY)
    line: Line = choice(default=Line.THIN, paper=Paper.FAMILY)
    gives: Gives = choice(default=Gives.BOTH, paper=Paper.FAMILY)
    can_do: str = long_text(1000, default="", paper=Paper.FAMILY)
    phone: str = words(30, default="", paper=Paper.NEVER)


@record("goal_helper", Policy.LINK)
class GoalHelper:
    """That somebody around the family helps with a goal. Its id is made of both, so who links them twice makes one row."""

    id: "Id[GoalHelper]"
    goal: Id[Goal] = link(paper=Paper.NEVER)
    contact: Id[NetworkContact] = link(paper=Paper.FAMILY)
