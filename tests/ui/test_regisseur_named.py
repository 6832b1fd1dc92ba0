"""Whom the plan names as regisseur, after the municipality made another worker so: on real windows, laptops and a server."""

import pytest
from pytestqt.qtbot import QtBot

from app.actions.families import take_on
from app.actions.family_page import family_page
from app.domain.rules.roles import DEPUTY, REGISSEUR
from app.errors import UserProblem
from tests.ui.looking import cut_off, nameless, too_small
from tests.ui.table import Seat, begin_family, sit_down
from tests.world import Device, World


def handed_over(town: World, role: str = REGISSEUR) -> tuple[Device, Device, bytes]:
    """Let Samira begin a family and give Joost a role in it; returns both laptops and the family."""
    samira, joost = town.device("Samira"), town.device("Joost")
    family = begin_family(samira)[0]
    samira.sync()
    town.grant(family, "Joost", role)
    joost.sync()
    return samira, joost, family


def window_of(qtbot: QtBot, device: Device, family: bytes) -> Seat:
    """Open the family on a laptop."""
    page = family_page(device.workspace, family)
    seat = sit_down(qtbot, device, (page.family.id, page.goals[0].goal.id, page.goals[0].actions[0].id))
    seat.settle()
    return seat


def test_the_new_regisseur_is_told_and_puts_her_name_in_the_plan(qtbot: QtBot, town: World) -> None:
    samira, joost, family = handed_over(town)
    seat = window_of(qtbot, joost, family)
    banner = seat.window.family.unnamed
    assert banner.text.text() == "U bent nu de regisseur van dit gezin. In het plan staat nog Samira."
    assert [*cut_off(banner), *nameless(banner), *too_small(banner)] == []
    banner.button.click()
    seat.settle()
    assert banner.isHidden()
    assert seat.window.family.regisseur.text() == "Regisseur: Joost"
    joost.sync()
    samira.sync()
    assert family_page(samira.workspace, family).family.regisseur.name == "Joost"


def test_who_was_regisseur_before_is_not_asked_to_become_it_again(qtbot: QtBot, town: World) -> None:
    samira, joost, family = handed_over(town)
    take_on(joost.workspace, family)
    joost.sync()
    town.grant(family, "Samira", DEPUTY)
    samira.sync()
    assert window_of(qtbot, samira, family).window.family.unnamed.isHidden()


def test_a_deputy_does_not_name_himself(qtbot: QtBot, town: World) -> None:
    _, joost, family = handed_over(town, DEPUTY)
    assert window_of(qtbot, joost, family).window.family.unnamed.isHidden()
    with pytest.raises(UserProblem, match="not_regisseur"):
        take_on(joost.workspace, family)
