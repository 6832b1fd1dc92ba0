"""How far the plan is: resting, closing and taking it up again, on a real window and store."""

from dataclasses import replace
from datetime import date

from app.actions.fields import FieldRef, change_field
from app.domain.records.mentor import Mentor, MentorStatus
from app.domain.records.plan import PlanStatus
from tests.builders import DAY, some_id
from tests.ui.looking import cut_off, nameless, too_small, words
from tests.ui.table import Seat, press
from ui.pages.plan_standing import PlanStanding, still_open


def card(seat: Seat) -> PlanStanding:
    """Return the card, as soon as the page has it."""
    side = seat.plan.side
    seat.wait_until(lambda: side.standing)
    assert side.standing is not None
    return side.standing


def offered(seat: Seat) -> list[str]:
    """Return the steps that the card offers."""
    return [button.text() for button in card(seat).steps.values() if not button.isHidden()]


def test_closing_says_first_what_is_open_and_asks_once(seat: Seat) -> None:
    assert offered(seat) == ["Plan afsluiten"]
    press(seat, card(seat).steps[PlanStatus.CLOSED])
    said = words(card(seat))
    assert "1 doel is nog niet klaar." in said
    assert "1 actie staat nog open." in said
    assert "Wie blijft er na de hulp?" in said
    assert seat.page().plan.status is PlanStatus.CONCEPT
    assert card(seat).close_button.hasFocus()
    assert [*cut_off(card(seat)), *nameless(card(seat)), *too_small(card(seat))] == []
    press(seat, card(seat).close_button)
    assert seat.page().plan.status is PlanStatus.CLOSED
    assert (card(seat).title.text(), offered(seat)) == ("Afgesloten", ["Plan weer openen"])
    assert card(seat).asks.isHidden()


def test_not_yet_leaves_all_as_it_is_and_the_keyboard_where_it_was(seat: Seat) -> None:
    press(seat, card(seat).steps[PlanStatus.CLOSED])
    press(seat, card(seat).not_yet)
    assert card(seat).asks.isHidden()
    assert card(seat).steps[PlanStatus.CLOSED].hasFocus()
    assert seat.page().plan.status is PlanStatus.CONCEPT


def test_who_comes_back_goes_on_with_the_same_plan(seat: Seat) -> None:
    plan = seat.page().plan.id
    change_field(seat.device.workspace, FieldRef(seat.family, "plan", plan, "established_on"), date(2026, 3, 2))
    press(seat, card(seat).steps[PlanStatus.CLOSED])
    press(seat, card(seat).close_button)
    press(seat, card(seat).steps[PlanStatus.ACTIVE])
    assert (seat.page().plan.status, offered(seat)) == (PlanStatus.ACTIVE, ["Alleen contact houden", "Plan afsluiten"])
    assert card(seat).says.text() == "Dit plan geldt vanaf 02-03-2026."
    press(seat, card(seat).steps[PlanStatus.STANDBY])
    assert (seat.page().plan.status, offered(seat)) == (PlanStatus.STANDBY, ["Weer aan het werk", "Plan afsluiten"])
    seat.window.family.undo()
    seat.settle()
    assert offered(seat) == ["Alleen contact houden", "Plan afsluiten"]


def test_who_stays_is_named_also_when_it_is_somebody_of_the_family(seat: Seat) -> None:
    page = seat.page()
    sister, youth = page.persons[0], some_id()
    stays = Mentor(id=some_id(), youth=youth, person=sister.id, status=MentorStatus.ACTIVE, accepted_on=DAY, continues_after_care=True)
    assert still_open(replace(page, mentors=(stays,)))[-1] == "Na de hulp blijft: Fatma."
    assert still_open(replace(page, mentors=(replace(stays, continues_after_care=False),)))[-1].startswith("Wie blijft er na de hulp?")
