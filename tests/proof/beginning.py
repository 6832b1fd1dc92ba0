"""How the stories of this folder begin."""

from tests.builders import a_plan
from tests.world import Device, World


def begun(world: World) -> tuple[Device, bytes]:
    """Return a laptop with a family and its plan, both at the server."""
    samira = world.device("Samira")
    family = samira.begin_family()
    samira.create(family, a_plan(family))
    samira.sync()
    return samira, family
