"""The print page: the plan with one press, and beside it the card of a mentor who said yes."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.actions.fields import FieldRef, change_field
from app.domain.record import Id
from app.domain.records.mentor import MentorStatus
from tests.actions.rich_family import fill
from tests.pdf.read_back import text_of
from tests.ui.table import Seat
from ui.pages.print_page import PrintPage


def printed(seat: Seat) -> PrintPage:
    """Print the plan with one press, and return the page that shows it."""
    QTest.keyClick(seat.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    seat.wait_until(lambda: seat.window.pages.currentWidget() is seat.window.paper)
    return seat.window.paper


def with_mentor(seat: Seat) -> dict[str, Id[Any]]:
    """Put everybody around the family."""
    return fill(seat.device.workspace, seat.family, seat.goal)


def names(page: PrintPage) -> list[str]:
    """Return what else is offered."""
    return [button.text() for button in page.others if not button.isHidden()] if not page.more.isHidden() else []


def test_one_press_prints_the_plan_and_nothing_else_is_offered_without_a_mentor(seat: Seat) -> None:
    page = printed(seat)
    assert page.plan is not None
    assert page.plan.version == 1
    assert names(page) == []


def test_a_mentor_who_said_yes_has_a_card_that_is_kept_where_the_worker_says(seat: Seat, tmp_path: Path) -> None:
    with_mentor(seat)
    page = printed(seat)
    assert names(page) == ["Mentorkaart van Oma Riet"]
    QTest.mouseClick(page.others[0], Qt.MouseButton.LeftButton)
    seat.wait_until(lambda: page.card is not None)
    assert page.field.accessibleName() == "De mentorkaart op papier"
    assert "Oma Riet" in page.about.text()
    page.place.set_value(str(tmp_path / "kaart.pdf"))
    page.keep_print()
    assert "Fijn dat u de mentor van Sem bent." in text_of((tmp_path / "kaart.pdf").read_bytes())
    seat.wait_until(lambda: names(page) == ["Het gezinsplan"])


def test_a_file_that_is_there_already_is_replaced_only_when_the_worker_says_so_once_more(seat: Seat, tmp_path: Path) -> None:
    page = printed(seat)
    letter, other = tmp_path / "brief.pdf", tmp_path / "nog een brief.pdf"
    for path in (letter, other):
        path.write_bytes(b"een brief")
        page.place.set_value(str(path))
        page.keep_print()
        assert page.place.problem.text().startswith("Hier staat al een bestand met deze naam.")
        assert (path.read_bytes(), page.kept) == (b"een brief", None)
    page.keep_print()
    assert (letter.read_bytes(), other.read_bytes()[:4]) == (b"een brief", b"%PDF")
    assert (page.place.has_problem(), page.kept) == (False, other)
    page.keep_print()
    assert not page.place.has_problem(), "what was kept here a moment ago is no other file"
    seat.window.show_family()
    printed(seat)
    page.place.set_value(str(other))
    page.keep_print()
    assert page.place.has_problem(), "a later print asks again"


def test_from_the_card_one_goes_back_to_the_plan_by_keyboard(seat: Seat) -> None:
    with_mentor(seat)
    page = printed(seat)
    QTest.mouseClick(page.others[0], Qt.MouseButton.LeftButton)
    seat.wait_until(lambda: page.card is not None)
    page.others[0].setFocus()
    QTest.keyClick(page.others[0], Qt.Key.Key_Space)
    seat.wait_until(lambda: page.card is None)
    seat.wait_until(lambda: names(page))  # a new button is shown a moment later
    assert page.field.accessibleName() == "Het plan op papier"
    assert names(page) == ["Mentorkaart van Oma Riet"]


def test_a_mentor_who_stopped_meanwhile_is_said_in_words_and_the_plan_stays(seat: Seat) -> None:
    made = with_mentor(seat)
    page = printed(seat)
    change_field(seat.device.workspace, FieldRef(seat.family, "mentor", made["mentor"], "status"), MentorStatus.STOPPED)
    QTest.mouseClick(page.others[0], Qt.MouseButton.LeftButton)
    seat.wait_until(seat.window.banner.isVisible)
    assert page.card is None
    assert page.plan is not None


def test_a_very_long_name_stays_on_the_button_and_is_said_whole(seat: Seat) -> None:
    made = with_mentor(seat)
    name = "Wolfeschlegelsteinhausen-Bergerdorff van den Oudenrijn"
    change_field(seat.device.workspace, FieldRef(seat.family, "network_contact", made["Oma Riet"], "name"), name)
    page = printed(seat)
    assert page.others[0].text().endswith("…")
    assert page.others[0].accessibleName() == f"Mentorkaart van {name}"
    assert page.others[0].geometry().right() <= page.more.width()


def test_every_offer_can_be_pressed_with_a_finger_and_has_a_name(seat: Seat) -> None:
    with_mentor(seat)
    page = printed(seat)
    QApplication.sendPostedEvents()
    seat.wait_until(lambda: page.others[0].height() >= 44)
    assert page.others[0].text() == "Mentorkaart van Oma Riet"
