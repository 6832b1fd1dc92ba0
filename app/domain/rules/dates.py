"""How days are written, read and counted (domain.md 6.7). Not here: which day it is today."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.records.family import PartialDate
from app.errors import UserProblem

MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
SHORT_MONTHS = {"mrt": 3}
NAMED_DAYS = {"gisteren": -1, "vandaag": 0, "morgen": 1, "overmorgen": 2}
YEARS = range(1880, 2201)

NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}|\d{2}))?")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
IN_WORDS = re.compile(r"(\d{1,2}) ?([a-z]{3,9})\.?(?: (\d{4}|\d{2}))?")
LATER = re.compile(r"\+ ?(\d{1,4}) ?([dwmj])[a-z]*")
PARTIAL = re.compile(r"(?:(?:(\d{1,2})[-/. ])?(\d{1,2}|[a-z]{3,9})[-/. ])?(\d{4})")
PARTIAL_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Age:
    """How old somebody is; `about` when the birth date leaves room for one year less."""

    years: int
    about: bool


def show_long(day: date) -> str:
    """Return the day as on paper: "21 november 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def show_short(day: date) -> str:
    """Return the day as on the screen: "21-11-2026"."""
    return f"{day.day:02}-{day.month:02}-{day.year:04}"


def show_partial(partial: PartialDate) -> str:
    """Return what is known of the date: "14-03-1986", "03-1986", "1986" or nothing; `parse_partial` reads it back."""
    parts = (partial.day, partial.month)
    known = [f"{part:02}" for part in parts if part is not None]
    return "-".join([*known, str(partial.year)]) if partial.year is not None else ""


def check_partial(partial: PartialDate) -> None:
    """Raise UserProblem on a date that cannot be: a day without its month, the 31st of April, a year beyond 1880 to 2200."""
    year, month, day = partial.year, partial.month, partial.day
    if (year is None and month is not None) or (month is None and day is not None):
        raise UserProblem("date_incomplete")
    if year is not None:
        _day(year, month or 1, day or 1, text="-".join(str(part) for part in (day, month, year) if part is not None))


def check_birth(birth: PartialDate, today: date) -> None:
    """Raise UserProblem on a birth date that cannot be, or that is still to come."""
    check_partial(birth)
    if birth.year is not None and _earliest(birth) > today:
        raise UserProblem("birth_to_come", text=show_partial(birth))


def check_to_come(day: date, today: date) -> None:
    """Raise UserProblem on a day that has passed, for what is still to be done."""
    if day < today:
        raise UserProblem("date_past")


def age(birth: PartialDate, on: date) -> Age | None:
    """Return the age on that day, counted from the earliest day it can be; None where not even the year is known."""
    if birth.year is None:
        return None
    eldest, youngest = _years(_earliest(birth), on), _years(_latest(birth), on)
    return Age(max(eldest, 0), about=birth.month is None or eldest != youngest)


def months_old(birth: PartialDate, on: date) -> int | None:
    """Return how many whole months somebody is who is not a year old yet; None for others, and where the month is not known."""
    if birth.year is None or birth.month is None or _years(_earliest(birth), on) >= 1:
        return None
    born = _earliest(birth)
    months = (on.year - born.year) * 12 + on.month - born.month
    return max(months - (on < add_months(born, months)), 0)


def birthday(born: date, year: int) -> date:
    """Return the day somebody's age goes up in that year; who was born on 29 February turns on 1 March (domain.md 6.7)."""
    if (born.month, born.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1)
    return born.replace(year=year)


def add_months(day: date, months: int) -> date:
    """Return the same day number so many months on, else the last day of that month; raises UserProblem beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise UserProblem("date_cannot_be", text=f"{months:+}m")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def parse_day(text: str, today: date, *, past: bool = False) -> date:
    """Return the day somebody means: "3 dec", "03-12-2027", "3/12", "vr", "morgen", "+2w"; raises UserProblem.

    A day without a year is the first one from today on, a weekday's name the first one after today; of what has happened
    already (`past`) they are the last one up to today, and the last one before today.
    """
    plain = " ".join(text.casefold().split()).rstrip(".")
    if plain in NAMED_DAYS:
        return today + timedelta(days=NAMED_DAYS[plain])
    if found := LATER.fullmatch(plain):
        return _later(today, int(found[1]), found[2], text)
    if found := ISO.fullmatch(plain):
        return _day(int(found[1]), int(found[2]), int(found[3]), text=text)
    if found := NUMBERS.fullmatch(plain):
        return _in_its_year(today, (found[3], int(found[2]), int(found[1])), text, past)
    if (found := IN_WORDS.fullmatch(plain)) and (month := _month(found[2])):
        return _in_its_year(today, (found[3], month, int(found[1])), text, past)
    if (weekday := _one_of(WEEKDAYS, plain, shortest=2)) is not None:
        ahead = (weekday - today.weekday()) % 7
        return today + timedelta(days=ahead - 7 if past else ahead or 7)
    raise UserProblem("date_not_understood", text=text[:40])


def parse_partial(text: str) -> PartialDate:
    """Return a birth date as far as it is known: "1986", "03-1986", "14 maart 1986", "" for unknown; raises UserProblem."""
    plain = " ".join(text.casefold().split())
    if not plain:
        return PartialDate()
    if found := PARTIAL_ISO.fullmatch(plain):
        year, month, day = found.groups()
    elif found := PARTIAL.fullmatch(plain):
        day, month, year = found.groups()
    else:
        raise UserProblem("birth_not_understood", text=text[:40])
    number = None if month is None else _month(month)
    if number == 0:
        raise UserProblem("birth_not_understood", text=text[:40])
    _day(int(year), number or 1, int(day or 1), text=text)
    return PartialDate(year=int(year), month=number, day=None if day is None else int(day))


def _day(year: int, month: int, day: int, *, text: str) -> date:
    try:
        made = date(year, month, day)
    except ValueError as error:
        raise UserProblem("date_cannot_be", text=text[:40]) from error
    if made.year not in YEARS:
        raise UserProblem("date_cannot_be", text=text[:40])
    return made


def _in_its_year(today: date, parts: tuple[str | None, int, int], text: str, past: bool) -> date:
    """Return the day of (year, month, day); a year of two digits is in this century, and without one the day is near today."""
    year, month, day = parts
    if year is not None:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day, text=text)
    there, here = (month, day), (today.month, today.day)
    shift = -(there > here) if past else int(there < here)
    return _day(today.year + shift, month, day, text=text)


def _later(today: date, count: int, unit: str, text: str) -> date:
    if unit in "mj":
        later = add_months(today, count * (12 if unit == "j" else 1))
    else:
        later = today + timedelta(days=count * (7 if unit == "w" else 1))
    return _day(later.year, later.month, later.day, text=text)


def _month(word: str) -> int:
    """Return the month's number, written in figures, in full or short; 0 for no month."""
    if word.isdecimal():
        return int(word) or 13
    place = _one_of(MONTHS, word, shortest=3)
    return SHORT_MONTHS.get(word, 0) if place is None else place + 1


def _one_of(names: tuple[str, ...], word: str, *, shortest: int) -> int | None:
    """Return the place of the one name that begins with the word."""
    if len(word) < shortest:
        return None
    return next((place for place, name in enumerate(names) if name.startswith(word)), None)


def _earliest(birth: PartialDate) -> date:
    return date(birth.year or 1, birth.month or 1, birth.day or 1)


def _latest(birth: PartialDate) -> date:
    year, month = birth.year or 1, birth.month or 12
    return date(year, month, birth.day or calendar.monthrange(year, month)[1])


def _years(born: date, on: date) -> int:
    return on.year - born.year - (on < birthday(born, on.year))
