"""Laptops of which there are two: put back from a copy of before, or cloned; and new laptops of workers who have one already."""

from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.proof.checks import log_is_a_prefix, received_by, screen_is_true
from tests.proof.gestures import Laptop
from tests.proof.ledger import Lying
from tests.proof.machine import WORKERS, Machine, pick, who, word
from tests.proof.own import Own, Salt
from tests.proof.people import value_of
from tests.proof.screens import COUNTS
from tests.proof.small import TAIL_MS

MOST_LAPTOPS = 6


@dataclass(frozen=True)
class Saved:
    """A copy of a laptop's store, and what the oracle knows to lie in it."""

    place: int
    store: bytes
    lying: Lying
    kept: dict[Salt, Own]


def as_it_is(lying: Lying) -> Lying:
    """Return what lies on a laptop, as it is now."""
    return Lying(list(lying.have), list(lying.mine), set(lying.told))


class Copies(Machine):
    """The rules of copied stores."""

    def __init__(self) -> None:
        super().__init__()
        self.saved: Saved | None = None

    @rule(place=who)
    def a_store_is_copied(self, place: int) -> None:
        """Let somebody make a copy of a laptop's disk."""
        self._saves(self.table(place))

    @precondition(lambda self: not self.ledger.silent)
    @rule(place=who, number=pick, texts=st.tuples(word, word), fresh=st.booleans(), syncs=st.integers(0, 7))
    def a_laptop_is_put_back(self, place: int, number: int, texts: tuple[str, str], fresh: bool, syncs: int) -> None:
        """Write, hand it in or not, and put a copy of before back: what was only on the laptop since is gone, and nothing else."""
        laptop = self.table(place)
        if fresh or self.saved is None:
            self._saves(laptop)
        assert self.saved is not None
        laptop = self.laptops[self.saved.place]
        self._writes_and_syncs(laptop, number, texts[0], comes=bool(syncs & 1))
        laptop.device.put_back(self.saved.store)
        self.ledger.laptops[laptop.place] = as_it_is(self.saved.lying)
        self.ledger.loses()
        received = received_by(self.world)
        laptop.kept = {salt: own for salt, own in laptop.kept.items() if salt in received} | self.saved.kept
        self._starts(laptop)
        COUNTS["laptop restores"] += 1
        self.copied = True
        if syncs & 2:
            self._writes_and_syncs(laptop, number, texts[1], comes=bool(syncs & 4))
        self._turn_to(laptop)

    @precondition(lambda self: len(self.laptops) < MOST_LAPTOPS and not self.ledger.silent)  # of two copies the first that comes counts
    @rule(place=who, number=pick, texts=st.tuples(word, word), fresh=st.booleans(), syncs=st.integers(0, 7))
    def a_laptop_is_cloned(self, place: int, number: int, texts: tuple[str, str], fresh: bool, syncs: int) -> None:
        """Let another laptop begin with a copy of the store: both write on and hand in."""
        laptop = self.table(place)
        if fresh or self.saved is None:
            self._saves(laptop)
        assert self.saved is not None
        one = self.laptops[self.saved.place]
        device = one.device.copied(self.saved.store)
        self.ledger.laptops.append(as_it_is(self.saved.lying))
        self.ledger.people.append(self.ledger.people[one.place])
        clone = Laptop(len(self.laptops), device, one.family, self.ledger, self.named, sizes=self.sizes, kept=dict(self.saved.kept))
        clone.older = one.older
        self.laptops.append(clone)
        one.gestures.clear()
        one.taken_back.clear()
        self._starts(clone)
        COUNTS["clones"] += 1
        self.copied = True
        for who_writes, text, comes in ((one, texts[0], syncs & 1), (clone, texts[1], syncs & 2), (one, texts[1], syncs & 4)):
            self._writes_and_syncs(who_writes, number, text, comes=bool(comes))
        self._turn_to(clone)

    def _saves(self, laptop: Laptop) -> None:
        self.saved = Saved(laptop.place, laptop.device.kept(), as_it_is(self.ledger.laptops[laptop.place]), dict(laptop.kept))

    def _writes_and_syncs(self, laptop: Laptop, number: int, text: str, *, comes: bool) -> None:
        """Let somebody write, if the family is there, and hand it in."""
        self.copies_come()
        self._turn_to(laptop)
        if laptop.there and (cell := self.touchable(laptop, number)):
            laptop.edit(cell, value_of(cell.row[0], cell.name, text))
        elif laptop.there:
            laptop.add_goal(text)
        if comes:
            self._comes(laptop)

    def _starts(self, laptop: Laptop) -> None:
        """Start the program of now on a store that was copied."""
        laptop.form, laptop.cursor = None, 0
        laptop.drafts.clear()
        laptop.answers.clear()
        laptop.gestures.clear()
        laptop.taken_back.clear()
        laptop.is_started()
        if laptop.lives_behind():
            self.ledger.behind.add(laptop.place)

    def _comes(self, laptop: Laptop) -> None:
        laptop.sync()
        screen_is_true(laptop)
        log_is_a_prefix(laptop)

    @precondition(lambda self: len(self.laptops) < MOST_LAPTOPS)
    @rule(place=who)
    def a_new_laptop_joins(self, place: int) -> None:
        """Give a worker another laptop: it begins with what stood long ago, and goes on from there."""
        self.world.clock.advance(TAIL_MS // 1000)
        device = self.world.device(WORKERS[place])
        self.ledger.laptops.append(Lying())
        self.ledger.people.append(place)
        laptop = Laptop(len(self.laptops), device, self.laptops[0].family, self.ledger, self.named, sizes=self.sizes)
        self.laptops.append(laptop)
        self.copied = True
        self._turn_to(laptop)
        self._comes(laptop)

    @rule(place=who)
    def a_laptop_compacts(self, place: int) -> None:
        """Let a laptop drop what was replaced long ago."""
        laptop = self.table(place)
        self.world.clock.advance(TAIL_MS // 1000)
        laptop.sync()
        if not laptop.there:
            return
        dropped = laptop.compacts()
        COUNTS["compactions"] += bool(dropped)

    @rule(place=who)
    def somebody_asks_what_stood_long_ago(self, place: int) -> None:
        """Fetch the whole history of the family."""
        laptop = self.table(place)
        if not self.ledger.silent and self.ledger.lasts(laptop.place):
            COUNTS["whole histories"] += bool(laptop.fetches_all())
