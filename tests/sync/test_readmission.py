"""A laptop that the server knows no more, for it was enrolled in the hour that was lost or was refused, comes in again with a code."""

from dataclasses import replace

import pytest

from app.actions.readmission import come_back
from app.domain.records.plan import Goal
from app.errors import UserProblem
from app.server import tables
from app.server.devices import refuse
from app.sync.server_link import ServerLink
from tests.builders import a_goal, a_plan
from tests.restoring import backed_up, found, missing, put_back
from tests.world import ADDRESS, TOWN, Device, World


def with_code(device: Device, code: str) -> None:
    """Let a worker type a code."""
    come_back(device.workspace, code, ServerLink(ADDRESS, transport=device.line))
    device.link = ServerLink(ADDRESS, device.workspace.identity.token, device.line)


def refused(device: Device) -> str:
    """Return how a sync is refused."""
    with pytest.raises(UserProblem) as problem:
        device.sync()
    return problem.value.key


def lost_hour(world: World) -> tuple[Device, bytes]:
    """Return a laptop that was enrolled in the hour that the server lost, with a family it began then."""
    copy = backed_up(world)
    joost = world.device("Joost")
    family = joost.begin_family()
    joost.create(family, a_plan(family), a_goal(family, text="In het verloren uur."))
    joost.sync()
    put_back(world, copy)
    joost.create(family, a_goal(family, text="Daarna."))
    return joost, family


def test_it_brings_everything_in_that_the_server_lost(world: World) -> None:
    samira = world.device("Samira")
    world.worker("Joost")
    joost, family = lost_hour(world)
    assert refused(joost) == "device_refused"
    with_code(joost, world.code("Joost"))
    assert missing(world).count(joost.identity.device) == 1
    world.settle(3)
    assert sorted(goal.text for goal in joost.all(family, Goal)) == ["Daarna.", "In het verloren uur."]
    assert joost.rows(family) == world.rows(family)
    assert (missing(world), found(world), world.dump(tables.held)) == ([], [], [])
    world.grant(family, "Samira")
    world.settle()
    assert samira.rows(family) == world.rows(family)


def test_the_code_of_another_worker_changes_nothing_and_can_still_be_used(world: World) -> None:
    world.worker("Joost")
    joost, _ = lost_hour(world)
    before = world.dump(tables.device)
    code = world.code("Samira")
    with pytest.raises(UserProblem, match="code_refused"):
        with_code(joost, code)
    assert world.dump(tables.device) == before
    assert [row["used_at"] for row in world.dump(tables.enrol_code)][-1:] == [None]
    assert ServerLink(ADDRESS, transport=joost.line).enrol(code).worker_name == "Samira"


def test_nobody_takes_over_the_laptop_of_another(world: World) -> None:
    samira, joost = world.device("Samira"), world.device("Joost")
    thief = replace(joost.identity, device=samira.identity.device)
    with pytest.raises(UserProblem, match="code_refused"):
        ServerLink(ADDRESS, transport=joost.line).enrol(world.code("Joost"), thief)
    samira.sync()


def test_a_refused_laptop_comes_in_again_and_its_old_token_does_not(world: World) -> None:
    samira = world.device("Samira")
    family = samira.begin_family()
    thief = samira.copied()
    with world.house.database.write() as tx:
        refuse(world.house, tx, TOWN, samira.identity.device)
    assert refused(samira) == "device_refused"
    with_code(samira, world.code("Samira"))
    samira.sync()
    assert samira.rows(family) == world.rows(family)
    assert refused(thief) == "device_refused"
    with_code(samira, world.code("Samira"))
    samira.put_back(samira.kept())
    samira.sync()


@pytest.mark.logs("enrol.refused")
def test_a_code_that_does_not_work_leaves_the_laptop_as_it_is(world: World) -> None:
    samira = world.device("Samira")
    token = samira.workspace.identity.token
    samira.line.cut = True
    with pytest.raises(UserProblem, match="server_unreachable"):
        with_code(samira, world.code("Samira"))
    samira.line.cut = False
    with pytest.raises(UserProblem, match="code_refused"):
        with_code(samira, "0000-0000-0000-0000")
    assert samira.workspace.identity.token == token
    samira.sync()
