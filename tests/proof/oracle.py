"""What is true at the table: who wrote what, with which values on the screen. Imports nothing of the program and knows no clock on a wall.

A fact is one thing that one laptop wrote. Its vector clock says how many facts of each laptop its author had on the screen.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = tuple[str, bytes]
Clock = tuple[int, ...]
Name = tuple[int, int]
"""A fact: whose it is, and its number there."""
MADE, THROWN = "*", "_deleted"


@dataclass(frozen=True)
class Cell:
    """A field of a row, or that the row was made, or that it was thrown away."""

    row: Row
    name: str


@dataclass(eq=False)
class Fact:
    """The `number`th thing that a laptop wrote. Where a row was made, the value holds the fields it said something of.

    Its clock only ever falls: when the numbers of what its author had seen were lost and given to something else.
    """

    laptop: int
    number: int
    cell: Cell
    value: Any
    clock: Clock

    def saw(self, other: "Fact") -> bool:
        """Tell whether the author had the other fact on the screen."""
        return other.number <= self.clock[other.laptop]

    def says(self, name: str) -> bool:
        """Tell whether the making of a row says something of a field."""
        return name in dict(self.value)


@dataclass
class Oracle:
    """All facts, how many of each laptop the server has, and how many each laptop has.

    `history` is what the server has in order, `have` what each laptop had of it when they last met. `silent` are the laptops that
    have not come since the server was put back; while it is `patient` it takes nothing new before all have.
    """

    laptops: int
    history: list[Name] = field(default_factory=list)
    have: list[list[Name]] = field(init=False)
    silent: set[int] = field(default_factory=set)
    patient: bool = False
    facts: dict[Cell, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    written: list[int] = field(init=False)
    server: list[int] = field(init=False)
    known: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.written, self.server = [0] * self.laptops, [0] * self.laptops
        self.known = [[0] * self.laptops for _ in range(self.laptops)]
        self.have = [[] for _ in range(self.laptops)]

    def screen(self, laptop: int) -> Clock:
        """Return what a laptop has at this moment: a form that is opened now was opened on this."""
        return tuple(self.written[one] if one == laptop else self.known[laptop][one] for one in range(self.laptops))

    def write(self, laptop: int, cells: Mapping[Cell, Any], form: Clock | None = None) -> list[Fact]:
        """Note one gesture. Of the others it has seen what the form shows; what the laptop wrote itself it has always seen."""
        made = []
        for cell, value in cells.items():
            now = self.screen(laptop)
            clock = tuple(now[one] if one == laptop else (form or now)[one] for one in range(self.laptops))
            self.written[laptop] += 1
            fact = Fact(laptop, self.written[laptop], cell, value, clock)
            self.facts[cell].append(fact)
            made.append(fact)
        return made

    def exchanged(self, laptop: int) -> Clock | None:
        """Note that the two have met; returns what was left of all that the laptop had seen, if it had to take numbers back."""
        rewound = self._brought_back(laptop) if laptop in self.silent else None
        self.handed_in(laptop)
        self.known[laptop], self.have[laptop] = list(self.server), list(self.history)
        return rewound

    def handed_in(self, laptop: int) -> None:
        """Note that the server has all that the laptop wrote, if it takes anything now."""
        if not (self.silent and self.patient):
            self.history += [(laptop, number) for number in range(self.server[laptop] + 1, self.written[laptop] + 1)]
            self.server = self._counted(self.history)

    def put_back(self, copy: Sequence[Name], *, patient: bool) -> None:
        """Note that the server has no more than what was in a copy of it."""
        self.history, self.silent, self.patient = list(copy), set(range(self.laptops)), patient
        self.server = self._counted(self.history)

    def _brought_back(self, laptop: int) -> Clock | None:
        """Let the server have again what the laptop had. Where other facts took those places, nobody had seen them or what follows."""
        self.silent.discard(laptop)
        mine = self.have[laptop]
        common = next((at for at, pair in enumerate(zip(mine, self.history, strict=False)) if pair[0] != pair[1]), None)
        common = min(len(mine), len(self.history)) if common is None else common
        tail, shared = mine[common:], None
        if tail and common < len(self.history):
            shared = tuple(self._counted(self.history[:common]))
            waiting = [(laptop, number) for number in range(self._counted(mine)[laptop] + 1, self.written[laptop] + 1)]
            lost = {*tail, *waiting}
            for fact in (fact for facts in self.facts.values() for fact in facts if (fact.laptop, fact.number) in lost):
                fact.clock = less(fact.clock, shared, fact.laptop)
        self.history += [name for name in tail if name not in self.history]
        self.server = self._counted(self.history)
        return shared

    def _counted(self, history: Iterable[Name]) -> list[int]:
        counts = Counter(laptop for laptop, _ in history)
        return [counts[laptop] for laptop in range(self.laptops)]

    def standing(self, seen: Clock, cell: Cell) -> list[Fact]:
        """Return, of the facts within a clock, those that nobody wrote over with the fact on the screen."""
        there = [fact for fact in self.facts.get(cell, ()) if fact.number <= seen[fact.laptop]]
        return [fact for fact in there if not any(other.saw(fact) for other in there)]

    def values(self, seen: Clock, cell: Cell) -> set[Any]:
        """Return the values that stand in a field; none where nobody said anything of it."""
        own = self.standing(seen, cell)
        made = [one for one in self.standing(seen, Cell(cell.row, MADE)) if one.says(cell.name)]
        return {one.value for one in own} | {dict(one.value)[cell.name] for one in made if not any(fact.saw(one) for fact in own)}

    def state(self, seen: Clock, row: Row) -> str:
        """Return `absent`, `stands`, `gone`, or `asks`: thrown away by one who had not seen all that stands in the row."""
        if not self.standing(seen, Cell(row, MADE)):
            return "absent"
        marks = self.standing(seen, Cell(row, THROWN))
        if not any(mark.value for mark in marks):
            return "stands"
        rest = [fact for cell in self.facts if cell.row == row and cell.name != THROWN for fact in self.standing(seen, cell)]
        agreed = all(mark.value for mark in marks) and all(any(mark.saw(fact) for mark in marks) for fact in rest)
        return "gone" if agreed else "asks"

    def rows(self, seen: Clock, *states: str) -> list[Row]:
        """Return the rows that are in one of these states, in order of their making."""
        made = dict.fromkeys(cell.row for cell in self.facts if cell.name == MADE)
        return [row for row in made if self.state(seen, row) in states]

    def may_undo(self, laptop: int, gesture: Sequence[Fact]) -> bool:
        """Tell whether everything is as the gesture left it: nobody wrote over it or against it, as far as the laptop knows."""
        seen = self.screen(laptop)
        left = [[(fact.laptop, fact.value)] for fact in gesture]
        alone = left == [[(one.laptop, one.value) for one in self.standing(seen, fact.cell)] for fact in gesture]
        return alone and all(len(self.values(seen, fact.cell)) < 2 for fact in gesture)

    def before(self, gesture: Sequence[Fact], cell: Cell) -> set[Any]:
        """Return what the author of a gesture had on the screen in a field before it."""
        return self.values(gesture[0].clock, cell)


def less(clock: Clock, shared: Clock, laptop: int) -> Clock:
    """Return a clock that has seen no more of the others than was shared."""
    return tuple(seen if one == laptop else min(seen, shared[one]) for one, seen in enumerate(clock))


def chained(stream: bytes, history: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the head of the chain over changes in order, by the words of the design: each SHA-256(head, SHA-256(salt, content))."""
    names = ("dev", "inc", "ctr", "seen", "tx", "record", "row", "grp", "val", "wall", "author", "schema", "kind")
    head = bytes(32)
    for change in history:
        parts = [stream, *(_as_hashed(change[name]) for name in names)]
        content = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
        head = hashlib.sha256(head + hashlib.sha256(change["salt"] + content).digest()).digest()
    return head


def _as_hashed(part: object) -> bytes:
    return bytes(part) if isinstance(part, bytes) else str(part).encode()
