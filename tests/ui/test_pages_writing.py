"""Writing at the table: there is no Save button, and nothing that was typed is ever lost."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.table import WORDS, Seat, edit_of, problem_of
from ui.pages.bound_field import DRAFT_MS


def saved_pill(seat: Seat) -> str:
    pill = seat.window.family.saved
    return "" if pill.isHidden() else pill.text()


def test_what_is_typed_is_a_draft_on_the_disk_before_the_field_is_left(seat: Seat) -> None:
    field = seat.goal_field("text")
    seat.type_in(field, " Elke dag.")
    seat.wait_until(seat.drafts)
    assert seat.drafts()[field.ref].text == f"{WORDS} Elke dag."
    assert seat.card.goal.text == WORDS
    assert DRAFT_MS < 1000


def test_leaving_a_field_makes_one_change_and_says_that_it_is_kept(seat: Seat) -> None:
    before = seat.page().undo.tx
    field = seat.goal_field("text")
    seat.type_in(field, " Elke dag.")
    seat.leave()
    assert seat.page().goals[0].goal.text == f"{WORDS} Elke dag."
    assert seat.drafts() == {}
    assert seat.page().undo.tx != before
    assert saved_pill(seat).startswith("Bewaard om ")


def test_leaving_a_field_as_it_was_changes_nothing(seat: Seat) -> None:
    before = seat.page()
    seat.enter(seat.goal_field("text"))
    seat.leave()
    assert seat.page() == before


def test_typing_back_to_what_stood_changes_nothing_and_leaves_no_draft(seat: Seat) -> None:
    before = seat.page()
    field = seat.goal_field("text")
    seat.type_in(field, "x")
    seat.wait_until(seat.drafts)
    QTest.keyClick(edit_of(field), Qt.Key.Key_Backspace)
    seat.leave()
    assert seat.page() == before
    assert seat.drafts() == {}
    assert edit_of(field).toPlainText() == WORDS  # type: ignore[union-attr]


def test_a_text_that_is_too_long_stays_with_a_sentence_beside_it_however_often_it_is_left(seat: Seat) -> None:
    field = seat.goal_field("whose_words")
    edit = seat.enter(field)
    long = "lang " * 40
    QTest.keyClicks(edit, long)
    for _ in range(3):
        seat.leave()
        assert field.texts() == [long]
        assert "lang" in problem_of(field)
        assert seat.drafts()[field.ref].text == long
        seat.enter(field)
    seat.rewrite(field, "mama")
    assert problem_of(field) == ""
    seat.leave()
    assert seat.page().goals[0].goal.whose_words == "mama"
    assert seat.drafts() == {}
