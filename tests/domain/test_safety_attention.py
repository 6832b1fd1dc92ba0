"""Why safety agreements put a family on top of the list: each on the days around its boundary, in words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.record import Id
from app.domain.records.family import FamilyStatus
from app.domain.records.plan import Plan, PlanStatus, SafetyAnswer
from app.domain.records.safety import SafetyPlanConfirmation, SafetyPlanVersion, SaidHow
from app.domain.records.situation import Agreement, AgreementKind, Topicality
from app.domain.rules.attention import Facts, reasons
from app.domain.rules.reason import Waits
from app.domain.rules.safety import Heard, safety_state
from tests.builders import a_family, some_id

TODAY = date(2026, 11, 23)
LONG_AGO = date(2026, 8, 25)
NOTHING = ["Bijgewerkt op 20-11-2026"]


def days(count: int) -> date:
    """Return the day so many days from today."""
    return TODAY + timedelta(days=count)


def version(look_on: date | None = None) -> SafetyPlanVersion:
    """Return agreements with the day on which people want to look again."""
    return SafetyPlanVersion(id=some_id(), not_again="Slaan.", review_on=look_on, written_on=days(-90), written_by="Samira")


def yes(to: Id[SafetyPlanVersion], on: date) -> Heard:
    """Return a yes that was said on a day."""
    said = SafetyPlanConfirmation(
        id=some_id(), safety_plan_version=to, agreed_by="Noor", how=SaidHow.SPOKEN, confirmed_on=on, noted_by="Samira"
    )
    return Heard(said, frozenset({to}))


def agreed(look_on: date | None, said_on: date = LONG_AGO) -> Facts:
    """Return a family in which nothing else waits, with agreements that people said yes to."""
    family = replace(a_family(some_id(), some_id()), status=FamilyStatus.ACTIVE, registered_on=days(-100), first_visit_on=days(-90))
    plan = Plan(id=some_id(), status=PlanStatus.ACTIVE, safety_answer=SafetyAnswer.YES, established_on=days(-30))
    one = version(look_on)
    return Facts(family=family, plan=plan, changed_on=days(-3), safety=safety_state([one], [yes(one.id, said_on)]))


def said(facts: Facts) -> list[str]:
    """Return the reasons in words."""
    return [reason.sentence() for reason in reasons(facts, TODAY)]


@pytest.mark.parametrize(
    ("look_on", "words"),
    [
        (days(7), NOTHING[0]),
        (days(6), "Samen naar veiligheid kijken: zondag"),
        (days(0), "Samen naar veiligheid kijken: vandaag"),
        (days(-1), "Naar veiligheid kijken stond voor 22 november"),
        (date(2025, 11, 12), "Naar veiligheid kijken stond voor 12 november 2025"),
    ],
)
def test_the_day_to_look_again_at_what_keeps_everybody_safe_comes_and_passes(look_on: date, words: str) -> None:
    facts = agreed(look_on)
    assert said(facts) == [words]
    assert said(replace(facts, family=replace(facts.family, status=FamilyStatus.CLOSED))) == NOTHING
    standby = replace(facts, family=replace(facts.family, status=FamilyStatus.STANDBY), plan=replace(facts.plan, status=PlanStatus.STANDBY))
    assert said(standby) == [words], "a family at a distance keeps its safety agreements"


@pytest.mark.parametrize(
    ("look_on", "words"), [(days(6), "Samen naar veiligheid kijken: zondag"), (days(-1), "Naar veiligheid kijken stond voor 22 november")]
)
def test_an_agreement_about_safety_asks_as_loud_as_the_versions_do(look_on: date, words: str) -> None:
    one = Agreement(id=some_id(), kind=AgreementKind.SAFETY, review_on=look_on)
    facts = replace(agreed(None), safety=None, agreements=[one])
    assert said(facts) == [words]
    assert said(replace(facts, agreements=[replace(one, status=Topicality.OVER)])) == NOTHING


@pytest.mark.parametrize(("ago", "words"), [(27, NOTHING), (28, ["Al 4 weken niet samen naar veiligheid gekeken"])])
def test_agreements_without_a_day_are_looked_at_after_four_weeks(ago: int, words: list[str]) -> None:
    assert said(agreed(None, days(-ago))) == words


def test_it_stands_before_everything_else_and_the_longest_ago_first() -> None:
    facts = replace(agreed(days(-1)), choices=1, asked=1, to_decide=1, held=1, typed=True, waiting=1)
    found = reasons(facts, TODAY)
    assert (found[0].waits, found[0].on) == (Waits.SAFETY_PASSED, days(-1))
    assert min(Waits) is Waits.SAFETY_PASSED
    assert len(found) == 7


def test_a_version_that_waits_for_a_yes_asks_for_it_whether_others_count_or_not() -> None:
    waits = "Nieuwe afspraken over veiligheid: wie zegt ja?"
    old, new = version(days(30)), version(days(-1))
    assert said(replace(agreed(None), safety=safety_state([new], ()))) == [waits], "what does not count yet has no day to keep"
    assert said(replace(agreed(None), safety=safety_state([old, new], [yes(old.id, days(-9))]))) == [waits]


def test_a_family_without_safety_agreements_has_nothing_to_look_at() -> None:
    assert said(replace(agreed(None), safety=safety_state((), ()))) == NOTHING
