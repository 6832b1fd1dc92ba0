"""What is true at the table: who wrote what, with which values on the screen. Imports nothing of the program, knows no clock.

A fact is one thing that one laptop wrote. What its author had on the screen is a set of facts: the true vector clock, with holes in it
where work is held. `line` tells who has which facts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = tuple[str, bytes]
Name = tuple[int, int]
"""A fact: whose it is, and its number there."""
Seen = frozenset[Name]
Life = tuple[bytes, int]
"""A laptop and its incarnation."""
MADE, THROWN = "*", "_deleted"
LINKS = frozenset({"goal_helper"})
"""Records of which a row only says that two belong together: who puts it there wins from who had not seen that, and nobody is asked."""


@dataclass(frozen=True)
class Cell:
    """A field of a row, or that the row was made, or that it was thrown away."""

    row: Row
    name: str


@dataclass(eq=False)
class Fact:
    """The `number`th thing that a laptop wrote. Where a row was made, the value holds the fields it said something of.

    `life` is the laptop with its incarnation: what was written in one life has always seen what that wrote before. Beside that counts as
    seen what had a number then (`told`): what waited in another life, of a copy of a store, is the one thing that was on the screen and
    does not count. Both only ever shrink: when numbers were lost and given to something else, when a copy steps aside into another
    life, and when what nobody but its author could see is taken over late; `screen` is what it was at first. `gesture` is the first fact
    of its gesture, `stamp` what the laptop's clock said (ms).
    """

    laptop: int
    number: int
    cell: Cell
    value: Any
    seen: Seen
    told: Seen
    life: Life
    gesture: int
    stamp: int
    screen: Seen

    @property
    def name(self) -> Name:
        """Return whose it is, and its number there."""
        return self.laptop, self.number

    def saw(self, other: "Fact") -> bool:
        """Tell whether the author had the other fact on the screen."""
        return other.name in self.seen

    def says(self, name: str) -> bool:
        """Tell whether the making of a row says something of a field."""
        return name in dict(self.value)


@dataclass
class Oracle:
    """All facts, and what stands of them for who has some of them."""

    facts: dict[Name, Fact] = field(default_factory=dict)
    cells: dict[Row, dict[str, list[Fact]]] = field(default_factory=lambda: defaultdict(dict))
    written: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def write(self, laptop: int, cells: Mapping[Cell, Any], known: tuple[Seen, Seen], life: Life, stamp: int) -> list[Fact]:
        """Note one gesture; `known` is what had a number when the form was opened, and all that lies on the laptop now."""
        made: list[Fact] = []
        first = self.written[laptop] + 1
        told, there = known
        own = {name for name in there if self.facts[name].life == life}
        for cell, value in cells.items():
            self.written[laptop] += 1
            fact = Fact(laptop, self.written[laptop], cell, value, told | own, told, life, first, stamp, told | own)
            self.facts[fact.name] = fact
            self.cells[cell.row].setdefault(cell.name, []).append(fact)
            own.add(fact.name)
            made.append(fact)
        return made

    def unsee(self, authors: Iterable[Name], gone: Seen) -> None:
        """Note that these facts were written by somebody who had not seen those."""
        for name in authors:
            self.facts[name].seen -= gone
            self.facts[name].told -= gone

    def saw_no_more_than(self, authors: Iterable[Name], shared: Seen) -> None:
        """Note that these were written by somebody who had seen, of other lives, no more than was shared."""
        for name in authors:
            fact = self.facts[name]
            fact.told &= shared
            fact.seen = frozenset(one for one in fact.seen if one in shared or self.facts[one].life == fact.life)

    def steps_aside(self, lives: Mapping[Name, Life]) -> None:
        """Note that these facts go on in other lives: of what was written before they have seen what had a number, and that life."""
        for name, life in lives.items():
            self.facts[name].life = life
        for name in lives:
            fact = self.facts[name]
            before = {one for one in lives if one < name and one[0] == fact.laptop} | (lives.keys() & fact.screen)
            same = {one for one in fact.seen | before if self.facts[one].life == fact.life}
            fact.seen = fact.told | same

    def standing(self, seen: Seen, cell: Cell) -> list[Fact]:
        """Return, of the facts within a set, those that nobody wrote over with the fact on the screen."""
        there = [fact for fact in self.cells.get(cell.row, {}).get(cell.name, ()) if fact.name in seen]
        return [fact for fact in there if not any(other.saw(fact) for other in there)]

    def values(self, seen: Seen, cell: Cell) -> set[Any]:
        """Return the values that stand in a field; none where nobody said anything of it.

        Who writes in a row has its making on the screen. Where there is but one, that counts whatever happened to the names since.
        """
        own, made = self.standing(seen, cell), self.standing(seen, Cell(cell.row, MADE))
        only = {one.name for one in made} if len(made) == 1 else set[Name]()
        unseen = [one for one in made if not any(fact.saw(one) or only & fact.screen for fact in own)]
        return {one.value for one in own} | {dict(one.value)[cell.name] for one in unseen if one.says(cell.name)}

    def count(self, seen: Seen, cell: Cell) -> int:
        """Return how many facts stand that may say something of a field, whether or not they say the same."""
        return len(self.standing(seen, cell)) + len(self.standing(seen, Cell(cell.row, MADE)))

    def state(self, seen: Seen, row: Row) -> str:
        """Return `absent`, `stands`, `gone`, or `asks`: thrown away by one who had not seen all that stands in the row."""
        if not self.standing(seen, Cell(row, MADE)):
            return "absent"
        marks = self.standing(seen, Cell(row, THROWN))
        if not any(mark.value for mark in marks):
            return "stands"
        rest = [fact for name in self.cells[row] if name != THROWN for fact in self.standing(seen, Cell(row, name))]
        agreed = all(mark.value for mark in marks) and all(any(mark.saw(fact) for mark in marks) for fact in rest)
        return "gone" if agreed else "stands" if row[0] in LINKS else "asks"

    def rows(self, seen: Seen, *states: str) -> list[Row]:
        """Return the rows that are in one of these states, in order of their making."""
        return [row for row in self.cells if self.state(seen, row) in states]

    def may_undo(self, screen: Seen, gesture: Sequence[Fact]) -> bool:
        """Tell whether everything is as the gesture left it: nobody wrote over it or against it, as far as the laptop knows."""
        left = [[(fact.laptop, fact.value)] for fact in gesture]
        alone = left == [[(one.laptop, one.value) for one in self.standing(screen, fact.cell)] for fact in gesture]
        return alone and all(len(self.values(screen, fact.cell)) < 2 for fact in gesture)

    def before(self, gesture: Sequence[Fact], cell: Cell) -> set[Any]:
        """Return what the author of a gesture had on the screen in a field before it; the making of its row always was."""
        first = gesture[0]
        made = {one.name for one in self.cells[cell.row].get(MADE, ()) if one.name in first.screen}
        return self.values(first.seen | made, cell)
