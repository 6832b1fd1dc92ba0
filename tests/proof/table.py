"""What workers do at the table: they open, write, throw away, choose, take back, and do so side by side without network."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.proof.gestures import Laptop
from tests.proof.machine import Machine, ahead, pick, who, word
from tests.proof.people import keep_apart, somebody, value_of
from tests.proof.screens import COUNTS, FIELDS


class AtTheTable(Machine):
    """The rules of writing."""

    @rule(place=who, wish=word)
    def open_the_plan(self, place: int, wish: str) -> None:
        """Open the one plan: two laptops may both do so without network."""
        self.table(place).open_plan(wish)

    @rule(place=who, text=word)
    def add_a_goal(self, place: int, text: str) -> None:
        """Write a new goal."""
        self.table(place).add_goal(text)

    @rule(place=who, number=pick, what=word)
    def add_an_action(self, place: int, number: int, what: str) -> None:
        """Write who does what for a goal."""
        laptop = self.table(place)
        goals = laptop.visible("goal")
        if goals:
            laptop.add_action(goals[number % len(goals)], what)

    @rule(place=who, number=pick, what=word)
    def put_somebody_there(self, place: int, number: int, what: str) -> None:
        """Write about somebody around the family: two laptops may both make the same row."""
        laptop = self.table(place)
        laptop.put_there(somebody(laptop.family, number, what))

    @rule(place=who, what=word)
    def keep_something_apart(self, place: int, what: str) -> None:
        """Write a note that only regisseur and deputy may ever have."""
        laptop = self.table(place)
        if laptop.confidant:
            with laptop.program():
                keep_apart(laptop.device, laptop.family, what or "niets, kwikstaart")
            laptop.remember()
            COUNTS["kept apart"] += 1

    @rule(place=who, number=pick)
    def put_back_past_what_came_after(self, place: int, number: int) -> None:
        """Take a gesture back that is not the last one."""
        laptop = self.table(place)
        if laptop.gestures:
            laptop.put_back(number % len(laptop.gestures))

    @rule(place=who, number=pick, text=word)
    def edit_a_field(self, place: int, number: int, text: str) -> None:
        """Write in a field and leave it at once."""
        laptop = self.table(place)
        cell = self.touchable(laptop, number)
        if cell:
            laptop.edit(cell, value_of(cell.row[0], cell.name, text))

    @rule(place=who, number=pick)
    def put_the_focus_in_a_field(self, place: int, number: int) -> None:
        """Open a field and leave it open: what is seen is fixed from here on."""
        laptop = self.table(place)
        cell = self.touchable(laptop, number)
        if cell:
            laptop.form = laptop.focus(cell)

    @rule(place=who, text=word)
    def leave_the_field(self, place: int, text: str) -> None:
        """Save what was opened long ago, whatever a sync brought in between."""
        self.leaves(self.table(place), text)

    @rule(place=who, number=pick)
    def throw_a_row_away(self, place: int, number: int) -> None:
        """Delete a goal or an action."""
        laptop = self.table(place)
        rows = laptop.visible(*FIELDS.keys() - {"plan"})
        if rows:
            laptop.delete(rows[number % len(rows)])

    @rule(place=who, ahead=ahead, texts=st.lists(word, min_size=2, max_size=4))
    def a_goal_goes_with_its_actions(self, place: int, ahead: int, texts: list[str]) -> None:
        """Write a goal and what is done for it, and throw all of that away in one gesture; another laptop hears of it all at once."""
        laptop = self.table(place)
        other = self.other(laptop, ahead)
        before = set(laptop.visible("goal"))
        laptop.add_goal(texts[0])
        new = [row for row in laptop.visible("goal") if row not in before]
        for goal in new:
            for what in texts[1:]:
                laptop.add_action(goal, what)
            laptop.delete(goal)
        laptop.sync()
        other.sync()

    @rule(place=who, number=pick)
    def answer_a_deletion(self, place: int, number: int) -> None:
        """Keep a row that was thrown away here and changed there."""
        laptop = self.table(place)
        asked = laptop.oracle.rows(laptop.seen, "asks")
        if asked:
            laptop.keep(asked[number % len(asked)])

    @rule(place=who, number=pick)
    def choose_in_a_conflict(self, place: int, number: int) -> None:
        """Choose one of two values."""
        laptop = self.table(place)
        if laptop.screen().conflicts:
            laptop.resolve(number)

    @rule(place=who, back=st.integers(0, 3), again=st.integers(0, 3))
    def undo_and_redo(self, place: int, back: int, again: int) -> None:
        """Take the last gestures of this laptop back, and do some of them again."""
        laptop = self.table(place)
        for _ in range(min(back, len(laptop.gestures))):
            laptop.undo()
        for _ in range(min(again, len(laptop.taken_back))):
            laptop.undo(again=True)

    @rule(place=who, ahead=ahead, number=pick, texts=st.tuples(word, word), then=st.sampled_from(["", "sync", "choose"]))
    def two_write_in_one_field(self, place: int, ahead: int, number: int, texts: tuple[str, str], then: str) -> None:
        """Write in the same field on two laptops without a sync in between; then perhaps let all see it, and one choose."""
        laptop = self.table(place)
        other = self.other(laptop, ahead)
        cell = self.touchable(laptop, number)
        if cell and other.knows(cell.row[0], cell.name) and cell.row in other.visible(*FIELDS):
            for writer, text in zip((laptop, other), texts, strict=True):
                writer.edit(cell, value_of(cell.row[0], cell.name, text))
            if then:
                self.until_quiet()
            if then == "choose" and laptop.there and laptop.screen().conflicts:
                laptop.resolve(number)

    @rule(place=who, ahead=ahead, number=pick, text=word, other_text=word)
    def a_value_comes_in_while_a_field_is_open(self, place: int, ahead: int, number: int, text: str, other_text: str) -> None:
        """Open a field, let a colleague's value come in behind it, and leave it."""
        laptop = self.table(place)
        other = self.other(laptop, ahead)
        cell = self.touchable(laptop, number)
        if cell and other is not laptop and other.knows(cell.row[0], cell.name) and cell.row in other.visible(*FIELDS):
            laptop.form = laptop.focus(cell)
            other.edit(cell, value_of(cell.row[0], cell.name, other_text))
            other.sync()
            laptop.sync()
            self.leaves(laptop, text)

    @rule(place=who, ahead=ahead, number=pick, text=word)
    def one_throws_away_what_another_changes(self, place: int, ahead: int, number: int, text: str) -> None:
        """Delete on one laptop and edit on another, none of them syncing in between."""
        laptop = self.table(place)
        other = self.other(laptop, ahead)
        cell = self.touchable(other, number)
        if cell and other is not laptop and cell.row[0] != "plan" and cell.row in laptop.visible(*FIELDS):
            laptop.delete(cell.row)
            other.edit(cell, value_of(cell.row[0], cell.name, text))

    def leaves(self, laptop: Laptop, text: str) -> None:
        """Leave the field that is open on a laptop, if one still is."""
        form, laptop.form = laptop.form, None
        if form:
            COUNTS["saved later"] += form.cursor < laptop.device.cursor(laptop.family)
            laptop.edit(form.cell, value_of(form.cell.row[0], form.cell.name, text), form)
