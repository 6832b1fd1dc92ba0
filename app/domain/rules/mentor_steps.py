"""What to ask next at the table: the four questions Wie, Wat, Hoe and Samen verder with their steps (domain.md 3.2).

What a step asks is a text, at the key `mentor_question.<step>`, with the names of `youth`, `mentor` and `who` to be filled in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.records.family import Person
from app.domain.records.mentor import Mentor, MentorConsent, MentorPhase, MentorStatus
from app.domain.rules.mentor import TOPICS, is_mentor
from app.domain.rules.mentor_deciding import CHOOSES, People, answer_of, parents_agree, parents_to_ask
from app.domain.rules.names import at_the_table


class Step(StrEnum):
    """Everything there is to ask, in the order in which it is asked."""

    THINK = "think"
    CHOOSE = "choose"
    CHOOSE_TOGETHER = "choose_together"
    ASK = "ask"
    ANSWER = "answer"
    PARENT = "parent"
    TALK = "talk"
    SHARE = "share"
    AGREE = "agree"
    SUPPORT = "support"
    ADVICE = "advice"
    ACTION = "action"
    RHYTHM = "rhythm"
    BETWEEN = "between"
    STAYS = "stays"
    BACKUP = "backup"
    CHECK_DAY = "check_day"
    CHECK = "check"
    ON = "on"
    ALL_THERE = "all_there"
    PAUSED = "paused"
    SAID_NO = "said_no"
    STOPPED = "stopped"


PHASES: dict[MentorPhase, tuple[Step, ...]] = {
    MentorPhase.WHO: (Step.CHOOSE, Step.ASK, Step.ANSWER, Step.PARENT, Step.SHARE, Step.AGREE, Step.SUPPORT),
    MentorPhase.WHAT: (Step.ADVICE,),
    MentorPhase.HOW: (Step.ACTION, Step.RHYTHM, Step.BETWEEN),
    MentorPhase.SUSTAIN: (Step.STAYS, Step.BACKUP, Step.CHECK_DAY),
}
INSTEAD = {MentorStatus.PAUSED: Step.PAUSED, MentorStatus.SAID_NO: Step.SAID_NO, MentorStatus.STOPPED: Step.STOPPED}
"""Where it stands still there is one thing to ask, whatever else is open."""


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask next; `who` is the parent it is about."""

    step: Step
    who: str = ""


@dataclass(frozen=True, slots=True)
class MentorCase:
    """All that is known of one mentor of one youth; `acts` counts the actions in the plan that the mentor does."""

    people: People
    youth: Person
    mentor: Mentor
    consents: tuple[MentorConsent, ...] = ()
    acts: int = 0

    @property
    def agreed(self) -> bool:
        """Tell whether all parents who have a say said yes."""
        return parents_agree(self.people, self.youth, self.mentor, self.consents)


def steps_done(case: MentorCase) -> dict[Step, bool]:
    """Return every step of the four questions with whether it was taken."""
    mentor = case.mentor
    return {
        Step.CHOOSE: mentor.choosing.chosen_by is not None,
        Step.ASK: mentor.asking.asked_on is not None,
        Step.ANSWER: is_mentor(mentor),
        Step.PARENT: not _unheard(case),
        Step.SHARE: all(getattr(mentor, topic) is not None for topic in TOPICS),
        Step.AGREE: bool(mentor.role_agreements.strip()),
        Step.SUPPORT: bool(mentor.own_support.strip()),
        Step.ADVICE: bool(mentor.advice.strip()),
        Step.ACTION: case.acts > 0,
        Step.RHYTHM: bool(mentor.contact_frequency.strip()),
        Step.BETWEEN: bool(mentor.between_us.strip()),
        Step.STAYS: mentor.continues_after_care,
        Step.BACKUP: mentor.backup is not None,
        Step.CHECK_DAY: mentor.next_check_on is not None,
    }


def next_question(case: MentorCase) -> Question:
    """Return what to ask now: the first step that is open up to the question the family is at, else to go on to the next."""
    mentor, done = case.mentor, steps_done(case)
    if mentor.status in INSTEAD:
        return Question(INSTEAD[mentor.status])
    if mentor.status is MentorStatus.IN_TALKS:
        return Question(Step.PARENT, _unheard(case)) if _unheard(case) else Question(Step.TALK)
    if mentor.next_check_on is not None and mentor.next_check_on <= case.people.today:
        return Question(Step.CHECK)
    for phase, steps in PHASES.items():
        for step in steps:
            if not done[step]:
                return _asked(case, step)
        if phase is mentor.phase:
            break
    return Question(Step.ALL_THERE if mentor.phase is MentorPhase.SUSTAIN else Step.ON)


def phase_after(phase: MentorPhase) -> MentorPhase | None:
    """Return the question after this one."""
    order = tuple(MentorPhase)
    place = order.index(phase) + 1
    return order[place] if place < len(order) else None


def question_without_mentor(mentors: Iterable[Mentor]) -> Question | None:
    """Return what to ask where nobody is thought of yet; None where there is somebody to talk about."""
    return None if any(mentor.status not in INSTEAD or mentor.status is MentorStatus.PAUSED for mentor in mentors) else Question(Step.THINK)


def _asked(case: MentorCase, step: Step) -> Question:
    if step is Step.CHOOSE:
        return Question(Step.CHOOSE_TOGETHER if case.people.under(case.youth, CHOOSES) else Step.CHOOSE)
    return Question(step, _unheard(case)) if step is Step.PARENT else Question(step)


def _unheard(case: MentorCase) -> str:
    """Return the first parent who was not asked yet."""
    asked = parents_to_ask(case.people, case.youth)
    return next((at_the_table(one.name) for one in asked if answer_of(one, case.mentor, case.consents) is None), "")
