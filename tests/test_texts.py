"""Every text that the program asks for is there, every text that is there is asked for, and people can read it (domain.md 7)."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.texts import catalogue
from tests.house_rules import ROOT, Source, dotted, read

PARTS = ROOT / "resources" / "locale" / "nl"
KEY = re.compile(r"[a-z_]+(\.[A-Za-z_]+)+")
ASKS = {"t": "", "tn": "", "UserProblem": "problem."}
MOST_WORDS = 20
"""A sentence of B1 has fewer than fifteen words as a rule, and never more than this."""
SPOKEN = sorted(part.stem for part in PARTS.glob("*.po") if not part.stem.startswith(("record", "paper")))


def sources() -> Iterator[Source]:
    """Yield every file of the program."""
    for folder in ("app", "ui"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield read(file, ROOT)


def asked() -> dict[str, str]:
    """Return the keys that stand in the code as a word, each with a place where."""
    found: dict[str, str] = {}
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and node.args and dotted(node.func)[-1:] and dotted(node.func)[-1] in ASKS:
                before = ASKS[dotted(node.func)[-1]]
                for key in words_of(node.args[0]):
                    found[before + key] = f"{source.path}:{node.lineno}"
    return found


def words_of(node: ast.expr) -> Iterator[str]:
    """Yield the words that an argument can be: itself, or either side of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from words_of(node.body)
        yield from words_of(node.orelse)


def texts(part: Path) -> dict[str, list[str]]:
    """Return the texts of a part by key; a plural has two."""
    with part.open("rb") as file:
        found = read_po(file, locale="nl")
    kept = {}
    for one in found:
        if one.id:
            key = one.id if isinstance(one.id, str) else one.id[0]
            kept[key] = [one.string] if isinstance(one.string, str) else [*(one.string or ())]
    return kept


def all_texts() -> dict[str, list[str]]:
    """Return the texts of every part."""
    return {key: text for part in PARTS.glob("*.po") for key, text in texts(part).items()}


def test_every_text_that_is_asked_for_is_there() -> None:
    kept = all_texts()
    assert {key: place for key, place in asked().items() if key not in kept} == {}


def keys_in_windows(kinds: set[str]) -> Iterator[tuple[str, str]]:
    """Yield every word in a window's code that looks like the key of a text, with its place; not events of the log or modules."""
    for source in sources():
        if not source.path.startswith("ui/"):
            continue
        calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call) and dotted(node.func)[:1] == ["log"]]
        parts = [part for node in ast.walk(source.tree) if isinstance(node, ast.JoinedStr) for part in node.values]
        passed = {id(arg) for call in calls for arg in call.args} | {id(part) for part in parts}
        words = [node for node in ast.walk(source.tree) if isinstance(node, ast.Constant) and id(node) not in passed]
        for word in words:
            if isinstance(word.value, str) and KEY.fullmatch(word.value) and word.value.split(".")[0] in kinds - {"app", "ui"}:
                yield word.value, f"{source.path}:{word.lineno}"


def test_every_key_that_stands_in_a_window_is_there() -> None:
    """Also those that are handed on before they are asked for: tabs, pills, the words of an entrance."""
    kept = all_texts()
    kinds = {key.split(".")[0] for key in kept if KEY.fullmatch(key)}
    assert {key: place for key, place in keys_in_windows(kinds) if key not in kept} == {}


def test_no_text_is_left_that_nothing_asks_for() -> None:
    code = "\n".join(source.text for source in sources())
    made = tuple(re.findall(r'f"([a-z_]+\.[a-z_.]*)\{', code))
    written = set(re.findall(r'"([a-z_]+\.[A-Za-z_.]+)"', code))
    screen = {key for part in PARTS.glob("[sw][ci][rd]*.po") for key in texts(part)}
    assert {key for key in screen - written if not key.startswith(made) and not key.endswith(".hint")} == set()


@pytest.mark.parametrize("part", SPOKEN)
def test_every_sentence_can_be_read_at_the_table(part: str) -> None:
    long = {}
    for key, forms in texts(PARTS / f"{part}.po").items():
        for text in forms:
            for sentence in re.split(r"(?<=[.!?:])\s+", text):
                if len(sentence.split()) > MOST_WORDS:
                    long[key] = sentence
    assert long == {}


@pytest.mark.parametrize("part", SPOKEN)
def test_every_problem_says_what_to_do_in_whole_sentences(part: str) -> None:
    for key, forms in texts(PARTS / f"{part}.po").items():
        if key.startswith("problem."):
            for text in forms:
                assert text.endswith("."), key
                assert not re.search(r"\b(error|fout code|exception|null|database|server returned)\b", text, re.IGNORECASE), key


@pytest.mark.parametrize("part", SPOKEN)
def test_an_adult_is_not_addressed_as_a_friend(part: str) -> None:
    informal = re.compile(r"\b(je|jij|jou|jouw)\b", re.IGNORECASE)
    assert {key: text for key, forms in texts(PARTS / f"{part}.po").items() for text in forms if informal.search(text)} == {}


def test_the_compiled_texts_are_those_of_the_parts() -> None:
    compiled = catalogue()
    assert isinstance(compiled, gettext.GNUTranslations)
    assert {key for key, forms in all_texts().items() if len(forms) == 1 and compiled.gettext(key) != forms[0]} == set()
