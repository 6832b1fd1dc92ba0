"""What the window calls saved survives anything, so it says so only when nothing is left that is not on the disk."""

from tests.ui.table import Seat


def said(seat: Seat) -> str:
    """Return the words on the pill."""
    return seat.window.family.saved.text()


def test_from_the_first_key_until_it_is_on_the_disk_the_window_does_not_say_saved(seat: Seat) -> None:
    seat.goal_field("text")
    seat.type_in(seat.goal_field("text"), " Elke dag.")
    assert said(seat) == "Wordt bewaard…"
    seat.wait_until(seat.drafts)
    seat.wait_until(lambda: said(seat).startswith("Bewaard om "))


def test_a_change_of_something_else_does_not_say_saved_while_there_is_a_key_that_is_not(seat: Seat) -> None:
    seat.type_in(seat.goal_field("text"), " Elke dag.")
    seat.card.rows[seat.action].tick(True)
    seat.settle()
    assert said(seat) == "Wordt bewaard…"
    seat.leave()
    seat.wait_until(lambda: said(seat).startswith("Bewaard om "))


def test_typing_back_to_what_stood_ends_with_saved_too(seat: Seat) -> None:
    field = seat.goal_field("text")
    stood = field.texts()[0]
    seat.rewrite(field, "Iets anders.")
    seat.rewrite(field, stood)
    seat.leave()
    seat.wait_until(lambda: said(seat).startswith("Bewaard om "))
