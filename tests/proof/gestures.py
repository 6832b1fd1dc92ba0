"""What a worker does on a laptop: by the program's own actions, told to the oracle, and refused only where the oracle says so."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.actions.choosing import ConflictView, choose, keep_row
from app.actions.family_page import family_page
from app.actions.fields import FieldRef, change_field
from app.actions.planning import add_action, add_goal, begin_plan, delete_goal, delete_row, new_action
from app.actions.undoing import put_back, redo, undo
from app.domain.record import Id, spec_of_row
from app.domain.records import specs
from app.errors import UserProblem
from tests.builders import a_plan, plan_id
from tests.proof.exchanging import Exchanging
from tests.proof.oracle import MADE, THROWN, Cell, Fact, Row
from tests.proof.screens import COUNTS, FIELDS, Form


class Laptop(Exchanging):
    """A laptop with somebody before it."""

    def does(self, action: Callable[[], Any]) -> str:
        """Let the program do something; returns the key of what it refuses with, if it refuses."""
        try:
            with self.program():
                action()
        except UserProblem as problem:
            return problem.key
        return ""

    def open_plan(self, wish: str) -> None:
        """Open the family's one plan, if it is not on the screen; one that was thrown away comes back as it was."""
        row: Row = ("plan", plan_id(self.family))
        state = self.oracle.state(self.seen, row)
        if state == "gone":
            self.does(lambda: begin_plan(self.device.workspace, self.family))
            self.did({Cell(row, THROWN): False})
        elif state == "absent":
            self.does(lambda: self.device.create(self.family, a_plan(self.family, wish=wish)))
            self.did({Cell(row, MADE): (("wish", wish),) if wish else ()})

    def add_goal(self, text: str) -> None:
        """Add a goal; the plan is opened for it where there is none."""
        self.open_plan("")
        said_by = {row[0]: shown for row, (_, shown) in self.screen().rows.items()}["plan"].request_said_by
        made: list[Id[Any]] = []
        self.does(lambda: made.append(add_goal(self.device.workspace, self.family, text)))
        says = tuple((name, said) for name, said in (("text", text), ("whose_words", said_by)) if said)
        self.did({Cell(("goal", goal), MADE): says for goal in made})

    def add_action(self, goal: Row, what: str) -> None:
        """Add an action to a goal."""
        action = replace(new_action(self.device.workspace, Id(goal[1])), what=what)
        refused = self.does(lambda: add_action(self.device.workspace, self.family, action))
        assert not refused, f"I3 no lost value: {refused} for a goal that is on the screen by the oracle"
        self.did({Cell(("action", action.id), MADE): (("what", what),) if what else ()})

    def put_there(self, row: Any) -> None:
        """Make a row, if it is not on the screen; one of which there can be only one comes back when it was thrown away."""
        spec = spec_of_row(row)
        name: Row = (spec.name, bytes(row.id))
        state = self.oracle.state(self.seen, name)
        if not self.knows(spec.name):
            return
        if state == "gone":
            self.does(lambda: keep_row(self.device.workspace, self.family, *name))
            self.did({Cell(name, THROWN): False})
        elif state == "absent":
            self.does(lambda: self.device.create(self.family, row))
            names = [one.name for one in spec.fields if one.name in self.fields(spec.name)]
            said = [(one, next(iter(self.shows(Cell(name, one), {getattr(row, one)})))) for one in names]
            self.did({Cell(name, MADE): tuple((one, value) for one, value in said if value != spec.field(one).default)})

    def ref(self, cell: Cell) -> FieldRef:
        """Return a cell as the program names it."""
        return FieldRef(self.family, cell.row[0], cell.row[1], cell.name)

    def edit(self, cell: Cell, value: Any, form: Form | None = None) -> None:
        """Write in a field and leave it; `form` is where the focus came long before."""
        value = next(iter(self.shows(cell, {value})))
        standing = self.oracle.values(self.seen, cell) or {specs()[cell.row[0]].field(cell.name).default}
        shown, differed = self.shows(cell, standing), [False]

        def leave() -> None:
            differed[0] = change_field(self.device.workspace, self.ref(cell), value, form.cursor if form else None)

        refused = self.does(leave)
        gone = self.oracle.state(self.seen, cell.row) == "gone"
        assert refused == ("row_gone" if gone else ""), f"I2 no lost update: refused for {refused!r}, row gone: {gone}"
        if gone:
            return
        self.drafts.pop(cell, None)
        if len(standing) == 1:
            assert differed[0] == (shown != {value}), "I2 no lost update: the program saw no difference where there was one, or the reverse"
        if differed[0]:
            self.did({cell: value}, form.seen if form else None)

    def delete(self, row: Row) -> None:
        """Throw a row away; a goal goes with the actions that are on the screen."""
        gone = [row]
        if row[0] == "goal":
            shown = self.screen().rows
            gone += [one for one in self.visible("action") if shown[one][1].goal == row[1]]
            self.does(lambda: delete_goal(self.device.workspace, self.family, Id(row[1])))
        else:
            self.does(lambda: delete_row(self.device.workspace, self.family, row[0], Id(row[1])))
        self.did({Cell(one, THROWN): True for one in gone})
        COUNTS["deletes"] += 1

    def keep(self, row: Row) -> None:
        """Put back what one threw away while another changed it."""
        self.does(lambda: keep_row(self.device.workspace, self.family, *row))
        self.did({Cell(row, THROWN): False})

    def resolve(self, pick: int) -> None:
        """Choose one of the values of a conflict that the page shows."""
        with self.program():
            page = family_page(self.device.workspace, self.family)
        mine = [conflict for conflict in page.conflicts if conflict.ref.record in FIELDS]
        conflict: ConflictView = mine[pick % len(mine)]
        value = conflict.choices[pick % len(conflict.choices)].value
        self.does(lambda: choose(self.device.workspace, conflict.ref, value, page.cursor))
        cell = Cell((conflict.ref.record, bytes(conflict.ref.row)), conflict.ref.field)
        self.did({cell: value})
        COUNTS["resolved"] += 1

    def undo(self, *, again: bool = False) -> None:
        """Take the last gesture back (or do again what was taken back), or be told that somebody wrote since."""
        stack, other = (self.taken_back, self.gestures) if again else (self.gestures, self.taken_back)
        gesture = stack[-1]
        refused = self.does(lambda: (redo if again else undo)(self.device.workspace, self.family))
        if self._undone(gesture, refused):
            other.append(self._wrote_back(gesture))
            stack.pop()
            COUNTS["redone" if again else "undone"] += 1

    def put_back(self, place: int) -> None:
        """Take one gesture back past those that came after it, as the bar at the foot of the page does."""
        gesture = self.gestures[place]
        tx = self.kept[self.named[gesture[0].name]].tx
        refused = self.does(lambda: put_back(self.device.workspace, self.family, tx))
        if self._undone(gesture, refused):
            self.taken_back.append(self._wrote_back(gesture))
            self.gestures.pop(place)
            COUNTS["put back"] += 1

    def _undone(self, gesture: list[Fact], refused: str) -> bool:
        expected = "" if self.oracle.may_undo(self.seen, gesture) else "undo_changed_since"
        assert refused == expected, f"I12 undo: {refused or 'taken back'}, by the oracle {expected or 'nobody had written since'}"
        return not refused

    def _wrote_back(self, gesture: list[Fact]) -> list[Fact]:
        return self.wrote({self._back(fact): self._value_back(gesture, fact) for fact in reversed(gesture)})

    def _back(self, fact: Fact) -> Cell:
        return Cell(fact.cell.row, THROWN) if fact.cell.name == MADE else fact.cell

    def _value_back(self, gesture: list[Fact], fact: Fact) -> Any:
        """What was made goes, what went comes back, and a field says again what its author had on the screen before."""
        if fact.cell.name == MADE:
            return True
        if fact.cell.name == THROWN:
            state = self.oracle.state(gesture[0].seen, fact.cell.row)
            return {"gone": True, "stands": False}.get(state, not fact.value)
        default = specs()[fact.cell.row[0]].field(fact.cell.name).default
        before = self.shows(fact.cell, self.oracle.before(gesture, fact.cell) or {default})
        shown = getattr(self.screen().rows[fact.cell.row][1], fact.cell.name)
        assert shown in before, f"I12 undo: restored {shown!r}, on the screen had been {before!r}"
        return shown
