"""On the plan: the order of goals, who helps with one, safety agreements and what people say of the plan; with keys and a real store."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.actions.goal_links import link_helper
from app.actions.network import NewContact, add_contact
from app.actions.planning import add_goal, delete_row
from app.actions.printing import make_family_plan
from app.actions.safety import fix_version
from app.domain.rules.safety import TEXTS
from tests.agreed_family import FIRST, OTHER, SECOND, agree
from tests.ui.looking import cut_off, nameless, too_small, words
from tests.ui.table import Seat, press, sit_down, two_seats
from tests.world import World
from ui.models.caseload_model import under
from ui.pages.safety_card import MarkedText, SafetyVersion
from ui.pages.safety_section import SafetySection
from ui.pages.signatures_section import SignatureRow
from ui.widgets.buttons import LinkButton
from ui.widgets.field_frame import FieldFrame


def refresh(seat: Seat) -> None:
    """Let the window show what is in the store."""
    seat.window.desk.families_touched.emit({seat.family})
    seat.settle()


def goals(seat: Seat) -> list[str]:
    """Return the goals as they stand on the window, top to bottom."""
    cards = [card for card in seat.plan.cards.values() if card.isVisible()]
    return [card.title.text() for card in sorted(cards, key=lambda card: card.y())]


@pytest.fixture
def three(seat: Seat) -> Seat:
    """A plan with three goals."""
    for text in ("Grip op het geld.", "Sem slaapt door."):
        seat.device.clock.advance(60)
        add_goal(seat.device.workspace, seat.family, text)
    refresh(seat)
    return seat


def test_a_goal_goes_down_and_up_with_the_keys_and_keeps_the_keyboard(three: Seat) -> None:
    card = three.card
    assert (card.up.isEnabled(), card.down.isEnabled()) == (False, True)
    card.more.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(2):
        QTest.keyClick(card.more, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        three.settle()
    assert goals(three) == ["Grip op het geld.", "Sem slaapt door.", "Wij eten samen."]
    assert card.more.hasFocus()
    press(three, card.up)
    assert goals(three) == ["Grip op het geld.", "Wij eten samen.", "Sem slaapt door."]
    three.window.family.undo()
    three.settle()
    assert goals(three)[-1] == "Wij eten samen."


def test_the_button_that_can_go_no_further_hands_the_keyboard_to_the_other(three: Seat) -> None:
    press(three, three.card.down)
    press(three, three.card.down)
    assert (three.card.down.isEnabled(), three.card.up.hasFocus()) == (False, True)
    assert (cut_off(three.window), too_small(three.window), nameless(three.window)) == ([], [], [])


def test_one_goal_alone_has_no_buttons_for_its_place(seat: Seat) -> None:
    assert not seat.card.up.isVisible()
    assert not seat.card.helpers.isVisible(), "nobody is in the circles yet"


def test_somebody_of_the_network_is_let_help_and_taken_away_again(seat: Seat) -> None:
    oma = add_contact(seat.device.workspace, seat.family, NewContact("Oma Riet", "oma"))
    refresh(seat)
    helpers = seat.card.helpers
    press(seat, helpers.more)
    press(seat, helpers.offered[oma])
    assert helpers.buttons[oma].hasFocus()
    assert "helpt niet meer" in helpers.buttons[oma].accessibleName()
    seat.open_tab("network")
    assert "Helpt mee bij: Wij eten samen." in words(seat.window.family)
    seat.open_tab("plan")
    press(seat, helpers.buttons[oma])
    assert helpers.buttons == {}
    seat.window.family.undo()
    seat.settle()
    assert [*helpers.buttons] == [oma]


def test_who_was_taken_away_by_one_and_put_there_by_another_stays_until_somebody_says_it_is_right(qtbot: QtBot, town: World) -> None:
    samira, joost, begun = two_seats(town)
    family, goal, _ = begun
    oma = add_contact(samira.workspace, family, NewContact("Oma Riet", "oma"))
    town.settle()
    link = link_helper(samira.workspace, family, goal, oma)
    link_helper(joost.workspace, family, goal, oma)
    delete_row(samira.workspace, family, "goal_helper", link)
    town.settle()
    seat = sit_down(qtbot, joost, begun)
    helpers = seat.card.helpers
    assert [*helpers.buttons] == [oma]
    assert "Samira haalde Oma Riet hier weg. Joost zette Oma Riet erbij" in words(helpers)
    assert (cut_off(seat.window), too_small(seat.window), nameless(seat.window)) == ([], [], [])
    [keep] = [button for button in helpers.crossed.findChildren(LinkButton) if button.isVisible()]
    press(seat, keep)
    assert [*helpers.buttons] == [oma]
    assert "haalde" not in words(helpers)


def safety(seat: Seat) -> SafetySection:
    return seat.plan.safety


def titles(seat: Seat) -> list[str]:
    cards = [card for card in safety(seat).findChildren(SafetyVersion) if card.isVisible()]
    return [card.title.text() for card in sorted(cards, key=lambda card: (card.mapTo(safety(seat), QPoint()).y(), card.x()))]


def test_new_agreements_are_a_draft_until_they_are_fixed_also_over_a_restart(qtbot: QtBot, town: World) -> None:
    samira, _, begun = two_seats(town)
    agree(samira.workspace, begun[0])
    seat = sit_down(qtbot, samira, begun)
    press(seat, safety(seat).write)
    form = safety(seat).form
    assert form is not None
    assert [field.value() for field in form.texts] == list(FIRST[:7]), "it begins with what counts now"
    QTest.keyClicks(form.texts[0].edit, "Nooit meer. ")
    form.draft.commit()
    seat.settle()
    assert len(seat.page().safety.waiting) == 0
    seat.window.close()
    again = sit_down(qtbot, samira, begun)
    kept = safety(again).form
    assert kept is not None
    assert kept.texts[0].value() == "Nooit meer. Niemand slaat nog."
    press(again, kept.fix_button)
    assert [one.not_again for one in again.page().safety.waiting] == ["Nooit meer. Niemand slaat nog."]
    assert titles(again) == ["Dit geldt nu", "Dit geldt nog niet"]
    assert again.drafts() == {}


def test_a_version_without_a_word_or_with_a_wrong_day_is_not_fixed_and_says_why(seat: Seat) -> None:
    press(seat, safety(seat).write)
    form = safety(seat).form
    assert form is not None
    press(seat, form.fix_button)
    assert "Schrijf minstens bij één vraag iets op." in form.texts[0].problem.text()
    QTest.keyClicks(form.texts[1].edit, "Er wordt geschreeuwd.")
    QTest.keyClicks(form.day.edit, "31 februari")
    press(seat, form.fix_button)
    assert form.day.has_problem()
    assert len(seat.page().safety.waiting) == 0
    assert form.texts[1].value() == "Er wordt geschreeuwd."


def test_two_versions_stand_beside_what_counts_with_the_differences_marked_and_one_is_chosen(qtbot: QtBot, town: World) -> None:
    samira, joost, begun = two_seats(town)
    agree(samira.workspace, begun[0])
    town.settle()
    fix_version(samira.workspace, begun[0], SECOND)
    fix_version(joost.workspace, begun[0], OTHER)
    town.settle()
    seat = sit_down(qtbot, samira, begun)
    assert titles(seat) == ["Dit geldt nu", "Dit geldt nog niet", "Dit geldt nog niet"]
    assert "Geen daarvan geldt al" in safety(seat).waits.text.text()
    marked = {one.words for one in safety(seat).findChildren(MarkedText) if "background-color" in one.text()}
    assert marked == {SECOND[3], OTHER[5]}
    chosen = next(one for one in seat.page().safety.waiting if one.who_checks == OTHER[5])
    form = safety(seat).confirming[chosen.id]
    press(seat, form.opener)
    press(seat, form.ready)
    assert "Schrijf op wie ja zeggen." in form.who.problem.text()
    QTest.keyClicks(form.who.edit, "Noor en Kees")
    press(seat, form.ready)
    assert "Kies hoe zij ja zeiden." in form.how.problem.text()
    form.how.segments[2].click()
    press(seat, form.ready)
    assert titles(seat) == ["Dit geldt nu"]
    assert "Noor en Kees" in words(safety(seat))
    safety(seat).toggle_earlier()
    assert sorted(titles(seat)) == ["Dit geldt nu", "Dit gold eerder", "Dit is niet gekozen"]
    assert (cut_off(seat.window), too_small(seat.window), nameless(seat.window)) == ([], [], [])


def four_weeks_later(seat: Seat) -> None:
    """Let the window that stayed open hear that another day has come."""
    seat.device.clock.advance(28 * 24 * 3600)
    seat.window.time.look()
    seat.settle()


def test_the_card_says_that_the_day_to_look_again_has_passed_and_what_to_do(seat: Seat) -> None:
    agree(seat.device.workspace, seat.family)
    refresh(seat)
    assert safety(seat).look.isHidden()
    four_weeks_later(seat)
    assert "De dag om opnieuw te kijken is voorbij: 20 december 2026" in safety(seat).look.text.text()
    assert under(seat.window.sidebar.model.lines[0]) == "Naar veiligheid kijken stond voor 20 december"
    assert (cut_off(seat.window), too_small(seat.window), nameless(seat.window)) == ([], [], [])
    agree(seat.device.workspace, seat.family, (*FIRST[:7], ""))
    refresh(seat)
    assert safety(seat).look.isHidden()
    four_weeks_later(seat)
    assert "Deze afspraken hebben geen dag om opnieuw te kijken" in safety(seat).look.text.text()


def test_what_counts_can_be_kept_and_the_new_version_is_put_aside(seat: Seat) -> None:
    agree(seat.device.workspace, seat.family)
    fix_version(seat.device.workspace, seat.family, SECOND)
    refresh(seat)
    now = seat.page().safety.in_force
    assert now is not None
    form = safety(seat).confirming[now.id]
    assert form.opener.text() == "Dit blijft gelden"
    press(seat, form.opener)
    QTest.keyClicks(form.who.edit, "Noor")
    form.how.segments[0].click()
    press(seat, form.ready)
    assert (seat.page().safety.in_force, seat.page().safety.waiting) == (now, ())


def test_what_somebody_says_of_the_plan_is_fixed_and_stays_with_its_version(seat: Seat) -> None:
    assert "Druk het plan eerst af" in words(seat.plan.signatures)
    make_family_plan(seat.device.workspace, seat.family)
    refresh(seat)
    section = seat.plan.signatures
    press(seat, section.more)
    form = section.form
    assert form is not None
    asked: list[tuple[Callable[[], object], FieldFrame, str]] = [
        (lambda: None, form.name, "Schrijf op wie dit zegt."),
        (lambda: QTest.keyClicks(form.name.edit, "Fatma"), form.state, "Kies wat deze persoon"),
        (form.state.segments[1].click, form.how, "Kies hoe dat is gezegd."),
    ]
    for does, field, says in asked:
        does()
        press(seat, form.ready)
        assert says in field.problem.text()
    form.how.segments[1].click()
    QTest.keyClicks(form.remark.edit, "Het is goed zo.")
    press(seat, form.ready)
    [said] = seat.page().signatures
    assert (said.name, said.person, said.remark) == ("Fatma", seat.page().persons[0].id, "Het is goed zo.")
    add_goal(seat.device.workspace, seat.family, "Grip op het geld.")
    make_family_plan(seat.device.workspace, seat.family)
    refresh(seat)
    [row] = [one for one in section.findChildren(SignatureRow) if one.isVisible()]
    assert "Geldt voor versie 1" in words(row)


def test_the_questions_of_a_version_are_all_asked(seat: Seat) -> None:
    press(seat, safety(seat).write)
    form = safety(seat).form
    assert form is not None
    assert len(form.texts) == len(TEXTS) == 7
