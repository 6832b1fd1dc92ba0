"""Rights that end, are given again in another role, or come late; work that waits meanwhile; and a reserve copy that knew other rights."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from app.actions.held_work import decide, held_work
from app.domain.rules.roles import COLLEAGUE, DEPUTY, REGISSEUR
from tests.proof.gestures import Laptop
from tests.proof.machine import WORKERS, Machine, pick, who, word
from tests.proof.oracle import Name
from tests.proof.people import value_of
from tests.proof.screens import COUNTS

role = st.sampled_from([COLLEAGUE, DEPUTY, REGISSEUR])


class Rights(Machine):
    """The rules of who may."""

    def may_end(self, place: int) -> bool:
        """Tell whether a right can end: somebody must be left who has the family."""
        people = self.ledger.people
        left = [one for one in self.laptops if people[one.place] != people[place] and self.ledger.lasts(one.place) and one.there]
        return self.ledger.lasts(place) and bool(left)

    def ends(self, place: int) -> None:
        """End the right on the family of who has a laptop."""
        worker = self.ledger.people[place]
        self.world.revoke(self.laptops[place].family, WORKERS[worker])
        self.ledger.ends(worker, self.now)

    @rule(place=who)
    def a_right_ends(self, place: int) -> None:
        """End a right; the laptop hears of it when it comes."""
        self.at(place)
        if self.may_end(place):
            self.ends(place)

    @rule(place=who, role=role, comes=st.booleans())
    def a_right_is_given(self, place: int, role: str, comes: bool) -> None:
        """Give a right to who has none, or another one; the laptop may come at once."""
        laptop = self.at(place)
        COUNTS["regrants"] += place in self.ledger.rights and not self.ledger.lasts(place)
        COUNTS["came late"] += place not in self.ledger.rights
        self.grants(place, role)
        if comes:
            laptop.sync()

    @rule(place=who, number=pick, texts=st.tuples(word, word), after=st.booleans(), lost=st.booleans(), back=role | st.none())
    def a_right_ends_while_work_waits(
        self, place: int, number: int, texts: tuple[str, str], after: bool, lost: bool, back: str | None
    ) -> None:
        """Write without network, lose the right, perhaps write on; then hand it in, perhaps over a bad line, perhaps with a new right."""
        laptop = self.table(place)
        if not self.may_end(laptop.place):
            return
        self._writes(laptop, number, texts[0])
        self.world.clock.advance(5)
        self.ends(laptop.place)
        self.world.clock.advance(5)
        if after:
            self._writes(laptop, number, texts[1])
        if lost and laptop.place not in self.ledger.silent:
            self.loses_the_answer(laptop)
            laptop.handed_in_unheard()
        if back is not None and number % 2:
            self.grants(self.ledger.people[laptop.place], back)
        laptop.sync()
        if back is not None and not number % 2:
            self.grants(self.ledger.people[laptop.place], back)
            laptop.sync()
        COUNTS["regrants"] += back is not None
        if back is None and number % 3:
            self.decides(place, number, take=after)

    def _writes(self, laptop: Laptop, number: int, text: str) -> None:
        if cell := self.touchable(laptop, number):
            laptop.edit(cell, value_of(cell.row[0], cell.name, text))
        else:
            laptop.add_goal(text)

    @rule(place=who)
    def what_is_held_is_judged_again(self, place: int) -> None:
        """Let the administrator have what is held judged again: it goes in where its author has the right again."""
        self.at(place)
        self.judges_what_is_held()
        self.copies_come()

    @rule(place=who, number=pick, take=st.booleans())
    def somebody_decides_on_held_work(self, place: int, number: int, take: bool) -> None:
        """Let who is regisseur or deputy now take a piece of it over, or put it away."""
        self.at(place)
        self.decides(place, number, take=take)

    def decides(self, place: int, number: int, *, take: bool) -> None:
        """Let one of those who may decide do so, if there is anything."""
        deciders = [one for one in self.laptops if self.ledger.held and not self.ledger.silent and one.confidant]
        if not deciders:
            return
        laptop = self._turn_to(deciders[place % len(deciders)])
        laptop.sync()
        if not laptop.confidant:
            return
        with laptop.program():
            pieces = [one for one in held_work(laptop.device.workspace, laptop.family).pieces if one.stream == laptop.family]
        known = self.names_by_gesture()
        pieces = [one for one in pieces if all(tx in known for tx in one.txs)]
        if pieces:
            piece = pieces[number % len(pieces)]
            taken = take and not piece.cannot
            with laptop.program():
                decide(laptop.device.workspace, piece, take)
            self.ledger.decided([name for tx in piece.txs for name in known[tx]], taken=taken)
            laptop.sync()
            self.copies_come()
            COUNTS["decided"] += 1

    def names_by_gesture(self) -> dict[bytes, list[Name]]:
        """Return the facts of every gesture that anybody made."""
        names = {salt: name for name, salt in self.named.items()}
        found: dict[bytes, list[Name]] = {}
        for own in {own.salt: own for laptop in self.laptops for own in laptop.kept.values()}.values():
            if own.salt in names:
                found.setdefault(own.tx, []).append(names[own.salt])
        return found
