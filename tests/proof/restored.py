"""The same laptops and the same chance, and a server that is put back from a copy: what was lost comes back from the laptops."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from app.server.checking import Finding
from app.sync.server_link import NoNetworkError
from tests.proof.checks import log_is_a_prefix, screen_is_true
from tests.proof.gestures import Laptop
from tests.proof.ledger import Copied
from tests.proof.machine import WORKERS, Machine, pick, who, word
from tests.proof.people import value_of
from tests.proof.screens import COUNTS
from tests.restoring import Copy, backed_up, checked, put_back, wait_no_longer

COPY_EVERY = 6
order = st.permutations(range(len(WORKERS)))


class Restored(Machine):
    """The rules of reserve copies."""

    def __init__(self) -> None:
        super().__init__()
        self.copy: tuple[Copy, Copied] | None = None
        self.restored = False

    @rule()
    def a_copy_is_made(self) -> None:
        """Let the administrator make a reserve copy."""
        if not self.ledger.silent:
            self.copy = backed_up(self.world), self.ledger.copied()

    def _turn_to(self, laptop: Laptop) -> Laptop:
        """Give the turn to a laptop; every so often there is a copy."""
        if self.copy is None or self.begun % COPY_EVERY == 0:
            self.a_copy_is_made()
        return super()._turn_to(laptop)

    @precondition(lambda self: self.copy is not None and not self.copied)
    @rule(order=order, at_once=st.integers(0, len(WORKERS)), lost=st.integers(0, 5))
    def the_server_is_restored(self, order: list[int], at_once: int, lost: int) -> None:
        """Put the copy back; some laptops come at once, over a bad line perhaps, the others some time later."""
        if not self.copy_counts():
            return
        longest = max(laptop.device.cursor(laptop.family) for laptop in self.laptops)
        before = self.world.history(self.laptops[0].family)[:longest]  # less than that while it heals still
        self.goes_back(patient=True)
        for place in order[:at_once]:
            self.comes(self.at(place), lost)
        if at_once == len(WORKERS):
            after = self.world.history(self.laptops[0].family)
            assert after[: len(before)] == before, "I13 restore: what came back is not what was lost"

    @precondition(lambda self: self.copy is not None and not self.ledger.silent and not self.copied)
    @rule(order=order, number=pick, texts=st.lists(word, min_size=4, max_size=4), lost=st.integers(0, 5))
    def the_server_is_restored_and_waits_for_nobody(self, order: list[int], number: int, texts: list[str], lost: int) -> None:
        """Put the copy back and let the first laptop's new work have the numbers of what the others bring."""
        for place, text in zip((1, 2, 1), texts, strict=False):
            self.writes(order[place], number, text).sync()
        if not self.copy_counts():
            return
        self.goes_back(patient=False)
        self.writes(order[2], number, texts[2])
        self.writes(order[0], number, texts[3])
        for place in order:
            self.comes(self.laptops[place], lost)
        self.until_quiet()
        for laptop in self.laptops:
            laptop.form = None  # a second fork may lower what a form has seen by more than the oracle knows
        self.copy = None

    def writes(self, place: int, number: int, text: str) -> Laptop:
        """Let somebody write in a field, if there is one on the screen."""
        laptop = self.table(place)
        if cell := self.touchable(laptop, number):
            laptop.edit(cell, value_of(cell.row[0], cell.name, text))
        return laptop

    def copy_counts(self) -> bool:
        """Tell whether the copy may be put back: backups are thrown away before what is in them is long ago (docs/decisions/0016)."""
        assert self.copy is not None
        family = bytes(self.laptops[0].family)
        head = max((row["head_seq"] for row in self.copy[0]["stream"] if row["stream"] == family), default=0)
        if any(laptop.base > head for laptop in self.laptops):
            self.copy = None
        return self.copy is not None

    def goes_back(self, *, patient: bool) -> None:
        """Put the copy back, and give and end again the rights that were given and ended since."""
        assert self.copy is not None
        self.hands_in_unfinished(self.laptops)  # in the copy its right may last
        rights = dict(self.ledger.rights)
        put_back(self.world, self.copy[0])
        if not patient:
            wait_no_longer(self.world)
        self.ledger.put_back(self.copy[1], self.now, patient=patient)
        self.rights_as_they_are()
        for place, right in rights.items():
            now = self.ledger.rights.get(place)
            if right.until is None and (now is None or now != right):
                self.grants(place, right.role)
            elif right.until is not None and (now is None or now.until is None):
                self.grants(place, right.role)
                self.world.revoke(self.laptops[place].family, WORKERS[place])
        self.rights_as_they_are()
        COUNTS["restores"] += 1
        self.restored = True

    def comes(self, laptop: Laptop, lost: int) -> None:
        """Let a laptop meet the server that was put back; of its answers every so-many-th is lost at first."""
        laptop.device.line.lose_every = lost
        for _ in range(6 if lost else 0):
            try:
                laptop.meets()
                break
            except NoNetworkError:
                COUNTS["lost answers"] += 1
        laptop.device.line.lose_every = 0
        had = len(self.ledger.history)
        laptop.sync()
        COUNTS["brought back"] += len(self.ledger.history) - had
        screen_is_true(laptop)
        log_is_a_prefix(laptop)

    @rule(place=who)
    def nobody_is_waited_for_in_vain(self, place: int) -> None:
        """Let all come: then the server takes new work again."""
        self.at(place)
        self.until_quiet()
        assert not any(laptop.sync().waits for laptop in self.laptops), "I13 restore: new work waits for nobody"

    def all_is_well(self) -> None:
        """Check the server's own check too, where it was ever put back: it misses what was lost there, and nothing else."""
        super().all_is_well()
        gaps = self.ledger.gaps()
        lost = [Finding("counters", bytes(self.laptops[0].family), gaps)] if gaps else []
        said = checked(self.world)
        right = ([], lost) if self.restored else (said.findings, [])
        assert (said.findings, said.lost) == right, f"I13 restore: the server's own check finds {said}, by the oracle {lost} was lost"
