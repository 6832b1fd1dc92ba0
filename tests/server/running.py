"""The command line as a test runs it: on a town's database and clock, with what it printed."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from app.server.admin import main
from tests.fakes import FakeClock


@dataclass
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Return the one object on standard output."""
        return json.loads(self.out)

    def error(self) -> str:
        """Return the word of the refusal."""
        word: str = json.loads(self.err)["error"]
        return word


@dataclass
class Command:
    """Runs commands on one database."""

    address: str
    clock: FakeClock
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str, database: str = "") -> Ran:
        """Run a command and return what it said."""
        self.capsys.readouterr()
        code = main([*words, "--database", database or self.address], self.clock)
        said = self.capsys.readouterr()
        return Ran(code, said.out, said.err)

    def json(self, *words: str, database: str = "") -> Any:
        """Run a command that succeeds and return its object."""
        ran = self(*words, "--json", database=database)
        assert ran.code == 0, ran.err
        return ran.json()

    def refused(self, *words: str, database: str = "") -> tuple[int, str]:
        """Run a command that is refused; returns exit code and word."""
        ran = self(*words, "--json", database=database)
        assert ran.out == ""
        return ran.code, ran.error()
