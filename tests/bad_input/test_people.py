"""Every line of every screen about people takes whatever is typed or pasted: kept as it is read, or with a sentence; nothing is lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.actions.households import add_household, set_main_home
from app.actions.mentors import record_choice
from app.domain.record import Id, Kind, Policy
from app.domain.records import specs
from app.domain.records.family import Person
from app.domain.records.mentor import Choosing, ChosenBy
from app.errors import UserProblem
from app.texts import problem_text, t
from tests.actions.mentor_table import a_table
from tests.ui.everything_open import a_full_table, open_everything
from tests.ui.table import Seat
from tests.world import World
from ui.pages.bound_field import BoundField
from ui.pages.family_tabs import TABS
from ui.widgets.date_field import DateField
from ui.widgets.long_text_field import LongTextField
from ui.widgets.text_field import TextField

BSN, IBAN = "999990019", "NL91 ABNA 0417 1643 00"
STRANGE = "\ufeff“İbrahim” \u200bIJsbrand\u202e \u00adŁukasz ışık Ø \U0001f469\u200d\U0001f467\r\n"
"""As Word and a telephone put it on the clipboard: signs that hide, that turn the text round, and letters of all of Europe."""
KEPT = "“İbrahim” IJsbrand Łukasz ışık Ø \U0001f469\u200d\U0001f467"
ENOUGH = 60
AS_WRITTEN = frozenset({"phone", "email", "postcode"})
"""Lines that are kept in a form of their own, which other tests look at."""


@dataclass(frozen=True)
class Line:
    """One line or text on the screen: the field it is of, its place in it, and how much of it fits."""

    bound: BoundField
    place: int
    name: str
    longest: int

    @property
    def widget(self) -> TextField | LongTextField:
        """Return where one types."""
        widget = self.bound.inputs[self.place]
        assert isinstance(widget, TextField | LongTextField)
        return widget

    def paste(self, seat: Seat, text: str) -> None:
        """Paste over what stands there, and leave it."""
        edit = self.widget.edit
        edit.setFocus(Qt.FocusReason.TabFocusReason)
        edit.selectAll()
        QApplication.clipboard().setText(text)
        QTest.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        seat.leave()

    def says(self) -> tuple[str, str]:
        """Return what stands there, and the sentence under it."""
        first: Any = self.bound.inputs[0]
        return self.widget.value(), first.problem.text() or self.widget.problem.text()


def lines_of(page: QWidget, seen: set[str]) -> Iterator[Line]:
    """Yield each line of text on a page that is open now, of each field once. A note that is not fixed yet has tests of its own."""
    for bound in [one for one in page.findChildren(BoundField) if specs()[one.ref.record].policy is not Policy.APPEND]:
        members = bound.ref.spec.members or (bound.ref.spec,)
        for place, widget in enumerate(bound.inputs):
            if not isinstance(widget, TextField | LongTextField) or isinstance(widget, DateField) or not widget.isVisible():
                continue
            spec = next((one for one in members if t(f"{bound.ref.record}.{path(bound, one.name)}") == widget.label.text()), members[0])
            name = f"{bound.ref.record}.{path(bound, spec.name)}"
            if spec.declared.kind in (Kind.WORDS, Kind.LONG_TEXT) and name not in seen:
                seen.add(name)
                yield Line(bound, place, name, spec.declared.longest)


def path(bound: BoundField, name: str) -> str:
    """Return a member of a field as texts call it."""
    return name if name == bound.ref.field else f"{bound.ref.field}.{name}"


def every_line(seat: Seat) -> Iterator[Line]:
    """Go past every tab, with every form open, and yield each line one can write in."""
    seen: set[str] = set()
    for tab in TABS:
        yield from list(lines_of(open_everything(seat, tab), seen))


def test_every_line_of_every_record_stands_on_some_screen(qtbot: QtBot, town: World) -> None:
    """So that what the tests under this one go past is really everything."""
    found = {line.name for line in every_line(a_full_table(qtbot, town))}
    assert len(found) > ENOUGH - 10, sorted(found)
    assert {name.split(".")[0] for name in found} >= specs().keys() - {"membership", "mentor_consent", "mentor_contact", "plan_version"} - {
        *("goal_score", "visit_note", "confidential_file", "internal_note", "parental_authority"),
        *("goal_helper", "safety_plan_version", "safety_plan_confirmation", "signature"),
    }


@pytest.mark.parametrize(("number", "key"), [(BSN, "warning.bsn"), (IBAN, "warning.iban")])
def test_a_number_that_does_not_belong_here_is_warned_of_in_every_line_and_kept(qtbot: QtBot, town: World, number: str, key: str) -> None:
    seat = a_full_table(qtbot, town)
    missed = []
    for line in every_line(seat):
        if line.longest < len(number) or line.name.rsplit(".", 1)[-1] in AS_WRITTEN:
            continue
        line.paste(seat, number)
        text, said = line.says()
        if text != number or t(key) not in said or line.bound.ref in seat.drafts():
            missed.append((line.name, text, said))
    assert not missed, missed


def test_what_word_and_telephones_paste_is_read_as_it_was_meant_in_every_line(qtbot: QtBot, town: World) -> None:
    seat = a_full_table(qtbot, town)
    wrong = []
    for line in every_line(seat):
        if line.longest < ENOUGH or line.name.rsplit(".", 1)[-1] in AS_WRITTEN:
            continue
        line.paste(seat, STRANGE)
        text, said = line.says()
        if (text, said) != (KEPT, "") or line.bound.ref in seat.drafts():
            wrong.append((line.name, text, said))
    assert not wrong, wrong


def test_a_text_that_does_not_fit_is_refused_whole_and_stays_whole_in_every_line(qtbot: QtBot, town: World) -> None:
    seat = a_full_table(qtbot, town)
    wrong = []
    for line in every_line(seat):
        text = "Wâlden " * (line.longest // 7 + 1) + "einde"
        line.paste(seat, text)
        there, said = line.says()
        sentence = problem_text(UserProblem("text_too_long", length=len(text), longest=line.longest))
        if there != text or said != sentence or line.bound.ref not in seat.drafts():
            wrong.append((line.name, there[:20], said))
        line.paste(seat, "")
    assert not wrong, wrong


def test_a_worker_is_no_one_who_can_choose_and_a_choice_by_nobody_is_refused(town: World) -> None:
    assert not [one for one in ChosenBy if "work" in one]
    assert Choosing().chosen_by is None
    table = a_table(town)
    mentor = table.think_of(table.aunt.id)
    with table.refused("mentor_not_chosen"):
        record_choice(table.device.workspace, table.family, mentor, None)
    with table.refused("mentor_is_parent"):
        table.think_of(table.noor.id)


def test_a_second_main_home_takes_the_place_of_the_first(town: World) -> None:
    table = a_table(town)
    sem: Id[Person] = table.sem.id
    for name in ("Bij mama", "Bij papa"):
        home = add_household(table.device.workspace, table.family, name)
        set_main_home(table.device.workspace, table.family, sem, home)
    [child] = [one for one in table.page.persons if one.id == sem]
    assert [one.name for one in table.page.households if one.id == child.main_home] == ["Bij papa"]
