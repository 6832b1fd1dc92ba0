"""The mentor a youth chose (JIM, Jouw Ingebrachte Mentor): who, how far, what may be shared (domain.md 3)."""

from datetime import date
from enum import StrEnum

from app.domain.record import Id, Paper, Policy, choice, day, flag, group, link, long_text, number, record, value, words
from app.domain.records.family import Person
from app.domain.records.network import NetworkContact


class MentorKind(StrEnum):
    """What the youth calls it."""

    JIM = "jim"
    BUDDY = "buddy"
    COACH = "coach"
    SUPPORT_FIGURE = "support_figure"


class MentorRelation(StrEnum):
    """Where the youth knows the mentor from; a parent is not among them."""

    GRANDPARENT = "grandparent"
    AUNT_UNCLE = "aunt_uncle"
    SIBLING = "sibling"
    COUSIN = "cousin"
    NEIGHBOUR = "neighbour"
    FRIEND_OF_PARENTS = "friend_of_parents"
    FRIEND = "friend"
    TEACHER = "teacher"
    SPORTS_COACH = "sports_coach"
    EMPLOYER = "employer"
    COMMUNITY = "community"
    YOUTH_WORKER = "youth_worker"
    OTHER = "other"


class MentorStatus(StrEnum):
    """How far it is. A candidate is between youth and worker until asked; `in_talks` when somebody objects."""

    CANDIDATE = "candidate"
    ASKED = "asked"
    THINKING = "thinking"
    ACTIVE = "active"
    IN_TALKS = "in_talks"
    PAUSED = "paused"
    SAID_NO = "said_no"
    STOPPED = "stopped"


class MentorPhase(StrEnum):
    """The four questions, one after the other."""

    WHO = "who"
    WHAT = "what"
    HOW = "how"
    SUSTAIN = "sustain"


class ChosenBy(StrEnum):
    """Who chose. A worker is not among them: a worker cannot choose (domain.md 3.4)."""

    YOUTH = "youth"
    PARENT = "parent"
    CHILD_WITH_PARENT = "child_with_parent"


class ParentAnswer(StrEnum):
    """What a parent says of it; a grumpy yes is a yes."""

    YES = "yes"
    GRUMPY_YES = "grumpy_yes"
    NO = "no"


class Sharing(StrEnum):
    """Whether the mentor may know of a subject. Not asked is not shared."""

    YES = "yes"
    NO = "no"


class MetHow(StrEnum):
    """How youth and mentor had contact."""

    SEEN = "seen"
    CALLED = "called"
    MESSAGE = "message"
    TALK_TOGETHER = "talk_together"


class Initiator(StrEnum):
    """Who began."""

    YOUTH = "youth"
    MENTOR = "mentor"
    OTHER = "other"


@value
class Choosing:
    """Who chose and when; for a child under twelve also in what words (domain.md 3.6)."""

    chosen_by: ChosenBy | None = choice(default=None, paper=Paper.FAMILY)
    chosen_on: date | None = day(default=None, paper=Paper.FAMILY)
    child_said: str = words(300, default="", paper=Paper.FAMILY)


@value
class Asking:
    """When the youth asked the mentor, and who went along."""

    asked_on: date | None = day(default=None, paper=Paper.FAMILY)
    went_along: str = words(120, default="", paper=Paper.NEVER)


@value
class Stopping:
    """When the youth or the mentor stopped; a reason is never asked for."""

    stopped_on: date | None = day(default=None, paper=Paper.FAMILY)
    stopped_by: str = words(120, default="", paper=Paper.NEVER)
    reason: str = words(300, default="", paper=Paper.NEVER)


@value
class Objection:
    """A worry about this choice, with its reason in writing: it leads to a talk, never to a silent removal."""

    said_by: str = words(120, default="", paper=Paper.NEVER)
    reason: str = words(1000, default="", paper=Paper.NEVER)
    said_on: date | None = day(default=None, paper=Paper.NEVER)


@record("mentor")
class Mentor:
    """One person thought of, asked or active as a youth's mentor; its id is derived from both, so that two laptops make one row."""

    id: "Id[Mentor]"
    youth: Id[Person] = link(paper=Paper.NEVER)
    contact: Id[NetworkContact] | None = link(default=None, paper=Paper.NEVER)
    person: Id[Person] | None = link(default=None, paper=Paper.NEVER)
    kind: MentorKind = choice(default=MentorKind.JIM, paper=Paper.FAMILY)
    relation: MentorRelation | None = choice(default=None, paper=Paper.FAMILY)
    since_known: int | None = number((1900, 2200), default=None, paper=Paper.FAMILY)
    is_adult: bool = flag(default=True, paper=Paper.NEVER)
    status: MentorStatus = choice(default=MentorStatus.CANDIDATE, paper=Paper.FAMILY)
    phase: MentorPhase = choice(default=MentorPhase.WHO, paper=Paper.FAMILY)
    choosing: Choosing = group(default=Choosing(), paper=Paper.FAMILY)
    asking: Asking = group(default=Asking(), paper=Paper.FAMILY)
    accepted_on: date | None = day(default=None, paper=Paper.FAMILY)
    why_this_one: str = long_text(1000, default="", paper=Paper.FAMILY)
    advice: str = long_text(default="", paper=Paper.FAMILY)
    role_agreements: str = long_text(default="", paper=Paper.FAMILY)
    contact_frequency: str = words(120, default="", paper=Paper.FAMILY)
    reachable: str = words(120, default="", paper=Paper.FAMILY)
    share_home: Sharing | None = choice(default=None, paper=Paper.FAMILY)
    share_school: Sharing | None = choice(default=None, paper=Paper.FAMILY)
    share_feelings: Sharing | None = choice(default=None, paper=Paper.FAMILY)
    share_friends: Sharing | None = choice(default=None, paper=Paper.FAMILY)
    share_money: Sharing | None = choice(default=None, paper=Paper.FAMILY)
    share_help: Sharing | None = choice(default=None, paper=Paper.FAMILY)
    own_support: str = words(300, default="", paper=Paper.FAMILY)
    backup: Id[NetworkContact] | None = link(default=None, paper=Paper.NEVER)
    trust: int | None = number((0, 10), default=None, paper=Paper.NEVER)
    between_us: str = long_text(1000, default="", paper=Paper.NEVER)
    objection: Objection = group(default=Objection(), paper=Paper.NEVER)
    stopping: Stopping = group(default=Stopping(), paper=Paper.FAMILY)
    continues_after_care: bool = flag(default=False, paper=Paper.FAMILY)
    next_check_on: date | None = day(default=None, paper=Paper.FAMILY)


@record("mentor_consent")
class MentorConsent:
    """What one parent says of a mentor; its id is derived from both. No answer and a no lead to a talk, never to a stop."""

    id: "Id[MentorConsent]"
    mentor: Id[Mentor] = link(paper=Paper.NEVER)
    parent: Id[Person] = link(paper=Paper.NEVER)
    answer: ParentAnswer | None = choice(default=None, paper=Paper.NEVER)
    answered_on: date | None = day(default=None, paper=Paper.NEVER)


@record("mentor_contact", Policy.APPEND)
class MentorContact:
    """That youth and mentor had contact on a day; of what they said nothing is kept."""

    id: "Id[MentorContact]"
    mentor: Id[Mentor] = link(paper=Paper.NEVER)
    met_on: date = day(paper=Paper.NEVER)
    how: MetHow = choice(default=MetHow.SEEN, paper=Paper.NEVER)
    initiated_by: Initiator = choice(default=Initiator.YOUTH, paper=Paper.NEVER)
