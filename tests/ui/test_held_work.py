"""Work of others that waits, as the regisseur sees it: said on the family's page, read, and decided on without a network."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.actions.caseload import caseload
from app.domain.records.plan import Goal
from app.domain.rules.roles import COLLEAGUE
from app.store import tables
from tests.builders import a_goal
from tests.ui.table import Seat, begin_family, sit_down
from tests.world import World
from ui.pages.deciding_card import DecidingCard
from ui.pages.deciding_page import DecidingPage

pytestmark = pytest.mark.logs("sync.held")
LATE = "Wij eten om zes uur, en daarna gaan we samen wandelen in het park."


@pytest.fixture
def seat(qtbot: QtBot, town: World) -> Seat:
    """Samira, regisseur of a family in which Joost wrote after his right had ended: another text of a goal, and a second goal."""
    device, joost = town.device("Samira"), town.device("Joost")
    family, goal, action = begin_family(device)
    device.sync()
    town.grant(family, "Joost", COLLEAGUE)
    joost.sync()
    town.let_end(family, "Joost")
    mine = next(one for one in joost.all(family, Goal) if one.id == goal)
    joost.change(family, mine, text=LATE)
    joost.create(family, a_goal(family, text="Elke zondag naar oma."))
    joost.sync()
    device.sync()
    return sit_down(qtbot, device, (family, goal, action))


def opened(seat: Seat) -> DecidingPage:
    """Open the page by the banner, and return it when all of it is there."""
    view = seat.window.family
    view.waiting.button.click()
    seat.settle()
    page = view.stack.currentWidget()
    assert isinstance(page, DecidingPage)
    return page


def card(page: DecidingPage, words: str) -> DecidingCard:
    """Return the card in which these words are."""
    [found] = [one for one in page.cards if any(words in line.after for line in one.piece.lines)]
    return found


def test_the_page_says_that_work_waits_and_so_does_the_list(seat: Seat) -> None:
    view = seat.window.family
    assert view.waiting.isVisible()
    assert view.waiting.text.text() == "Er wacht werk op uw besluit (2)"
    [line] = caseload(seat.device.workspace)
    assert line.reasons[0].sentence() == "2 keer werk van een ander dat op uw besluit wacht"


def test_each_piece_says_who_when_why_and_what(seat: Seat) -> None:
    page = opened(seat)
    one = card(page, LATE)
    said = [label.text() for label in one.findChildren(QLabel)]
    assert one.title.text().startswith("Joost, 23-11-2026 om ")
    assert "Joost schreef dit nadat het recht op dit gezin stopte." in said
    assert "Nu staat er" in said
    assert any("<span" in text and "wandelen" in text for text in said)
    assert [button.text() for button in one.buttons] == ["Neem over", "Neem niet over"]
    assert all(button.accessibleName() and button.height() >= 44 for button in one.buttons)


def test_a_decision_needs_no_network_and_can_be_taken_back_until_it_is_sent(seat: Seat) -> None:
    page = opened(seat)
    card(page, LATE).buttons[0].setFocus()
    card(page, LATE).buttons[0].click()
    seat.settle()
    assert card(page, LATE).buttons[0].hasFocus()
    assert "U neemt dit over." in " ".join(label.text() for label in card(page, LATE).findChildren(QLabel))
    assert seat.window.family.waiting.text.text() == "Er wacht werk op uw besluit (1)"
    card(page, LATE).buttons[0].click()
    seat.settle()
    assert seat.device.dump(tables.decision) == []
    assert seat.window.family.waiting.text.text() == "Er wacht werk op uw besluit (2)"


def test_one_is_taken_over_and_the_other_not_and_then_nothing_waits(seat: Seat) -> None:
    page = opened(seat)
    card(page, LATE).buttons[0].click()
    seat.settle()
    card(page, "oma").buttons[1].click()
    seat.settle()
    assert seat.window.family.waiting.text.text() == "Uw besluit gaat mee bij de volgende keer opslaan bij de gemeente."
    card(page, LATE).buttons[0].setFocus()
    seat.sync()
    assert page.back.hasFocus()
    assert not seat.window.family.waiting.isVisible()
    assert page.cards == []
    assert page.about.text() == "Er wacht geen werk op uw besluit."
    said = [label.text().split(", ")[0] for label in page.settled_rows.findChildren(QLabel)]
    assert said == ["Samira nam 1 wijziging van Joost over", "Samira nam 1 wijziging van Joost niet over"]
    page.back.click()
    seat.settle()
    assert seat.window.family.tab == "plan"
    assert seat.card.goal.text == LATE


def test_at_the_table_nothing_is_to_be_seen_of_it(seat: Seat) -> None:
    opened(seat)
    seat.window.desk.sit_at_the_table(True)
    seat.settle()
    assert (seat.window.family.waiting.isVisible(), seat.window.family.tab) == (False, "plan")
    seat.window.desk.sit_at_the_table(False)
    seat.settle()
    assert seat.window.family.waiting.isVisible()


def test_a_click_on_the_tab_that_was_open_goes_back_to_it(seat: Seat) -> None:
    opened(seat)
    bar = seat.window.family.tabs
    bar.tabBarClicked.emit(bar.currentIndex())
    seat.settle()
    assert seat.window.family.tab == "plan"
    assert opened(seat).cards
