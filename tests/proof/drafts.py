"""What is typed and not left yet, and a program that is killed: it is there when the store is opened again."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from app.actions.fields import drafts_of, keep_draft
from tests.proof.machine import Machine, pick, who, word
from tests.proof.screens import COUNTS


class Drafts(Machine):
    """The rules of typing."""

    @rule(place=who, number=pick, text=word, killed=st.booleans())
    def somebody_types(self, place: int, number: int, text: str, killed: bool) -> None:
        """Type in a field and do not leave it; the program may be killed meanwhile."""
        laptop = self.table(place)
        cell = self.touchable(laptop, number)
        if cell is None:
            return
        form = laptop.focus(cell)
        with laptop.program():
            keep_draft(laptop.device.workspace, laptop.ref(cell), text, form.cursor)
        laptop.drafts[cell] = text
        if killed:
            laptop.device.put_back(laptop.device.kept())
            laptop.is_started()
        with laptop.program():
            typed = {ref: draft.text for ref, draft in drafts_of(laptop.device.workspace, laptop.family).items()}
        missing = [cell for cell, text in laptop.drafts.items() if typed.get(laptop.ref(cell)) != text]
        assert not missing, f"I2 no lost update: {len(missing)} texts that were typed are gone from laptop {laptop.place}"
        COUNTS["drafts"] += 1
