"""Why a family asks for attention: each reason on the days around its boundary, in words, and in the order of the list."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.domain.ids import new_id
from app.domain.records.family import FamilyStatus, PartialDate, Person, PersonName
from app.domain.records.helping import Involvement, InvolvementRole, Professional, Term
from app.domain.records.mentor import Choosing, ChosenBy, Mentor, MentorStatus
from app.domain.records.plan import OwnPlanChoice, Plan, PlanStatus, SafetyAnswer
from app.domain.records.situation import Agreement, Topicality
from app.domain.records.visit import Visit, VisitKind
from app.domain.rules.attention import Facts, reasons
from app.domain.rules.reason import Reason, Waits, because, by_name, by_reason
from tests.builders import a_family, some_id

TODAY = date(2026, 11, 23)
NOOR = Person(id=some_id(), name=PersonName(call_name="Noor"))


def days(count: int) -> date:
    """Return the day so many days from today."""
    return TODAY + timedelta(days=count)


def quiet() -> Facts:
    """Return a family in which nothing waits."""
    family = replace(a_family(some_id(), some_id()), status=FamilyStatus.ACTIVE, registered_on=days(-100), first_visit_on=days(-90))
    plan = Plan(id=some_id(), status=PlanStatus.ACTIVE, safety_answer=SafetyAnswer.NO, established_on=days(-30))
    return Facts(family=family, plan=plan, changed_on=days(-3))


def said(facts: Facts) -> list[str]:
    """Return the reasons in words."""
    return [reason.sentence() for reason in reasons(facts, TODAY)]


def with_family(**fields: Any) -> Facts:
    """Return the quiet family with other fields of its own."""
    return replace(quiet(), family=replace(quiet().family, **fields))


def with_plan(**fields: Any) -> Facts:
    """Return the quiet family with another plan."""
    return replace(quiet(), plan=replace(quiet().plan, **fields))


def visit(on: date | None, **fields: Any) -> Facts:
    """Return the quiet family with one visit."""
    return replace(quiet(), visits=[Visit(id=some_id(), visit_on=on, **fields)])


NOTHING = ["Bijgewerkt op 20-11-2026"]


def test_where_nothing_waits_stands_when_it_was_last_changed() -> None:
    assert said(quiet()) == NOTHING
    assert said(replace(quiet(), changed_on=None)) == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (replace(quiet(), choices=1), "Kies samen: 1 keer twee versies"),
        (replace(quiet(), asked=1), "Weggooien of houden: kies 1 keer"),
        (replace(quiet(), held=2), "2 wijzigingen apart gezet"),
        (replace(quiet(), typed=True), "Een verslag is getypt en nog niet vastgelegd"),
        (replace(quiet(), waiting=9), "9 wijzigingen nog te versturen"),
    ],
)
def test_what_typing_and_the_exchange_left_stands_also_in_a_closed_family(facts: Facts, words: str) -> None:
    assert said(facts) == [words]
    assert said(replace(facts, family=replace(facts.family, status=FamilyStatus.CLOSED))) == [words]


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (days(0), "Bezoek vandaag om 15.30"),
        (days(1), "Bezoek morgen om 15.30"),
        (days(2), "Bezoek woensdag om 15.30"),
        (days(6), "Bezoek zondag om 15.30"),
        (days(7), NOTHING[0]),
        (days(-1), "Bezoek van 22 november: is het geweest?"),
        (date(2025, 12, 1), "Bezoek van 1 december 2025: is het geweest?"),
        (None, NOTHING[0]),
    ],
)
def test_a_visit_is_named_from_a_week_before_and_until_somebody_says_that_it_was(on: date | None, words: str) -> None:
    assert said(visit(on, at_time="15.30")) == [words]
    assert said(visit(on, at_time="15.30", held_on=days(0))) == NOTHING


def test_a_visit_says_what_it_is_and_when_as_it_was_written() -> None:
    assert said(visit(days(1), kind=VisitKind.PHONE)) == ["Telefoongesprek morgen"]
    assert said(visit(days(1), at_time="na school")) == ["Bezoek morgen, na school"]


@pytest.mark.parametrize(
    ("talk", "words"),
    [
        (days(7), NOTHING[0]),
        (days(6), "Praten over het plan: zondag"),
        (days(0), "Praten over het plan: vandaag"),
        (days(-1), "Praten stond voor 22 november"),
        (date(2026, 11, 12), "Praten stond voor 12 november"),
    ],
)
def test_the_day_to_talk_about_the_plan_comes_and_passes(talk: date, words: str) -> None:
    assert said(with_plan(next_evaluation_on=talk)) == [words]
    assert said(with_plan(next_evaluation_on=talk, status=PlanStatus.CLOSED)) == NOTHING


@pytest.mark.parametrize(
    ("ago", "words"), [(0, NOTHING), (1, ["Wacht 1 dag op een eerste contact"]), (12, ["Wacht 12 dagen op een eerste contact"])]
)
def test_a_registered_family_waits_by_the_day(ago: int, words: list[str]) -> None:
    new = with_family(status=FamilyStatus.REGISTERED, registered_on=days(-ago), first_visit_on=None)
    assert said(new) == words
    met = replace(new, family=replace(new.family, first_contact_on=days(0)))
    assert said(met) == [one.replace("eerste contact", "eerste bezoek") for one in words]
    assert said(replace(new, visits=[Visit(id=some_id(), held_on=days(0))])) == NOTHING
    assert said(replace(new, family=replace(new.family, first_visit_on=days(0)))) == NOTHING


@pytest.mark.parametrize(
    ("registered", "words"),
    [(-41, NOTHING), (-42, ["Al 6 weken aangemeld, nog geen plan"]), (-55, ["Al 7 weken aangemeld, nog geen plan"])],
)
def test_a_plan_that_has_not_begun_is_named_after_six_weeks(registered: int, words: list[str]) -> None:
    facts = replace(with_plan(status=PlanStatus.CONCEPT), family=replace(quiet().family, registered_on=days(registered)))
    assert said(facts) == words
    assert said(replace(facts, plan=replace(facts.plan, status=PlanStatus.ACTIVE))) == NOTHING


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (-27, NOTHING),
        (-28, ["Het plan moet klaar zijn: 7 december"]),
        (-42, ["Het plan moet klaar zijn: vandaag"]),
        (-43, ["Het plan stond voor 22 november"]),
    ],
)
def test_the_plan_is_due_42_days_after_the_family_said_that_it_makes_none_itself(chosen: int, words: list[str]) -> None:
    facts = replace(with_plan(status=PlanStatus.CONCEPT, own_plan_choice=OwnPlanChoice.NO), chosen_on=days(chosen))
    assert said(facts) == words


def test_the_question_about_safety_is_open_after_the_first_visit_and_with_an_active_plan() -> None:
    open_question = ["De vraag over veiligheid staat nog open"]
    assert said(with_plan(safety_answer=None)) == open_question
    new = replace(with_plan(safety_answer=None, status=PlanStatus.CONCEPT), family=replace(quiet().family, registered_on=days(0)))
    assert said(new) == open_question
    assert said(replace(new, family=replace(new.family, first_visit_on=None))) == NOTHING


@pytest.mark.parametrize(("made", "words"), [(-79, NOTHING), (-80, ["Plan 80 dagen oud"]), (-81, ["Plan 81 dagen oud"])])
def test_a_plan_is_old_after_80_days_until_it_was_talked_about(made: int, words: list[str]) -> None:
    assert said(with_plan(established_on=days(made))) == words
    talk = Visit(id=some_id(), kind=VisitKind.EVALUATION, visit_on=days(-10), held_on=days(-10))
    assert said(replace(with_plan(established_on=days(made)), visits=[talk])) == NOTHING


def test_a_talk_about_the_plan_grows_old_itself() -> None:
    talk = Visit(id=some_id(), kind=VisitKind.EVALUATION, held_on=days(-80))
    assert said(replace(with_plan(established_on=days(-200)), visits=[talk])) == ["Plan 80 dagen geleden besproken"]


def helped(count: int, **fields: Any) -> Facts:
    """Return the quiet family with so many helpers."""
    people = [Professional(id=new_id(place), name=f"Helper {place}", organisation="De Brug") for place in range(count)]
    rows = [Involvement(id=some_id(), professional=one.id, role=InvolvementRole.SCHOOL, **fields) for one in people]
    return replace(quiet(), professionals=people, involvements=rows)


def test_help_that_goes_on_after_its_planned_end_is_named_with_who_it_is() -> None:
    assert said(helped(1, term=Term(planned_end_on=days(0)))) == NOTHING
    over = helped(1, term=Term(planned_end_on=days(-1)), temporary_expert=True)
    assert said(over) == ["Hulp stond tot 22 november: Helper 0"]
    assert said(replace(over, professionals=[])) == ["Hulp stond tot 22 november: School"]
    assert said(helped(1, term=Term(planned_end_on=days(-1)), ended_on=days(-1))) == NOTHING


def test_nine_helpers_ask_with_whom_it_can_be_less() -> None:
    assert said(helped(8)) == NOTHING
    assert said(helped(9)) == ["Nu 9 hulpverleners. Met wie kan het minder?"]


def mentor(**fields: Any) -> Mentor:
    """Return a mentor whom Noor chose."""
    choosing = Choosing(chosen_by=ChosenBy.YOUTH, chosen_on=days(-9))
    return Mentor(id=some_id(), youth=NOOR.id, status=MentorStatus.ACTIVE, accepted_on=days(-9), choosing=choosing, **fields)


def test_two_mentors_are_a_question_to_the_youth() -> None:
    both = replace(quiet(), persons=[NOOR], mentors=[mentor(), mentor()])
    assert said(both) == ["Vraag Noor wie de mentor wordt"]
    assert said(replace(both, mentors=[mentor()])) == NOTHING


@pytest.mark.parametrize(("on", "there"), [(days(1), False), (days(0), True), (days(-1), True)])
def test_the_day_to_ask_about_the_mentor_and_an_agreement_comes(on: date, there: bool) -> None:
    when = "vandaag" if on == TODAY else "22 november"
    asked = replace(quiet(), persons=[NOOR], mentors=[mentor(next_check_on=on)])
    assert said(asked) == ([f"Vragen hoe het gaat met de mentor: {when}"] if there else NOTHING)
    looked = replace(quiet(), agreements=[Agreement(id=some_id(), review_on=on)])
    assert said(looked) == ([f"Samen naar een afspraak kijken: {when}"] if there else NOTHING)
    assert said(replace(quiet(), agreements=[Agreement(id=some_id(), review_on=on, status=Topicality.OVER)])) == NOTHING


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (days(-27), NOTHING[0]),
        (days(-28), "Noor is 4 weken thuis zonder school"),
        (date(2026, 8, 24), "Noor is 13 weken thuis zonder school"),
        (date(2026, 8, 23), "Noor is 3 maanden thuis zonder school"),
        (days(5), NOTHING[0]),
    ],
)
def test_a_child_at_home_is_named_after_four_weeks_and_three_months(since: date, words: str) -> None:
    assert said(replace(quiet(), persons=[replace(NOOR, at_home_since=since)])) == [words]


@pytest.mark.parametrize(
    ("born", "words"),
    [
        ((2008, 11, 23), "Noor wordt 18 vandaag"),
        ((2008, 11, 22), NOTHING[0]),
        ((2010, 11, 24), "Noor wordt 16 morgen"),
        ((2014, 12, 6), "Noor wordt 12 over 13 dagen"),
        ((2009, 1, 4), "Noor wordt 18 over 6 weken"),
        ((2009, 2, 23), "Noor wordt 18 over 13 weken"),
        ((2009, 2, 24), NOTHING[0]),
        ((2009, 2, None), "Noor wordt 18 over 10 weken"),
        ((2009, None, None), NOTHING[0]),
        ((2008, 11, 31), "Noor wordt 18 over 7 dagen"),
        ((2000, 1, 4), NOTHING[0]),
    ],
)
def test_a_birthday_that_changes_who_decides_is_named_three_months_ahead(born: tuple[int, int | None, int | None], words: str) -> None:
    year, month, day = born
    person = replace(NOOR, birth=PartialDate(year=year, month=month, day=day))
    assert said(replace(quiet(), persons=[person])) == [words]
    assert said(replace(quiet(), persons=[replace(person, deceased_on=days(-400))])) == NOTHING


@pytest.mark.parametrize(
    ("due", "words"),
    [(43, NOTHING[0]), (42, "Baby verwacht over 6 weken"), (0, "Baby verwacht vandaag"), (-3, "Baby verwacht op 20 november")],
)
def test_a_baby_is_named_six_weeks_ahead(due: int, words: str) -> None:
    assert said(with_family(expecting_due_on=days(due))) == [words]


@dataclass(frozen=True)
class Line:
    """A family in a list."""

    name: str
    reasons: tuple[Reason, ...]
    family: bytes = b""


def test_the_list_goes_by_kind_then_by_day_then_by_name_and_what_only_has_to_be_sent_moves_nobody() -> None:
    near, later = (because(Waits.NEAR, "caseload.talk", days(day), when="") for day in (1, 2))
    lines = [
        Line("Gezin Zwart", (because(Waits.CHANGED, "caseload.changed", when=""),)),
        Line("Gezin Ćosić", (because(Waits.UNSENT, "caseload.waiting", count=3),)),
        Line("Gezin Bakker", ()),
        Line("Gezin B", (later,)),
        Line("Gezin C", (near, because(Waits.SAFETY, "caseload.safety"))),
        Line("Gezin D", (because(Waits.CHOICE, "caseload.choices", count=1),)),
        Line("Gezin A", (because(Waits.SAFETY, "caseload.safety"),)),
    ]
    ordered = ["Gezin D", "Gezin C", "Gezin B", "Gezin A", "Gezin Bakker", "Gezin Ćosić", "Gezin Zwart"]
    assert [line.name for line in by_reason(lines)] == ordered
    assert [line.name for line in by_name(lines)] == sorted(ordered, key=lambda name: name.replace("Ć", "C"))
