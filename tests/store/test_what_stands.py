"""What stands of many rows, asked at once: the same as row by row, however many there are."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.changelog.log import AT_ONCE
from app.domain.records.plan import Goal
from tests.builders import a_goal, a_plan
from tests.world import Device, World


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    """A laptop in a town."""
    world = World(tmp_path)
    yield world.device("Samira")
    world.close()


@pytest.mark.parametrize("many", [0, 1, 2, AT_ONCE[1], AT_ONCE[1] + 1, AT_ONCE[-1], AT_ONCE[-1] + 1, 2 * AT_ONCE[-1] + 1])
def test_many_rows_stand_as_each_does_by_itself(device: Device, many: int) -> None:
    family = device.begin_family()
    device.create(family, a_plan(family))
    goals = [a_goal(family, text=f"Doel {number}.") for number in range(many)]
    for goal in goals:
        device.create(family, goal)
        device.change(family, goal, text=f"{goal.text} Opnieuw.")
    with device.workspace.read() as reading:
        stream = reading.stream(family)
        rows = [("goal", bytes(goal.id)) for goal in goals]
        by_themselves = {cell: stand for row in rows for cell, stand in stream.heads(*row).items()}
        assert stream.heads_of([*rows, *rows]) == by_themselves
        assert len(by_themselves) == 2 * many
        both = stream.heads_of([*rows, ("family", bytes(family))])
        assert both == by_themselves | stream.heads("family", bytes(family))
    assert len(device.all(family, Goal)) == many
