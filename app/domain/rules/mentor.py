"""What may be seen and printed of a youth's mentor, and how often they met (domain.md 3.3 to 3.6). Who decides: `mentor_deciding`.

For paper: `printable_mentors(page)` are the mentors that a plan may name, and `card_topics(mentor)` what a mentor card may say that
is shared. Role agreements, `contact_frequency` and `reachable` are printed only of a mentor who is printable.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.domain.records.family import Family, FamilyStatus
from app.domain.records.mentor import Mentor, MentorContact, MentorStatus, Sharing

TOPICS = ("share_home", "share_school", "share_feelings", "share_friends", "share_money", "share_help")
"""The fields with what the youth lets the mentor know; each has its name at the key `mentor.<field>`."""
AGREEMENTS = ("listen", "come_along", "speak_up", "no_parent", "not_alone", "danger", "how_it_goes")
"""The role agreements that are offered, at the keys `mentor_agreement.<name>`; they are texts that may be changed."""
MONTHS_SHOWN = 6

ACCEPTED = frozenset({MentorStatus.ACTIVE, MentorStatus.IN_TALKS, MentorStatus.PAUSED})
OVER = frozenset({MentorStatus.STOPPED, MentorStatus.SAID_NO})


class WithMentors(Protocol):
    """A family with its mentors: a `FamilyPage`."""

    @property
    def family(self) -> Family:
        """Return the family."""
        ...

    @property
    def mentors(self) -> tuple[Mentor, ...]:
        """Return all that was ever noted of mentors, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How often youth and mentor met in one month."""

    year: int
    month: int
    count: int


def is_mentor(mentor: Mentor) -> bool:
    """Tell whether somebody is the mentor now, also while people talk about it: nobody is silently removed (domain.md 3.4)."""
    return mentor.accepted_on is not None and mentor.status in ACCEPTED


def staying_mentors(mentors: Iterable[Mentor]) -> tuple[Mentor, ...]:
    """Return the mentors who stay after the help has ended."""
    return tuple(mentor for mentor in mentors if is_mentor(mentor) and mentor.continues_after_care)


def printable_mentors(page: WithMentors) -> tuple[Mentor, ...]:
    """Return the mentors that may stand on paper: who said yes and did not stop.

    Who is only thought of or asked is not printed; nor, with all ways to reach them, who stopped. After the help has ended the
    plan still names the mentor who stays.
    """
    now = tuple(mentor for mentor in page.mentors if is_mentor(mentor))
    return staying_mentors(now) if page.family.status is FamilyStatus.CLOSED else now


def shown_mentors(mentors: Iterable[Mentor], at_the_table: bool) -> tuple[Mentor, ...]:
    """Return the mentors a screen may show; who is only thought of stays between youth and worker while others look along."""
    return tuple(mentor for mentor in mentors if mentor.asking.asked_on is not None or not at_the_table)


def card_topics(mentor: Mentor) -> tuple[str, ...]:
    """Return which of `TOPICS` the youth lets the mentor know: what was not asked is not shared.

    Nothing is while people still talk about the choice, nor before the mentor said yes or after one of them stopped.
    """
    if not is_mentor(mentor) or mentor.status is MentorStatus.IN_TALKS:
        return ()
    return tuple(topic for topic in TOPICS if getattr(mentor, topic) is Sharing.YES)


def chosen_mentors(mentors: Iterable[Mentor], youth: bytes) -> tuple[Mentor, ...]:
    """Return whom a youth chose and did not leave again, oldest first.

    More than one is a question, as when two laptops each noted a name: "Er staan twee mentoren. Vraag [naam] wie het wordt."
    """
    chosen = (mentor for mentor in mentors if mentor.youth == youth and mentor.choosing.chosen_by is not None)
    return tuple(mentor for mentor in chosen if mentor.status not in OVER)


def days_to_mentor(mentor: Mentor, start: date) -> int | None:
    """Return how many days it took from the start of the help until the mentor said yes; else until the youth chose."""
    there = mentor.accepted_on or mentor.choosing.chosen_on
    return None if there is None else max((there - start).days, 0)


def contacts_of(mentor: bytes, contacts: Iterable[MentorContact]) -> tuple[MentorContact, ...]:
    """Return the contacts with one mentor, by day."""
    return tuple(sorted((one for one in contacts if one.mentor == mentor), key=lambda one: (one.met_on, one.id)))


def contact_months(contacts: Iterable[MentorContact], today: date, months: int = MONTHS_SHOWN) -> tuple[MonthCount, ...]:
    """Return how often they met in each of the last months, the oldest first and this month last; a month without counts 0."""
    met = [one.met_on.year * 12 + one.met_on.month - 1 for one in contacts]
    now = today.year * 12 + today.month - 1
    return tuple(MonthCount(at // 12, at % 12 + 1, met.count(at)) for at in range(now - months + 1, now + 1))
