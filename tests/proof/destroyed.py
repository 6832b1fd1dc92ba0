"""At the end somebody's words are destroyed on request, whatever came before: gone in every log, and everything else as it was."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine, Table

from app.server import tables as server_tables
from app.server.redacting import Asked, redact, rows_of
from app.store import tables
from tests.proof.audit import server_is_sound
from tests.proof.checks import all_agree
from tests.proof.machine import Machine
from tests.proof.reading import all_of
from tests.proof.screens import COUNTS
from tests.world import TOWN

NO_SALT = bytes(16)
WHY = "op verzoek"
EVERYWHERE = "kwikstaart"
"""In all that chance lets people write."""
ITS_WRITERS = ("draft", "change")
"""What is typed and not left was kept by nobody yet; and in its writer's own log work that was put away stays (docs/decisions/0020)."""


class Destroyed(Machine):
    """Every example ends so. Not sooner: the oracle tells changes apart by their salt, and that goes."""

    def all_is_well(self) -> None:
        """Look at all as it was, then destroy a row and look again."""
        super().all_is_well()
        self.destroys(self.begun)

    def destroys(self, number: int) -> None:
        """Destroy what one of the rows says, and let everybody hear of it."""
        house, scope = self.world.house, (TOWN, bytes(self.laptops[0].family))
        with house.database.read() as tx:
            kept = rows_of(house, tx, scope)
        row = kept[number % len(kept)].row
        before = self.all_but(row)
        changes = house.database.writing(lambda tx: redact(house, tx, scope, Asked(row, WHY)))
        for laptop in self.laptops * 2:  # whoever hands a form in late wipes in the second round
            laptop.meets()
        assert self.all_but(row) == before, "I10 audit: a destruction changed what others wrote"
        self.is_gone(row, changes)
        server_is_sound(self.world, list(self.laptops), self.ledger)
        all_agree(self.world, [laptop for laptop in self.laptops if self.ledger.lasts(laptop.place)], self.ledger)
        COUNTS["destroyed"] += 1

    def all_but(self, row: bytes) -> dict[str, list[tuple[Any, ...]]]:
        """Return the municipality's rows without that one."""
        rows = self.world.rows(self.laptops[0].family)
        return {name: [one for one in there if row not in one[:3]] for name, there in rows.items()}

    def is_gone(self, row: bytes, changes: int) -> None:
        """Check every log: of the row's changes the salt is gone, so that nobody can try out what they said, and all have the same rest."""
        family, engine = self.laptops[0].family, self.world.house.database.engine
        served = {one["seq"]: one for one in all_of(engine, server_tables.log_tables.change, family) if one["row"] == row}
        gone = [one for one in served.values() if one["kind"] != "redact"]
        assert len(gone) >= changes, "I2 no lost update: a destruction took changes away"
        assert all(one["salt"] == NO_SALT and one["redacted"] for one in gone), "I10 audit: what was destroyed is there"
        held = [one for one in all_of(engine, server_tables.held, family) if one["row"] == row]
        assert all(one["salt"] == NO_SALT for one in held), "I10 audit: what was destroyed is held"
        for laptop in self.laptops:
            store = laptop.device.workspace.engine
            there = [one for one in all_of(store, tables.log_tables.change, family) if one["row"] == row and one["held"] is None]
            same = all(one[name] == served[one["seq"]][name] for one in there for name in ("val", "salt", "redacted"))
            assert same, f"I10 audit: laptop {laptop.place} has what was destroyed"
            left = says_still(store, [table for table in tables.metadata.sorted_tables if table.name not in ITS_WRITERS], row)
            assert not left, f"I10 audit: laptop {laptop.place} says in {left} what was destroyed"
        left = says_still(engine, server_tables.metadata.sorted_tables, row)
        assert not left, f"I10 audit: the municipality says in {left} what was destroyed"


def says_still(engine: Engine, among: Iterable[Table], row: bytes) -> list[str]:
    """Return the tables that say something of a row still."""
    found = {table.name: [one for one in all_of(engine, table) if row in (one.get("id"), one.get("row"))] for table in among}
    return [name for name, there in found.items() if EVERYWHERE in repr(there).casefold()]
