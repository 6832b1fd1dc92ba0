"""The mentor on the real window: naming, choosing, asking, what may be shared, stopping, and what is hidden at the table."""

from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from app.actions.planning import add_action, add_goal, new_action
from app.domain.ids import as_text
from app.domain.records.mentor import Asking, Choosing, ChosenBy, Mentor, MentorStatus, ParentAnswer, Sharing
from app.domain.rules.mentor import card_topics, printable_mentors
from tests.actions.mentor_table import Table, a_table
from tests.ui.looking import cut_off, nameless, too_small
from tests.ui.table import PLAIN, Look, Seat, sit_down
from tests.world import World
from ui import theme
from ui.pages.mentor_card import MentorCard
from ui.pages.mentor_of_youth import MentorOfYouth
from ui.pages.mentor_section import MentorSection


@dataclass
class Corner:
    """The part of the window with Sem's mentor."""

    seat: Seat
    table: Table

    @property
    def section(self) -> MentorSection:
        """Return the section on the tab of the network."""
        self.seat.open_tab("network")
        self.seat.settle()
        found = self.seat.window.findChild(MentorSection)
        assert isinstance(found, MentorSection)
        return found

    @property
    def part(self) -> MentorOfYouth:
        """Return Sem's part."""
        return self.section.parts[self.table.sem.id]

    @property
    def card(self) -> MentorCard:
        """Return the only card of Sem's part."""
        [card] = self.part.cards.values()
        return card

    @property
    def question(self) -> str:
        """Return what is asked now."""
        return self.card.steps.question.text()

    def press(self, text: str, within: QWidget | None = None) -> None:
        """Press the button with that text, as a finger does."""
        place = within or self.part
        [button] = [one for one in place.findChildren(QAbstractButton) if one.isVisible() and one.text().replace("&", "") == text]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.seat.settle()

    def name(self, who: bytes) -> None:
        """Name somebody out of the list."""
        self.press("Iemand noemen")
        self.part.naming.who.set_value(as_text(who))
        self.press("Zet erbij")

    def mentor(self) -> Mentor:
        """Return the mentor as the store has it."""
        return self.table.mentor()

    def there(self, **fields: Any) -> Mentor:
        """Let the aunt be Sem's mentor already."""
        row = self.table.think_of(self.table.aunt.id)
        self.table.choose(row)
        self.table.ask(row)
        for parent in (self.table.noor, self.table.kees):
            self.table.parent(row, parent, ParentAnswer.YES)
        self.table.answer(row)
        self.table.device.change(self.table.family, self.mentor(), **fields)
        self.shown_again()
        return self.mentor()

    def shown_again(self) -> None:
        """Let the window read the family again."""
        self.seat.window.desk.families_touched.emit({self.table.family})
        self.seat.settle()


def sit_in_the_corner(qtbot: QtBot, town: World, look: Look = PLAIN, years: int = 13) -> Corner:
    table = a_table(town, years)
    goal = add_goal(table.device.workspace, table.family, "Sem gaat weer naar voetbal.")
    action = add_action(table.device.workspace, table.family, new_action(table.device.workspace, goal))
    return Corner(sit_down(qtbot, table.device, (table.family, goal, action), look=look), table)


@pytest.fixture
def corner(qtbot: QtBot, town: World) -> Corner:
    """Sem of thirteen, without a mentor yet."""
    return sit_in_the_corner(qtbot, town)


def test_scenario_three_is_played_with_the_buttons(corner: Corner) -> None:
    """A youth of thirteen names her aunt, asks herself, father says a grumpy yes, and school is not shared."""
    corner.name(corner.table.aunt.id)
    assert corner.question == "Wil Sem dat Tante Samira de mentor wordt? Alleen Sem kiest."
    corner.press("Sem kiest Tante Samira")
    assert corner.question == "Sem vraagt het zelf aan Tante Samira. Wie gaat er mee?"
    went_along = corner.card.fields.bound["asking"]
    corner.seat.rewrite(went_along, "Fatma")
    corner.press("Sem heeft het gevraagd")
    assert corner.mentor().asking.went_along == "Fatma"
    corner.press("Ja")
    assert corner.question == "Wat vindt Noor van Tante Samira als mentor? Ja met tegenzin is ook ja."
    corner.press("Ja", corner.card.steps)
    assert corner.question.startswith("Wat vindt Kees")
    corner.press("Ja, met tegenzin", corner.card.steps)
    assert corner.mentor().status is MentorStatus.ACTIVE
    corner.press("Opschrijven")
    assert corner.card.details is not None
    for topic, answer in (("share_school", Sharing.NO), ("share_home", Sharing.YES)):
        field: Any = corner.card.fields.bound[topic].inputs[0]
        QTest.mouseClick(field.segments[1 + list(Sharing).index(answer)], Qt.MouseButton.LeftButton)
        corner.seat.leave()
    assert card_topics(corner.mentor()) == ("share_home",)
    assert printable_mentors(corner.table.page) == (corner.mentor(),)
    assert corner.card.head.line.text().startswith("JIM van Sem sinds")


def test_what_was_not_asked_stands_as_not_asked(corner: Corner) -> None:
    corner.there(share_home=Sharing.YES)
    corner.card.open()
    fields = corner.card.fields.bound
    assert [fields[topic].texts() for topic in ("share_home", "share_school")] == [["yes"], [""]]
    field: Any = fields["share_home"].inputs[0]
    QTest.mouseClick(field.segments[0], Qt.MouseButton.LeftButton)
    corner.seat.leave()
    assert corner.mentor().share_home is None


def test_a_parent_named_as_mentor_is_refused_in_plain_words(corner: Corner) -> None:
    corner.table.device.change(corner.table.family, corner.table.aunt, relation="moeder")
    corner.shown_again()
    corner.name(corner.table.aunt.id)
    said = corner.part.naming.who.problem.text()
    assert said == ("Dit lukt niet. Tante Samira is een ouder. Een ouder kan geen mentor zijn. Vraag Sem wie nog meer meedenkt.")
    assert corner.table.page.mentors == ()


def test_no_parent_and_not_the_youth_can_be_chosen_from_the_list(corner: Corner) -> None:
    corner.press("Iemand noemen")
    offered = {choice.text for choice in corner.part.naming.who.choices}
    assert {"Tante Samira", "Lina De Wit"} <= offered
    assert not {"Noor De Wit", "Kees De Wit", "Sem De Wit"} & offered


def test_a_child_of_nine_chooses_with_a_parent_in_its_own_words(qtbot: QtBot, town: World) -> None:
    corner = sit_in_the_corner(qtbot, town, years=9)
    corner.name(corner.table.aunt.id)
    said: list[str] = []
    corner.seat.window.desk.said.connect(lambda text, _: said.append(text))
    corner.press("Kind en ouder kozen samen")
    assert said == ["Er mist nog iets. Schrijf op wat Sem zelf zegt over deze keuze."]
    corner.seat.rewrite(corner.card.fields.bound["choosing"], "Bij haar mag ik alles zeggen.")
    corner.press("Kind en ouder kozen samen")
    choosing = corner.mentor().choosing
    assert (choosing.chosen_by, choosing.child_said) == (ChosenBy.CHILD_WITH_PARENT, "Bij haar mag ik alles zeggen.")


def test_who_is_only_thought_of_is_hidden_while_the_family_looks_along(corner: Corner) -> None:
    corner.name(corner.table.aunt.id)
    corner.seat.window.desk.sit_at_the_table(True)
    assert corner.part.cards == {}
    assert corner.part.naming.isHidden()
    corner.seat.window.desk.sit_at_the_table(False)
    assert len(corner.part.cards) == 1


def test_who_was_asked_stays_in_sight_at_the_table(corner: Corner) -> None:
    corner.there()
    corner.seat.window.desk.sit_at_the_table(True)
    assert len(corner.part.cards) == 1


def test_the_youth_stops_with_two_touches_and_no_reason(corner: Corner) -> None:
    corner.there()
    corner.press("Stoppen")
    corner.press("Sem stopt")
    assert (corner.mentor().status, corner.mentor().stopping.reason) == (MentorStatus.STOPPED, "")
    assert corner.part.cards == {}
    assert corner.part.before.text().startswith("Eerder: Tante Samira (gestopt op ")
    assert corner.table.aunt.phone not in corner.part.before.text()


def test_a_worry_without_its_reason_is_not_noted(corner: Corner) -> None:
    corner.there()
    corner.press("Een zorg over deze keuze")
    corner.press("Hier praten we over")
    assert corner.card.stopping.reason.problem.text().startswith("Er mist nog iets.")
    assert corner.mentor().status is MentorStatus.ACTIVE
    reason: Any = corner.card.fields.bound["objection"].inputs[1]
    QTest.keyClicks(reason.edit, "Zij drinkt veel.")
    corner.press("Hier praten we over")
    assert (corner.mentor().status, corner.mentor().objection.reason) == (MentorStatus.IN_TALKS, "Zij drinkt veel.")
    corner.press("We hebben erover gepraat")
    assert corner.mentor().status is MentorStatus.ACTIVE


def test_a_contact_is_noted_with_two_touches_and_seen_in_the_months(corner: Corner) -> None:
    corner.there()
    corner.press("Contact vastleggen")
    corner.press("Vastleggen")
    assert len(corner.table.page.mentor_contacts) == 1
    assert corner.card.head.last.text() == "Laatste contact: vandaag"
    assert corner.card.head.months is not None
    assert corner.card.head.months.bars.accessibleName().endswith(" 1.")
    assert corner.card.contact is not None
    assert corner.card.contact.isHidden()


def test_the_proposed_agreements_are_filled_in_with_names_and_can_be_changed(corner: Corner) -> None:
    corner.there()
    corner.card.open()
    corner.press("Zet het voorstel erin")
    assert corner.mentor().role_agreements.startswith("Ik luister naar Sem.\n")
    corner.seat.type_in(corner.card.fields.bound["role_agreements"], " Elke week een appje.")
    corner.seat.leave()
    assert corner.mentor().role_agreements.endswith("Elke week een appje.")


def test_two_mentors_from_two_laptops_are_asked_about_and_the_youth_chooses(corner: Corner) -> None:
    corner.there()
    other = corner.table.think_of(corner.table.lina.id)
    today = corner.table.page.family.registered_on
    row = corner.table.mentor(other)
    corner.table.device.change(
        corner.table.family, row, choosing=Choosing(chosen_by=ChosenBy.YOUTH, chosen_on=today), asking=Asking(asked_on=today)
    )
    corner.shown_again()
    assert corner.part.two is not None
    assert corner.part.two.title.text() == "Er staan twee mentoren. Vraag Sem wie het wordt."
    assert len(corner.part.cards) == 2
    corner.press("Sem kiest Lina")
    assert corner.part.two.isHidden()
    assert [bytes(row) for row in corner.part.cards] == [bytes(other)]


def test_two_laptops_that_note_another_answer_are_shown_side_by_side(corner: Corner, town: World) -> None:
    mentor = corner.there()
    table = corner.table
    table.device.sync()
    town.grant(table.family, "Joost")
    joost = town.device("Joost")
    joost.sync()
    joost.change(table.family, mentor, status=MentorStatus.PAUSED)
    table.device.change(table.family, mentor, status=MentorStatus.STOPPED)
    table.device.change(table.family, mentor, status=MentorStatus.IN_TALKS)
    joost.sync()
    corner.seat.sync()
    assert corner.card.conflicts is not None
    [strip] = corner.card.conflicts.strips
    assert strip.isVisible()
    strip.chosen.emit(0)
    corner.seat.settle()
    assert corner.card.conflicts.isHidden()


@pytest.mark.parametrize("look", [(theme.LIGHT, 100), (theme.HIGH_CONTRAST, 150)])
@pytest.mark.parametrize("width", [1366, 1024])
def test_everything_fits_has_a_name_and_can_be_touched(qtbot: QtBot, town: World, look: Look, width: int) -> None:
    corner = sit_in_the_corner(qtbot, town, look)
    corner.seat.window.resize(width, 720)
    corner.there(why_this_one="Bij haar mag ik alles zeggen, ook als het over thuis gaat.", share_home=Sharing.YES)
    card = corner.card
    card.open()
    card.toggle_contact()
    card.stopping.toggle_stop()
    card.stopping.open_worry()
    corner.seat.settle()
    assert cut_off(corner.section) == []
    assert too_small(corner.section) == []
    assert nameless(corner.section) == []
