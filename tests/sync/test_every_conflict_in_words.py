"""A choice in any field of any record reads as people speak: never an id, a word of the program, or nothing at all."""

import re
from enum import Enum
from typing import Any

import pytest

from app.actions.choosing import ConflictView
from app.actions.family_page import family_page
from app.actions.values_in_words import value_text
from app.domain.ids import as_text
from app.domain.record import FieldSpec, Kind
from app.domain.records import specs
from app.texts import t
from tests.every_conflict import CONTESTED, write_everywhere
from tests.sync.conftest import Shared

pytestmark = pytest.mark.one_database

CODE = re.compile(r"\w+_\w+|\b(?:None|True|False|b'|Id\(|datetime)\b|[0-9a-f]{16,}|<|>|\d{4}-\d\d-\d\d")
"""What only a program writes: names with a low line, its own words for nothing and yes, bytes, and days the wrong way round."""


@pytest.fixture
def choices(shared: Shared) -> list[ConflictView]:
    """Return a choice in every field of every record."""
    samira, joost, family = shared
    write_everywhere((samira, joost), family, CONTESTED)
    return list(family_page(joost.workspace, family).conflicts)


def name_of(choice: ConflictView) -> str:
    return f"{choice.ref.record}.{choice.ref.field}"


def codes(spec: FieldSpec) -> set[str]:
    """Return the program's words for the choices of a field that no Dutch text of it says too."""
    enums: list[Any] = [one.python for one in (spec, *spec.members) if one.declared.kind is Kind.CHOICE]
    members: list[Enum] = [one for choices in enums for one in choices]
    said = " ".join(t(f"choice.{type(one).__name__}.{one}") for one in members).casefold()
    return {str(one) for one in members} - set(re.findall(r"\w+", said))


def test_two_people_can_write_something_else_in_every_field_and_both_values_stand(choices: list[ConflictView]) -> None:
    assert set().union(*CONTESTED.values()) ^ {name_of(choice) for choice in choices} == set()


def test_every_value_of_every_choice_is_in_words_and_no_two_read_the_same(choices: list[ConflictView]) -> None:
    ids = {as_text(bytes(choice.ref.row)) for choice in choices} | {bytes(choice.ref.row).hex() for choice in choices}
    wrong = []
    for choice in choices:
        texts = [value_text(choice, one.value) for one in choice.choices]
        program = codes(choice.ref.spec)
        strange = [text for text in texts if not text.strip() or CODE.search(text) or program & set(re.findall(r"\w+", text))]
        if strange or len(set(texts)) < len(texts) or any(one in text for text in texts for one in ids):
            wrong.append((name_of(choice), texts))
    assert not wrong, wrong


def test_a_choice_is_called_what_the_field_is_called(choices: list[ConflictView]) -> None:
    for choice in choices:
        label = t(name_of(choice))
        assert not CODE.search(label), name_of(choice)
        assert label[0].isupper(), name_of(choice)
    assert {choice.ref.record for choice in choices} <= set(specs())
