"""Pages that a laptop must not believe."""

from collections.abc import Callable

import msgspec
import pytest

from app.errors import UserProblem
from app.protocol.messages import Own, Page, SyncAnswer
from app.sync.round import sync_once
from tests.builders import a_goal
from tests.sync.links import Twisted, longest_first, with_page
from tests.world import Device, World

pytestmark = pytest.mark.one_database

Shared = tuple[Device, Device, bytes]


@pytest.mark.parametrize(
    "change",
    [
        lambda page: msgspec.structs.replace(page, last=page.last + 1, head=page.head + 1),
        lambda page: msgspec.structs.replace(page, changes=page.changes[:-1]),
        lambda page: msgspec.structs.replace(page, changes=[*page.changes, page.changes[0]]),
        lambda page: msgspec.structs.replace(page, own=[Own(1, 1, page.first, 1, 0)]),
        lambda page: msgspec.structs.replace(page, own=[Own(1, 1, page.last + 9, 1, 0)]),
        lambda page: msgspec.structs.replace(page, head=page.last - 1),
        lambda page: msgspec.structs.replace(page, head_hash="z" * 64),
        lambda page: msgspec.structs.replace(page, stream="!" * 22),
        lambda page: msgspec.structs.replace(page, changes=[msgspec.structs.replace(page.changes[0], val=msgspec.Raw(b'"\xff"'))]),
        lambda page: msgspec.structs.replace(page, changes=[msgspec.structs.replace(page.changes[0], row="é" * 22)]),
    ],
)
@pytest.mark.logs("server.nonsense")
def test_a_page_that_does_not_fit_together_changes_nothing(shared: Shared, change: Callable[[Page], Page]) -> None:
    samira, joost, family = shared
    samira.create(family, a_goal(family))
    samira.sync()
    before = (joost.rows(family), joost.cursor(family))
    with pytest.raises(UserProblem, match="server_nonsense"):
        sync_once(joost.workspace, Twisted(joost, with_page(change)))
    assert (joost.rows(family), joost.cursor(family)) == before
    assert joost.sync().pulled == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda page: msgspec.structs.replace(page, head_hash="0" * 64),
        lambda page: msgspec.structs.replace(page, first=page.first + 1, last=page.last + 1, head=page.head + 1),
        lambda page: msgspec.structs.replace(page, changes=[msgspec.structs.replace(page.changes[0], val=msgspec.Raw(b"{}"))]),
        lambda page: msgspec.structs.replace(page, changes=[], own=[Own(1, page.last - page.first + 1, page.first, 1, 0)]),
    ],
)
@pytest.mark.logs("sync.page_refused")
def test_a_history_that_is_not_ours_is_refused_and_the_other_families_go_on(
    world: World, shared: Shared, change: Callable[[Page], Page]
) -> None:
    samira, joost, family = shared
    samira.create(family, a_goal(family))
    samira.sync()
    other = samira.begin_family("Gezin Jansen")
    samira.sync()
    world.grant(other, "Joost")
    before = (joost.rows(family), joost.cursor(family))
    with pytest.raises(UserProblem, match="sync_histories_differ"):
        sync_once(joost.workspace, Twisted(joost, lambda answer: with_page(change)(longest_first(answer))))
    assert (joost.rows(family), joost.cursor(family)) == before
    assert joost.rows(other) == world.rows(other)
    assert joost.sync().pulled == 1


@pytest.mark.logs("sync.page_refused")
def test_two_programs_on_one_store_do_not_apply_a_page_twice(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    samira.create(family, a_goal(family))
    samira.sync()

    def sync_first(answer: SyncAnswer) -> SyncAnswer:
        """The other program was quicker."""
        joost.sync()
        return answer

    with pytest.raises(UserProblem, match="sync_histories_differ"):
        sync_once(joost.workspace, Twisted(joost, sync_first))
    assert joost.rows(family) == world.rows(family)
