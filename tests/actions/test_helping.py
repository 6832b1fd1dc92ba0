"""Adding somebody who helps, ending the help and throwing it away, also by two laptops at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.actions.choosing import keep_row
from app.actions.families import NewFamily, new_family
from app.actions.family_page import family_page
from app.actions.fields import FieldRef, change_field
from app.actions.helping import NewHelp, add_help, bring_back, delete_help, end_help, same_person
from app.actions.undoing import put_back, undo
from app.clock import today
from app.domain.record import Id
from app.domain.records.helping import Involvement, Professional, Term
from app.domain.rules.names import fold
from app.errors import UserProblem
from tests.world import Device, World

PETRA = NewHelp("Petra Jansen", "De Hoek", task="Praten")


@pytest.fixture
def device(town: World) -> Device:
    """Samira's laptop."""
    return town.device("Samira")


@pytest.fixture
def family(device: Device) -> Id[object]:
    """A family without anybody who helps."""
    return Id(new_family(device.workspace, NewFamily("Gezin De Wit", "Fatma", "moeder")))


def standing(device: Device, family: bytes) -> tuple[int, int]:
    """Return how many professionals and helps there are."""
    return len(device.all(family, Professional)), len(device.all(family, Involvement))


def test_a_professional_is_made_once_for_a_family_and_in_one_gesture(device: Device, family: bytes) -> None:
    for name, organisation in (("José Núñez", "De Hoek"), ("jose nunez", "DE HOEK"), ("José Núñez", "De Brug")):
        add_help(device.workspace, family, NewHelp(name, organisation))
    assert [fold(one.organisation) for one in device.all(family, Professional)].count("de hoek") == 1
    assert standing(device, family) == (2, 3)
    assert {one.name for one in device.all(family, Professional)} == {"José Núñez"}
    undo(device.workspace, family)
    assert standing(device, family) == (1, 2)


def test_throwing_help_away_takes_the_person_along_and_puts_both_back(device: Device, family: bytes) -> None:
    rows = [add_help(device.workspace, family, replace(PETRA, task=task)) for task in ("Praten", "Regelen")]
    delete_help(device.workspace, family, rows[0])
    assert standing(device, family) == (1, 1)
    gesture = delete_help(device.workspace, family, rows[1])
    assert standing(device, family) == (0, 0)
    put_back(device.workspace, family, gesture)
    assert standing(device, family) == (1, 1)
    same_person(device.workspace, family, rows[1], device.all(family, Professional)[0].id)
    assert standing(device, family) == (1, 1)


def test_help_that_still_has_to_begin_cannot_end_today(device: Device, family: bytes) -> None:
    row = add_help(device.workspace, family, PETRA)
    tomorrow = today(device.workspace.clock) + timedelta(days=1)
    change_field(device.workspace, FieldRef(family, "involvement", row, "term"), Term(from_on=tomorrow))
    with pytest.raises(UserProblem, match="help_ended_before_begin"):
        end_help(device.workspace, family, row)
    assert device.all(family, Involvement)[0].ended_on is None


def test_help_that_one_ends_and_another_writes_in_keeps_both(town: World, device: Device, family: bytes) -> None:
    row = add_help(device.workspace, family, PETRA)
    device.sync()
    town.grant(Id(family), "Joost")
    joost = town.device("Joost")
    joost.sync()
    end_help(device.workspace, family, row)
    change_field(joost.workspace, FieldRef(family, "involvement", row, "task"), "Praten en rekenen")
    town.settle()
    for laptop in (device, joost):
        [found] = laptop.all(family, Involvement)
        assert (found.task, found.ended_on) == ("Praten en rekenen", today(device.workspace.clock))


def test_who_was_thrown_away_while_the_help_was_kept_comes_back(town: World, device: Device, family: bytes) -> None:
    row = add_help(device.workspace, family, PETRA)
    device.sync()
    town.grant(Id(family), "Joost")
    joost = town.device("Joost")
    joost.sync()
    delete_help(device.workspace, family, row)
    change_field(joost.workspace, FieldRef(family, "involvement", row, "task"), "Praten en rekenen")
    town.settle()
    [asked] = family_page(device.workspace, family).asked
    keep_row(device.workspace, family, asked.record, asked.row)
    [kept] = device.all(family, Involvement)
    assert device.all(family, Professional) == []
    bring_back(device.workspace, family, kept.professional)
    assert [one.name for one in device.all(family, Professional)] == ["Petra Jansen"]
    bring_back(device.workspace, family, kept.professional)
    assert standing(device, family) == (1, 1)
