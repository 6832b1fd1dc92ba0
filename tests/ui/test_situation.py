"""What goes well, what worries us and what was agreed, on the plan; in whose words, and between two laptops."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.actions.families import add_person
from app.actions.fields import FieldRef, change_field, keep_draft
from app.actions.situation import add_agreement, add_concern, add_strength
from app.clock import today
from app.domain.records.family import PersonName
from app.domain.records.plan import SafetyAnswer
from app.domain.records.situation import Topicality
from tests.ui.table import Seat, problem_of, sit_down, strip_of, two_seats
from tests.world import World
from ui.pages.bound_field import BoundField
from ui.pages.noted_card import NotedCard
from ui.pages.noted_row import NotedRow
from ui.widgets.name_field import NameField


def fresh(seat: Seat, card: str) -> NotedCard:
    """Return a card of the plan with the newest page on it."""
    seat.window.desk.families_touched.emit({seat.family})
    seat.settle()
    found = {"strengths": seat.plan.situation.strengths, "concerns": seat.plan.situation.concerns, "agreements": seat.plan.agreements}
    return found[card]


def opened(seat: Seat, card: str, row: bytes) -> NotedRow:
    """Return a row that is open to be written in."""
    found = fresh(seat, card).stack.rows[row]
    found.open(focus=False)
    return found


def said_by(field: BoundField) -> NameField:
    [widget] = field.inputs
    assert isinstance(widget, NameField)
    return widget


def pills(row: NotedRow) -> set[str]:
    return {pill.text() for pill in row.marks.pills.values() if not pill.isHidden()}


def test_what_goes_well_is_added_in_somebodys_words_with_nothing_but_the_keyboard(seat: Seat) -> None:
    card = fresh(seat, "strengths")
    card.more.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(card.more, Qt.Key.Key_Return)
    seat.settle()
    [row] = card.stack.rows.values()
    edit = seat.enter(row.fields.bound["text"])
    QTest.keyClicks(edit, "We eten samen")
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    assert said_by(row.fields.bound["said_by"]).edit.hasFocus()
    QTest.keyClick(said_by(row.fields.bound["said_by"]).edit, Qt.Key.Key_Tab)
    chip = said_by(row.fields.bound["said_by"]).chips[0]
    assert chip.hasFocus()
    QTest.keyClick(chip, Qt.Key.Key_Return)
    seat.leave()
    [strength] = seat.page().strengths
    assert (strength.text, strength.said_by) == ("We eten samen", "Fatma")
    assert (row.words.text(), row.under.text()) == ("“We eten samen”", "Fatma")


def test_the_names_of_the_family_are_offered_while_a_field_for_a_name_is_empty(seat: Seat) -> None:
    for name in ("Ilyas", "R&D-oma"):
        seat.device.clock.advance(1)
        add_person(seat.device.workspace, seat.family, PersonName(call_name=name))
    row = opened(seat, "concerns", add_concern(seat.device.workspace, seat.family, "Ilyas slaapt slecht."))
    field = said_by(row.fields.bound["said_by"])
    assert [chip.name for chip in field.chips] == ["Fatma", "Ilyas", "R&D-oma"]
    field.chips[0].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(field.chips[0], Qt.Key.Key_Right)
    QTest.keyClick(field.chips[1], Qt.Key.Key_Right)
    assert field.chips[2].hasFocus()
    QTest.mouseClick(field.chips[2], Qt.MouseButton.LeftButton)
    assert field.value() == "R&D-oma"
    seat.leave()
    assert seat.page().concerns[0].said_by == "R&D-oma"
    assert field.row.isHidden()
    seat.rewrite(row.fields.bound["said_by"], "iemand anders")
    seat.leave()
    assert seat.page().concerns[0].said_by == "iemand anders"


def test_a_row_opens_with_its_first_questions_and_asks_the_rest_when_wanted(seat: Seat) -> None:
    card = fresh(seat, "concerns")
    card.add_row()
    seat.settle()
    [row] = card.stack.rows.values()
    assert set(row.fields.bound) == {"text", "said_by", "is_safety"}
    assert row.more is not None
    row.more.click()
    assert set(row.fields.bound) == {"text", "said_by", "is_safety", "since", "effect", "about", "domain", "status"}
    assert row.more is None


def test_a_worry_about_safety_beside_the_answer_no_shows_a_friendly_hint_and_blocks_nothing(seat: Seat) -> None:
    workspace, plan = seat.device.workspace, seat.page().plan
    row = add_concern(workspace, seat.family, "Als papa boos is, ga ik naar boven.", "Ilyas")
    assert fresh(seat, "concerns").stack.rows[row]
    hint = seat.plan.situation.hint
    assert hint.isHidden()
    change_field(workspace, FieldRef(seat.family, "plan", plan.id, "safety_answer"), SafetyAnswer.NO)
    change_field(workspace, FieldRef(seat.family, "concern", row, "is_safety"), True)
    assert pills(fresh(seat, "concerns").stack.rows[row]) == {"veiligheid"}
    for _ in range(2):
        fresh(seat, "concerns")
        assert hint.isVisible()
    assert 'nu "nee"' in hint.text.text()
    change_field(workspace, FieldRef(seat.family, "concern", row, "status"), Topicality.OVER)
    fresh(seat, "concerns")
    assert hint.isHidden()
    change_field(workspace, FieldRef(seat.family, "concern", row, "status"), Topicality.NOW)
    change_field(workspace, FieldRef(seat.family, "plan", plan.id, "safety_answer"), SafetyAnswer.YES)
    fresh(seat, "concerns")
    assert hint.isHidden()


def test_a_number_of_the_state_and_of_a_bank_are_warned_of_and_kept(seat: Seat) -> None:
    row = opened(seat, "concerns", add_concern(seat.device.workspace, seat.family))
    field = row.fields.bound["text"]
    seat.type_in(field, "Brief over 111222333 en NL91ABNA0417164300")
    seat.leave()
    assert "BSN" in problem_of(field)
    assert "IBAN" in problem_of(field) or "bankrekening" in problem_of(field)
    assert seat.page().concerns[0].text == "Brief over 111222333 en NL91ABNA0417164300"


def test_what_is_over_stands_last_and_says_so(seat: Seat) -> None:
    workspace = seat.device.workspace
    first = add_strength(workspace, seat.family, "Oma komt elke dag.")
    seat.device.clock.advance(1)
    second = add_strength(workspace, seat.family, "We eten samen.")
    change_field(workspace, FieldRef(seat.family, "strength", first, "status"), Topicality.OVER)
    card = fresh(seat, "strengths")
    assert [card.stack.lines.indexOf(card.stack.rows[row]) for row in (second, first)] == [0, 1]
    assert pills(card.stack.rows[first]) == {"Voorbij"}


def test_an_agreement_of_which_the_day_to_look_again_has_passed_is_marked(seat: Seat) -> None:
    workspace = seat.device.workspace
    row = add_agreement(workspace, seat.family, "We bellen elkaar.", "Fatma en Samira")
    day = today(workspace.clock)
    change_field(workspace, FieldRef(seat.family, "agreement", row, "review_on"), day)
    assert pills(fresh(seat, "agreements").stack.rows[row]) == set()
    assert "weer bekijken op" in fresh(seat, "agreements").stack.rows[row].under.text()
    change_field(workspace, FieldRef(seat.family, "agreement", row, "review_on"), day - timedelta(days=1))
    [pill] = pills(fresh(seat, "agreements").stack.rows[row])
    assert pill.startswith("nog bekijken")
    change_field(workspace, FieldRef(seat.family, "agreement", row, "status"), Topicality.OVER)
    assert pills(fresh(seat, "agreements").stack.rows[row]) == {"Voorbij"}


def test_what_was_thrown_away_is_put_back_from_the_bar(seat: Seat) -> None:
    row = opened(seat, "agreements", add_agreement(seat.device.workspace, seat.family, "We bellen elkaar."))
    row.throw_away()
    seat.settle()
    assert seat.page().agreements == ()
    assert seat.window.family.undo_bar.isVisible()
    seat.window.family.put_back()
    seat.settle()
    assert [one.text for one in seat.page().agreements] == ["We bellen elkaar."]


def test_two_laptops_that_write_in_the_same_worry_see_both_texts(qtbot: QtBot, town: World) -> None:
    samira, joost, begun = two_seats(town)
    row = add_concern(samira.workspace, begun[0], "Ilyas slaapt slecht.")
    samira.sync()
    joost.sync()
    seat = sit_down(qtbot, samira, begun)
    change_field(joost.workspace, FieldRef(begun[0], "concern", row, "text"), "Ilyas slaapt drie uur.")
    joost.sync()
    shown = opened(seat, "concerns", row)
    seat.rewrite(shown.fields.bound["text"], "Ilyas droomt naar.")
    seat.leave()
    seat.sync()
    strip = strip_of(shown.fields.bound["text"])
    assert {card.version.text for card in strip.cards} == {"Ilyas slaapt drie uur.", "Ilyas droomt naar."}
    QTest.mouseClick(strip.both, Qt.MouseButton.LeftButton)
    seat.settle()
    assert sorted(seat.page().concerns[0].text.split("\n")) == ["Ilyas droomt naar.", "Ilyas slaapt drie uur."]


def test_a_draft_opens_its_row_when_the_window_comes_back(qtbot: QtBot, seat: Seat) -> None:
    row = add_concern(seat.device.workspace, seat.family, "Geld")
    keep_draft(seat.device.workspace, FieldRef(seat.family, "concern", row, "since"), "maart", 0)
    later = sit_down(qtbot, seat.device, (seat.family, seat.goal, seat.action))
    [shown] = fresh(later, "concerns").stack.rows.values()
    assert shown.fields.bound["since"].texts() == ["maart"]
    assert shown.form is not None
    assert not shown.form.isHidden()


def test_a_closed_row_makes_no_fields_before_it_is_opened(seat: Seat) -> None:
    for number in range(5):
        add_strength(seat.device.workspace, seat.family, f"Iets goeds {number}")
    rows = fresh(seat, "strengths").stack.rows.values()
    assert len(rows) == 5
    assert all(row.form is None and row.fields.bound == {} and row.asked is None for row in rows)
