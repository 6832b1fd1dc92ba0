"""A laptop in the proof: what a worker does on it, done by the program's own actions and told to the oracle."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.actions.choosing import ConflictView, choose, keep_row
from app.actions.family_page import family_page
from app.actions.fields import FieldRef, change_field
from app.actions.planning import add_action, add_goal, begin_plan, delete_goal, delete_row, new_action
from app.actions.undoing import put_back, redo, undo
from app.changelog.values import from_plain
from app.domain.record import Id, spec_of_row
from app.domain.records import specs
from app.errors import UserProblem
from app.store import tables
from app.store.queries import rows
from app.sync.round import RoundResult
from tests.builders import a_plan, plan_id
from tests.proof.oracle import MADE, THROWN, Cell, Clock, Fact, Oracle, Row, less
from tests.proof.people import PEOPLE
from tests.world import Device

FIELDS = {"plan": ("wish", "family_lead"), "goal": ("text", "whose_words"), "action": ("what", "doer"), **PEOPLE}
STATES = ("stands", "gone", "asks")
COUNTS: Counter[str] = Counter()


@dataclass(frozen=True)
class Form:
    """A field that has the focus: the cursor of its page, and what was on the screen by the oracle."""

    cell: Cell
    seen: int
    clock: Clock


@dataclass
class Shown:
    """What a screen shows: each row with its state and its fields, each conflict with its values in order."""

    rows: dict[Row, tuple[str, Any]] = field(default_factory=dict)
    conflicts: dict[Cell, list[Any]] = field(default_factory=dict)
    asked: set[Row] = field(default_factory=set)


@dataclass
class Laptop:
    """One laptop with its place in the oracle.

    `kept` is every change it ever committed, `gestures` and `taken_back` what it could undo and redo.
    """

    place: int
    device: Device
    family: bytes
    oracle: Oracle
    form: Form | None = None
    cursor: int = 0
    kept: dict[int, bytes] = field(default_factory=dict)
    gestures: list[list[Fact]] = field(default_factory=list)
    taken_back: list[list[Fact]] = field(default_factory=list)

    @property
    def seen(self) -> Clock:
        """Return what this laptop has, by the oracle."""
        return self.oracle.screen(self.place)

    def visible(self, *records: str) -> list[Row]:
        """Return the rows of these records that a worker can touch."""
        return [row for row in self.oracle.rows(self.seen, "stands", "asks") if row[0] in records]

    def wrote(self, cells: Mapping[Cell, Any], form: Clock | None = None) -> list[Fact]:
        """Tell the oracle of a gesture, and remember what was committed. A field that was changed past its form has no form any more."""
        gesture = self.oracle.write(self.place, cells, form)
        if self.form is not None and self.form.cell in cells:
            self.form = None
        self.remember()
        COUNTS["gestures"] += 1
        return gesture

    def did(self, cells: Mapping[Cell, Any], form: Clock | None = None) -> None:
        """Tell the oracle of a gesture of a worker, which can be taken back; what was taken back before it is then gone."""
        self.gestures.append(self.wrote(cells, form))
        self.taken_back.clear()

    def remember(self) -> None:
        """Note every change of this laptop that stands in its log."""
        for change in self.own_changes():
            self.kept.setdefault(change["ctr"], bytes(change["val"]))

    def own_changes(self) -> list[dict[str, Any]]:
        """Return this laptop's changes in the family, out of its own log."""
        mine = self.device.identity.device
        changes = self.device.dump(tables.log_tables.change)
        return [row for row in changes if (row["dev"], row["stream"]) == (mine, self.family) and row["record"] in FIELDS]

    def sync(self) -> RoundResult:
        """Exchange everything, and tell the oracle."""
        try:
            result = self.device.sync()
        except UserProblem as problem:
            raise AssertionError(
                f"I13 restore: laptop {self.place} and the server no longer understand each other: {problem.key}"
            ) from problem
        rewound = self.oracle.exchanged(self.place)
        if rewound is not None:
            COUNTS["forks"] += 1
            self.form = self.form and replace(self.form, clock=less(self.form.clock, rewound, self.place))
        COUNTS["syncs"] += 1
        return result

    # ------------------------------------------------------------ gestures
    def open_plan(self, wish: str) -> None:
        """Open the family's one plan, if it is not on the screen; one that was thrown away comes back as it was."""
        row: Row = ("plan", plan_id(self.family))
        state = self.oracle.state(self.seen, row)
        if state == "gone":
            begin_plan(self.device.workspace, self.family)
            self.did({Cell(row, THROWN): False})
        elif state == "absent":
            self.device.create(self.family, a_plan(self.family, wish=wish))
            self.did({Cell(row, MADE): (("wish", wish),) if wish else ()})

    def add_goal(self, text: str) -> None:
        """Add a goal; the plan is opened for it where there is none."""
        self.open_plan("")
        said_by = {row[0]: shown for row, (_, shown) in self.screen().rows.items()}["plan"].request_said_by
        goal = add_goal(self.device.workspace, self.family, text)
        says = tuple((name, said) for name, said in (("text", text), ("whose_words", said_by)) if said)
        self.did({Cell(("goal", goal), MADE): says})

    def add_action(self, goal: Row, what: str) -> None:
        """Add an action to a goal."""
        action = replace(new_action(self.device.workspace, Id(goal[1])), what=what)
        refused = ""
        try:
            add_action(self.device.workspace, self.family, action)
        except UserProblem as problem:
            refused = problem.key
        assert not refused, f"I3 no lost value: {refused} for a goal that is on the screen by the oracle"
        self.did({Cell(("action", action.id), MADE): (("what", what),) if what else ()})

    def put_there(self, row: Any) -> None:
        """Make a row, if it is not on the screen; one of which there can be only one comes back when it was thrown away."""
        spec = spec_of_row(row)
        name: Row = (spec.name, bytes(row.id))
        state = self.oracle.state(self.seen, name)
        if state == "gone":
            keep_row(self.device.workspace, self.family, *name)
            self.did({Cell(name, THROWN): False})
        elif state == "absent":
            self.device.create(self.family, row)
            said = [(one.name, getattr(row, one.name)) for one in spec.fields if one.name in FIELDS[spec.name]]
            self.did({Cell(name, MADE): tuple((one, value) for one, value in said if value != spec.field(one).default)})

    def ref(self, cell: Cell) -> FieldRef:
        """Return a cell as the program names it."""
        return FieldRef(self.family, cell.row[0], cell.row[1], cell.name)

    def edit(self, cell: Cell, value: Any, form: Form | None = None) -> None:
        """Write in a field and leave it; `form` is where the focus came long before."""
        standing = self.oracle.values(self.seen, cell) or {specs()[cell.row[0]].field(cell.name).default}
        differed, refused = False, ""
        try:
            differed = change_field(self.device.workspace, self.ref(cell), value, form.seen if form else None)
        except UserProblem as problem:
            refused = problem.key
        gone = self.oracle.state(self.seen, cell.row) == "gone"
        assert refused == ("row_gone" if gone else ""), f"I2 no lost update: refused for {refused!r}, row gone: {gone}"
        if gone:
            return
        if len(standing) == 1:
            assert differed == (standing != {value}), "I2 no lost update: the program saw no difference where there was one, or the reverse"
        if differed:
            self.did({cell: value}, form.clock if form else None)

    def delete(self, row: Row) -> None:
        """Throw a row away; a goal goes with the actions that are on the screen."""
        gone = [row]
        if row[0] == "goal":
            shown = self.screen().rows
            gone += [one for one in self.visible("action") if shown[one][1].goal == row[1]]
            delete_goal(self.device.workspace, self.family, Id(row[1]))
        else:
            delete_row(self.device.workspace, self.family, row[0], Id(row[1]))
        self.did({Cell(one, THROWN): True for one in gone})
        COUNTS["deletes"] += 1

    def keep(self, row: Row) -> None:
        """Put back what one threw away while another changed it."""
        keep_row(self.device.workspace, self.family, *row)
        self.did({Cell(row, THROWN): False})

    def resolve(self, pick: int) -> None:
        """Choose one of the values of a conflict that the page shows."""
        page = family_page(self.device.workspace, self.family)
        conflict: ConflictView = page.conflicts[pick % len(page.conflicts)]
        value = conflict.choices[pick % len(conflict.choices)].value
        choose(self.device.workspace, conflict.ref, value, page.cursor)
        cell = Cell((conflict.ref.record, bytes(conflict.ref.row)), conflict.ref.field)
        self.did({cell: value})
        COUNTS["resolved"] += 1

    def undo(self, *, again: bool = False) -> None:
        """Take the last gesture back (or do again what was taken back), or be told that somebody wrote since."""
        stack, other = (self.taken_back, self.gestures) if again else (self.gestures, self.taken_back)
        gesture = stack[-1]
        expected = "" if self.oracle.may_undo(self.place, gesture) else "undo_changed_since"
        refused = ""
        try:
            (redo if again else undo)(self.device.workspace, self.family)
        except UserProblem as problem:
            refused = problem.key
        assert refused == expected, f"I12 undo: {refused or 'taken back'}, by the oracle {expected or 'nobody had written since'}"
        if not refused:
            other.append(self.wrote({self._back(fact): self._value_back(gesture, fact) for fact in reversed(gesture)}))
            stack.pop()
            COUNTS["redone" if again else "undone"] += 1

    def put_back(self, place: int) -> None:
        """Take one gesture back past those that came after it, as the bar at the foot of the page does."""
        gesture = self.gestures[place]
        change = sorted(self.own_changes(), key=lambda one: int(one["ctr"]))[gesture[0].number - 1]
        expected = "" if self.oracle.may_undo(self.place, gesture) else "undo_changed_since"
        refused = ""
        try:
            put_back(self.device.workspace, self.family, change["tx"])
        except UserProblem as problem:
            refused = problem.key
        assert refused == expected, f"I12 undo: {refused or 'put back'}, by the oracle {expected or 'nobody had written since'}"
        if not refused:
            self.taken_back.append(self.wrote({self._back(fact): self._value_back(gesture, fact) for fact in reversed(gesture)}))
            self.gestures.pop(place)
            COUNTS["put back"] += 1

    def _back(self, fact: Fact) -> Cell:
        return Cell(fact.cell.row, THROWN) if fact.cell.name == MADE else fact.cell

    def _value_back(self, gesture: list[Fact], fact: Fact) -> Any:
        """What was made goes, what went comes back, and a field says again what its author had on the screen before."""
        if fact.cell.name in (MADE, THROWN):
            return fact.cell.name == MADE or not fact.value
        default = specs()[fact.cell.row[0]].field(fact.cell.name).default
        before = self.oracle.before(gesture, fact.cell) or {default}
        shown = getattr(self.screen().rows[fact.cell.row][1], fact.cell.name)
        assert shown in before, f"I12 undo: restored {shown!r}, on the screen had been {before!r}"
        return shown

    # ------------------------------------------------------------ the screen
    def screen(self) -> Shown:
        """Return what the store says now."""
        shown = Shown()
        read: Callable[..., Any] = rows.all_rows
        with self.device.workspace.read() as reading:
            for record in FIELDS:
                for row, state in read(reading.stream(self.family), specs()[record].cls):
                    shown.rows[record, bytes(row.id)] = (STATES[state or 0], row)
        for conflict in self.device.conflicts(self.family):
            record, row, name = conflict.cell
            spec = specs()[record].field(name)
            shown.conflicts[Cell((record, bytes(row)), name)] = [from_plain(spec, option.value) for option in conflict.options]
        shown.asked = {(cell.record, bytes(cell.row)) for cell, _ in self.device.asked(self.family)}
        return shown
