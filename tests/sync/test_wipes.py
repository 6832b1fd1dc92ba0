"""A family that leaves a laptop: that nothing of it is left is proven, and the municipality knows which laptop still has it."""

import pytest
from sqlalchemy import update

from app.clock import wall_ms
from app.domain.ids import confidential_of
from app.domain.rules.roles import COLLEAGUE, DEPUTY
from app.server import tables
from app.server.devices import refuse
from app.server.wiping import must_wipe
from app.store import tables as store_tables
from app.store.place import place_of
from app.store.reserve import RESERVE
from app.sync.server_link import NoNetworkError
from tests.builders import a_goal, a_plan
from tests.proof.people import keep_apart
from tests.restoring import backed_up, put_back
from tests.world import TOWN, Device, World

Shared = tuple[Device, Device, bytes]


def still_there(world: World) -> list[tuple[bytes, bytes]]:
    """Return which laptops still have to wipe which family."""
    with world.house.database.read() as tx:
        return [(one.device, one.stream) for one in must_wipe(world.house.database.log, tx, TOWN, wall_ms(world.clock))]


def told(device: Device) -> list[tuple[int, str | None]]:
    """Return of what was wiped here whether it is proven, and where it was told."""
    return [(row["proven"], row["told"]) for row in device.dump(store_tables.wiped)]


def names(device: Device) -> set[bytes]:
    """Return what those are called of whom a laptop knows it."""
    return {row["value"] for row in device.dump(store_tables.meta) if row["name"].startswith("name:")}


def test_a_laptop_is_listed_until_it_has_said_that_it_wiped(world: World, shared: Shared) -> None:
    _, joost, family = shared
    assert still_there(world) == []
    world.revoke(family, "Joost")
    world.clock.advance(1)
    assert still_there(world) == [(joost.identity.device, family)]
    joost.sync()
    assert (joost.state(family), told(joost)) == ("", [(1, None)])
    joost.sync()
    assert (still_there(world), told(joost)) == ([], [(1, "begin")])


def test_a_laptop_that_never_had_the_family_has_nothing_to_wipe(world: World, shared: Shared) -> None:
    _, _, family = shared
    world.device("Joost")
    world.grant(family, "Fatiha")
    world.device("Fatiha")
    world.revoke(family, "Fatiha")
    world.clock.advance(1)
    assert still_there(world) == []


def test_what_is_kept_apart_goes_with_the_family_and_is_told_too(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    world.grant(family, "Joost", DEPUTY)
    joost.sync()
    keep_apart(joost, family, "Niet voor iedereen.")
    joost.sync()
    world.revoke(family, "Joost")
    world.clock.advance(1)
    apart = bytes(confidential_of(family))
    assert sorted(still_there(world)) == sorted([(joost.identity.device, family), (joost.identity.device, apart)])
    joost.sync()
    joost.sync()
    assert still_there(world) == []
    samira.sync()


def test_an_answer_that_is_lost_makes_it_say_so_again(world: World, shared: Shared) -> None:
    _, joost, family = shared
    world.revoke(family, "Joost")
    joost.sync()
    joost.line.lose_answers = 1
    with pytest.raises(NoNetworkError):
        joost.sync()
    assert told(joost) == [(1, None)]
    joost.sync()
    assert told(joost) == [(1, "begin")]


def test_granted_and_taken_again_an_old_word_counts_for_nothing(world: World, shared: Shared) -> None:
    _, joost, family = shared
    world.revoke(family, "Joost")
    joost.sync()
    joost.sync()
    word = joost.line.requests[-1]
    world.grant(family, "Joost", COLLEAGUE)
    joost.sync()
    world.revoke(family, "Joost")
    world.clock.advance(1)
    world.server.answer(word)
    assert still_there(world) == [(joost.identity.device, family)]
    joost.sync()
    joost.sync()
    assert still_there(world) == []


def test_after_a_restore_it_is_told_again(world: World, shared: Shared) -> None:
    _, joost, family = shared
    world.revoke(family, "Joost")
    copy = backed_up(world)
    joost.sync()
    joost.sync()
    put_back(world, copy)
    world.clock.advance(1)
    assert still_there(world) == [(joost.identity.device, family)]
    joost.sync()
    joost.sync()
    assert still_there(world) == []


@pytest.mark.logs("wipe.not_proven")
def test_what_is_not_proven_is_not_told_and_is_tried_again(world: World, shared: Shared) -> None:
    _, joost, family = shared
    world.revoke(family, "Joost")
    joost.sync()
    with joost.workspace.write() as writing:  # as if it had ended before it was proven
        writing.tx.connection.execute(update(store_tables.wiped).values(proven=0))
    copy = place_of(joost.workspace.engine).path.parent / RESERVE / "voor-0004.db"
    copy.parent.mkdir()
    copy.touch()
    joost.sync()
    assert told(joost) == [(0, None)]
    copy.unlink()
    joost.sync()
    joost.sync()
    assert told(joost) == [(1, "begin")]


def test_names_of_who_wrote_nothing_else_here_are_forgotten(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    joost.create(family, a_goal(family, text="Van Joost."))
    joost.sync()
    other = samira.begin_family("Gezin Bakker")
    samira.create(other, a_plan(other))
    samira.sync()
    world.grant(other, "Joost")
    fatiha = world.device("Fatiha")
    world.grant(family, "Fatiha")
    fatiha.sync()
    fatiha.create(family, a_goal(family, text="Van Fatiha."))
    fatiha.sync()
    joost.sync()
    assert {b"Samira", b"Fatiha"} <= names(joost)
    world.revoke(family, "Joost")
    joost.sync()
    assert names(joost) & {b"Samira", b"Fatiha"} == {b"Samira"}


def test_wiping_writes_no_change(world: World, shared: Shared) -> None:
    _, joost, family = shared
    before = world.history(family)
    world.revoke(family, "Joost")
    joost.sync()
    joost.sync()
    assert world.history(family) == before
    assert world.dump(tables.held) == []


def test_a_refused_laptop_stays_listed(world: World, shared: Shared) -> None:
    _, joost, family = shared
    world.revoke(family, "Joost")
    with world.house.database.write() as tx:
        refuse(world.house, tx, TOWN, joost.identity.device)
    world.clock.advance(1)
    assert still_there(world) == [(joost.identity.device, family)]
