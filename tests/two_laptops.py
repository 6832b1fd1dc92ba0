"""Two workers with one family, as many stories begin."""

from typing import Any

from app.domain.record import Id
from tests.world import Device, World


def two_laptops(world: World, role: str) -> tuple[Device, Device, Id[Any]]:
    """Let Samira begin a family and give Joost a role in it; returns their laptops and the family, which is on both."""
    samira, joost = world.device("Samira"), world.device("Joost")
    family = samira.begin_family()
    samira.sync()
    world.grant(family, "Joost", role)
    joost.sync()
    return samira, joost, family
