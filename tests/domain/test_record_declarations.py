"""What a declaration refuses: when the class is made, when it is first read, or by mypy before anything runs (record-spike.md 1)."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from app.domain.record import (
    SQL_WORDS,
    Audience,
    FieldSpec,
    Id,
    Kind,
    Paper,
    Policy,
    StreamClass,
    choice,
    day,
    flag,
    group,
    link,
    long_text,
    number,
    record,
    spec_of,
    value,
    words,
)
from app.domain.records import RECORDS, SCHEMA, specs
from app.domain.records.family import Family, Person, Regisseur
from app.domain.records.plan import Goal, GoalScore
from app.errors import ProgramFault
from tests.domain.samples import FAMILY, a_goal

SPECIFIERS = {
    words: ((10,), Kind.WORDS),
    long_text: ((), Kind.LONG_TEXT),
    day: ((), Kind.DAY),
    number: (((0, 10),), Kind.NUMBER),
    flag: ((), Kind.FLAG),
    choice: ((), Kind.CHOICE),
    link: ((), Kind.LINK),
    group: ((), Kind.GROUP),
}


@pytest.mark.parametrize("specifier", list(SPECIFIERS), ids=lambda specifier: str(specifier.__name__))
def test_a_field_that_does_not_say_whether_it_may_be_printed_does_not_build(specifier: Callable[..., object]) -> None:
    positional, kind = SPECIFIERS[specifier]
    with pytest.raises(TypeError, match="paper"):
        specifier(*positional)
    made: Any = specifier(*positional, paper=Paper.NEVER)
    assert made.metadata["declared"].kind is kind


def test_a_plain_field_in_a_record_is_refused() -> None:
    @record("stray")
    class Stray:
        id: "Id[Any]"
        text: str = ""

    with pytest.raises(ProgramFault, match=r"stray\.text does not say"):
        spec_of(Stray)


def test_a_plain_field_in_a_group_is_refused_too() -> None:
    with pytest.raises(ProgramFault, match=r"astray\.place\.street does not say"):
        spec_of(Astray)


@value
class Loose:
    """A group with a field that says nothing of itself."""

    street: str = ""


@record("astray")
class Astray:
    """A record with such a group."""

    id: "Id[Any]"
    place: Loose = group(paper=Paper.NEVER)


def test_a_default_of_nothing_needs_a_type_that_may_be_nothing() -> None:
    @record("empty")
    class Empty:
        id: "Id[Any]"
        text: str = words(10, default=None, paper=Paper.NEVER)

    with pytest.raises(ProgramFault, match=r"empty\.text may be empty by its default but not by its type"):
        spec_of(Empty)


def test_a_later_field_needs_a_default_for_the_rows_there_are() -> None:
    @record("late")
    class Late:
        id: "Id[Any]"
        text: str = words(10, paper=Paper.NEVER, since=2)

    with pytest.raises(ProgramFault, match=r"late\.text came later and needs a default"):
        spec_of(Late)


def test_a_later_field_with_a_default_is_right() -> None:
    @record("in_time")
    class InTime:
        id: "Id[Any]"
        text: str = words(10, default="", paper=Paper.NEVER, since=2)

    assert spec_of(InTime).field("text").declared.since == 2


def test_a_word_of_sql_is_no_field() -> None:
    @record("sql")
    class Sql:
        id: "Id[Any]"
        on: date = day(paper=Paper.NEVER)

    with pytest.raises(ProgramFault, match=r"sql\.on is a word of SQL"):
        spec_of(Sql)


def test_nothing_is_read_while_a_module_is_imported() -> None:
    """A record may name a class that stands further down: its hints are read at first use."""
    assert "__record__" in vars(Astray)
    assert fields(Person)[0].name == "id"


def test_a_record_cannot_be_changed_and_names_all_its_parts() -> None:
    goal, regisseur = a_goal(), cast(Callable[..., object], Regisseur)
    for name in ("text", "id"):
        with pytest.raises(FrozenInstanceError):
            setattr(goal, name, "iets anders")
    with pytest.raises(TypeError, match="positional"):
        regisseur(FAMILY.id)
    assert not hasattr(goal, "__dict__")


def every_field() -> list[tuple[str, FieldSpec]]:
    """Return each field and each member of a group, with the name of its record."""
    whole = [(name, field) for name, spec in specs().items() for field in spec.fields]
    return whole + [(f"{name}.{field.name}", member) for name, field in whole for member in field.members]


def test_every_record_is_read_without_a_fault() -> None:
    assert len(specs()) == len(RECORDS)
    assert [spec.cls for spec in specs().values()] == list(RECORDS)


@pytest.mark.parametrize(("name", "field"), every_field(), ids=lambda part: part if isinstance(part, str) else part.name)
def test_every_field_holds_what_its_type_says(name: str, field: FieldSpec) -> None:
    declared = field.declared
    python = {Kind.WORDS: str, Kind.LONG_TEXT: str, Kind.DAY: date, Kind.NUMBER: int, Kind.FLAG: bool, Kind.LINK: Id}
    assert field.python is python.get(declared.kind, field.python), name
    assert 1 <= declared.since <= SCHEMA
    assert bool(field.members) is (declared.kind is Kind.GROUP)
    assert field.name not in SQL_WORDS
    assert (declared.longest > 0) is (declared.kind in (Kind.WORDS, Kind.LONG_TEXT))
    assert declared.between[0] < declared.between[1] or declared.kind is not Kind.NUMBER
    if isinstance(field.default, str) and not isinstance(field.default, field.python):
        pytest.fail(f"{name}.{field.name} has a default of another type")


def test_what_is_never_printed_hides_its_parts_as_well() -> None:
    loose = [
        f"{name}.{field.name}.{member.name}"
        for name, spec in specs().items()
        for field in spec.fields
        if field.declared.paper is Paper.NEVER
        for member in field.members
        if member.declared.paper is not Paper.NEVER
    ]
    assert loose == []


def test_no_address_phone_mail_or_birth_date_may_be_printed() -> None:
    private = {"phone", "email", "birth", "address", "year", "month", "day", "case_id", "expecting_due_on", "deceased_on"}
    printed = {f"{name}.{field.name}" for name, field in every_field() if field.declared.paper is Paper.FAMILY}
    assert {place for place in printed if place.split(".")[-1] in private} == {"professional.phone"}, "the number of the work alone"


def test_no_record_has_room_for_a_citizen_service_number_diagnosis_or_fee() -> None:
    refused = ("bsn", "diagnos", "icd", "dsm", "medic", "fee", "religion", "ethnic", "nationality", "iban", "severity", "risk")
    names = {field.name for _, field in every_field()}
    assert {name for name in names if any(word in name.split("_") or name.startswith(word) for word in refused)} == set()


def test_scores_and_versions_are_only_added_to() -> None:
    assert {name for name, spec in specs().items() if spec.policy is Policy.APPEND} == {
        *("goal_score", "plan_version", "mentor_contact", "visit_note", "internal_note"),
        *("safety_plan_version", "safety_plan_confirmation", "signature"),
    }


def test_what_is_kept_apart_has_its_own_stream_and_is_never_printed() -> None:
    apart = {name: spec for name, spec in specs().items() if spec.stream_class is StreamClass.CONFIDENTIAL}
    assert apart.keys() == {"confidential_file", "internal_note"}
    assert {field.declared.paper for spec in apart.values() for field in spec.fields} == {Paper.NEVER}


def test_the_regisseur_changes_hands_as_one() -> None:
    regisseur = spec_of(Family).field("regisseur")
    assert (regisseur.declared.kind, regisseur.python, regisseur.required) == (Kind.GROUP, Regisseur, True)
    assert [member.name for member in regisseur.members] == ["worker", "name", "since_on"]


def test_what_workers_note_for_themselves_is_not_printed() -> None:
    workers = {f"{name}.{field.name}": field.declared for name, field in every_field() if field.declared.audience is Audience.WORKERS}
    notes = {f"internal_note.{name}" for name in ("text", "reason", "why", "noted_on", "noted_by")}
    assert workers.keys() == {"family.case_id", "family.referred_by"} | notes
    assert {declared.paper for declared in workers.values()} == {Paper.NEVER}


def test_a_field_that_is_not_there_is_not_found() -> None:
    assert spec_of(Goal).field("text").declared.longest == 4000
    assert spec_of(GoalScore).field("score").declared.between == (0, 10)
    with pytest.raises(KeyError):
        spec_of(Goal).field("priority")


@dataclass(frozen=True)
class Mistake:
    """A line in a record, and what mypy says of it."""

    line: str
    said: str


MISTAKES = [
    Mistake("text: str = words(10)", 'Missing named argument "paper" for "words"'),
    Mistake("told: str = day(paper=Paper.NEVER)", "Incompatible types in assignment"),
    Mistake("said: str = words(10, papper=Paper.NEVER)", 'Unexpected keyword argument "papper"'),
    Mistake("kind: Horizon = choice(default=GoalStatus.NEW, paper=Paper.NEVER)", "Incompatible types in assignment"),
    Mistake("to_goal: Id[Goal] = link(default=3, paper=Paper.NEVER)", 'incompatible type "int"'),
    Mistake("until: date = day(default='2026-11-22', paper=Paper.NEVER)", 'incompatible type "str"'),
]
"""Mistakes the types find, beside the uses below."""
USES = """
GOAL = Goal(id=Id(b""), plan=Id(b""))
GOAL.text = "x"  # 'Property "text" defined in "Goal" is read-only'
Goal(id=Id(b""))  # 'Missing named argument "plan"'
PERSON: Id[Person] = Id(b"")
Goal(id=Id(b""), plan=PERSON)  # 'Argument "plan" to "Goal" has incompatible type "Id[Person]"'
"""
HEADING = """from datetime import date

from app.domain.record import Id, Paper, choice, day, link, record, words
from app.domain.records.family import Person
from app.domain.records.plan import Goal, GoalStatus, Horizon


@record("planted")
class Planted:
    id: "Id[Planted]"
"""


def test_the_types_find_every_planted_mistake(tmp_path: Path) -> None:
    lines = [f"    {mistake.line}  # {mistake.said!r}" for mistake in MISTAKES]
    planted = (HEADING + "\n".join(lines) + "\n" + USES).splitlines()
    file = tmp_path / "planted.py"
    file.write_text("\n".join(planted) + "\n")
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", f"--cache-dir={tmp_path}", str(file)]
    said = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False).stdout
    wrong = {int(line.split(":")[1]): line for line in said.splitlines() if "planted.py" in line and ": error:" in line}
    expected = {place: text.split("  # ")[1][1:-1] for place, text in enumerate(planted, 1) if "  # " in text}
    assert wrong.keys() == expected.keys()
    assert [wrong[place] for place, text in expected.items() if text not in wrong[place]] == []
