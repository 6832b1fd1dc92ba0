"""What the command line says: in two languages, to a person and to a program, with exit codes that mean something."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app import VERSION
from app.server.admin import main, parser
from app.server.commands.speaking import speaking
from tests.fakes import FakeClock
from tests.house_rules import ROOT
from tests.server.running import Command

PART = ROOT / "resources" / "locale" / "nl" / "admin.po"
SAY, RAISE = {"say"}, {"ServerProblem", "UsageProblem", "DatabaseProblem"}
ARGPARSES = "usage: "
"""With this text begins what argparse says itself."""


def sentences() -> Iterator[tuple[str, str]]:
    """Yield every sentence of the command line, with its place."""
    for file in sorted((ROOT / "app" / "server").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAY | RAISE and node.args:
                said = node.args[0] if node.func.id in SAY else node.args[1]
                if isinstance(said, ast.Constant):
                    yield str(said.value), f"{file.name}:{node.lineno}"


def dutch() -> list[str]:
    """Return the sentences that are there in Dutch, in the order of the file."""
    with PART.open("rb") as file:
        return [str(one.id) for one in read_po(file, locale="nl") if one.id and one.string]


def test_every_sentence_is_there_in_dutch_and_none_is_left_over() -> None:
    said, kept = dict(sentences()), dutch()
    ours = kept[: kept.index(ARGPARSES)]
    assert {sentence: place for sentence, place in said.items() if sentence not in ours} == {}
    assert set(ours) - set(said) == set()


def test_every_refusal_has_a_word_of_its_own() -> None:
    words: dict[str, set[str]] = {}
    for file in sorted((ROOT / "app" / "server").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISE and len(node.args) > 1:
                word, said = node.args[:2]
                assert isinstance(word, ast.Constant)
                assert isinstance(said, ast.Constant), f"{file.name}:{node.lineno}: a sentence that nobody can look up"
                words.setdefault(str(word.value), set()).add(str(said.value))
    assert {word: said for word, said in words.items() if len(said) > 1} == {}


@pytest.mark.parametrize(("surroundings", "begins"), [("nl_NL.UTF-8", "gebruik:"), ("en_GB.UTF-8", "usage:"), ("C", "usage:")])
def test_help_speaks_the_language_of_the_machine(
    surroundings: str, begins: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("LANGUAGE", raising=False)
    monkeypatch.setenv("LC_ALL", surroundings)
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(begins)


def test_help_of_every_command_speaks_the_language_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with speaking("en"):
        [names] = [list(action.choices) for action in parser()._actions if action.dest == "command" and action.choices]
    assert {"worker", "code", "grant", "revoke", "device", "hold", "backup", "restore", "check", "migrate", "demo", "serve"} <= set(names)
    for name in names:
        told = []
        for language in ("en", "nl"):
            with pytest.raises(SystemExit) as ended:
                main([name, "--help", "--language", language])
            assert ended.value.code == 0
            told.append(capsys.readouterr().out)
        assert told[0].startswith(f"usage: keukentafel-server {name}")
        assert told[1].startswith(f"gebruik: keukentafel-server {name}")
        assert told[0].splitlines()[-1] != told[1].splitlines()[-1]


def test_what_is_not_understood_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    wrong: tuple[list[str], ...] = (
        ["nonsense"],
        ["grant"],
        ["serve", "--port", "x"],
        ["grant", "a", "b", "--role", "boss"],
        ["worker", "--nonsense"],
        [],
    )
    for words in wrong:
        assert main([*words, "--language", "nl"]) == 2, words
        said = capsys.readouterr()
        assert said.out == ""
        assert "Zo werkt het: keukentafel-server" in said.err
        assert main([*words, "--json"]) == 2
        assert json.loads(capsys.readouterr().err)["error"] == "usage"


def test_a_refusal_is_one_line_in_the_language_that_is_asked_for(run: Command) -> None:
    assert run("code", "niemand", "--language", "nl").err == "keukentafel-server: Er is geen medewerker met die inlognaam.\n"
    assert run("code", "niemand", "--language", "en").err == "keukentafel-server: There is no worker with that login.\n"
    told = run("code", "niemand", "--json", "--language", "nl")
    assert (told.code, told.out) == (1, "")
    assert json.loads(told.err) == {"error": "no_worker", "message": "Er is geen medewerker met die inlognaam."}


def test_a_database_that_cannot_be_used_ends_with_3_and_says_no_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "geen-database.db"
    file.write_bytes(b"Gezin De Wit" * 100)
    run = Command(f"sqlite:///{file}", FakeClock(), capsys)
    told = run("worker")
    assert (told.code, "De Wit" in told.err, told.out) == (3, False, "")
    nobody = f"postgresql://someone:geheim@/x?host={tmp_path}"
    told = run("worker", "--json", database=nobody)
    assert (told.code, told.error(), "geheim" in told.err) == (3, "database_failed", False)
    assert run.refused("worker", database="mysql://x") == (3, "database_kind")


def test_it_says_which_version_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, f"{VERSION}\n")
    assert f'\nversion = "{VERSION}"\n' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
