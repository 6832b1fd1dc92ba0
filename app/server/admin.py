"""The command line of whoever runs the service: `keukentafel-server`. What each command does is in `app/server/commands`.

Exit codes: 0 done, 1 refused or not there, 2 not understood or unsafe, 3 the database cannot be used, 4 `check` found something.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from app import VERSION
from app.clock import Clock, SystemClock
from app.errors import ProgramFault
from app.server.commands import families, heal, keeping, people, redact, serving, wipes
from app.server.commands.desk import Desk, Run, Told, shielded
from app.server.commands.speaking import LANGUAGES, problem_said, say, speaking
from app.server.problems import ServerProblem, UsageProblem
from app.server.settings import load_settings

GROUPS = (serving, people, families, keeping, heal, redact, wipes)


def main(arguments: Sequence[str] | None = None, clock: Clock | None = None) -> int:
    """Do what the command says; returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    early.add_argument("--language", choices=LANGUAGES, default="")
    early.add_argument("--json", action="store_true")
    try:
        first = early.parse_known_args(words)[0]
    except argparse.ArgumentError:
        first = argparse.Namespace(language="", json="--json" in words)
    with speaking(first.language), private_files():
        try:
            desk = desk_for(words, clock or SystemClock())
            run: Run = desk.asked.run
            told = run(desk)
        except ServerProblem as problem:
            return refused(problem, as_json=first.json)
        except ProgramFault as fault:
            return refused(ServerProblem("fault", "This should not happen: {what}", what=fault.what), as_json=first.json)
        show(told, desk)
    return told.exit_code


def desk_for(words: Sequence[str], clock: Clock) -> Desk:
    """Return the desk for a command; raises UsageProblem when it is not understood."""
    asked = parser().parse_args(shielded(words))
    settings = load_settings(asked.settings)
    if asked.database:
        settings = settings.model_copy(update={"database": asked.database})
    return Desk(asked, settings, clock)


def show(told: Told, desk: Desk) -> None:
    """Print what came of a command: for a program one JSON object, for a person lines, with what helps beside them."""
    out = sys.stderr if told.on_stderr else sys.stdout
    if desk.asked.json:
        if told.data:
            out.write(f"{json.dumps(told.data, ensure_ascii=False)}\n")
        return
    out.writelines(f"{line}\n" for line in told.lines)
    sys.stderr.writelines(f"{note}\n" for note in desk.notes)


def refused(problem: ServerProblem, *, as_json: bool) -> int:
    """Say what is wrong, and return with which code to end."""
    said = problem_said(problem)
    line = json.dumps({"error": problem.key, "message": said}, ensure_ascii=False) if as_json else f"keukentafel-server: {said}"
    sys.stderr.write(f"{line}\n")
    return problem.exit_code


class Parser(argparse.ArgumentParser):
    """A parser that raises what it does not understand."""

    def error(self, message: str) -> NoReturn:
        """Refuse the command."""
        raise UsageProblem("usage", "{message}. What there is: {command} --help", message=message, command=self.prog)


def parser() -> argparse.ArgumentParser:
    """Return what the command line understands."""
    codes = say(
        "exit codes: 0 done, 1 refused or not there, 2 not understood or unsafe, 3 the database cannot be used, 4 check found something"
    )
    about = say("The municipal service of Keukentafel, and what whoever runs it does with it.")
    made = Parser(prog="keukentafel-server", description=about, epilog=codes, add_help=False)
    made.add_argument("--version", action="version", version=VERSION, help=say("say which version this is"))
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    for group in GROUPS:
        group.add_to(commands)
    for_all(made, first=True)
    for command in commands.choices.values():
        for_all(command, first=False)
    return made


def for_all(made: argparse.ArgumentParser, *, first: bool) -> None:
    """Add what every command understands, before or after its name."""
    made.add_argument("-h", "--help", action="help", help=say("show this help"))
    for name, metavar, text in (
        ("--database", "ADDRESS", say("a file, or sqlite:///... or postgresql://... (else from the settings)")),
        ("--settings", "FILE", say("settings in TOML (else KEUKENTAFEL_SERVER_SETTINGS)")),
        ("--language", "nl|en", say("the language of this command line (else by LC_ALL and LANG)")),
    ):
        choices = LANGUAGES if name == "--language" else None
        made.add_argument(name, default="" if first else argparse.SUPPRESS, metavar=metavar, help=text, choices=choices)
    made.add_argument("--json", action="store_true", default=False if first else argparse.SUPPRESS, help=say("answer in one JSON object"))


@contextmanager
def private_files() -> Iterator[None]:
    """Let nobody else read what a command makes: the database, a backup."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


if __name__ == "__main__":
    sys.exit(main())
