"""Writing at the table: there is no Save button, and nothing that was typed is ever lost."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.actions.fields import FieldRef, keep_draft
from app.actions.printing import make_family_plan
from tests.ui.table import WORDS, Seat, edit_of, problem_of, sit_down
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
    assert field.texts() == [WORDS]


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


def test_a_day_that_cannot_be_stays_with_a_sentence_beside_it_and_as_a_draft(seat: Seat) -> None:
    field = seat.goal_field("target_on")
    seat.type_in(field, "31-2-2027")
    seat.leave()
    assert field.texts() == ["31-2-2027"]
    assert problem_of(field).endswith(".")
    assert seat.drafts()[field.ref].text == "31-2-2027"
    assert seat.page().goals[0].goal.target_on is None
    seat.rewrite(field, "28-2-2027")
    seat.leave()
    assert f"{seat.page().goals[0].goal.target_on}" == "2027-02-28"
    assert problem_of(field) == ""


def test_a_draft_is_back_in_its_field_when_the_window_is_opened_again(qtbot: QtBot, seat: Seat) -> None:
    ref = FieldRef(seat.family, "goal", seat.goal, "seen_when")
    keep_draft(seat.device.workspace, ref, "Als wij om zes", 0)
    later = sit_down(qtbot, seat.device, (seat.family, seat.goal, seat.action))
    field = later.card.fields.bound["seen_when"]
    assert field.texts() == ["Als wij om zes"]
    assert later.card.form is not None
    assert not later.card.form.isHidden()
    later.type_in(field, " eten")
    later.leave()
    assert later.page().goals[0].goal.seen_when == "Als wij om zes eten"
    assert later.drafts() == {}


def test_a_draft_that_nobody_touches_becomes_a_change_at_locking(qtbot: QtBot, seat: Seat) -> None:
    ref = FieldRef(seat.family, "goal", seat.goal, "seen_when")
    keep_draft(seat.device.workspace, ref, "Als wij om zes", 0)
    later = sit_down(qtbot, seat.device, (seat.family, seat.goal, seat.action))
    later.window.leave_everything()
    assert later.page().goals[0].goal.seen_when == "Als wij om zes"


def test_closing_the_window_keeps_what_is_half_typed(seat: Seat) -> None:
    seat.type_in(seat.goal_field("text"), " En")
    seat.window.close()
    assert seat.page().goals[0].goal.text == f"{WORDS} En"


def test_locking_the_window_leaves_every_field_first(seat: Seat) -> None:
    seat.type_in(seat.goal_field("text"), " En")
    with seat.qtbot.waitSignal(seat.window.locked):
        QTest.keyClick(seat.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    seat.window.leave_everything()
    assert seat.page().goals[0].goal.text == f"{WORDS} En"


def test_printing_takes_what_is_half_typed_along(seat: Seat) -> None:
    seat.type_in(seat.goal_field("text"), " En")
    QTest.keyClick(seat.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    seat.wait_until(lambda: seat.window.pages.currentWidget() is seat.window.paper)
    printed = seat.window.paper.plan
    assert printed is not None
    assert seat.page().goals[0].goal.text == f"{WORDS} En"
    assert printed.code == make_family_plan(seat.device.workspace, seat.family).code


def test_a_minute_of_rest_makes_what_was_typed_a_change(seat: Seat) -> None:
    field = seat.goal_field("text")
    field.rest_after(0)
    seat.type_in(field, " En")
    seat.wait_until(lambda: seat.page().goals[0].goal.text == f"{WORDS} En")
    seat.type_in(field, " ook")
    seat.leave()
    assert seat.page().goals[0].goal.text == f"{WORDS} En ook"


def test_writing_again_right_after_leaving_loses_nothing(seat: Seat) -> None:
    field, other = seat.goal_field("text"), seat.goal_field("why_important")
    for part in (" een", " twee", " drie"):
        seat.window.family.refresh()
        seat.type_in(field, part)
        seat.enter(other)
    seat.settle()
    assert field.texts() == [f"{WORDS} een twee drie"]
    seat.leave()
    assert seat.page().goals[0].goal.text == f"{WORDS} een twee drie"
    assert seat.drafts() == {}


def test_a_page_that_was_read_before_the_field_was_left_does_not_bring_the_draft_back(seat: Seat) -> None:
    field = seat.goal_field("text")
    seat.type_in(field, " half")
    seat.wait_until(seat.drafts)
    QTest.keyClicks(edit_of(field), " en heel")
    seat.window.family.refresh()
    seat.leave()
    assert field.texts() == [f"{WORDS} half en heel"]
    assert field.at_rest()
    assert seat.page().goals[0].goal.text == f"{WORDS} half en heel"


def test_a_choice_with_the_arrow_keys_is_one_change_when_the_field_is_left(seat: Seat) -> None:
    field = seat.goal_field("domain")
    box = getattr(field.inputs[0], "box", None)
    assert box is not None
    box.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        QTest.keyClick(box, Qt.Key.Key_Down)
    seat.settle()
    assert seat.page().goals[0].goal.domain is None
    seat.leave()
    assert seat.page().goals[0].goal.domain == "family_relations"
    QTest.keyClick(seat.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    seat.settle()
    assert seat.page().goals[0].goal.domain is None


def test_how_a_goal_stands_is_chosen_at_the_goal_and_stands_under_its_words(seat: Seat) -> None:
    field = seat.goal_field("status")
    box = getattr(field.inputs[0], "box", None)
    assert box is not None
    assert "Nieuw" not in seat.card.words.text()
    box.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(box, Qt.Key.Key_G)
    seat.leave()
    assert seat.page().goals[0].goal.status == "reached"
    assert seat.card.words.text().endswith("Gelukt")
