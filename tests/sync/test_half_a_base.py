"""Only a part of what stood long ago has come: it goes on where it was, or begins anew where the server is another by now."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.errors import UserProblem
from app.protocol.heal_messages import HealAnswer, HealRequest
from app.protocol.messages import SyncAnswer, SyncRequest
from app.protocol.parts import Mark
from app.sync.round import sync_once
from app.sync.server_link import NoNetworkError
from tests.restoring import backed_up, put_back
from tests.sync.links import Twisted, with_page
from tests.sync.old_times import DAY_S, Everything, logged, same, short_memory, state_of, with_a_past
from tests.world import Device, World, server_file


@pytest.fixture
def address(tmp_path: Path) -> str:
    """One kind of database will do: the laptop is what stands still halfway."""
    return server_file(tmp_path)


@dataclass
class Halving:
    """A link that breaks for good in the middle of the first base."""

    device: Device
    broken: bool = False

    def sync(self, request: SyncRequest) -> SyncAnswer | None:
        """Hand on the first two changes of a base, and then nothing."""
        if self.broken:
            raise NoNetworkError
        answer = self.device.link.sync(request)
        if answer is None or not answer.pages:
            return answer
        self.broken = True
        page = answer.pages[0]
        seqs = (page.seqs or [])[:2]
        half = msgspec.structs.replace(page, changes=page.changes[:2], seqs=seqs, last=seqs[-1])
        return msgspec.structs.replace(answer, pages=[half], more=True)

    def heal(self, request: HealRequest) -> HealAnswer:
        """Bring back what the server lost."""
        return self.device.link.heal(request)


def halfway(world: World) -> tuple[Device, Device, bytes, Any]:
    """Return Samira's laptop, and Joost's, on which two of the four changes are that stood in her family long ago."""
    short_memory(world)
    samira, joost = world.device("Samira"), world.device("Joost")
    family, goal = with_a_past(world, samira)
    world.grant(family, "Joost")
    with pytest.raises(NoNetworkError):
        sync_once(joost.workspace, Halving(joost))
    assert (logged(joost, family), state_of(joost, family).base[0], state_of(joost, family).cursor) == ([1, 2], 10, 2)
    return samira, joost, family, goal


def like_one_with_everything(world: World, joost: Device, family: bytes) -> None:
    """Compare a laptop with one that pulled everything."""
    world.grant(family, "Oude")
    old = world.device("Oude")
    sync_once(old.workspace, Everything(old))
    same(joost, old, family)
    assert joost.rows(family) == world.rows(family)
    assert state_of(joost, family).usable


def test_days_later_it_goes_on_to_the_same_base_though_much_was_written(world: World) -> None:
    samira, joost, family, goal = halfway(world)
    world.clock.advance(5 * DAY_S)
    samira.change(family, goal, text="Veel later.")
    samira.sync()
    joost.sync()
    assert logged(joost, family) == [1, 2, 3, 10, 11, 12]
    like_one_with_everything(world, joost, family)


@pytest.mark.logs("sync.page_refused")
def test_a_page_of_another_base_is_not_laid_on_it(world: World) -> None:
    _, joost, family, _ = halfway(world)
    other = with_page(lambda page: msgspec.structs.replace(page, base=Mark(page.last, "0" * 64)))
    before = state_of(joost, family)
    with pytest.raises(UserProblem, match="sync_histories_differ"):
        sync_once(joost.workspace, Twisted(joost, other))
    assert state_of(joost, family) == before


def test_where_the_server_was_put_back_meanwhile_it_begins_anew(world: World) -> None:
    samira, joost, family, goal = halfway(world)
    copy = backed_up(world)
    samira.change(family, goal, text="In het verloren uur.")
    samira.sync()
    put_back(world, copy)
    joost.sync()
    samira.sync()
    joost.sync()
    like_one_with_everything(world, joost, family)


@pytest.mark.logs("sync.beyond")
def test_where_the_server_is_not_that_far_by_other_means_it_begins_anew(world: World) -> None:
    _, joost, family, _ = halfway(world)
    with joost.workspace.write() as writing:
        writing.put_state(replace(writing.state(family), base_seq=400))
    joost.sync()
    like_one_with_everything(world, joost, family)
