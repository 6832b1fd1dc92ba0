"""The town with which the stories of this folder begin."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_plan
from tests.world import Device, World

Shared = tuple[Device, Device, bytes]


@pytest.fixture
def world(tmp_path: Path, address: str) -> Iterator[World]:
    """A town with a server, on each kind of database, and no laptop."""
    town = World(tmp_path, address)
    yield town
    town.close()


@pytest.fixture
def shared(world: World) -> Shared:
    """The laptops of Samira and Joost, with one family and its plan on both."""
    samira, joost = world.device("Samira"), world.device("Joost")
    family = samira.begin_family()
    samira.create(family, a_plan(family))
    samira.sync()
    world.grant(family, "Joost")
    joost.sync()
    return samira, joost, family
