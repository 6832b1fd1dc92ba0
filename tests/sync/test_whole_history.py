"""The whole history of a family on demand: what was dropped or never came is fetched, checked, and kept whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.actions.fields import FieldRef
from app.actions.history import field_past, whole_past
from app.errors import UserProblem
from app.protocol.history_messages import HistoryAnswer
from app.store import tables
from app.sync.compacting import compact_daily
from app.sync.server_link import NoNetworkError
from app.sync.whole_history import fetch_history
from tests.sync.old_times import DAY_MS, DAY_S, logged, same, short_memory, state_of, with_a_past
from tests.world import Device, World, server_file


@pytest.fixture
def address(tmp_path: Path) -> str:
    """One kind of database will do: the route itself is tested on both in tests/server."""
    return server_file(tmp_path)


@dataclass
class Told:
    """An archive that hands on another answer than the server's."""

    device: Device
    twist: Callable[[HistoryAnswer], HistoryAnswer]

    def history(self, stream: bytes, after: int) -> HistoryAnswer:
        """Ask, and twist what came."""
        return self.twist(self.device.link.history(stream, after))


def newcomer(world: World) -> tuple[Device, Device, bytes, Any]:
    """Return Samira's laptop, and Joost's new one that has her family from its base on."""
    short_memory(world)
    samira = world.device("Samira")
    family, goal = with_a_past(world, samira)
    world.grant(family, "Joost")
    joost = world.device("Joost")
    joost.sync()
    return samira, joost, family, goal


def test_everything_that_ever_stood_there_comes_with_who_wrote_it_and_nothing_shown_changes(world: World) -> None:
    samira, joost, family, goal = newcomer(world)
    ref, rows = FieldRef(family, "goal", goal.id, "text"), joost.rows(family)
    before = field_past(joost.workspace, ref)
    assert ([one.text for one in before.values], before.whole) == (["vandaag", "keer 7", "keer 0"], False)
    past = whole_past(joost.workspace, ref, joost.link)
    assert [one.text for one in past.values] == ["vandaag", *(f"keer {turn}" for turn in range(7, -1, -1))]
    assert {one.written.by for one in past.values} == {"Samira"}
    assert past.whole
    assert logged(joost, family) == list(range(1, 12))
    assert joost.rows(family) == rows
    same(joost, samira, family)
    assert fetch_history(joost.workspace, joost.link, family) == 0


def test_it_stays_for_a_week_and_then_it_is_long_ago_again(world: World) -> None:
    _, joost, family, goal = newcomer(world)
    fetch_history(joost.workspace, joost.link, family)
    for days, left in ((6, 12), (2, 5)):
        world.clock.advance(days * DAY_S)
        joost.change(family, goal, text=f"{days} dagen later")
        joost.sync()
        compact_daily(joost.workspace, DAY_MS, 1)
        assert len(logged(joost, family)) == left


@pytest.mark.parametrize(
    "change",
    [
        lambda page: msgspec.structs.replace(page, first=page.first + 1, last=page.last + 1, head=page.head + 1),
        lambda page: msgspec.structs.replace(page, changes=page.changes[:-1]),
        lambda page: msgspec.structs.replace(page, stream="A" * 21 + "g"),
        lambda page: msgspec.structs.replace(page, changes=[msgspec.structs.replace(page.changes[0], row="é" * 22), *page.changes[1:]]),
    ],
)
@pytest.mark.logs("server.nonsense")
def test_a_page_that_does_not_fit_together_is_refused(world: World, change: Callable[[Any], Any]) -> None:
    _, joost, family, _ = newcomer(world)
    lie = Told(joost, lambda answer: msgspec.structs.replace(answer, page=change(answer.page)))
    with pytest.raises(UserProblem, match="server_nonsense"):
        fetch_history(joost.workspace, lie, family)
    assert state_of(joost, family).base[0] == 10


@pytest.mark.logs("history.differs")
def test_a_history_of_other_words_is_named_and_nothing_of_it_is_kept(world: World) -> None:
    _, joost, family, _ = newcomer(world)
    before = joost.dump(tables.log_tables.change)

    def rewritten(answer: HistoryAnswer) -> HistoryAnswer:
        first, *rest = answer.page.changes
        other = msgspec.structs.replace(rest[3], val=msgspec.Raw(b'"Nooit gezegd."'))
        return msgspec.structs.replace(answer, page=msgspec.structs.replace(answer.page, changes=[first, *rest[:3], other, *rest[4:]]))

    with pytest.raises(UserProblem, match="history_differs"):
        fetch_history(joost.workspace, Told(joost, rewritten), family)
    assert joost.dump(tables.log_tables.change) == before


def test_without_network_or_right_a_plain_sentence_says_why(world: World) -> None:
    _, joost, family, goal = newcomer(world)
    ref = FieldRef(family, "goal", goal.id, "text")
    joost.line.cut = True
    with pytest.raises(UserProblem, match="history_no_network"):
        whole_past(joost.workspace, ref, joost.link)
    joost.line.cut = False
    world.revoke(family, "Joost")
    with pytest.raises(UserProblem, match="history_not_given"):
        whole_past(joost.workspace, ref, joost.link)
    joost.line.cut = True
    with pytest.raises(NoNetworkError):
        fetch_history(joost.workspace, joost.link, family)


def test_a_family_that_goes_while_its_history_comes_stays_gone(world: World) -> None:
    _, joost, family, _ = newcomer(world)

    def wiped(answer: HistoryAnswer) -> HistoryAnswer:
        world.revoke(family, "Joost")
        joost.sync()
        return answer

    assert fetch_history(joost.workspace, Told(joost, wiped), family) == 0
    assert logged(joost, family) == []
