"""What is typed or pasted: signs that are no text, markup, too much of it, and days that never were."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.actions.choosing import ConflictView
from app.actions.families import NewFamily, new_family
from app.actions.fields import FieldRef, change_field, keep_draft, storable
from app.errors import UserProblem
from app.texts import problem_text
from tests.pdf.read_back import text_of
from tests.ui.table import WORDS, Seat, edit_of, problem_of

MARKUP = "<b>Jan</b> & <img src='file:///etc/passwd'> <script>x</script> {0} %s </para>"


def paste(seat: Seat, text: str) -> None:
    QApplication.clipboard().setText(text)
    QTest.keyClick(QApplication.focusWidget() or seat.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def labels(seat: Seat) -> list[QLabel]:
    return [label for label in seat.window.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize("sign", ["\0", "\ud83d", "\u202e", "\u200b", "\ufeff", "\x1f", "\uffff"])
def test_signs_that_are_no_text_go_and_everything_around_them_stays(seat: Seat, sign: str) -> None:
    for name in ("text", "whose_words"):
        field = seat.goal_field(name)
        edit = seat.enter(field)
        edit.selectAll()
        paste(seat, f"Mama{sign} zegt")
        seat.leave()
        assert field.texts() == ["Mama zegt"]
        assert problem_of(field) == ""
        assert getattr(seat.page().goals[0].goal, name) == "Mama zegt"
        assert seat.drafts() == {}


@pytest.mark.parametrize("text", ["a\0b", "\ud83d", "x\udc00y", "heel \U0001f600"])
def test_a_draft_of_anything_can_be_kept(seat: Seat, text: str) -> None:
    ref = FieldRef(seat.family, "goal", seat.goal, "text")
    keep_draft(seat.device.workspace, ref, text, 0)
    assert seat.drafts()[ref].text == storable(text)
    storable(text).encode("utf-8")


def test_markup_in_a_name_is_shown_letter_for_letter_and_never_as_markup(seat: Seat) -> None:
    family = new_family(seat.device.workspace, NewFamily(MARKUP, MARKUP, MARKUP[:60]))
    seat.window.sidebar.refresh()
    seat.window.open_family(family)
    seat.wait_until(lambda: seat.window.family.title.text() == MARKUP)
    seat.open_tab("people")
    shown = [label for label in labels(seat) if "<b>" in label.text()]
    assert len(shown) >= 2
    assert {label.textFormat() for label in shown} == {Qt.TextFormat.PlainText}


def test_markup_is_on_paper_letter_for_letter(seat: Seat) -> None:
    field = seat.goal_field("text")
    edit = seat.enter(field)
    edit.selectAll()
    paste(seat, MARKUP)
    QTest.keyClick(seat.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    seat.wait_until(lambda: seat.window.pages.currentWidget() is seat.window.paper)
    plan = seat.window.paper.plan
    assert plan is not None
    assert MARKUP.replace(" ", "") in text_of(plan.pdf).replace(" ", "").replace("\n", "")


def test_markup_in_a_conflict_is_shown_letter_for_letter(seat: Seat) -> None:
    device, town = seat.device, seat.device.world
    device.sync()
    town.grant(seat.family, "Joost")
    joost = town.device("Joost")
    joost.sync()
    ref = FieldRef(seat.family, "goal", seat.goal, "text")
    change_field(joost.workspace, ref, MARKUP)
    joost.sync()
    seat.type_in(seat.goal_field("text"), " Elke dag.")
    seat.leave()
    seat.sync()
    [conflict] = seat.page().conflicts
    assert isinstance(conflict, ConflictView)
    rich = [label.text() for label in labels(seat) if label.textFormat() is Qt.TextFormat.RichText]
    assert len(rich) == 2
    assert not any("<b>" in text or "<img" in text or "<script" in text for text in rich)


@pytest.mark.parametrize(("name", "longest"), [("text", 4000), ("whose_words", 120)])
def test_a_text_of_a_hundred_thousand_signs_is_refused_whole_and_kept_whole(seat: Seat, name: str, longest: int) -> None:
    field = seat.goal_field(name)
    edit = seat.enter(field)
    edit.selectAll()
    text = "wij " * 24_000 + "einde"
    paste(seat, text)
    seat.leave()
    assert field.texts() == [text]
    assert str(longest) in problem_of(field)
    [draft] = seat.drafts().values()
    assert draft.text == text
    assert seat.page().goals[0].goal.text == WORDS


@pytest.mark.parametrize(
    "text", ["31-2-2027", "0-0-0", "32 januari 2027", "2027-13-01", "ooit", "99999999999", "-1", "1/1/1", "29 feb 2027"]
)
def test_a_day_that_cannot_be_is_a_sentence_with_what_was_typed_kept(seat: Seat, text: str) -> None:
    field = seat.goal_field("target_on")
    seat.type_in(field, text)
    seat.leave()
    assert field.texts() == [text]
    assert problem_of(field).startswith("Dit lukt niet.")
    assert [draft.text for draft in seat.drafts().values()] == [text]
    assert seat.page().goals[0].goal.target_on is None


def test_a_day_to_talk_again_that_has_passed_is_a_sentence_and_not_a_plan(seat: Seat) -> None:
    field = seat.plan.fields.bound["next_evaluation_on"]
    seat.type_in(field, "1-1-2020")
    seat.leave()
    assert problem_of(field) == problem_text(UserProblem("date_past"))
    assert seat.page().plan.next_evaluation_on is None


@pytest.mark.parametrize("text", ["31-2-1986", "13-1986", "86", "1-1-2199", "lente"])
def test_a_birth_date_that_cannot_be_is_a_sentence_too(seat: Seat, text: str) -> None:
    seat.open_tab("people")
    [card] = seat.people.cards.values()
    card.toggle_form()
    field = card.fields.bound["birth"]
    seat.type_in(field, text)
    seat.leave()
    assert field.texts() == [text]
    assert problem_of(field).endswith(".")
    assert seat.page().persons[0].birth.year is None


def test_a_place_for_the_plan_that_cannot_be_is_a_sentence_and_the_plan_stays_at_hand(seat: Seat) -> None:
    QTest.keyClick(seat.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    seat.wait_until(lambda: seat.window.pages.currentWidget() is seat.window.paper)
    paper = seat.window.paper
    for place in ("/proc/nergens/plan.pdf", "\0", "", "/"):
        paper.place.edit.setText(place)
        paper.keep_print()
        assert paper.place.has_problem(), place
        assert paper.plan is not None


def test_a_new_family_of_invisible_signs_is_asked_again(seat: Seat) -> None:
    page = seat.window.new_family
    seat.window.start_new_family()
    page.name.edit.setText("\u200b\u2060")
    page.call_name.edit.setText("Elif")
    page.make()
    seat.settle()
    assert page.name.has_problem()
    assert (page.name.edit.text(), edit_of(seat.goal_field("text")).isEnabled()) == ("\u200b\u2060", True)
