"""No sync takes longer because the municipality is larger: everything it asks is found by an index, and it asks no more.

Shown is by which way each database finds what it is asked, with some hundreds of rows in every table: never by the municipality alone, let
alone without an index. That the times stay the same too, up to a hundred thousand families, is measured by `benchmarks/flat_cost.py`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.actions.held_work import decide, held_work
from app.actions.looking import OPENED, note_look
from app.domain.ids import confidential_of
from app.domain.record import Id
from app.domain.records.visit import ConfidentialFile, VisitNote
from app.domain.rules.roles import COLLEAGUE
from app.protocol.view import view_of
from app.server import tables
from app.server.access import Actor, grants_of
from app.store.workspace import StreamState
from tests.builders import DAY, a_goal, a_plan, some_id
from tests.server.asking import Asking
from tests.server.watching import Watched, counted, filled, watched_address
from tests.world import TOWN, Device, World

MANY = 40
"""From so many changes on all that stands in a family is read at once."""
OWN, SIXTY = 6, 60


@pytest.fixture
def watched(tmp_path: Path, address: str) -> Iterator[Watched]:
    """A town whose database tells what it is asked."""
    town = World(tmp_path, watched_address(address))
    yield Watched(town)
    town.close()


def a_week(world: World, samira: Device, joost: Device) -> None:
    """Let two laptops do whatever makes a sync ask something: begin, push, fetch, write at once, hand in what is held, decide, wipe."""
    family = samira.begin_family()
    goals = [a_goal(family) for _ in range(MANY)]
    samira.create(family, a_plan(family), *goals)
    with samira.workspace.write() as writing:
        writing.put_state(StreamState(confidential_of(family), 0, bytes(32), 0, "new"))
    samira.create(confidential_of(family), ConfidentialFile(id=confidential_of(family), family=family))
    note_look(samira.workspace, family, OPENED)
    samira.sync()
    world.grant(family, "Joost", COLLEAGUE)
    joost.sync()
    note: VisitNote = VisitNote(id=some_id(), visit=Id(some_id()), text="Het gaat goed.", noted_on=DAY, noted_by="Joost")
    joost.create(family, note)
    for _ in range(2):
        for device, words in ((samira, "Wij slapen weer door."), (joost, "Wij slapen beter.")):
            device.change(family, goals[0], text=words)
        world.settle()
    samira.delete(family, goals[1])
    joost.change(family, goals[1], text="Dit doel houden wij.")
    world.settle()
    world.revoke(family, "Joost")
    for row in (note, goals[2]):
        joost.change(family, row, text="Nog dit.")
    world.settle()
    for piece in held_work(samira.workspace, family).pieces:
        decide(samira.workspace, piece, take=True)
    world.settle()
    assert joost.state(family) == ""


@pytest.mark.logs("sync.held")
def test_whatever_a_sync_asks_is_found_by_more_than_its_municipality(watched: Watched) -> None:
    samira, joost = watched.world.device("Samira"), watched.world.device("Joost")
    filled(watched.world)
    with watched.during():
        a_week(watched.world, samira, joost)
    reads = watched.reads()
    assert [read for read in reads if read.grows] == []
    seen = {read.table for read in reads}
    assert seen > {
        "municipality",
        "device",
        "grant",
        "stream",
        "change",
        "head",
        "frontier",
        "held",
        "device_stream",
        "on_laptop",
        "worker",
    }
    assert seen > {"visit", "decision"}


def test_sixty_families_are_found_one_by_one_among_the_others(watched: Watched) -> None:
    world = watched.world
    els = Asking(world, world.device("Els"))
    filled(world)
    log, who = world.house.database.log, els.device.identity.worker
    theirs = [row["stream"] for row in world.dump(tables.stream)][:SIXTY]
    with world.house.database.write() as tx:
        put = log.write.insert(tables.grant, ("municipality", "stream", "worker", "role", "since", "version"))
        tx.many(put, [(TOWN, stream, who, COLLEAGUE, 0, 1) for stream in theirs])
    counted(world)
    with world.house.database.read() as tx:
        grants = grants_of(world.house, tx, Actor(TOWN, els.device.identity.device, 1, who))
    view = view_of((one.stream, one.head_seq, one.head_hash, one.version) for one in grants)
    with watched.during():
        status, _ = els.sync(cursors=None, view=view)
    assert (len(grants), status) == (SIXTY, 204)
    assert [read for read in watched.reads() if read.grows] == []


def asked(watched: Watched, samira: Device, joost: Device, family: bytes) -> list[int]:
    """Return how many statements a sync of nothing, a push of two changes and a fetch of them ask."""
    world = watched.world
    world.settle()
    counts = []

    def count(do: Callable[[], object]) -> None:
        with watched.during() as heard:
            do()
        counts.append(len(heard))

    count(samira.sync)
    samira.create(family, a_goal(family), a_goal(family))
    count(samira.sync)
    count(joost.sync)
    return counts


def test_a_sync_asks_no_more_in_a_larger_municipality_nor_for_more_families_than_have_something_new(watched: Watched) -> None:
    world = watched.world
    samira, joost = world.device("Samira"), world.device("Joost")
    family = samira.begin_family()
    samira.sync()
    world.grant(family, "Joost", COLLEAGUE)
    few = asked(watched, samira, joost, family)
    filled(world)
    assert asked(watched, samira, joost, family) == few
    for _ in range(OWN):
        more = samira.begin_family()
        samira.sync()
        world.grant(more, "Joost", COLLEAGUE)
    assert asked(watched, samira, joost, family) == few
    assert few[0] == 2
