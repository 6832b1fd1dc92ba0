"""A large family: what is in sight comes first and the rest in later turns of the event loop, and nothing is lost in between."""

from typing import Any

from PySide6.QtWidgets import QApplication

from app.actions.families import NewFamily, new_family
from app.actions.family_page import family_page
from app.actions.fields import FieldRef, change_field, keep_draft
from app.actions.planning import add_action, add_goal, new_action
from app.domain.record import Id
from tests.ui.table import Seat
from ui.pages.network_page import NetworkPage
from ui.pages.people_page import PeoplePage
from ui.pages.plan_page import PlanPage
from ui.widgets.turns import ROWS_A_TURN, Turns

GOALS = 40


def large_family(seat: Seat) -> tuple[Id[Any], list[Id[Any]]]:
    """Begin a family with many goals and return it with them."""
    workspace = seat.device.workspace
    family = new_family(workspace, NewFamily("Gezin Groot", "Noor"))
    goals = [add_goal(workspace, family, f"Doel {number}") for number in range(GOALS)]
    for goal in goals:
        add_action(workspace, family, new_action(workspace, goal))
    return family, goals


def begin_to_open(seat: Seat, family: Id[Any]) -> PlanPage:
    """Open a family as far as one turn of the event loop brings it."""
    seat.window.open_family(family)
    seat.window.desk.background.finish()
    page = seat.window.family.pages["plan"]
    assert isinstance(page, PlanPage)
    return page


def test_a_family_of_forty_goals_opens_with_a_few_and_has_them_all_in_order_a_moment_later(seat: Seat) -> None:
    family, _ = large_family(seat)
    page = begin_to_open(seat, family)
    assert len(page.cards) <= 1
    seat.wait_until(lambda: len(page.cards) == GOALS)
    goals = family_page(seat.device.workspace, family).goals
    assert [page.goals.indexOf(page.cards[view.goal.id]) for view in goals] == [*range(GOALS)]


def test_no_form_is_made_before_somebody_opens_it(seat: Seat) -> None:
    family, _ = large_family(seat)
    page = begin_to_open(seat, family)
    seat.settle()
    assert [card.form for card in page.cards.values()] == [None] * GOALS
    assert [row.form for card in page.cards.values() for row in card.rows.values()] == [None] * GOALS


def test_what_was_typed_and_not_left_is_in_its_field_at_once_also_in_the_last_goal(seat: Seat) -> None:
    family, goals = large_family(seat)
    keep_draft(seat.device.workspace, FieldRef(family, "goal", goals[-1], "text"), "Doel negenendertig, half", 0)
    page = begin_to_open(seat, family)
    assert page.cards[goals[-1]].fields.bound["text"].texts() == ["Doel negenendertig, half"]


def test_a_goal_that_comes_while_the_page_is_still_being_made_is_not_forgotten(seat: Seat) -> None:
    family, _ = large_family(seat)
    page = begin_to_open(seat, family)
    late = add_goal(seat.device.workspace, family, "Nog een")
    seat.window.desk.families_touched.emit({family})
    seat.wait_until(lambda: len(page.cards) == GOALS + 1)
    assert late in page.cards


def test_a_page_that_is_left_while_it_is_being_made_is_not_made_any_further(seat: Seat) -> None:
    family, _ = large_family(seat)
    page = begin_to_open(seat, family)
    begin_to_open(seat, seat.family)
    made = len(page.cards)
    seat.settle()
    assert len(page.cards) == made < GOALS


def test_a_change_is_shown_on_the_tab_in_sight_and_on_the_others_when_they_are_opened(seat: Seat) -> None:
    people = seat.people
    assert isinstance(people, PeoplePage)
    name = people.fields.bound["display_name"]
    plan = seat.plan
    change_field(seat.device.workspace, FieldRef(seat.family, "family", seat.family, "display_name"), "Gezin Anders")
    change_field(seat.device.workspace, FieldRef(seat.family, "goal", seat.goal, "text"), "Ander doel.")
    seat.window.desk.families_touched.emit({seat.family})
    seat.settle()
    assert plan.cards[seat.goal].title.text() == "Ander doel."
    assert name.texts() == ["Gezin De Wit"]
    assert seat.people is people
    assert name.texts() == ["Gezin Anders"]


def test_the_circles_are_not_laid_out_again_when_they_are_looked_at_again(seat: Seat) -> None:
    seat.open_tab("network")
    page = seat.window.family.pages["network"]
    assert isinstance(page, NetworkPage)
    seat.wait_until(page.drawing.is_settled)
    before = page.drawing.drawing
    seat.open_tab("plan")
    seat.open_tab("network")
    seat.wait_until(page.drawing.is_settled)
    assert page.drawing.drawing is before


def test_what_is_there_is_brought_up_to_date_at_once_and_only_what_is_new_waits(seat: Seat) -> None:
    done: list[str] = []

    def part(name: str, made: int) -> int:
        done.append(name)
        return made

    turns = Turns(seat.window)
    turns.begin([lambda: part("there", 0), lambda: part("too", 0), lambda: part("new", ROWS_A_TURN), lambda: part("late", 0)])
    assert done == ["there", "too", "new"]
    seat.wait_until(lambda: done[-1] == "late")
    turns.begin([lambda: part("first", ROWS_A_TURN), lambda: part("left", 0)])
    turns.begin([])
    QApplication.processEvents()
    assert done[-1] == "first"


def test_the_page_of_the_family_before_goes_once_the_next_one_is_whole_and_at_once_when_there_is_none(seat: Seat) -> None:
    first, _ = large_family(seat)
    second, _ = large_family(seat)
    old = begin_to_open(seat, first)
    seat.settle()
    seat.open_tab("people")
    gone: list[str] = []
    old.destroyed.connect(lambda: gone.append("first"))
    page = begin_to_open(seat, second)
    page.turns.whole.connect(lambda: gone.append("whole"))
    page.destroyed.connect(lambda: gone.append("second"))
    seat.wait_until(lambda: "first" in gone)
    assert gone[0] == "whole"
    assert len(page.cards) == GOALS
    seat.window.family.leave(second)
    seat.wait_until(lambda: "second" in gone)
