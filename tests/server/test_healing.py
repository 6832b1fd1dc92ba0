"""What a server that was put back takes from a laptop, and what it does not, also from one that is no honest laptop."""

from typing import Any

import msgspec
import pytest

from app.changelog.chain import extend
from app.changelog.change import Change
from app.domain.ids import as_text
from app.errors import UserProblem
from app.protocol.wire import pulled
from app.server import tables
from app.sync.server_link import ServerLink
from tests.builders import a_goal, a_plan, some_id
from tests.fakes import Line
from tests.restoring import backed_up, brought_back, found, missing, put_back
from tests.server.asking import Asking
from tests.world import ADDRESS, World

Json = dict[str, Any]


def on_the_wire(change: Change) -> Json:
    """Return a numbered change as JSON."""
    said: Json = msgspec.json.decode(msgspec.json.encode(pulled(change)))
    return said


class Lost:
    """A family of which the last change was lost, and how it would come back."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.laptop = world.device("Samira")
        self.family = bytes(self.laptop.begin_family())
        self.laptop.create(self.family, a_plan(self.family))
        self.laptop.sync()
        copy = backed_up(world)
        self.laptop.create(self.family, a_goal(self.family))
        self.laptop.sync()
        self.history = world.history(self.family)
        put_back(world, copy)
        self.asking = Asking(world, self.laptop)
        self.epoch: str = world.dump(tables.municipality)[0]["epoch"]

    def chain(self, at: int) -> str:
        """Return the chain at a number."""
        return extend(bytes(32), self.family, self.history[:at]).hex()

    def tail(self, **other: Any) -> Json:
        """Return what would come back."""
        changes = [on_the_wire(change) for change in self.history[2:]]
        return {"stream": as_text(self.family), "from": 3, "before": self.chain(2), "changes": changes, **other}

    def heal(self, **what: Any) -> tuple[int, Json]:
        """Say something to `/v1/heal`."""
        identity = self.laptop.identity
        said = {"v": 1, "device": as_text(identity.device), "inc": 1, "epoch": self.epoch, **what}
        status, answer = self.asking.post("/v1/heal", msgspec.json.encode(said))
        return status, msgspec.json.decode(answer)

    def changed(self, **other: Any) -> Json:
        """Return the tail with its change altered."""
        [change] = self.tail()["changes"]
        return self.tail(changes=[{**change, **other}])


@pytest.fixture
def lost(world: World) -> Lost:
    """A family of which the last change was lost."""
    return Lost(world)


def test_a_tail_is_taken_once_and_repeated_in_vain(lost: Lost) -> None:
    assert lost.heal(tails=[lost.tail()])[0] == 200
    assert lost.world.history(lost.family) == lost.history
    assert lost.heal(tails=[lost.tail()]) == (409, {"error": "view"})
    assert [one[1:3] for one in brought_back(lost.world)] == [(3, 3)]
    assert found(lost.world) == []


def test_where_the_server_is_is_said_by_what_fits(lost: Lost) -> None:
    marks = [[number, lost.chain(number)] for number in (1, 2, 3)]
    have = [{"stream": as_text(lost.family), "marks": marks}, {"stream": as_text(some_id()), "marks": marks[:1]}]
    status, answer = lost.heal(have=have, epoch="whatever")
    assert (status, answer["epoch"]) == (200, lost.epoch)
    assert [stand[1:] for stand in answer["stands"]] == [[2, 2], [0, 0]]
    wrong = [{"stream": as_text(lost.family), "marks": [[1, "00" * 32], [2, "00" * 32]]}]
    assert [stand[1:] for stand in lost.heal(have=wrong)[1]["stands"]] == [[2, 0]]


def test_where_nothing_was_put_back_a_stranger_hears_nothing_of_another_family(lost: Lost, world: World) -> None:
    with world.house.database.write() as tx:
        tx.connection.execute(tables.municipality.update().values(restored_at=None))
    have = [{"stream": as_text(lost.family), "marks": [[1, lost.chain(1)], [2, lost.chain(2)]]}]
    assert [stand[1:] for stand in lost.heal(have=have)[1]["stands"]] == [[2, 2]]
    lost.laptop = world.device("Joost")
    lost.asking = Asking(world, lost.laptop)
    assert [stand[1:] for stand in lost.heal(have=have)[1]["stands"]] == [[0, 0]]


def test_nothing_comes_back_into_another_place_than_its_own(lost: Lost) -> None:
    before = lost.world.history(lost.family)
    for tail in (
        lost.tail(before="00" * 32),
        {**lost.tail(), "from": 2},
        {**lost.tail(), "from": 4},
        lost.tail(forked=2, before="00" * 32),
        lost.tail(forked=9),
        lost.tail(stream=as_text(some_id()), forked=0, before="00" * 32),
    ):
        assert lost.heal(tails=[tail]) == (409, {"error": "view"})
    assert lost.world.history(lost.family) == before
    assert brought_back(lost.world) == []


@pytest.mark.logs("heal.broken")
def test_what_cannot_have_been_there_does_not_come_back(lost: Lost) -> None:
    before = lost.world.history(lost.family)
    birthless = lost.tail(stream=as_text(some_id()), before="00" * 32)
    twice = lost.tail(changes=lost.tail()["changes"] * 2)
    strange = lost.changed(record="internal_note")
    for tail in ({**birthless, "from": 1}, twice, strange, lost.changed(val=7), lost.changed(grp="text", val=7)):
        assert lost.heal(tails=[tail]) == (400, {"error": "message"})
    assert lost.world.history(lost.family) == before


def test_where_nothing_was_put_back_no_tail_is_taken_and_after_a_report_it_still_is(lost: Lost, world: World) -> None:
    assert lost.heal(tails=[lost.tail()], epoch="begin") == (409, {"error": "epoch"})
    assert lost.heal(done=True, epoch="begin") == (409, {"error": "epoch"})
    assert lost.heal(done=True)[0] == 200
    assert lost.heal(tails=[lost.tail()])[0] == 200
    with world.house.database.write() as tx:
        tx.connection.execute(tables.municipality.update().values(restored_at=None))
        tx.connection.execute(tables.device.update().values(epoch=None))
    assert lost.heal(tails=[lost.tail()]) == (409, {"error": "epoch"})


def test_another_under_a_name_that_is_taken_is_held(lost: Lost) -> None:
    first = on_the_wire(lost.history[1])
    other = {**first, "record": "goal", "row": as_text(some_id()), "val": {"plan": as_text(some_id()), "text": "Anders."}}
    assert lost.heal(tails=[lost.tail(forked=1, before=lost.chain(1), changes=[first, other])])[0] == 200
    assert [row["reason"] for row in lost.world.dump(tables.held)] == ["collision"]
    assert len(lost.world.history(lost.family)) == 2


def test_what_is_wrong_in_itself_is_held_where_histories_part(lost: Lost) -> None:
    [change] = lost.tail()["changes"]
    assert lost.heal(tails=[lost.tail(forked=2, changes=[{**change, "val": 7}])])[0] == 200
    assert [(row["reason"], row["ctr"]) for row in lost.world.dump(tables.held)] == [("value", 3)]
    assert found(lost.world) == []


def test_only_whose_token_it_is_brings_anything(lost: Lost, world: World) -> None:
    other = world.device("Joost")
    status, answer = Asking(world, other).post(
        "/v1/heal",
        msgspec.json.encode({"v": 1, "device": as_text(lost.laptop.identity.device), "inc": 1, "epoch": lost.epoch, "done": True}),
    )
    assert (status, answer) == (401, b'{"error":"device"}')
    assert Asking(world, other).post("/v1/heal", b"{}", token="A" * 43)[0] == 401


@pytest.mark.logs("enrol.refused")
def test_a_code_of_before_the_restore_is_void(world: World) -> None:
    code = world.code("Joost")
    put_back(world, backed_up(world))
    with pytest.raises(UserProblem, match="code_refused"):
        ServerLink(ADDRESS, transport=Line(world.server)).enrol(code)
    assert world.device("Joost").sync().waits == frozenset()
    assert missing(world) == []
