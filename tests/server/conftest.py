"""The town with which the tests of this folder begin."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.asking import Asking
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A town with a server and no laptop."""
    town = World(tmp_path)
    yield town
    town.close()


@pytest.fixture
def samira(world: World) -> Asking:
    """Samira's laptop, by its requests."""
    return Asking(world, world.device("Samira"))
