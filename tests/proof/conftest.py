"""The town that the stories of this folder begin in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world import World


@pytest.fixture
def town(tmp_path: Path) -> Iterator[World]:
    """A town with a server and no laptop."""
    town = World(tmp_path)
    yield town
    town.close()
