"""What is kept apart of a family reaches its regisseur and deputy, and nobody else: not on any wire, not by any stream."""

from typing import Any

import msgspec
import pytest

from app.actions.fields import FieldRef, keep_draft
from app.domain.ids import as_text, confidential_of, new_id
from app.domain.record import Id
from app.domain.records.visit import ConfidentialFile, InternalNote, InternalReason, Visit
from app.domain.rules.roles import COLLEAGUE, DEPUTY, REGISSEUR
from app.server import tables
from app.store import tables as store_tables
from app.store.workspace import StreamState
from tests.builders import DAY, a_family, some_id
from tests.server.asking import Asking
from tests.two_laptops import two_laptops
from tests.world import Device, World

UNSAID = "Zij belde mij op, en niemand mag dat weten."


def an_internal_note() -> InternalNote:
    """Return a note as a worker writes it for herself."""
    return InternalNote(
        id=some_id(), visit=Id(some_id()), text=UNSAID, reason=InternalReason.SAFETY, why="Zij vroeg erom.", noted_on=DAY, noted_by="Samira"
    )


def keep_apart(device: Device, family: bytes) -> bytes:
    """Let a laptop begin what is kept apart of a family, with one note in it; returns the stream."""
    apart = confidential_of(family)
    if not device.state(apart):
        with device.workspace.write() as writing:
            writing.put_state(StreamState(apart, 0, bytes(32), 0, "new"))
    made = [] if device.all(apart, ConfidentialFile) else [ConfidentialFile(id=Id(apart), family=Id(family))]
    device.create(apart, *made, an_internal_note())
    return apart


def notes(device: Device, family: bytes) -> list[str]:
    """Return the internal notes that a laptop has."""
    return [note.text for note in device.all(confidential_of(family), InternalNote)]


def reasons(world: World) -> list[str]:
    """Return why the server holds what it holds."""
    return [row["reason"] for row in world.dump(tables.held)]


def on_the_wire(world: World, device: Device) -> bytes:
    """Return all that the server hands to a laptop that asks for everything."""
    asking = Asking(world, device)
    sent = asking.request()
    status, answer = asking.post("/v1/sync", msgspec.json.encode(sent))
    assert status == 200
    return answer


@pytest.mark.parametrize("role", [COLLEAGUE, DEPUTY, REGISSEUR])
def test_only_the_regisseur_and_the_deputy_receive_what_is_kept_apart(world: World, role: str) -> None:
    samira, joost = world.device("Samira"), world.device("Joost")
    family = samira.begin_family()
    samira.sync()
    world.grant(family, "Joost", role)
    keep_apart(samira, family)
    samira.sync()
    joost.sync()
    may = role != COLLEAGUE
    assert notes(joost, family) == ([UNSAID] if may else [])
    assert (UNSAID.encode() in on_the_wire(world, joost)) is may
    status, page = Asking(world, joost).get(f"/v1/streams/{as_text(confidential_of(family))}/changes?from=1&to=9")
    assert (status == 200) is may
    assert (UNSAID.encode() in page) is may


def test_who_becomes_deputy_later_receives_it_then_and_who_is_it_no_longer_loses_it(world: World) -> None:
    samira, joost = world.device("Samira"), world.device("Joost")
    family = samira.begin_family()
    samira.sync()
    apart = keep_apart(samira, family)
    samira.sync()
    world.grant(family, "Joost", COLLEAGUE)
    joost.sync()
    assert joost.state(apart) == ""
    world.grant(family, "Joost", DEPUTY)
    joost.sync()
    assert notes(joost, family) == [UNSAID]
    world.grant(family, "Joost", COLLEAGUE)
    joost.sync()
    assert (joost.state(apart), notes(joost, family), joost.state(family)) == ("", [], "active")
    left = [row for table in store_tables.metadata.sorted_tables if "stream" in table.c for row in joost.dump(table)]
    assert [list(row) for row in left if row["stream"] == apart] == [store_tables.wiped.c.keys()]


def test_who_loses_the_family_loses_what_is_kept_apart_of_it(world: World) -> None:
    samira, joost = world.device("Samira"), world.device("Joost")
    family = samira.begin_family()
    samira.sync()
    world.grant(family, "Joost", DEPUTY)
    keep_apart(samira, family)
    samira.sync()
    joost.sync()
    world.revoke(family, "Joost")
    joost.sync()
    assert (joost.state(family), joost.state(confidential_of(family)), notes(joost, family)) == ("", "", [])


def test_a_family_begun_without_network_is_there_before_what_is_kept_apart_of_it(world: World) -> None:
    """Whatever the ids: one sorts before its family, which would be born too late if streams went in order of id."""
    samira = world.device("Samira")
    early = 2**48 - 1  # a clock that is far ahead makes an id behind nearly every derived one
    families = [new_id(early - number) for number in range(3)]
    for family in families:
        with samira.workspace.write() as writing:
            writing.put_state(StreamState(family, 0, bytes(32), 0, "new"))
        samira.create(family, a_family(family, samira.identity.worker))
    streams = [keep_apart(samira, family) for family in families]
    assert all(apart < family for apart, family in zip(streams, families, strict=True))
    samira.sync()
    assert reasons(world) == []
    assert {row["stream"]: row["class"] for row in world.dump(tables.stream)} == {
        **{bytes(family): "family" for family in families},
        **{bytes(apart): "confidential" for apart in streams},
    }


def test_two_laptops_that_begin_it_without_network_share_one_stream_and_both_notes(world: World) -> None:
    samira, joost, family = two_laptops(world, DEPUTY)
    for device in (samira, joost):
        keep_apart(device, family)
    world.settle()
    assert notes(samira, family) == notes(joost, family) == [UNSAID, UNSAID]
    assert samira.conflicts(confidential_of(family)) == []
    assert reasons(world) == []


@pytest.mark.logs("sync.held")
def test_a_colleague_cannot_begin_it(world: World) -> None:
    _, joost, family = two_laptops(world, COLLEAGUE)
    keep_apart(joost, family)
    joost.sync()
    assert set(reasons(world)) == {"no_grant"}
    assert [row["class"] for row in world.dump(tables.stream)] == ["family"]


@pytest.mark.logs("sync.held")
def test_an_internal_note_never_gets_into_the_familys_own_stream(world: World) -> None:
    samira, joost = world.device("Samira"), world.device("Joost")
    family = samira.begin_family()
    samira.sync()
    world.grant(family, "Joost", COLLEAGUE)
    samira.create(family, an_internal_note())
    samira.sync()
    joost.sync()
    assert reasons(world) == ["place"]
    assert UNSAID.encode() not in on_the_wire(world, joost)


@pytest.mark.logs("sync.held")
def test_what_the_family_may_read_does_not_get_into_what_is_kept_apart(world: World) -> None:
    samira = world.device("Samira")
    family = samira.begin_family()
    samira.sync()
    apart = keep_apart(samira, family)
    samira.sync()
    samira.create(apart, Visit(id=some_id()))
    samira.sync()
    assert reasons(world) == ["place"]


@pytest.mark.logs("sync.held")
def test_a_head_row_of_another_family_begins_nothing(world: World) -> None:
    samira, joost = world.device("Samira"), world.device("Joost")
    hers, his = samira.begin_family(), joost.begin_family("Gezin Bakker")
    world.settle()
    apart = confidential_of(hers)
    for stream, head in ((apart, ConfidentialFile(id=Id(apart), family=Id(his))), (some_id(), None)):
        wrong: Any = head or ConfidentialFile(id=Id(stream), family=Id(his))
        with joost.workspace.write() as writing:
            writing.put_state(StreamState(stream, 0, bytes(32), 0, "new"))
        joost.create(stream, wrong)
    joost.sync()
    assert set(reasons(world)) == {"no_grant"}
    assert {row["class"] for row in world.dump(tables.stream)} == {"family"}


@pytest.mark.logs("sync.held")
def test_a_note_that_was_only_typed_is_held_when_the_family_goes(world: World) -> None:
    samira = world.device("Samira")
    family = samira.begin_family()
    samira.sync()
    ref = FieldRef(confidential_of(family), "internal_note", some_id(), "text")
    keep_draft(samira.workspace, ref, UNSAID, 0)
    world.revoke(family, "Samira")
    samira.sync()
    assert samira.dump(store_tables.draft) == samira.dump(store_tables.log_tables.change) == []
    [held] = world.dump(tables.held)
    assert UNSAID.encode() in held["val"]
