"""The family's own words: read as a quote, opened to be written in, and open by themselves when something waits for a person."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.actions.fields import FieldRef, change_field, keep_draft
from app.domain.record import Id
from tests.ui.table import Begun, Seat, edit_of, press, sit_down, strip_of, two_seats
from tests.world import Device, World

WISH = "Weer samen lachen aan tafel."


def of_plan(seat: Seat, field: str) -> FieldRef:
    """Return a field of the plan."""
    return FieldRef(seat.family, "plan", seat.page().plan.id, field)


def write_wish(device: Device, family: Id[Any], plan: Id[Any], words: str = WISH) -> None:
    """Write the wish, and who said it."""
    change_field(device.workspace, FieldRef(family, "plan", plan, "wish"), words)
    change_field(device.workspace, FieldRef(family, "plan", plan, "wish_said_by"), "Noor")


@pytest.fixture
def begun(seat: Seat) -> Begun:
    """A family whose wish was written."""
    write_wish(seat.device, seat.family, seat.page().plan.id)
    return seat.family, seat.goal, seat.action


@pytest.fixture
def reading(qtbot: QtBot, seat: Seat, begun: Begun) -> Seat:
    """Samira, who opens that family."""
    return sit_down(qtbot, seat.device, begun)


def test_words_that_are_only_read_have_no_fields(reading: Seat) -> None:
    wish = reading.plan.side.wish
    assert (WISH in wish.words.text(), "Noor" in wish.said_by.text()) == (True, True)
    assert wish.form is None
    assert not {"wish", "wish_said_by"} & reading.plan.fields.bound.keys()


def test_the_pencil_opens_them_with_the_keyboard_in_the_words(reading: Seat) -> None:
    wish = reading.plan.side.wish
    press(reading, wish.pencil)
    field = reading.plan.fields.bound["wish"]
    assert field.texts() == [WISH]
    assert reading.plan.fields.bound["wish_said_by"].texts() == ["Noor"]
    assert edit_of(field).hasFocus()
    assert wish.words.isHidden()


def test_what_was_written_stands_in_the_quote_and_on_the_disk(reading: Seat) -> None:
    wish = reading.plan.side.wish
    press(reading, wish.pencil)
    reading.type_in(reading.plan.fields.bound["wish"], " Elke dag.")
    press(reading, wish.ready)
    assert wish.form is not None
    assert wish.form.isHidden()
    assert f"{WISH} Elke dag." in wish.words.text()
    assert reading.page().plan.wish == f"{WISH} Elke dag."
    assert QApplication.focusWidget() is wish.pencil


def test_the_pencil_leaves_the_other_fields_of_the_plan_as_they_are_though_the_quote_had_an_older_page(reading: Seat) -> None:
    plan, older = reading.plan, reading.page()
    lead = plan.fields.bound["family_lead"]
    reading.type_in(lead, "Noor houdt de regie.")
    reading.leave()
    plan.side.wish.show_page(older, {})
    press(reading, plan.side.wish.pencil)
    assert plan.fields.bound["wish"].texts() == [WISH]
    assert lead.texts() == ["Noor houdt de regie."]


def test_without_words_they_are_open_to_be_written_in(seat: Seat) -> None:
    wish = seat.plan.side.wish
    assert wish.form is not None
    assert wish.form.isVisible()
    assert wish.pencil.isHidden()


def test_what_was_typed_before_the_program_ended_is_open_and_whole(qtbot: QtBot, seat: Seat, begun: Begun) -> None:
    keep_draft(seat.device.workspace, of_plan(seat, "wish_said_by"), "Noor en Ke", seat.page().cursor)
    later = sit_down(qtbot, seat.device, begun)
    assert later.plan.side.wish.form is not None
    assert later.plan.fields.bound["wish_said_by"].texts() == ["Noor en Ke"]
    assert later.plan.request.form is not None  # it has no words yet
    later.leave()


def test_two_values_open_the_words(qtbot: QtBot, town: World) -> None:
    samira, joost, begun = two_seats(town)
    seat = sit_down(qtbot, samira, begun)
    plan = seat.page().plan.id
    write_wish(samira, seat.family, plan)
    seat.sync()
    joost.sync()
    reading = sit_down(qtbot, samira, begun)
    assert "wish" not in reading.plan.fields.bound
    write_wish(joost, seat.family, plan, "Rust in huis.")
    write_wish(samira, seat.family, plan, "Samen eten.")
    joost.sync()
    reading.sync()
    assert reading.plan.side.wish.form is not None
    assert reading.plan.side.wish.form.isVisible()
    assert {card.version.text for card in strip_of(reading.plan.fields.bound["wish"]).cards} == {"Rust in huis.", "Samen eten."}
    assert reading.plan.loose.isHidden()
