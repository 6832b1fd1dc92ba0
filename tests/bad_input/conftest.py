"""The window with which the tests of this folder begin: that of tests/ui, and the disk under it."""

from collections.abc import Iterator

import pytest

from tests.bad_input.disk import Disk
from tests.ui.conftest import seat, town
from tests.ui.table import Seat

__all__ = ["seat", "town"]


@pytest.fixture(name="disk")
def disk_under(seat: Seat) -> Iterator[Disk]:
    """The disk of Samira's laptop."""
    disk = Disk(seat)
    yield disk
    disk.clear()
