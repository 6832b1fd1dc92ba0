"""Why a family asks for attention: time, promises and open choices, each said in words (domain.md 5.2 to 5.4; rows 000-03, 000-11).

Never a judgement and never a score: nobody is decided about (GDPR art. 22). Days are calendar days: for a family that waits a
weekend counts as well.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.records.family import Family, FamilyStatus, PartialDate, Person
from app.domain.records.helping import Involvement, Professional
from app.domain.records.mentor import Mentor
from app.domain.records.plan import Plan, PlanStatus
from app.domain.records.situation import Agreement, AgreementKind, Topicality
from app.domain.records.visit import Visit, VisitKind
from app.domain.rules.dates import MONTHS, WEEKDAYS, add_months, birthday
from app.domain.rules.helping import counted, is_overdue
from app.domain.rules.mentor import chosen_mentors, is_mentor
from app.domain.rules.names import at_the_table
from app.domain.rules.plan import plan_due_on
from app.domain.rules.reason import Reason, Waits, because
from app.domain.rules.safety import SafetyState, look_passed
from app.texts import t, tn

NEAR_DAYS = 7
PLAN_DUE_DAYS = 14
"""So long before the plan must be there it is said."""
NO_PLAN_WEEKS = 6
OLD_PLAN_DAYS = 80
HOME_DAYS, HOME_MONTHS = 28, 3
"""At home without school: from four weeks on a child is counted, three months is what was agreed in the country (domain.md 5.3)."""
BIRTHDAYS, BIRTHDAY_MONTHS = (12, 16, 18), 3
BABY_DAYS = 42
CLOCK_TIME = re.compile(r"\d{1,2}[.:]\d{2}")


@dataclass(frozen=True)
class Facts:
    """What is known of one family at one moment. Of its rows only the fields that are asked here need to be read.

    `chosen_on` is when the family said whether it makes a plan itself; `typed` tells of a note that was typed and not fixed.
    """

    family: Family
    plan: Plan
    persons: Sequence[Person] = ()
    visits: Sequence[Visit] = ()
    involvements: Sequence[Involvement] = ()
    professionals: Sequence[Professional] = ()
    mentors: Sequence[Mentor] = ()
    agreements: Sequence[Agreement] = ()
    safety: SafetyState | None = None
    chosen_on: date | None = None
    typed: bool = False
    choices: int = 0
    asked: int = 0
    held: int = 0
    to_decide: int = 0
    waiting: int = 0
    changed_on: date | None = None


def reasons(facts: Facts, today: date) -> tuple[Reason, ...]:
    """Return why a family asks for attention, by kind and within a kind by day; where nothing waits, when it was last changed."""
    found = list(_machine(facts))
    if facts.family.status is not FamilyStatus.CLOSED:
        for part in (_safety, _agreements, _meetings, _begin, _plan, _helpers, _mentors, _children, _baby):
            found += part(facts, today)
    if not found and facts.changed_on is not None:
        found.append(because(Waits.CHANGED, "caseload.changed", when=f"{facts.changed_on:%d-%m-%Y}"))
    return tuple(sorted(found, key=lambda one: (one.waits, one.on or date.max)))


def _machine(facts: Facts) -> Iterator[Reason]:
    """Yield what typing and the exchange left for a person, also in a family that is closed."""
    if facts.choices:
        yield because(Waits.CHOICE, "caseload.choices", count=facts.choices)
    if facts.asked:
        yield because(Waits.CHOICE, "caseload.asked", count=facts.asked)
    if facts.to_decide:
        yield because(Waits.CHOICE, "caseload.to_decide", count=facts.to_decide)
    if facts.held:
        yield because(Waits.APART, "caseload.held", count=facts.held)
    if facts.typed:
        yield because(Waits.TYPED, "caseload.typed")
    if facts.waiting:
        yield because(Waits.UNSENT, "caseload.waiting", count=facts.waiting)


def _safety(facts: Facts, today: date) -> Iterator[Reason]:
    """Yield the day to look again at the agreements that keep everybody safe, and a version of them that waits for a yes."""
    state = facts.safety
    if state is None:
        return
    if state.in_force is not None and state.in_force.review_on is not None:
        yield from _look_again(state.in_force.review_on, today)
    elif state.by is not None and look_passed(state, today):
        since = state.by.confirmed_on
        yield because(Waits.SAFETY_PASSED, "caseload.safety_weeks", since, (today - since).days // 7)
    if state.waiting:
        yield because(Waits.CHOICE, "caseload.safety_waits")


def _look_again(on: date, today: date) -> Iterator[Reason]:
    if on < today:
        yield because(Waits.SAFETY_PASSED, "caseload.safety_passed", on, when=day_said(on, today))
    elif _near(on, today):
        yield because(Waits.NEAR, "caseload.safety_look", on, when=day_said(on, today))


def _meetings(facts: Facts, today: date) -> Iterator[Reason]:
    for visit in facts.visits:
        if visit.held_on is None and visit.visit_on is not None:
            what = t("caseload.visit") if visit.kind is VisitKind.HOME_VISIT else t(f"choice.VisitKind.{visit.kind}")
            if visit.visit_on < today:
                yield because(Waits.VISIT_PASSED, "caseload.visit_passed", visit.visit_on, what=what, when=day_said(visit.visit_on, today))
            elif _near(visit.visit_on, today):
                yield _visit_near(visit, visit.visit_on, what, today)
    talk = facts.plan.next_evaluation_on
    if talk is not None and facts.plan.status is not PlanStatus.CLOSED:
        if talk < today:
            yield because(Waits.TALK_PASSED, "caseload.talk_passed", talk, when=day_said(talk, today))
        elif _near(talk, today):
            yield because(Waits.NEAR, "caseload.talk", talk, when=day_said(talk, today))


def _visit_near(visit: Visit, on: date, what: str, today: date) -> Reason:
    when, time = day_said(on, today), visit.at_time.strip()
    if not time:
        return because(Waits.NEAR, "caseload.visit_on", on, what=what, when=when)
    key = "caseload.visit_at" if CLOCK_TIME.fullmatch(time) else "caseload.visit_about"
    return because(Waits.NEAR, key, on, what=what, when=when, time=time)


def _begin(facts: Facts, today: date) -> Iterator[Reason]:
    """Yield how long a family waits for the first contact, and after it for the first visit; a visit that was held ends both."""
    family = facts.family
    days = (today - family.registered_on).days
    begun = family.first_visit_on is not None or any(visit.held_on is not None for visit in facts.visits)
    if family.status is FamilyStatus.STANDBY or begun or days < 1:
        return
    key = "caseload.first_contact" if family.first_contact_on is None else "caseload.first_visit"
    yield because(Waits.FIRST, key, family.registered_on, days)


def _plan(facts: Facts, today: date) -> Iterator[Reason]:
    plan, family = facts.plan, facts.family
    if plan.status is PlanStatus.CONCEPT and family.status is not FamilyStatus.STANDBY:
        yield from _no_plan(facts, today)
    visited = family.first_visit_on is not None or any(visit.held_on is not None for visit in facts.visits)
    if plan.safety_answer is None and plan.status is not PlanStatus.CLOSED and (visited or plan.status is PlanStatus.ACTIVE):
        yield because(Waits.SAFETY, "caseload.safety")
    if plan.status is PlanStatus.ACTIVE:
        talks = [visit.held_on for visit in facts.visits if visit.kind is VisitKind.EVALUATION and visit.held_on is not None]
        talked = max(talks, default=None)
        made = plan.established_on
        if talked is not None and (made is None or talked > made):
            yield from _old("caseload.plan_talked", talked, today)
        elif made is not None:
            yield from _old("caseload.plan_age", made, today)


def _no_plan(facts: Facts, today: date) -> Iterator[Reason]:
    """Yield the day on which the plan must be there, where the law names one; else how long ago the family was registered."""
    due = None if facts.chosen_on is None else plan_due_on(facts.plan.own_plan_choice, facts.chosen_on)
    weeks = (today - facts.family.registered_on).days // 7
    if due is not None:
        if today >= due - timedelta(days=PLAN_DUE_DAYS):
            key = "caseload.plan_due_passed" if due < today else "caseload.plan_due"
            yield because(Waits.NO_PLAN, key, due, when=day_said(due, today))
    elif weeks >= NO_PLAN_WEEKS:
        yield because(Waits.NO_PLAN, "caseload.no_plan", facts.family.registered_on, weeks)


def _old(key: str, since: date, today: date) -> Iterator[Reason]:
    days = (today - since).days
    if days >= OLD_PLAN_DAYS:
        yield because(Waits.PLAN_AGE, key, since, days)


def _helpers(facts: Facts, today: date) -> Iterator[Reason]:
    known = {one.id: one for one in facts.professionals}
    for one in facts.involvements:
        planned = one.term.planned_end_on
        if planned is not None and is_overdue(one, today):
            who = known.get(one.professional)
            name = (who.name.strip() or who.organisation.strip()) if who is not None else ""
            name = name or t(f"choice.InvolvementRole.{one.role}")
            yield because(Waits.HELP_PASSED, "caseload.help_passed", planned, name=name, when=day_said(planned, today))
    now = counted(facts.involvements, facts.professionals, today)
    if now.many:
        yield because(Waits.MANY_HELPERS, "caseload.many_helpers", count=now.people)


def _mentors(facts: Facts, today: date) -> Iterator[Reason]:
    for youth in facts.persons:
        if len(chosen_mentors(facts.mentors, youth.id)) > 1:
            yield because(Waits.TWO_MENTORS, "caseload.two_mentors", name=at_the_table(youth.name))
    for mentor in facts.mentors:
        if is_mentor(mentor) and mentor.next_check_on is not None and mentor.next_check_on <= today:
            when = day_said(mentor.next_check_on, today)
            yield because(Waits.MENTOR_DAY, "caseload.mentor_day", mentor.next_check_on, when=when)


def _agreements(facts: Facts, today: date) -> Iterator[Reason]:
    for one in facts.agreements:
        if one.review_on is None or one.status is Topicality.OVER:
            continue
        if one.kind is AgreementKind.SAFETY:
            yield from _look_again(one.review_on, today)
        elif one.review_on <= today:
            yield because(Waits.AGREEMENT_DAY, "caseload.agreement_day", one.review_on, when=day_said(one.review_on, today))


def _children(facts: Facts, today: date) -> Iterator[Reason]:
    for person in facts.persons:
        if person.deceased_on is None:
            name = at_the_table(person.name)
            if person.at_home_since is not None:
                yield from _at_home(name, person.at_home_since, today)
            for years in BIRTHDAYS:
                on = turns(person.birth, years)
                if on is not None and today <= on <= add_months(today, BIRTHDAY_MONTHS):
                    yield because(Waits.BIRTHDAY, "caseload.birthday", on, name=name, age=str(years), when=ahead(on, today))


def _at_home(name: str, since: date, today: date) -> Iterator[Reason]:
    """Yield how long a child is at home: in whole months from three on, before that in whole weeks from four on."""
    months = (today.year - since.year) * 12 + today.month - since.month
    months -= add_months(since, max(months, 0)) > today
    if months >= HOME_MONTHS:
        yield because(Waits.SCHOOL, "caseload.home_months", since, months, name=name)
    elif (today - since).days >= HOME_DAYS:
        yield because(Waits.SCHOOL, "caseload.home_weeks", since, (today - since).days // 7, name=name)


def _baby(facts: Facts, today: date) -> Iterator[Reason]:
    due = facts.family.expecting_due_on
    if due is not None and due <= today + timedelta(days=BABY_DAYS):
        yield because(Waits.BABY, "caseload.baby", due, when=ahead(due, today))


def turns(birth: PartialDate, years: int) -> date | None:
    """Return the day somebody turns so old, the earliest it can be where the day is not known; None without a month."""
    if birth.year is None or birth.month is None or birth.year + years > date.max.year:
        return None
    last = calendar.monthrange(birth.year, birth.month)[1]
    return birthday(date(birth.year, birth.month, min(birth.day or 1, last)), birth.year + years)


def day_said(day: date, today: date) -> str:
    """Return a day as one says it: "vandaag", "morgen", "woensdag" within the week, "12 november", and its year if another."""
    days = (day - today).days
    if days in (0, 1):
        return t("caseload.tomorrow" if days else "caseload.today")
    if 0 < days < NEAR_DAYS:
        return WEEKDAYS[day.weekday()]
    said = f"{day.day} {MONTHS[day.month - 1]}"
    return said if day.year == today.year else f"{said} {day.year}"


def ahead(day: date, today: date) -> str:
    """Return how far ahead a day is: "vandaag", "morgen", "over 9 dagen", "over 6 weken"; of a day that has passed, "op 12 november"."""
    days = (day - today).days
    if days < 0:
        return t("caseload.on_day", when=day_said(day, today))
    if days < 2:
        return day_said(day, today)
    return tn("caseload.in_days", days) if days < 14 else tn("caseload.in_weeks", days // 7)


def _near(day: date, today: date) -> bool:
    return today <= day < today + timedelta(days=NEAR_DAYS)
