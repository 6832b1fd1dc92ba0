"""A laptop in the proof: what lies on it, what it says, and what a worker wrote on it, told to the oracle as it was committed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from app.actions.family_page import family_page
from app.changelog.values import decoded, from_plain
from app.clock import wall_ms
from app.domain.rules.roles import CONFIDANTS
from app.errors import ProgramFault
from app.protocol.messages import SyncAnswer
from tests.proof.ledger import Ledger, Moment
from tests.proof.older import MEMBERS, hidden, reduced, unknown, version
from tests.proof.oracle import Cell, Fact, Life, Name, Oracle, Row, Seen
from tests.proof.own import CHANGED, Own, Salt
from tests.proof.reading import one
from tests.proof.screens import COUNTS, FIELDS, Form, Shown, look, whole_field
from tests.world import Device


@dataclass
class Lap:
    """One laptop with its place in the oracle.

    `named` is which change is which fact and `sizes` how many changes each gesture has, both on all laptops; `kept` is every change that
    this one committed, `gestures` and `taken_back` what it could undo and redo.
    """

    place: int
    device: Device
    family: bytes
    ledger: Ledger
    named: dict[Name, Salt]
    older: bool = False
    form: Form | None = None
    drafts: dict[Cell, str] = field(default_factory=dict)
    cursor: int = 0
    answers: list[SyncAnswer] = field(default_factory=list)
    sizes: dict[bytes, int] = field(default_factory=dict)
    kept: dict[Salt, Own] = field(default_factory=dict)
    gestures: list[list[Fact]] = field(default_factory=list)
    taken_back: list[list[Fact]] = field(default_factory=list)

    @property
    def oracle(self) -> Oracle:
        """Return what stands, by the oracle."""
        return self.ledger.oracle

    @property
    def seen(self) -> Seen:
        """Return what this laptop has, by the oracle."""
        return self.ledger.screen(self.place)

    @property
    def unfinished(self) -> bool:
        """Tell whether words that were typed and not left became work when a right ended, and still wait to be handed in."""
        return self.state == "frozen" and any(text.strip() for text in self.drafts.values())

    @property
    def state(self) -> str:
        """Return new, active, frozen, or nothing where the family is not here."""
        return self.device.state(self.family)

    @property
    def there(self) -> bool:
        """Tell whether a worker can open the family here."""
        return self.state in ("new", "active")

    @property
    def confidant(self) -> bool:
        """Tell whether this laptop takes its worker for one who may have what is kept apart."""
        with self.device.workspace.read() as reading:
            state = reading.state(self.family)
        return state.state == "active" and state.role in CONFIDANTS

    @property
    def life(self) -> Life:
        """Return who writes here: the laptop, in the incarnation of now."""
        with self.device.workspace.read() as reading:
            return self.device.identity.device, reading.incs(self.family)[-1]

    @property
    def moment(self) -> Moment:
        """Return the true time, and by how much this laptop is off."""
        now = wall_ms(self.device.world.clock)
        return Moment(now, wall_ms(self.device.clock) - now)

    @contextmanager
    def program(self) -> Iterator[None]:
        """Let the program be of this laptop's version."""
        with version(older=self.older):
            yield

    def knows(self, record: str, name: str = "") -> bool:
        """Tell whether the program of this laptop has such a record, or such a field in it."""
        return not (self.older and unknown(record, name))

    def shows(self, cell: Cell, values: set[Any]) -> set[Any]:
        """Return values as the program of this laptop shows them."""
        return {reduced(cell.row[0], cell.name, value) for value in values} if self.older else values

    def cannot_tell(self, cell: Cell) -> bool:
        """Tell whether two values that say the same may be two to this program: it does not know what a member says that one leaves out."""
        return self.older and (cell.row[0], cell.name) in MEMBERS

    def fields(self, record: str) -> list[str]:
        """Return the fields of a record that are looked at, as far as the program of this laptop knows them."""
        return [name for name in FIELDS[record] if self.knows(record, name)]

    def visible(self, *records: str) -> list[Row]:
        """Return the rows of these records that a worker can touch."""
        rows = self.oracle.rows(self.seen, "stands", "asks") if self.there else []
        return [row for row in rows if row[0] in records and self.knows(row[0])]

    def screen(self) -> Shown:
        """Return what the store says now."""
        try:
            with self.program():
                return look(self.device, self.family)
        except ProgramFault as fault:
            raise AssertionError(f"I3 no lost value: laptop {self.place} can show nothing: {fault}") from fault

    def opens_the_page(self) -> None:
        """Open the family's page, as a worker does: also an older program can."""
        try:
            with self.program():
                family_page(self.device.workspace, self.family)
        except (KeyError, ProgramFault) as error:
            raise AssertionError(f"I11 versions: the page of laptop {self.place} does not open: {error!r}") from error

    def focus(self, cell: Cell) -> Form:
        """Open a field: what is seen is fixed from here on."""
        return Form(cell, self.device.cursor(self.family), frozenset(self.ledger.laptops[self.place].have))

    # ------------------------------------------------------------ what was written
    def own(self) -> list[Own]:
        """Return this laptop's own changes, out of its log."""
        return [Own(*row) for row in one(self.device.workspace.engine, CHANGED, self.device.identity.device)]

    def remember(self) -> list[Own]:
        """Note every change of this laptop that stands in its log; returns those that are new."""
        known = {*self.kept, *self.named.values()}  # what a copy of this store wrote comes with a page, under this laptop's name
        new = [own for own in self.own() if own.seq is None and own.salt not in known]
        self.kept.update({own.salt: own for own in new})
        self.sizes.update(Counter(own.tx for own in new))
        return new

    def wrote(self, cells: Mapping[Cell, Any], form: Seen | None = None) -> list[Fact]:
        """Tell the oracle of a gesture, as it was committed. A field that was changed past its form has no form any more."""
        new = {Cell((own.record, own.row), own.grp): own for own in self.remember() if own.record in FIELDS}
        assert new.keys() == cells.keys(), f"I12 gesture: {sorted(map(str, new))} was written, by the oracle {sorted(map(str, cells))}"
        values = {cell: self._in_full(cell, new[cell], value) for cell, value in cells.items()}
        life = self.life
        assert {own.inc for own in new.values()} == {life[1]}, "I13 copies: written under the name of another life of this laptop"
        gesture = self.ledger.write(self.place, {cell: values[cell] for cell in new}, form, (life, self.moment))
        self.named.update({fact.name: new[fact.cell].salt for fact in gesture})
        if self.form is not None and self.form.cell in cells:
            self.form = None
        for cell in cells:
            self.drafts.pop(cell, None)
        COUNTS["gestures"] += 1
        return gesture

    def did(self, cells: Mapping[Cell, Any], form: Seen | None = None) -> None:
        """Tell the oracle of a gesture of a worker, which can be taken back; what was taken back before it is then gone."""
        self.gestures.append(self.wrote(cells, form))
        self.taken_back.clear()

    def _in_full(self, cell: Cell, own: Own, value: Any) -> Any:
        """What an older program wrote holds what it does not know too: that must be what stood there."""
        if not self.older or not hidden(*cell.row[:1], cell.name, value):
            return value
        spec = whole_field(cell.row[0], cell.name)
        full = from_plain(spec, decoded(own.val))
        record = cell.row[0]
        stood = {hidden(record, cell.name, one) for one in self.oracle.values(self.seen, cell)} or {hidden(record, cell.name, spec.default)}
        kept = hidden(record, cell.name, full)
        assert kept in stood, f"I11 versions: an older program wrote {kept!r} in what it does not know, there stood {stood!r}"
        return full
