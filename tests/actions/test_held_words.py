"""What held work says in words, whatever came: also what no field takes, and what only a newer program knows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.actions.caseload import caseload
from app.actions.held_words import HeldLine
from app.actions.held_work import held_work
from app.changelog.change import DELETED, WHOLE_ROW
from app.domain.ids import as_text
from tests.builders import a_goal, a_plan, plan_id, some_id
from tests.server.asking import Asking, push
from tests.world import Device, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A town with a server."""
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def samira(world: World) -> Device:
    """The laptop of the regisseur."""
    return world.device("Samira")


def test_every_kind_of_work_has_its_words(world: World, samira: Device) -> None:
    family, joost = samira.begin_family(), Asking(world, world.device("Joost"))
    goal = a_goal(family, text="Wij eten samen.")
    samira.create(family, a_plan(family), goal)
    samira.sync()
    said: list[tuple[str, bytes, str, Any, str]] = [
        ("goal", goal.id, "text", "Wij eten om zes uur.", "set"),
        ("goal", goal.id, "position", "m", "set"),
        ("plan", plan_id(family), "number", "geen getal", "set"),
        ("goal", goal.id, "later", {"x": 1}, "set"),
        ("later", some_id(), WHOLE_ROW, {"x": 1}, "set"),
        ("goal", some_id(), WHOLE_ROW, "geen rij", "set"),
    ]
    changes = [joost.change(record, row, grp, val, kind=kind) for record, row, grp, val, kind in said]
    joost.answered(push(family, 1, *changes))
    samira.sync()
    waiting = held_work(samira.workspace, family)
    about = "Doel “Wij eten samen.” – "
    assert {line for piece in waiting.pieces for line in piece.lines} == {
        HeldLine(f"{about}Dit willen we bereiken", "Wij eten samen.", "Wij eten om zes uur."),
        HeldLine(f"{about}Plaats in de rij"),
        HeldLine("Plan – Nummer van het plan", "1", "geen getal"),
        HeldLine("Iets dat deze versie van het programma nog niet kent"),
        HeldLine("Nieuw: doel"),
    }
    assert [piece.cannot for piece in waiting.pieces if "geen getal" in piece.lines[0].after] == [
        "Overnemen kan niet: wat hier staat, past niet in het veld. Bespreek het met Joost."
    ]
    [line] = caseload(samira.workspace)
    assert line.reasons[0].key == "caseload.to_decide"


def test_a_row_thrown_away_is_called_by_its_name_and_a_new_one_says_what_was_written_last(world: World, samira: Device) -> None:
    family, joost = samira.begin_family(), Asking(world, world.device("Joost"))
    goal = a_goal(family, text="Wij eten samen.")
    samira.create(family, a_plan(family), goal)
    samira.sync()
    row = some_id()
    joost.answered(
        push(
            family,
            1,
            joost.change("goal", goal.id, DELETED, True, kind="delete"),
            joost.change("goal", row, WHOLE_ROW, {"plan": as_text(plan_id(family)), "text": "Naar oma", "position": "n"}),
            joost.change("goal", row, "text", "Elke zondag naar oma."),
        )
    )
    samira.sync()
    one, other = held_work(samira.workspace, family).pieces
    assert one.lines == (HeldLine("Weggegooid: doel “Wij eten samen.”"),)
    assert other.lines == (HeldLine("Nieuw: doel"), HeldLine("Dit willen we bereiken", "", "Elke zondag naar oma."))
    assert (one.why, other.cannot) == ("Joost schreef dit zonder recht op dit gezin.", "")
