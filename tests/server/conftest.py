"""The town with which the tests of this folder begin."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Cluster
from tests.server.asking import Asking
from tests.server.running import Command
from tests.world import World


@pytest.fixture
def world(tmp_path: Path, address: str) -> Iterator[World]:
    """A town with a server, on each kind of database, and no laptop."""
    town = World(tmp_path, address)
    yield town
    town.close()


@pytest.fixture
def samira(world: World) -> Asking:
    """Samira's laptop, by its requests."""
    return Asking(world, world.device("Samira"))


@pytest.fixture
def pg_world(tmp_path: Path, cluster: Cluster, request: pytest.FixtureRequest) -> Iterator[World]:
    """A town whose server is on PostgreSQL, for what can go wrong there only."""
    request.node.user_properties.append(("database", "postgresql"))
    with cluster.database() as address:
        town = World(tmp_path, address)
        yield town
        town.close()


@pytest.fixture
def run(world: World, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command line on the town's database."""
    return Command(world.address, world.clock, capsys)
