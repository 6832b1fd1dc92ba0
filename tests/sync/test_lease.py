"""For how long a laptop opens without contact: thirty days, told from the twentieth; no clock makes it longer, and nothing is wiped."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.actions.lease import lease, told_of_lease
from app.domain.rules.lease import DAY_MS, Contact
from app.errors import UserProblem
from app.server.devices import refuse
from app.sync.server_link import NoNetworkError
from tests.world import TOWN, Device, World

DAY_S = 24 * 3600


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A town; what its server keeps makes no difference here."""
    town = World(tmp_path)
    yield town
    town.close()


@pytest.mark.parametrize(
    ("contact", "wall", "passed"),
    [
        (Contact(100, 100), 150, 50),
        (Contact(100, 100, 70), 150, 70),
        (Contact(100, 100, 70), 90, 70),
        (Contact(100, 40), 110, 10),
        (Contact(100, 40), 50, 10),
        (Contact(40, 100), 50, 10),
        (Contact(40, 100), 110, 10),
    ],
)
def test_what_has_passed_is_the_least_that_can_have_and_never_less_than_was_seen(contact: Contact, wall: int, passed: int) -> None:
    assert contact.seen_at(wall).passed == passed


@pytest.mark.parametrize(("days", "left", "warned", "ended"), [(19, 11, False, False), (20, 10, True, False), (29, 1, True, False)])
def test_the_worker_is_told_from_the_twentieth_day(days: int, left: int, warned: bool, ended: bool) -> None:
    contact = Contact(0, 0, days * DAY_MS + 1)
    assert (contact.days_left, contact.warned, contact.ended) == (left, warned, ended)
    assert Contact(0, 0, 30 * DAY_MS).ended
    assert Contact(0, 0, 90 * DAY_MS).days_left == 0


def without_contact(world: World, device: Device, days: float) -> None:
    """Let days pass without network, in which the laptop is opened now and then."""
    device.line.cut = True
    for _ in range(int(days)):
        world.clock.advance(DAY_S)
        with pytest.raises(NoNetworkError):
            device.sync()
        lease(device.workspace)
    device.line.cut = False


def test_contact_begins_it_anew(world: World) -> None:
    samira = world.device("Samira")
    samira.sync()
    without_contact(world, samira, 25)
    assert told_of_lease(samira.workspace).startswith("Deze laptop had 25 dagen geen contact")
    samira.sync()
    assert (lease(samira.workspace).days, told_of_lease(samira.workspace)) == (0, "")


def test_after_thirty_days_it_has_ended_and_everything_is_still_there(world: World) -> None:
    samira = world.device("Samira")
    family = samira.begin_family()
    without_contact(world, samira, 31)
    assert lease(samira.workspace).ended
    samira.sync()
    assert not lease(samira.workspace).ended
    assert samira.rows(family) == world.rows(family)


def test_a_clock_that_is_turned_back_wins_no_days(world: World) -> None:
    samira = world.device("Samira")
    samira.sync()
    without_contact(world, samira, 30)
    samira.clock.skew = timedelta(days=-30)
    assert lease(samira.workspace).ended


@pytest.mark.parametrize("skew", [timedelta(days=400), timedelta(days=-400)])
def test_a_clock_that_was_wrong_and_is_put_right_neither_shuts_it_nor_keeps_it_open(world: World, skew: timedelta) -> None:
    samira = world.device("Samira")
    samira.clock.skew = skew
    samira.sync()
    assert lease(samira.workspace).days == 0
    samira.clock.skew = timedelta()
    assert lease(samira.workspace).days == 0
    without_contact(world, samira, 30)
    assert lease(samira.workspace).ended


def test_a_refusal_is_no_contact(world: World) -> None:
    samira = world.device("Samira")
    samira.sync()
    world.clock.advance(30 * DAY_S)
    with world.house.database.write() as tx:
        refuse(world.house, tx, TOWN, samira.identity.device)
    with pytest.raises(UserProblem, match="device_refused"):
        samira.sync()
    assert lease(samira.workspace).ended
