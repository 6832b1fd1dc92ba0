"""A laptop whose program is of the version before, and its upgrade: nothing is lost, and then it is as if it had always been new."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from app.store.copying import backup
from app.store.migrate import backup_path
from tests.proof.checks import screen_is_true
from tests.proof.machine import Machine, pick, who, word
from tests.proof.older import FIELDS, MEMBERS
from tests.proof.oracle import Cell
from tests.proof.people import somebody, value_of
from tests.proof.screens import COUNTS
from tests.world import KEY


class Versions(Machine):
    """The rules of upgrades."""

    @precondition(lambda self: any(laptop.older for laptop in self.laptops))
    @rule(place=who)
    def a_laptop_is_upgraded(self, place: int) -> None:
        """Start the program of now on a laptop that was behind."""
        behind = [laptop for laptop in self.laptops if laptop.older]
        laptop = self.at(behind[place % len(behind)].place)
        laptop.is_upgraded()
        screen_is_true(laptop)

    @rule(place=who)
    def a_program_keeps_a_copy_before_it_upgrades(self, place: int) -> None:
        """Let there be a copy of the store from before an upgrade, as `migrate` makes one: it goes when a family must leave the laptop."""
        laptop = self.table(place)
        kept = backup_path(laptop.device.path, "0003")
        if not kept.exists():
            backup(laptop.device.workspace.engine, kept, KEY)

    @precondition(lambda self: any(laptop.older and laptop.there for laptop in self.laptops))
    @rule(place=who, number=pick, texts=st.tuples(word, word))
    def old_and_new_write_in_one_group(self, place: int, number: int, texts: tuple[str, str]) -> None:
        """Write where the older program does not know all of it, let it come there, and write in it there."""
        behind = next(laptop for laptop in self.laptops if laptop.older and laptop.there)
        others = [laptop for laptop in self.laptops if laptop.there and not laptop.older]
        if not others:
            return
        laptop = others[place % len(others)]
        grown = [*MEMBERS, *((record, name) for record, names in FIELDS.items() for name in names)]
        cells = [Cell(row, name) for row in laptop.visible(*{record for record, _ in grown}) for record, name in grown if record == row[0]]
        self._turn_to(laptop)
        if not cells:
            laptop.put_there(somebody(laptop.family, 4, texts[0]))
            laptop.sync()
            return
        COUNTS["old and new"] += 1
        cell = cells[number % len(cells)]
        laptop.edit(cell, value_of(cell.row[0], cell.name, texts[0]))
        laptop.sync()
        behind.sync()
        screen_is_true(behind)
        if behind.there and behind.knows(cell.row[0], cell.name) and cell.row in behind.visible(cell.row[0]):
            with behind.program():
                value = value_of(cell.row[0], cell.name, texts[1])
            behind.edit(cell, value)
