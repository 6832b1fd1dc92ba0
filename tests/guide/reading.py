"""The guide as a script reads it: the blocks an administrator types, what should come of them, and what workers do in between.

In docs/beheer.md a block to type begins with "```sh stap", perhaps with `laptop`, `sqlite` or `postgresql` behind it. The block
"```text uitkomst" after it has lines that must be seen in that order; `...` stands for anything. `<!-- speel: ... -->` is what is played.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

GUIDE = Path(__file__).parent.parent.parent / "docs" / "beheer.md"
FENCE = re.compile(r"^```(?P<language>\w*)(?: (?P<words>.*))?$")
PLAY = re.compile(r"<!-- speel: (.*?) -->")
ENGINES = ("sqlite", "postgresql")
ANYTHING = re.compile(r"\s*\.\.\.\s*")


@dataclass(frozen=True)
class Block:
    """What is typed, at which line of the guide it stands, and what is then seen."""

    line: int
    text: str
    marks: tuple[str, ...]
    outcome: list[str] = field(default_factory=list)

    def is_for(self, engine: str) -> bool:
        """Tell whether whoever chose this database types it."""
        return all(mark == engine for mark in self.marks if mark in ENGINES)


@dataclass(frozen=True)
class Play:
    """What others do at this place of the guide."""

    line: int
    words: tuple[str, ...]


def parts(text: str) -> list[Block | Play]:
    """Return the blocks and the plays in the order of the guide."""
    found: list[Block | Play] = []
    lines = iter(enumerate(text.splitlines(), 1))
    for number, line in lines:
        fence = FENCE.match(line)
        if fence:
            fenced = "".join(f"{inside}\n" for inside in _to_the_end(lines))
            _add(found, number, (fence["words"] or "").split(), fenced)
        found += [Play(number, tuple(words.split())) for words in PLAY.findall(line)]
    return found


def _to_the_end(lines: Iterator[tuple[int, str]]) -> Iterator[str]:
    """Yield the lines of a fenced block."""
    for _, line in lines:
        if line == "```":
            return
        yield line


def _add(found: list[Block | Play], number: int, words: list[str], fenced: str) -> None:
    """Keep a block that is typed; an outcome belongs to the block before it."""
    if words[:1] == ["stap"]:
        found.append(Block(number, fenced, tuple(words[1:])))
    elif words == ["uitkomst"] and found and isinstance(found[-1], Block):
        found[-1].outcome.extend(fenced.splitlines())


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """Return the text with the reader's own values in place of the words in capitals."""
    for name in sorted(values, key=len, reverse=True):
        text = text.replace(name, values[name])
    return text


def missing(outcome: list[str], said: str) -> str:
    """Return the first line of an outcome that was not seen in its place, or nothing."""
    lines = iter(said.splitlines())
    for wanted in outcome:
        pattern = re.compile(".*".join(re.escape(part) for part in ANYTHING.split(wanted)))
        if not any(pattern.fullmatch(line.strip()) for line in lines):
            return wanted
    return ""
