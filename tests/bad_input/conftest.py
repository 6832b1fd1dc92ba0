"""The window with which the tests of this folder begin."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.table import Seat, begin_family, sit_down
from tests.world import World


@pytest.fixture
def town(tmp_path: Path) -> Iterator[World]:
    """A municipality with its server."""
    town = World(tmp_path)
    yield town
    town.close()


@pytest.fixture
def seat(qtbot: QtBot, town: World) -> Seat:
    """Samira at her laptop, with a family open."""
    device = town.device("Samira")
    return sit_down(qtbot, device, begin_family(device))
