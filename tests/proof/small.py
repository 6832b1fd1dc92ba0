"""Limits so small that what happens once in years happens in every example: pages of a few changes, a base after a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from app.server import exchange, pages
from app.sync import pace
from tests.world import World

PAGE, SLICE = 4, 2
TAIL_MS, WORTH = 20_000, 3


@contextmanager
def small(world: World) -> Iterator[None]:
    """Let this process and this server have them for as long as this lasts."""
    few = partial(pages.Allowance, changes=PAGE)
    limits = ((pace, "MOST", SLICE), (exchange, "Allowance", few))
    usual = [(module, name, vars(module)[name]) for module, name, _ in limits]
    for module, name, limit in limits:
        setattr(module, name, limit)
    world.house = world.app.state.house = replace(world.house, tail_ms=TAIL_MS, base_worth=WORTH)
    try:
        yield
    finally:
        for module, name, value in usual:
            setattr(module, name, value)
