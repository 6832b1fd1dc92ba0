"""Who has which facts: the municipality, what it holds, and every laptop. Imports nothing of the program.

It says beforehand what every exchange must bring: what is taken in, what is held, who loses the family, what comes back after a restore.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from tests.proof.oracle import Cell, Fact, Life, Name, Oracle, Seen

NOTICED_MS = 2_000
"""A clock that is off by no more than this counts as right."""


@dataclass(frozen=True)
class Moment:
    """The true time, and by how much the laptop's clock is off, in ms."""

    now: int
    skew: int = 0

    @property
    def stamp(self) -> int:
        """Return what the laptop's clock says."""
        return self.now + self.skew


@dataclass(frozen=True)
class Right:
    """What a worker is to the family, and when that ended, if it did."""

    role: str
    until: int | None = None


@dataclass(frozen=True)
class Copied:
    """What a reserve copy of the server holds."""

    history: tuple[Name, ...]
    held: tuple[Name, ...]
    left: tuple[Name, ...]


@dataclass
class Lying:
    """What lies on one laptop: `have` of the server's history in order, `mine` of its own, `told` of these what it knows to be held."""

    have: list[Name] = field(default_factory=list)
    mine: list[Name] = field(default_factory=list)
    told: set[Name] = field(default_factory=set)

    @property
    def screen(self) -> Seen:
        """Return all of it: a form that is opened now was opened on this."""
        return frozenset(self.have).union(self.mine)


@dataclass
class Ledger:
    """What the server has in order (`history`), what it holds, what was put away (`left`), and of whom each laptop is (`people`).

    `silent` are the laptops that have not come since it was put back; while it is `patient` it takes nothing new before all have that may
    have the family. `orders` is when something was made, as far as its clock could be trusted when it came; `lost` is what was only in one
    place, where something older was put back: nobody can bring that. `behind` are the laptops on which work waits that a copy of their
    store handed in and took into another life, and those of which held work went in under what they wrote later: until they come, it has
    on them the life, and the place, that it had.
    """

    oracle: Oracle
    laptops: list[Lying]
    people: list[int]
    history: list[Name] = field(default_factory=list)
    held: list[Name] = field(default_factory=list)
    left: list[Name] = field(default_factory=list)
    rights: dict[int, Right] = field(default_factory=dict)
    silent: set[int] = field(default_factory=set)
    orders: dict[Name, int] = field(default_factory=dict)
    patient: bool = False
    restored_at: int = 0
    lost: set[Name] = field(default_factory=set)
    behind: set[int] = field(default_factory=set)

    def screen(self, laptop: int) -> Seen:
        """Return what a laptop has at this moment."""
        return self.laptops[laptop].screen

    def write(self, laptop: int, cells: Mapping[Cell, Any], form: Seen | None, by: tuple[Life, Moment]) -> list[Fact]:
        """Note one gesture; `form` is what had a number when its field got the focus."""
        told = frozenset(self.laptops[laptop].have) if form is None else form
        made = self.oracle.write(laptop, cells, (told, self.screen(laptop)), by[0], by[1].stamp)
        self.laptops[laptop].mine += [fact.name for fact in made]
        return made

    # ------------------------------------------------------------ rights
    def lasts(self, laptop: int) -> bool:
        """Tell whether somebody may have the family now."""
        right = self.right(laptop)
        return right is not None and right.until is None

    def right(self, laptop: int) -> Right | None:
        """Return what the worker of a laptop was ever granted."""
        return self.rights.get(self.people[laptop])

    def ends(self, worker: int, now: int) -> None:
        """Note that a right ends."""
        self.rights[worker] = replace(self.rights[worker], until=now)

    # ------------------------------------------------------------ exchanging
    def exchanged(self, laptop: int, moment: Moment, *, here: bool) -> Seen | None:
        """Note that the two have met, and that the family is still `here`; returns what was left of all that the laptop had seen, if it
        had to take numbers back.
        """
        rewound = self._brought_back(laptop, moment.now) if laptop in self.silent else None
        self.handed_in(laptop, moment)
        lying = self.laptops[laptop]
        if self.lasts(laptop):
            lying.have = list(self.history)
            there = {*self.history, *self.left}
            lying.mine = [name for name in lying.mine if name not in there]
            lying.told = set(self.held).intersection(lying.mine)
        elif not here:
            self.laptops[laptop] = Lying()
        return rewound

    def has_up_to(self, laptop: int, names: Sequence[Name]) -> None:
        """Note that a laptop got no further than this of the server's history."""
        lying = self.laptops[laptop]
        lying.have = list(names)
        lying.mine = [name for name in lying.mine if name not in set(names)]
        lying.told = set(self.held).intersection(lying.mine)

    @property
    def takes_nothing(self) -> bool:
        """Tell whether the server waits for laptops that have not come since it was put back."""
        return self.patient and any(self._awaited(one) for one in self.silent)

    def waiting(self, laptop: int) -> list[Name]:
        """Return what a laptop wrote and the server never received, or has no more."""
        received = {*self.history, *self.held, *self.left}
        return sorted(name for name in self.laptops[laptop].mine if name not in received)

    def handed_in(self, laptop: int, moment: Moment, came: Set[Name] | None = None) -> None:
        """Note that the server has all that the laptop wrote, if it takes anything now: taken in, or held gesture by gesture.

        `came` is what of it got there, where an exchange broke off: of a copied store the first request may only tell that a name is taken.
        """
        if self.takes_nothing:
            return
        facts = [self.oracle.facts[name] for name in self.waiting(laptop) if came is None or name in came]
        for _, group in groupby(facts, key=lambda fact: (fact.laptop, fact.gesture)):
            gesture = list(group)
            wrong = -moment.skew if abs(moment.skew) > NOTICED_MS else 0
            order = min(gesture[0].stamp + wrong, moment.now)
            self.orders.update({fact.name: order for fact in gesture})
            kept = self.history if self._covers(laptop, order) else self.held
            kept += [fact.name for fact in gesture]

    def came_as(self, order: Sequence[Name]) -> None:
        """Take over in which order the last ones came: which of two lives of a laptop hands in first is nobody's concern."""
        assert set(order) == set(self.history), f"I9 held or applied: the server has {order}, by the oracle {self.history}"
        self.history = list(order)

    def _covers(self, laptop: int, order: int) -> bool:
        """Tell whether work of that moment may be taken in: the right lasts, or lasted then, by the clock as it was found wrong."""
        right = self.right(laptop)
        until = 0 if right is None else right.until
        return until is None or order < until

    def taken_over(self, order: Sequence[bytes]) -> list[Name]:
        """Let what is held be judged again, one laptop after another: it goes in where its author has the right again, or had it then.

        Nobody had seen it who wrote before that, not even its author: what was on that screen and not there for others counts for nothing.
        """
        went_in: list[Name] = []
        for device in order:
            theirs = [name for name in self.held if self.oracle.facts[name].life[0] == device]
            goes_in = sorted(name for name in theirs if self._covers(name[0], self.orders[name]))
            self._goes_in_late(frozenset(goes_in))
            self.history += goes_in
            went_in += goes_in
        self.held = [name for name in self.held if name not in set(went_in)]
        return went_in

    def decided(self, piece: Sequence[Name], *, taken: bool) -> None:
        """Note what was decided on held work: it goes in as it was written, or it is put away and stands nowhere any more."""
        self.held = [name for name in self.held if name not in piece]
        if taken:
            self._goes_in_late(frozenset(piece))
            self.history += sorted(piece)
        else:
            self.left += sorted(piece)

    def _goes_in_late(self, came: Seen) -> None:
        """Let what was held count as unseen by all that has its place already; who wrote both hears of it when it comes."""
        if any(self.oracle.facts[name].seen & came for name in self.history):
            self.behind |= {place for place, lying in enumerate(self.laptops) if came.intersection(lying.mine)}
        self.oracle.unsee(self.history, came)

    # ------------------------------------------------------------ a server that is put back
    def copied(self) -> Copied:
        """Return what a reserve copy holds that is made now."""
        return Copied(tuple(self.history), tuple(self.held), tuple(self.left))

    def put_back(self, copy: Copied, now: int, *, patient: bool) -> None:
        """Note that the server has no more than what was in a copy of it."""
        self.history, self.held = list(copy.history), list(copy.held)
        self.silent, self.patient, self.restored_at = set(range(len(self.laptops))), patient, now
        self.left = list(copy.left)
        self.loses()

    def loses(self) -> None:
        """Note what is nowhere any more: it was only there where something was put back."""
        there = {*self.history, *self.held, *self.left}.union(*(lying.screen for lying in self.laptops))
        self.lost |= self.oracle.facts.keys() - there

    def gaps(self) -> int:
        """Return how many lost things the municipality knows of: of the same life it has something that was written after them."""
        after = [self.oracle.facts[name] for name in (*self.history, *self.held, *self.left)]
        return sum(any(name in one.screen and one.life == self.oracle.facts[name].life for one in after) for name in self.lost)

    def _awaited(self, laptop: int) -> bool:
        right = self.right(laptop)
        return right is not None and (right.until is None or right.until > self.restored_at)

    def _brought_back(self, laptop: int, now: int) -> Seen | None:
        """Let the server have again what the laptop had. Where other facts took those places, nobody had seen them or what follows."""
        self.silent.discard(laptop)
        lying, shared = self.laptops[laptop], None
        common = alike(lying.have, self.history)
        tail = lying.have[common:]
        if tail and common < len(self.history):
            shared = frozenset(self.history[:common])
            waiting = set(lying.mine).difference(lying.have)
            self.oracle.saw_no_more_than({*tail, *waiting}, shared)
            lying.have = lying.have[:common]
            lying.mine += [name for name in tail if name[0] == laptop and name in self.held]  # what it wrote itself it keeps, as held
        there = {*self.history, *self.left}.union(self.held if shared else ())
        self.history += [name for name in tail if name not in there]  # what fits on comes as it was, also what had been held before
        self.held = [name for name in self.held if name not in set(self.history)]
        again = sorted(lying.told.difference(self.history, self.held, self.left))
        self.orders.update({name: min(self.oracle.facts[name].stamp, now) for name in again})
        self.held += again
        return shared


def alike(some: Sequence[Name], others: Sequence[Name]) -> int:
    """Return how far two histories are one."""
    parted = next((at for at, pair in enumerate(zip(some, others, strict=False)) if pair[0] != pair[1]), None)
    return min(len(some), len(others)) if parted is None else parted
