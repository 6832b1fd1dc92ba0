"""What is asked next, what may be shown and printed of a mentor, and whom a youth can name (domain.md 3)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.domain.record import Id
from app.domain.records.family import Family, FamilyStatus, HouseholdRole, Membership, PartialDate, Period, Person, PersonName
from app.domain.records.mentor import (
    Asking,
    Choosing,
    ChosenBy,
    Mentor,
    MentorConsent,
    MentorContact,
    MentorPhase,
    MentorStatus,
    ParentAnswer,
    Sharing,
)
from app.domain.records.network import NetworkContact
from app.domain.rules.mentor import (
    TOPICS,
    card_topics,
    chosen_mentors,
    contact_months,
    contacts_of,
    days_to_mentor,
    printable_mentors,
    shown_mentors,
)
from app.domain.rules.mentor_deciding import STEPS, People, candidates, check_step, parents_to_ask, read_year, warnings, youths
from app.domain.rules.mentor_steps import PHASES, MentorCase, Step, next_question, phase_after, question_without_mentor, steps_done
from app.errors import UserProblem
from app.texts import t
from tests.domain.samples import FAMILY, TODAY, row

SEM, NOOR, LINA = (
    Person(id=row(number), name=PersonName(call_name=name), role=role, birth=PartialDate(year=born, month=3, day=14))
    for number, name, role, born in ((31, "Sem", "zoon", 2013), (32, "Noor", "moeder", 1986), (33, "Lina", "zus", 2006))
)
AUNT = NetworkContact(id=row(41), name="Tante Samira")
COACH = NetworkContact(id=row(42), name="Trainer Youssef")
PEOPLE = People(TODAY, (SEM, NOOR, LINA), (), (), (AUNT, COACH))
CHOSEN = Mentor(id=row(51), youth=SEM.id, contact=AUNT.id, choosing=Choosing(chosen_by=ChosenBy.YOUTH, chosen_on=TODAY))
ASKED = replace(CHOSEN, status=MentorStatus.ASKED, asking=Asking(asked_on=TODAY))
ACTIVE = replace(ASKED, status=MentorStatus.ACTIVE, accepted_on=TODAY)
YES = MentorConsent(id=row(61), mentor=ACTIVE.id, parent=NOOR.id, answer=ParentAnswer.YES)
ALL: dict[str, Any] = dict.fromkeys(TOPICS, Sharing.NO) | {
    "role_agreements": "Ik luister naar Sem.",
    "own_support": "Oom Ali",
    "advice": "Sem is veel alleen.",
    "contact_frequency": "elke week",
    "between_us": "Goed.",
    "continues_after_care": True,
    "backup": COACH.id,
    "next_check_on": TODAY + timedelta(days=30),
}
FILLED = replace(ACTIVE, **ALL)


@dataclass(frozen=True)
class Page:
    """A family with its mentors."""

    family: Family
    mentors: tuple[Mentor, ...]


def case(mentor: Mentor, acts: int = 1, people: People = PEOPLE) -> MentorCase:
    return MentorCase(people, SEM, mentor, (YES,), acts)


def asked(mentor: Mentor, acts: int = 1) -> Step:
    return next_question(case(mentor, acts)).step


def test_the_questions_come_one_after_the_other_and_go_on_when_all_is_there() -> None:
    phases = tuple(MentorPhase)
    for phase in phases:
        last = phase is MentorPhase.SUSTAIN
        assert asked(replace(FILLED, phase=phase)) is (Step.ALL_THERE if last else Step.ON)
    assert [phase_after(phase) for phase in phases] == [*phases[1:], None]


@pytest.mark.parametrize("phase", MentorPhase)
def test_each_step_that_is_open_is_asked_in_its_phase_and_not_before(phase: MentorPhase) -> None:
    empty: dict[Step, dict[str, Any]] = {
        Step.SHARE: {"share_money": None},
        Step.AGREE: {"role_agreements": " "},
        Step.SUPPORT: {"own_support": ""},
        Step.ADVICE: {"advice": ""},
        Step.RHYTHM: {"contact_frequency": ""},
        Step.BETWEEN: {"between_us": ""},
        Step.STAYS: {"continues_after_care": False},
        Step.BACKUP: {"backup": None},
        Step.CHECK_DAY: {"next_check_on": None},
    }
    order = tuple(MentorPhase)
    for step, without in empty.items():
        mentor = replace(FILLED, phase=phase, **without)
        home = next(one for one, steps in PHASES.items() if step in steps)
        assert (asked(mentor) is step) == (order.index(home) <= order.index(phase)), step
    assert (asked(replace(FILLED, phase=phase), acts=0) is Step.ACTION) == (phase in (MentorPhase.HOW, MentorPhase.SUSTAIN))


def test_every_step_belongs_to_one_phase_and_every_question_has_words() -> None:
    steps = [step for phase in PHASES.values() for step in phase]
    assert sorted(steps) == sorted(steps_done(case(ACTIVE)))
    for step in Step:
        assert "{" not in t(f"mentor_question.{step}", youth="Sem", mentor="Tante Samira", who="Noor")


def test_nobody_thought_of_is_a_question_too() -> None:
    over = replace(CHOSEN, status=MentorStatus.SAID_NO)
    first = question_without_mentor([])
    assert first is not None
    assert first.step is Step.THINK
    assert question_without_mentor([over]) == first
    assert question_without_mentor([over, CHOSEN]) is None


@pytest.mark.parametrize(
    ("status", "step"),
    [(MentorStatus.PAUSED, Step.PAUSED), (MentorStatus.SAID_NO, Step.SAID_NO), (MentorStatus.STOPPED, Step.STOPPED)],
)
def test_where_it_stands_still_one_thing_is_asked(status: MentorStatus, step: Step) -> None:
    assert asked(replace(FILLED, status=status)) is step


def test_the_day_to_talk_again_comes_before_everything_else() -> None:
    assert asked(replace(ACTIVE, next_check_on=TODAY)) is Step.CHECK
    assert asked(replace(ACTIVE, next_check_on=TODAY + timedelta(days=1))) is Step.SHARE


def test_every_status_can_be_left_and_a_step_that_does_not_fit_is_refused() -> None:
    assert set(STEPS) == set(MentorStatus)
    assert all(steps for steps in STEPS.values())
    for status in set(MentorStatus) - {MentorStatus.STOPPED, MentorStatus.SAID_NO}:
        check_step(replace(CHOSEN, status=status), MentorStatus.STOPPED)
        check_step(replace(CHOSEN, status=status), status)
    with pytest.raises(UserProblem, match="mentor_step"):
        check_step(replace(CHOSEN, status=MentorStatus.STOPPED), MentorStatus.ACTIVE)
    with pytest.raises(UserProblem, match="mentor_step"):
        check_step(CHOSEN, MentorStatus.ACTIVE)


def test_what_the_youth_did_not_allow_is_not_on_the_card() -> None:
    mentor = replace(ACTIVE, share_home=Sharing.YES, share_school=Sharing.NO)
    assert card_topics(mentor) == ("share_home",)
    for status in (MentorStatus.IN_TALKS, MentorStatus.STOPPED, MentorStatus.SAID_NO):
        assert card_topics(replace(mentor, status=status)) == ()
    assert card_topics(replace(mentor, accepted_on=None, status=MentorStatus.ASKED)) == ()


def test_only_who_said_yes_and_did_not_stop_is_printed() -> None:
    printed = {status for status in MentorStatus if printable_mentors(Page(FAMILY, (replace(ACTIVE, status=status),)))}
    assert printed == {MentorStatus.ACTIVE, MentorStatus.IN_TALKS, MentorStatus.PAUSED}
    assert printable_mentors(Page(FAMILY, (CHOSEN, ASKED, replace(ASKED, status=MentorStatus.IN_TALKS)))) == ()


def test_after_the_help_has_ended_the_mentor_who_stays_is_still_there() -> None:
    closed = replace(FAMILY, status=FamilyStatus.CLOSED)
    stays = replace(ACTIVE, continues_after_care=True)
    assert printable_mentors(Page(closed, (ACTIVE, stays))) == (stays,)


def test_who_is_only_thought_of_stays_between_youth_and_worker() -> None:
    assert shown_mentors((CHOSEN, ASKED), at_the_table=True) == (ASKED,)
    assert shown_mentors((CHOSEN, ASKED), at_the_table=False) == (CHOSEN, ASKED)


def test_two_mentors_that_were_chosen_are_a_question_and_one_that_stopped_is_not() -> None:
    other = replace(ACTIVE, id=row(52), contact=COACH.id)
    assert chosen_mentors((ACTIVE, other), SEM.id) == (ACTIVE, other)
    assert chosen_mentors((ACTIVE, replace(other, status=MentorStatus.STOPPED)), SEM.id) == (ACTIVE,)
    assert chosen_mentors((replace(other, choosing=Choosing()),), SEM.id) == ()
    assert chosen_mentors((other,), LINA.id) == ()


def test_parents_are_asked_until_the_day_of_sixteen() -> None:
    turns = date(2029, 3, 14)
    assert parents_to_ask(replace(PEOPLE, today=turns - timedelta(days=1)), SEM) == (NOOR,)
    assert parents_to_ask(replace(PEOPLE, today=turns), SEM) == ()
    nobody_knows = replace(SEM, birth=PartialDate())
    assert parents_to_ask(PEOPLE, nobody_knows) == (NOOR,)


def test_living_together_and_not_being_of_age_are_warnings_and_no_walls() -> None:
    home: Id[object] = row(71)
    lives = [
        Membership(id=row(80 + place), household=Id(home), person=who.id, role=HouseholdRole.CHILD) for place, who in enumerate((SEM, LINA))
    ]
    sister = replace(CHOSEN, contact=None, person=LINA.id)
    together = replace(PEOPLE, memberships=tuple(lives))
    assert warnings(together, SEM, sister) == ("warning.mentor_same_house",)
    moved = replace(lives[1], period=Period(to_on=TODAY))
    assert warnings(replace(together, memberships=(lives[0], moved)), SEM, sister) == ()
    assert warnings(PEOPLE, SEM, replace(CHOSEN, is_adult=False)) == ("warning.mentor_not_adult",)
    assert warnings(replace(PEOPLE, persons=(SEM,)), SEM, CHOSEN) == ("warning.mentor_no_parent_known",)
    assert "warning.mentor_age_unknown" in warnings(PEOPLE, replace(SEM, birth=PartialDate()), CHOSEN)


def test_a_mentor_is_sought_for_the_young_and_found_around_them_but_not_among_parents() -> None:
    assert youths(PEOPLE, ()) == (SEM, LINA)
    assert youths(replace(PEOPLE, today=date(2035, 1, 1)), (replace(CHOSEN, youth=SEM.id),)) == (SEM,)
    assert candidates(PEOPLE, SEM, ()) == ((AUNT.id, AUNT.name), (COACH.id, COACH.name), (LINA.id, "Lina"))
    assert candidates(PEOPLE, SEM, (CHOSEN,)) == ((COACH.id, COACH.name), (LINA.id, "Lina"))


def test_contacts_are_counted_by_month_also_over_the_turn_of_a_year() -> None:
    days = (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31), date(2027, 2, 1), date(2025, 2, 1))
    met = [MentorContact(id=row(90 + place), mentor=ACTIVE.id, met_on=day) for place, day in enumerate(days)]
    months = contact_months(met, date(2027, 2, 14), months=4)
    assert [(one.year, one.month, one.count) for one in months] == [(2026, 11, 1), (2026, 12, 2), (2027, 1, 0), (2027, 2, 1)]
    assert [one.met_on for one in contacts_of(ACTIVE.id, met)] == sorted(days)
    assert contacts_of(row(52), met) == ()


def test_days_to_a_mentor_count_from_the_start_and_never_below_nought() -> None:
    assert days_to_mentor(ACTIVE, TODAY - timedelta(days=33)) == 33
    assert days_to_mentor(CHOSEN, TODAY + timedelta(days=2)) == 0
    assert days_to_mentor(replace(CHOSEN, choosing=Choosing()), TODAY) is None


@pytest.mark.parametrize("text", ["15", "3015", "twintig", "1066", "2015-2016"])
def test_a_year_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(UserProblem, match="mentor_year"):
        read_year(text, TODAY)


def test_a_year_reads_as_typed() -> None:
    assert (read_year(" 2015 ", TODAY), read_year("", TODAY)) == (2015, None)
