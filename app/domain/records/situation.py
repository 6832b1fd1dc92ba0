"""How it goes at home, in whose words: what goes well, what worries us, and what was agreed (domain.md 2.3)."""

from datetime import date
from enum import StrEnum

from app.domain.record import Id, Paper, Reach, choice, day, flag, long_text, record, words
from app.domain.records.plan import LifeDomain


class Topicality(StrEnum):
    """Whether it is still so."""

    NOW = "now"
    LESS = "less"
    OVER = "over"


class AgreementKind(StrEnum):
    """What an agreement is about."""

    COOPERATE = "cooperate"
    CONTACT = "contact"
    PARENTING_TIME = "parenting_time"
    SHARING_INFORMATION = "sharing_information"
    SAFETY = "safety"
    OTHER = "other"


@record("strength")
class Strength:
    """What goes well, in the words of who said it."""

    id: "Id[Strength]"
    text: str = long_text(default="", paper=Paper.FAMILY, reach=Reach.SEARCHED)
    said_by: str = words(120, default="", paper=Paper.FAMILY)
    about: str = words(120, default="", paper=Paper.FAMILY)
    domain: LifeDomain | None = choice(default=None, paper=Paper.FAMILY)
    since: str = words(60, default="", paper=Paper.FAMILY)
    effect: str = long_text(1000, default="", paper=Paper.FAMILY)
    status: Topicality = choice(default=Topicality.NOW, paper=Paper.FAMILY)


@record("concern")
class Concern:
    """What somebody worries about, in that person's words; no seriousness is kept, only whether it is about safety."""

    id: "Id[Concern]"
    text: str = long_text(default="", paper=Paper.FAMILY, reach=Reach.SEARCHED)
    said_by: str = words(120, default="", paper=Paper.FAMILY)
    about: str = words(120, default="", paper=Paper.FAMILY)
    domain: LifeDomain | None = choice(default=None, paper=Paper.FAMILY)
    since: str = words(60, default="", paper=Paper.FAMILY)
    effect: str = long_text(1000, default="", paper=Paper.FAMILY)
    is_safety: bool = flag(default=False, paper=Paper.FAMILY)
    status: Topicality = choice(default=Topicality.NOW, paper=Paper.FAMILY)


@record("agreement")
class Agreement:
    """What people agreed with each other; who took part stands in words, as at the table."""

    id: "Id[Agreement]"
    text: str = long_text(default="", paper=Paper.FAMILY, reach=Reach.SEARCHED)
    kind: AgreementKind | None = choice(default=None, paper=Paper.FAMILY)
    parties: str = words(300, default="", paper=Paper.FAMILY)
    from_on: date | None = day(default=None, paper=Paper.FAMILY)
    review_on: date | None = day(default=None, paper=Paper.FAMILY)
    status: Topicality = choice(default=Topicality.NOW, paper=Paper.FAMILY)
