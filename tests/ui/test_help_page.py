"""Wie helpt: the counter with its mark, who may be double, and ending help; on the real window (mission row 000-03)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.actions.fields import FieldRef, change_field
from app.actions.helping import NewHelp, add_help, end_help
from app.clock import today
from app.domain.record import Id
from app.domain.records.helping import Involvement, InvolvementRole, Term
from app.domain.records.plan import LifeDomain
from app.errors import UserProblem
from tests.ui.table import Seat, edit_of, problem_of
from tests.world import Device
from ui.pages.help_page import HelpPage
from ui.pages.help_row import HelpRow
from ui.widgets.check_field import CheckField

DAY = timedelta(days=1)


def day_of(device: Device) -> date:
    return today(device.workspace.clock)


def help_tab(seat: Seat) -> HelpPage:
    """Return the tab with the newest page on it."""
    seat.window.desk.families_touched.emit({seat.family})
    seat.settle()
    seat.open_tab("help")
    page = seat.window.family.pages["help"]
    assert isinstance(page, HelpPage)
    return page


def twelve(seat: Seat) -> list[Id[Involvement]]:
    """Let twelve people help since two months, of four organisations."""
    made = []
    for number in range(12):
        row = add_help(seat.device.workspace, seat.family, NewHelp(f"Hulp {number}", f"Organisatie {number % 4}", task=f"Taak {number}"))
        write(seat, row, "term", Term(from_on=day_of(seat.device) - 60 * DAY))
        made.append(row)
    return made


def write(seat: Seat, row: bytes, field: str, value: Any) -> None:
    change_field(seat.device.workspace, FieldRef(seat.family, "involvement", row, field), value)


def pills(row: HelpRow) -> set[str]:
    return {pill.text() for pill in row.marks.pills.values() if not pill.isHidden()}


def test_twelve_people_are_counted_and_marked_and_after_four_stop_eight_without_a_mark(seat: Seat) -> None:
    rows = twelve(seat)
    page = help_tab(seat)
    assert page.counter.count.text() == "Nu 12 hulpverleners van 4 organisaties"
    assert page.counter.many.isVisible()
    assert "Met wie kan het minder?" in page.counter.many.text.text()
    for row in rows[:4]:
        QTest.mouseClick(page.now.rows[row].end, Qt.MouseButton.LeftButton)
        seat.settle()
    assert page.counter.count.text().startswith("Nu 8 hulpverleners")
    assert page.counter.many.isHidden()
    assert page.counter.chart.counts == (12, 12, 8)
    assert page.counter.chart.accessibleName().endswith("12 hulpverleners. Nu: 8.")
    assert page.counter.sentence.text() == page.counter.chart.accessibleName()
    assert page.counter.chart.isVisible()


def test_who_helped_before_is_folded_away_until_it_is_asked_for(seat: Seat) -> None:
    rows = twelve(seat)
    end_help(seat.device.workspace, seat.family, rows[0])
    page = help_tab(seat)
    assert page.earlier.rows == {}
    assert page.fold_button.text() == "Eerder geholpen tonen (1)"
    QTest.mouseClick(page.fold_button, Qt.MouseButton.LeftButton)
    assert [name.text() for name in (row.name for row in page.earlier.rows.values())] == ["Hulp 0"]
    assert any(text.startswith("gestopt op") for text in pills(page.earlier.rows[rows[0]]))
    assert page.earlier.rows[rows[0]].end.isHidden()


def test_two_people_with_the_same_task_in_the_same_domain_ask_whether_it_is_double(seat: Seat) -> None:
    workspace = seat.device.workspace
    new = NewHelp("Petra", "De Hoek", task="Hulp bij opvoeden", domain=LifeDomain.PARENTING)
    rows = [add_help(workspace, seat.family, one) for one in (new, replace(new, name="Karim", task="hulp bij opvoeden."))]
    other = add_help(workspace, seat.family, replace(new, name="Sanne", domain=LifeDomain.SCHOOL))
    page = help_tab(seat)
    assert [pills(page.now.rows[row]) for row in (*rows, other)] == [{"dubbel?"}, {"dubbel?"}, set()]
    label = page.now.rows[rows[0]].double
    assert label is not None
    assert label.text() == "Hetzelfde als Karim."
    write(seat, rows[0], "task", "Samen koken")
    assert pills(help_tab(seat).now.rows[rows[1]]) == set()


def test_what_a_family_has_always_is_asked_for_until_it_stands_there(seat: Seat) -> None:
    assert "de huisarts, de school, de jeugdarts" in help_tab(seat).fixed.text.text()
    for role in (InvolvementRole.GP, InvolvementRole.SCHOOL):
        add_help(seat.device.workspace, seat.family, NewHelp(role.value, role=role))
    assert help_tab(seat).fixed.text.text().count("de ") == 1
    add_help(seat.device.workspace, seat.family, NewHelp("Jet", role=InvolvementRole.YOUTH_HEALTH_SERVICE))
    assert help_tab(seat).fixed.isHidden()


def test_the_regisseur_stands_beside_the_count_and_counts_once_when_counted(seat: Seat) -> None:
    name = seat.page().family.regisseur.name
    assert help_tab(seat).counter.regisseur.text() == f"Daarnaast is er de regisseur: {name}."
    for task in ("Praten", "Regelen"):
        add_help(seat.device.workspace, seat.family, NewHelp(name, "Jeugdteam", task=task))
    page = help_tab(seat)
    assert page.counter.count.text() == "Nu 1 hulpverlener van 1 organisatie"
    assert "één keer" in page.counter.regisseur.text()
    assert all("regisseur" in pills(row) for row in page.now.rows.values())


def test_somebody_is_added_and_written_on_with_nothing_but_the_keyboard(seat: Seat) -> None:
    page = help_tab(seat)
    page.more.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(page.more, Qt.Key.Key_Return)
    seat.settle()
    [row] = page.now.rows.values()
    assert row.form is not None
    assert edit_of(row.form.person.bound["name"]).hasFocus()
    seat.type_in(row.form.person.bound["name"], "Petra Jansen")
    seat.type_in(row.form.person.bound["organisation"], "De Hoek")
    seat.leave()
    assert (row.name.text(), row.under.text()) == ("Petra Jansen", "De Hoek")
    assert page.counter.count.text() == "Nu 1 hulpverlener van 1 organisatie"


def test_an_expert_for_a_while_without_a_planned_end_is_refused_beside_the_field(seat: Seat) -> None:
    row = add_help(seat.device.workspace, seat.family, NewHelp("Petra"))
    shown = help_tab(seat).now.rows[row]
    shown.open(focus=True)
    assert shown.form is not None
    field = shown.form.help.bound["temporary_expert"]
    box = field.inputs[0]
    assert isinstance(box, CheckField)
    box.row.box.click()
    seat.leave()
    assert "heeft een einde nodig" in problem_of(field)
    assert seat.page().involvements[0].temporary_expert is False
    write(seat, row, "term", Term(planned_end_on=day_of(seat.device) + 30 * DAY))
    box.row.box.setFocus()
    seat.leave()
    assert seat.page().involvements[0].temporary_expert is True
    with pytest.raises(UserProblem, match="help_expert_without_end"):
        write(seat, row, "term", Term())


def test_an_end_before_the_begin_is_refused_with_a_sentence_and_kept_as_typed(seat: Seat) -> None:
    row = add_help(seat.device.workspace, seat.family, NewHelp("Petra"))
    write(seat, row, "term", Term(from_on=day_of(seat.device) - 3 * DAY))
    shown = help_tab(seat).now.rows[row]
    shown.open(focus=True)
    assert shown.form is not None
    field = shown.form.help.bound["ended_on"]
    seat.type_in(field, "1-1-2020")
    seat.leave()
    assert problem_of(field) == "Dit lukt niet. De hulp stopt hier voor het begin. Kies een andere datum."
    assert field.texts() == ["1-1-2020"]
    assert seat.page().involvements[0].ended_on is None
    with pytest.raises(UserProblem, match="help_planned_before_begin"):
        write(seat, row, "term", Term(from_on=day_of(seat.device), planned_end_on=day_of(seat.device) - DAY))


def test_help_that_goes_on_after_its_planned_end_says_so(seat: Seat) -> None:
    row = add_help(seat.device.workspace, seat.family, NewHelp("Petra"))
    write(seat, row, "term", Term(planned_end_on=day_of(seat.device) - DAY))
    assert any(text.startswith("einde was ") for text in pills(help_tab(seat).now.rows[row]))


def test_who_is_known_already_is_offered_and_taken_instead_of_made_twice(seat: Seat) -> None:
    workspace = seat.device.workspace
    first = add_help(workspace, seat.family, NewHelp("Petra Jansen", "De Hoek", task="Praten"))
    seat.device.clock.advance(60)
    second = add_help(workspace, seat.family, NewHelp("", "", task="Regelen"))
    shown = help_tab(seat).now.rows[second]
    shown.open(focus=True)
    assert shown.form is not None
    seat.type_in(shown.form.person.bound["name"], "petra  jansen")
    seat.leave()
    assert shown.form.same.isVisible()
    QTest.mouseClick(shown.form.same.button, Qt.MouseButton.LeftButton)
    seat.settle()
    page = seat.page()
    assert {one.professional for one in page.involvements} == {next(one for one in page.involvements if one.id == first).professional}
    assert len(page.professionals) == 1
    assert help_tab(seat).counter.count.text() == "Nu 1 hulpverlener van 1 organisatie"


def test_a_number_of_the_state_in_a_task_is_warned_of_and_kept(seat: Seat) -> None:
    row = add_help(seat.device.workspace, seat.family, NewHelp("Petra"))
    shown = help_tab(seat).now.rows[row]
    shown.open(focus=True)
    assert shown.form is not None
    field = shown.form.help.bound["task"]
    seat.type_in(field, "Belt over 111222333")
    seat.leave()
    assert "BSN" in problem_of(field)
    assert seat.page().involvements[0].task == "Belt over 111222333"
