"""Days as people write them, ages as people count them (domain.md 6.7)."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.records.family import PartialDate
from app.domain.rules.dates import (
    MONTHS,
    YEARS,
    Age,
    add_months,
    age,
    birthday,
    check_birth,
    check_partial,
    check_to_come,
    months_old,
    parse_day,
    parse_partial,
    show_long,
    show_partial,
    show_short,
)
from app.errors import UserProblem

TODAY = date(2026, 11, 22)  # a Sunday
DAYS = st.dates(date(1880, 1, 1), date(2200, 12, 31))


def born(year: int | None, month: int | None = None, day: int | None = None) -> PartialDate:
    return PartialDate(year=year, month=month, day=day)


def test_paper_shows_the_month_in_words_and_the_screen_in_figures() -> None:
    assert show_long(date(2026, 11, 21)) == "21 november 2026"
    assert show_short(date(2026, 3, 1)) == "01-03-2026"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3 dec", date(2026, 12, 3)),
        ("3dec.", date(2026, 12, 3)),
        ("3 december 2027", date(2027, 12, 3)),
        ("03-12-2026", date(2026, 12, 3)),
        ("3/12", date(2026, 12, 3)),
        ("3 dec 27", date(2027, 12, 3)),
        ("3.12.27", date(2027, 12, 3)),
        ("2027-12-03", date(2027, 12, 3)),
        ("21 nov", date(2027, 11, 21)),
        ("22 NOV", TODAY),
        ("4 mrt", date(2027, 3, 4)),
        ("4 maart", date(2027, 3, 4)),
        ("1 mei", date(2027, 5, 1)),
        ("29 feb 2028", date(2028, 2, 29)),
        ("vr", date(2026, 11, 27)),
        (" Vrijdag ", date(2026, 11, 27)),
        ("zo", date(2026, 11, 29)),
        ("ma", date(2026, 11, 23)),
        ("vandaag", TODAY),
        ("morgen", date(2026, 11, 23)),
        ("+2w", date(2026, 12, 6)),
        ("+ 2 weken", date(2026, 12, 6)),
        ("+10d", date(2026, 12, 2)),
        ("+1m", date(2026, 12, 22)),
        ("+1j", date(2027, 11, 22)),
    ],
)
def test_a_day_may_be_typed_as_people_say_it(typed: str, meant: date) -> None:
    assert parse_day(typed, TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3 okt", date(2026, 10, 3)),
        ("3/12", date(2025, 12, 3)),
        ("22 nov", TODAY),
        ("23 nov", date(2025, 11, 23)),
        ("vr", date(2026, 11, 20)),
        ("zo", date(2026, 11, 15)),
        ("gisteren", date(2026, 11, 21)),
        ("3-12-2027", date(2027, 12, 3)),
    ],
)
def test_what_has_happened_lies_behind_us(typed: str, meant: date) -> None:
    assert parse_day(typed, TODAY, past=True) == meant


@pytest.mark.parametrize("typed", ["", "binnenkort", "v", "3 de", "13", "dec", "3 dec 127", "+w", "12-", "²-1", "\x00", "<b>", "{text}"])
def test_what_is_no_day_is_asked_again(typed: str) -> None:
    with pytest.raises(UserProblem, match=r"^date_not_understood$"):
        parse_day(typed, TODAY)


@pytest.mark.parametrize("typed", ["31-02-2026", "29 feb", "0-1-2027", "3/13", "31 april", "1-1-0000", "1-1-1066", "+9999j", "+9999m"])
def test_a_day_that_cannot_be_is_said(typed: str) -> None:
    with pytest.raises(UserProblem, match=r"^date_cannot_be$"):
        parse_day(typed, TODAY)


def test_a_long_text_is_not_repeated_whole() -> None:
    for read in (lambda text: parse_day(text, TODAY), parse_partial):
        with pytest.raises(UserProblem) as caught:
            read("ooit " * 100)
        assert len(str(caught.value.values["text"])) == 40


@given(DAYS, DAYS)
def test_a_day_that_is_shown_can_be_typed_back(day: date, today: date) -> None:
    assert parse_day(show_short(day), today) == day
    assert parse_day(show_long(day), today) == day
    assert parse_day(day.isoformat(), today) == day


@given(st.dates(date(1890, 1, 1), date(2180, 1, 1)), st.sampled_from(MONTHS), st.integers(1, 28))
def test_a_day_without_a_year_is_within_a_year_from_today(today: date, month: str, number: int) -> None:
    assert today <= parse_day(f"{number} {month[:3] if month != 'maart' else 'mrt'}", today) <= add_months(today, 12)


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_a_problem(text: str) -> None:
    with contextlib.suppress(UserProblem):
        assert parse_day(text, TODAY).year in YEARS
    with contextlib.suppress(UserProblem):
        check_partial(parse_partial(text))


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        (date(2026, 1, 15), 3, date(2026, 4, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
    ],
)
def test_months_on_is_the_same_day_else_the_last(day: date, months: int, wanted: date) -> None:
    assert add_months(day, months) == wanted


@given(DAYS, st.integers(-600, 600))
def test_months_on_keeps_the_day_number_or_ends_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
    assert (later.year - day.year) * 12 + later.month - day.month == months


@pytest.mark.parametrize(
    ("typed", "birth"),
    [
        ("", born(None)),
        ("1986", born(1986)),
        ("03-1986", born(1986, 3)),
        ("3/1986", born(1986, 3)),
        ("mrt 1986", born(1986, 3)),
        ("14-03-1986", born(1986, 3, 14)),
        ("14 maart 1986", born(1986, 3, 14)),
        ("1986-03-14", born(1986, 3, 14)),
        ("29-02-2024", born(2024, 2, 29)),
    ],
)
def test_a_birth_date_may_be_known_in_part(typed: str, birth: PartialDate) -> None:
    assert parse_partial(typed) == birth
    assert parse_partial(show_partial(birth)) == birth


@pytest.mark.parametrize("typed", ["14-03-86", "maart", "14 foo 1986", "onbekend", "14 03", "\x00"])
def test_a_birth_date_that_is_none_is_asked_again(typed: str) -> None:
    with pytest.raises(UserProblem, match=r"^birth_not_understood$"):
        parse_partial(typed)


@pytest.mark.parametrize("typed", ["31-02-2026", "13-1986", "00-1986", "0-3-1986", "1066", "29-02-2023", "1986-00-14"])
def test_a_birth_date_that_cannot_be_is_said(typed: str) -> None:
    with pytest.raises(UserProblem, match=r"^date_cannot_be$"):
        parse_partial(typed)


@pytest.mark.parametrize(
    ("birth", "key"),
    [
        (born(None, 3), "date_incomplete"),
        (born(None, None, 3), "date_incomplete"),
        (born(1986, None, 3), "date_incomplete"),
        (born(2026, 2, 30), "date_cannot_be"),
        (born(2026, 11, 23), "birth_to_come"),
        (born(2027), "birth_to_come"),
    ],
)
def test_a_birth_date_is_checked_in_its_parts(birth: PartialDate, key: str) -> None:
    with pytest.raises(UserProblem, match=f"^{key}$"):
        check_birth(birth, TODAY)


def test_a_birth_date_in_part_is_right() -> None:
    for birth in (born(None), born(1986), born(1986, 3), born(2026, 11, 22), born(2026)):
        check_partial(birth)
        check_birth(birth, TODAY)


def test_what_is_to_be_done_is_not_in_the_past() -> None:
    check_to_come(TODAY, TODAY)
    with pytest.raises(UserProblem, match=r"^date_past$"):
        check_to_come(TODAY - timedelta(days=1), TODAY)


@pytest.mark.parametrize(
    ("birth", "on", "wanted"),
    [
        (born(2014, 11, 22), TODAY, Age(12, about=False)),
        (born(2014, 11, 23), TODAY, Age(11, about=False)),
        (born(2014), TODAY, Age(12, about=True)),
        (born(2014), date(2026, 12, 31), Age(12, about=True)),
        (born(2014, 11), TODAY, Age(12, about=True)),
        (born(2014, 3), TODAY, Age(12, about=False)),
        (born(2008, 2, 29), date(2026, 2, 28), Age(17, about=False)),
        (born(2008, 2, 29), date(2026, 3, 1), Age(18, about=False)),
        (born(2008, 2, 29), date(2028, 2, 29), Age(20, about=False)),
        (born(2026, 11, 22), TODAY, Age(0, about=False)),
        (born(2027, 1, 3), TODAY, Age(0, about=False)),
        (born(None), TODAY, None),
    ],
)
def test_somebody_is_as_old_as_they_can_be(birth: PartialDate, on: date, wanted: Age | None) -> None:
    assert age(birth, on) == wanted


@given(DAYS, st.integers(0, 120))
def test_age_goes_up_on_the_birthday_and_not_before(day: date, years: int) -> None:
    up = birthday(day, day.year + years)
    birth = born(day.year, day.month, day.day)
    assert age(birth, up) == Age(years, about=False)
    if years:
        assert age(birth, up - timedelta(days=1)) == Age(years - 1, about=False)


@pytest.mark.parametrize(
    ("birth", "on", "months"),
    [
        (born(2026, 8, 22), TODAY, 3),
        (born(2026, 8, 23), TODAY, 2),
        (born(2026, 11, 22), TODAY, 0),
        (born(2026, 1, 31), date(2026, 2, 28), 1),
        (born(2026, 9), TODAY, 2),
        (born(2025, 11, 23), TODAY, 11),
        (born(2025, 11, 22), TODAY, None),
        (born(2026), TODAY, None),
        (born(None), TODAY, None),
    ],
)
def test_a_baby_is_some_months_old(birth: PartialDate, on: date, months: int | None) -> None:
    assert months_old(birth, on) == months
