"""A first download that is killed between any two steps goes on where it was, and tells how far it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.actions.caseload import caseload
from app.actions.family_page import page_with_drafts
from app.sync.progress import Progress
from app.sync.round import sync_once
from tests.builders import a_goal, a_plan
from tests.sync.old_times import DAY_S, Everything, same, short_memory, state_of
from tests.world import Device, World, server_file


@pytest.fixture
def address(tmp_path: Path) -> str:
    """One kind of database will do: the laptop is what is killed."""
    return server_file(tmp_path)


class KilledError(Exception):
    """The program ended here."""


def large(world: World, samira: Device) -> bytes:
    """Return a family of which so much stands that it comes in many steps, before and beyond its base."""
    family = samira.begin_family()
    samira.create(family, a_plan(family))
    for _ in range(5):
        samira.create(family, *(a_goal(family, text="lang geleden") for _ in range(450)))
    samira.sync()
    world.clock.advance(3 * DAY_S)
    for _ in range(3):
        samira.create(family, *(a_goal(family, text="kort geleden") for _ in range(450)))
    samira.sync()
    return family


def killed_at_each(device: Device, family: bytes) -> Iterator[tuple[Progress, int]]:
    """Sync, and end the program after each transaction of the download; yield what was told there, and where the laptop was."""
    heard: list[Progress] = []

    def told(progress: Progress) -> None:
        heard.append(progress)
        raise KilledError

    while True:
        try:
            sync_once(device.workspace, device.link, told)
        except KilledError:
            yield heard[-1], state_of(device, family).cursor
            continue
        return


def test_it_goes_on_where_it_was_and_the_family_opens_when_it_is_whole(world: World) -> None:
    short_memory(world)
    samira = world.device("Samira")
    family = large(world, samira)
    for name in ("Joost", "Fatiha"):
        world.grant(family, name)
    joost, fatiha = world.device("Joost"), world.device("Fatiha")
    steps = []
    for progress, cursor in killed_at_each(joost, family):
        steps.append((progress, cursor))
        whole = progress.families_done == 1
        assert (page_with_drafts(joost.workspace, family) is not None) is whole
        assert [line.arriving for line in caseload(joost.workspace)] == [not whole]
    assert len(steps) >= 4
    assert [cursor for _, cursor in steps] == sorted({cursor for _, cursor in steps})
    assert steps[-1] == (Progress(1, 1, 3602, 3602), 3602)
    assert (steps[0][0].families, steps[0][0].families_done, steps[0][0].changes) == (1, 0, 3602)
    sync_once(fatiha.workspace, Everything(fatiha))
    same(joost, fatiha, family)
