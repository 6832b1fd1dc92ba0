"""Everything that is declared has a Dutch name, and all of it is plain Dutch (domain.md 7)."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.domain.record import FieldSpec, Kind
from app.domain.records import specs
from app.domain.records.plan import ActorKind, Plan
from app.domain.rules import plan
from app.errors import UserProblem
from app.texts import problem_text, t
from tests.domain.samples import FAMILY, PLAN

ROOT = Path(__file__).parents[2]
PARTS = ("record*.po", "rule_problem*.po")
LONGEST_SENTENCE = 20
JARGON = re.compile(
    r"\b(hulpvra\w+|problematiek|krachten|doelrealisatie|evaluati\w+|subdoel\w*|interventie\w*|actor|termijn|mantelzorg\w*|steunfigu\w+"
    r"|ondertekening|dossier\w*|inzage|afschrift\w*|vernietig\w+|casus|casusregisseur|synchronis\w+|participatie|conflict\w*|concept"
    r"|cliënt\w*|klant\w*|ambulant\w*|perspectief|waakvlam|wilsbekwaam|zelfredzaam\w*|afschalen|opschalen|professional\w*|leefgebied\w*)\b",
    re.IGNORECASE,
)
"""The words of the left column of domain.md 7.2."""


def texts() -> dict[str, str]:
    """Return every key and text of the parts that belong to the domain."""
    found: dict[str, str] = {}
    for part in (path for pattern in PARTS for path in sorted((ROOT / "resources" / "locale" / "nl").glob(pattern))):
        with part.open("rb") as file:
            found |= {str(message.id): str(message.string) for message in read_po(file) if message.id}
    return found


def fields_of(place: str, fields: tuple[FieldSpec, ...]) -> Iterator[str]:
    """Return the keys of these fields, of their choices and of the members of groups."""
    for field in fields:
        yield f"{place}.{field.name}"
        if field.declared.kind is Kind.CHOICE and issubclass(field.python, StrEnum):
            yield from (f"choice.{field.python.__name__}.{one.value}" for one in field.python)
        yield from fields_of(f"{place}.{field.name}", field.members)


def declared_keys() -> list[str]:
    """Return the key of every record, field, member and choice there is."""
    keys = [key for name, spec in specs().items() for key in (f"record.{name}", f"record.{name}.plural", *fields_of(name, spec.fields))]
    return sorted(set(keys))


@pytest.mark.parametrize("key", declared_keys())
def test_everything_declared_has_a_name(key: str) -> None:
    assert t(key) != key


def test_no_text_names_a_field_that_is_gone() -> None:
    records = {key for key in texts() if key.split(".")[0] in {"record", "choice", *specs()}}
    assert {key.removesuffix(".paper") for key in records} - set(declared_keys()) == set()


def test_a_text_for_paper_says_something_else_than_the_screen() -> None:
    known = texts()
    assert [key for key in known if key.endswith(".paper") and known[key] == known[key.removesuffix(".paper")]] == []


@pytest.mark.parametrize(("key", "text"), texts().items(), ids=texts())
def test_a_text_is_plain_dutch(key: str, text: str) -> None:
    assert text.strip() == text != ""
    assert not JARGON.search(text)
    for sentence in re.split(r"(?<=[.!?:]) ", text):
        assert len(sentence.split()) <= LONGEST_SENTENCE
    if key.startswith(("problem.", "missing.", "warning.")):
        assert text.endswith(".")


@pytest.mark.parametrize("kind", list(ActorKind))
def test_a_goal_asks_for_help_in_words(kind: ActorKind) -> None:
    assert t(f"asking.{kind.value}").endswith("?")


def test_all_that_a_plan_can_lack_is_said_in_words() -> None:
    empty = Plan(id=PLAN.id)
    lacking = {*plan.missing_for_active(FAMILY, empty, [], []), "missing.action", "missing.regisseur"}
    assert lacking == {key for key in texts() if key.startswith("missing.")}


def raised_in(folder: Path) -> set[str]:
    """Return the keys of the problems that the code in a folder raises in so many words."""
    found = set()
    for module in sorted(folder.glob("*.py")):
        calls = [node for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        told = [call.args[0] for call in calls if ast.unparse(call.func) == "UserProblem"]
        found |= {f"problem.{key.value}" for key in told if isinstance(key, ast.Constant) and isinstance(key.value, str)}
    return found


def test_every_problem_a_rule_raises_has_a_text() -> None:
    rules = raised_in(ROOT / "app" / "domain" / "rules")
    kept = {key for key in texts() if key.startswith("problem.")}
    assert rules - kept == set()
    assert kept - rules - raised_in(ROOT / "app" / "actions") == set()


def test_a_problem_says_what_is_wrong_and_what_to_do() -> None:
    too_long = UserProblem("text_too_long", length=81, longest=80)
    assert problem_text(too_long) == "Dit lukt niet. De tekst is 81 tekens lang. Er passen er 80. Maak de tekst korter."
    assert "{text}" in problem_text(UserProblem("date_cannot_be", text="{text}"))
    assert problem_text(UserProblem("date_past")) == "Dit lukt niet. De datum is al voorbij. Kies een andere datum."
