"""The public numbers on the rights page, read from one file that says when they were checked. Holds no number itself."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from app import paths


@dataclass(frozen=True, slots=True)
class HelpLine:
    """Somebody to call: name, number as it is printed, one plain sentence about it, where it was checked and when."""

    name: str
    phone: str
    about: str
    source: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class HelpLines:
    """The independent confidant (vertrouwenspersoon) of this municipality, whom to talk to, and the number for danger."""

    confidant: HelpLine
    talk: tuple[HelpLine, ...]
    danger: HelpLine


def load_help_lines(file: Path | None = None) -> HelpLines:
    """Return the numbers of a file of the municipality, or those that come with the program."""
    chosen = file or paths.resources() / "help_lines.json"
    return msgspec.json.decode(chosen.read_bytes(), type=HelpLines)
