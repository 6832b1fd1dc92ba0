"""Limits so small that what happens once in years happens in every example: pages of a few changes, a base after a moment."""

from dataclasses import replace
from functools import partial

from app.server import exchange, pages
from app.sync import pace
from tests.world import World

PAGE, SLICE = 4, 2
TAIL_MS, WORTH = 20_000, 3


def make_small(world: World) -> None:
    """Let this process and this server have them."""
    few = partial(pages.Allowance, changes=PAGE)
    for module, name, limit in ((pace, "MOST", SLICE), (exchange, "Allowance", few)):
        setattr(module, name, limit)
    world.house = world.app.state.house = replace(world.house, tail_ms=TAIL_MS, base_worth=WORTH)
