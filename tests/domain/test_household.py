"""Who lives where, who is a parent and who decides for a child."""

from datetime import date, timedelta

import pytest

from app.domain.ids import authority_of, derived_id, membership_of
from app.domain.record import Id
from app.domain.records.family import (
    Authority,
    AuthorityKind,
    AuthoritySource,
    Checked,
    Household,
    HouseholdRole,
    Membership,
    ParentalAuthority,
    PartialDate,
    Period,
    Person,
    PersonName,
)
from app.domain.rules.household import (
    Homes,
    authority_hint,
    holders,
    in_family_order,
    is_parent,
    lasts,
    likely_role,
    main_home_hint,
    may_be_minor,
    membership_problem,
    parents_of,
    role_in_words,
    to_be_checked,
)
from app.domain.rules.whole_row import check_row
from app.errors import UserProblem

DAY = date(2026, 11, 23)
TOWN = bytes(16)


def person(name: str, role: str = "", year: int | None = None, home: Household | None = None) -> Person:
    born = PartialDate(year=year)
    return Person(
        id=derived_id(TOWN, name), name=PersonName(call_name=name), role=role, birth=born, main_home=Id(home.id) if home else None
    )


def lives(household: Household, who: Person, role: HouseholdRole, period: Period | None = None) -> Membership:
    return Membership(id=membership_of(household.id, who.id), household=household.id, person=who.id, role=role, period=period or Period())


def decides(
    child: Person, kind: AuthorityKind | None, *who: Person, source: AuthoritySource = AuthoritySource.REGISTER
) -> ParentalAuthority:
    named = [*(one.id for one in who), None, None]
    authority = Authority(kind=kind, first_holder=named[0], second_holder=named[1])
    return ParentalAuthority(id=authority_of(child.id), child=child.id, authority=authority, checked=Checked(source=source))


ONE, TWO = Household(id=derived_id(TOWN, "een"), name="Bij mama"), Household(id=derived_id(TOWN, "twee"), name="Bij papa")
FATMA, KEES, SEM, RIET = person("Fatma"), person("Kees"), person("Sem", year=2015), person("Riet", "oma")
HOMES = Homes(
    (ONE, TWO),
    (
        lives(ONE, FATMA, HouseholdRole.PARENT),
        lives(TWO, KEES, HouseholdRole.PARENT),
        lives(ONE, SEM, HouseholdRole.CHILD),
        lives(TWO, SEM, HouseholdRole.CHILD),
    ),
)


@pytest.mark.parametrize(
    ("words", "parent"),
    [
        ("moeder", True),
        ("Vader", True),
        ("stiefvader", True),
        ("stief-moeder", True),
        ("stief vader", True),
        ("Pleegmoeder", True),
        ("mama", True),
        ("PAPA van Sem", True),
        ("mem", True),
        ("ouder met gezag", True),
        ("biologische vader", True),
        ("oma", False),
        ("oma (moeder van Fatma)", False),
        ("grootmoeder", False),
        ("schoonmoeder", False),
        ("vriendin van papa", False),
        ("pleegkind", False),
        ("stiefbroer", False),
        ("pleegzus", False),
        ("buurvrouw", False),
        ("voetbaltrainer", False),
        ("", False),
    ],
)
def test_the_familys_own_word_tells_who_is_a_parent(words: str, parent: bool) -> None:
    assert is_parent(person("Iemand", words), [], []) is parent


@pytest.mark.parametrize("role", list(HouseholdRole))
def test_a_role_in_any_household_tells_who_is_a_parent(role: HouseholdRole) -> None:
    before = Period(to_on=DAY - timedelta(days=900))
    wanted = role in {HouseholdRole.PARENT, HouseholdRole.STEP_PARENT, HouseholdRole.FOSTER_PARENT}
    assert is_parent(KEES, [lives(ONE, KEES, role, before)], []) is wanted


def test_who_holds_authority_is_a_parent_whatever_they_are_called() -> None:
    assert is_parent(RIET, [], [decides(SEM, AuthorityKind.GUARDIANSHIP, RIET)])
    assert not is_parent(FATMA, [], [decides(SEM, AuthorityKind.GUARDIANSHIP, RIET)])
    assert is_parent(KEES, [], [decides(SEM, AuthorityKind.JOINT_PARENTS, FATMA, KEES)])


def test_a_child_of_two_homes_has_the_parents_of_both() -> None:
    assert parents_of(SEM.id, HOMES, [], DAY) == [FATMA.id, KEES.id]
    assert parents_of(SEM.id, HOMES, [decides(SEM, AuthorityKind.GUARDIANSHIP, RIET)], DAY) == [RIET.id, FATMA.id, KEES.id]
    assert [home.name for home in HOMES.homes_of(SEM.id, DAY)] == ["Bij mama", "Bij papa"]


@pytest.mark.parametrize(
    ("begin", "end", "there"),
    [(None, None, True), (0, None, True), (1, None, False), (None, 0, False), (None, 1, True), (-9, -1, False), (0, 1, True)],
)
def test_somebody_lives_there_from_the_first_day_until_the_last(begin: int | None, end: int | None, there: bool) -> None:
    days = [None if one is None else DAY + timedelta(days=one) for one in (begin, end)]
    assert lasts(Period(from_on=days[0], to_on=days[1]), DAY) is there


def test_an_end_before_the_begin_is_refused_and_the_same_day_is_not() -> None:
    for fine in (Period(from_on=DAY, to_on=DAY), Period(to_on=DAY), Period(from_on=DAY), Period()):
        assert membership_problem(lives(ONE, SEM, HouseholdRole.CHILD, fine)) is None
    wrong = lives(ONE, SEM, HouseholdRole.CHILD, Period(from_on=DAY, to_on=DAY - timedelta(days=1)))
    problem = membership_problem(wrong)
    assert problem is not None
    assert problem.key == "period_ends_before"
    with pytest.raises(UserProblem, match="period_ends_before"):
        check_row(lives(ONE, SEM, HouseholdRole.CHILD), wrong)


@pytest.mark.parametrize(
    ("words", "year", "role"),
    [
        ("moeder", 1985, HouseholdRole.PARENT),
        ("pleegzoon", 2009, HouseholdRole.FOSTER_CHILD),
        ("dochter", None, HouseholdRole.CHILD),
        ("", 2015, HouseholdRole.CHILD),
        ("", 1980, HouseholdRole.OTHER),
        ("opa", None, HouseholdRole.GRANDPARENT),
        ("bonusmoeder", None, HouseholdRole.STEP_PARENT),
        ("partner", None, HouseholdRole.PARTNER),
    ],
)
def test_what_somebody_most_likely_is_in_a_household(words: str, year: int | None, role: HouseholdRole) -> None:
    assert likely_role(person("Iemand", words, year), DAY) is role


def test_a_child_of_unknown_age_is_taken_for_a_minor_and_an_adult_is_not() -> None:
    assert may_be_minor(person("A", "zoon"), [], DAY)
    assert may_be_minor(SEM, [], DAY)
    assert may_be_minor(KEES, [lives(ONE, KEES, HouseholdRole.FOSTER_CHILD)], DAY)
    assert not may_be_minor(person("B", "zoon", 2000), [], DAY)
    assert not may_be_minor(KEES, [], DAY)


def test_a_main_home_is_one_of_the_homes_and_anything_else_is_a_hint() -> None:
    alone = Homes((ONE, TWO), (lives(ONE, SEM, HouseholdRole.CHILD),))
    assert main_home_hint(SEM, HOMES, DAY) == "warning.main_home_missing"
    assert main_home_hint(person("Sem", year=2015, home=ONE), HOMES, DAY) is None
    assert main_home_hint(person("Sem", year=2015, home=TWO), alone, DAY) == "warning.main_home_elsewhere"
    assert main_home_hint(SEM, alone, DAY) is None
    gone = Homes((TWO,), HOMES.memberships)
    assert main_home_hint(person("Sem", year=2015, home=ONE), gone, DAY) is None


@pytest.mark.parametrize(
    ("kind", "who", "hint"),
    [
        (None, (), "warning.authority_missing"),
        (AuthorityKind.JOINT_PARENTS, (FATMA, KEES), None),
        (AuthorityKind.JOINT_PARENTS, (FATMA,), "warning.authority_two"),
        (AuthorityKind.JOINT_PARENTS, (FATMA, FATMA), "warning.authority_two"),
        (AuthorityKind.ONE_PARENT, (FATMA,), None),
        (AuthorityKind.ONE_PARENT, (), "warning.authority_one"),
        (AuthorityKind.ONE_PARENT, (FATMA, KEES), "warning.authority_one"),
        (AuthorityKind.JOINT_WITH_OTHER, (FATMA, RIET), None),
        (AuthorityKind.GUARDIANSHIP, (), None),
        (AuthorityKind.GUARDIANSHIP, (FATMA, KEES), None),
        (AuthorityKind.TEMPORARILY_NONE, (), None),
        (AuthorityKind.TEMPORARILY_NONE, (FATMA,), "warning.authority_none"),
        (AuthorityKind.CANNOT_BE_SAID, (), None),
    ],
)
def test_each_kind_of_authority_has_so_many_people(kind: AuthorityKind | None, who: tuple[Person, ...], hint: str | None) -> None:
    assert authority_hint(decides(SEM, kind, *who)) == hint


def test_what_was_only_told_must_still_be_looked_up() -> None:
    told = decides(SEM, AuthorityKind.ONE_PARENT, FATMA, source=AuthoritySource.TOLD)
    assert to_be_checked(told)
    assert authority_hint(told) == "warning.authority_told"
    assert authority_hint(None) == "warning.authority_missing"
    assert holders(decides(SEM, AuthorityKind.JOINT_PARENTS, FATMA, FATMA)) == [FATMA.id]


def test_parents_stand_before_children_and_the_eldest_child_first() -> None:
    ages = [person("Noor", year=2012), person("Baby", year=2026), person("Ouder"), person("Wie weet")]
    roles = [HouseholdRole.CHILD, HouseholdRole.CHILD, HouseholdRole.PARENT, HouseholdRole.CHILD]
    ordered = in_family_order(zip(ages, roles, strict=True))
    assert [one.name.call_name for one in ordered] == ["Ouder", "Noor", "Baby", "Wie weet"]
    assert role_in_words("iets anders") is None
