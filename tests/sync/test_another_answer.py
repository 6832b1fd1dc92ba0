"""An answer that was kept somewhere on the line, and comes to another request than it was given to."""

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
import pytest

from app.errors import UserProblem
from app.protocol.messages import Ack, Collision, Kept, SyncAnswer, SyncRequest
from app.store import tables
from app.sync.round import sync_once
from tests.builders import a_goal, a_plan
from tests.sync.links import Twisted
from tests.world import Device, World

pytestmark = pytest.mark.one_database
Twist = Callable[[SyncAnswer], SyncAnswer]


@dataclass
class Hoarding(Twisted):
    """A link that keeps what it hands on."""

    kept: list[SyncAnswer] = field(default_factory=list)

    def sync(self, request: SyncRequest) -> SyncAnswer | None:
        """Exchange, and keep the answer."""
        answer = super().sync(request)
        self.kept += [answer] if answer else []
        return answer


def begun(world: World) -> tuple[Device, bytes]:
    """Return a laptop with a family that the server has."""
    samira = world.device("Samira")
    family = samira.begin_family()
    samira.sync()
    return samira, family


def of_ack(change: Callable[[Ack], Ack]) -> Twist:
    """Return a twist of the first ack."""
    return lambda answer: msgspec.structs.replace(answer, acks=[change(answer.acks[0])] if answer.acks else [])


def kept(answer: SyncAnswer) -> SyncAnswer:
    """Say that work is held that was never sent."""
    one = answer.acks[0]
    return msgspec.structs.replace(answer, exceptions=[Kept(one.stream, one.to_ctr + 1, one.to_ctr + 1, "grant_ended")])


@pytest.mark.parametrize(
    "twist",
    [
        of_ack(lambda ack: msgspec.structs.replace(ack, to_ctr=ack.to_ctr + 1)),
        of_ack(lambda ack: msgspec.structs.replace(ack, from_ctr=ack.from_ctr - 1)),
        of_ack(lambda ack: msgspec.structs.replace(ack, stream="AaIHvanAcACgNN9v7gN3Iw")),
        kept,
        lambda answer: msgspec.structs.replace(answer, collisions=[Collision(answer.acks[0].stream, 1)]),
    ],
    ids=["more than was sent", "what was sent before", "another family", "held and never sent", "a copy was first, long ago"],
)
def test_an_answer_about_work_that_was_not_sent_with_the_request_changes_nothing(world: World, twist: Twist) -> None:
    samira, family = begun(world)
    samira.create(family, a_goal(family))
    before = samira.dump(tables.log_tables.change)
    with pytest.raises(UserProblem, match="server_nonsense"):
        sync_once(samira.workspace, Twisted(samira, twist))
    assert samira.dump(tables.log_tables.change) == before
    assert samira.sync().pushed == 1
    assert samira.rows(family) == world.rows(family)


def test_an_answer_of_before_gives_no_numbers_to_what_a_copy_wrote_under_another_name(world: World) -> None:
    samira, family = begun(world)
    copy = samira.kept()
    samira.create(family, a_plan(family))
    line = Hoarding(samira, lambda answer: answer)
    sync_once(samira.workspace, line)
    clone = samira.copied(copy)
    goal = a_goal(family)
    clone.create(family, goal)
    clone.sync()  # it hears that its name is taken, and goes on under another
    clone.change(family, goal, text="Van het tweede exemplaar.")
    with pytest.raises(UserProblem, match="server_nonsense"):
        sync_once(clone.workspace, Twisted(clone, lambda _: line.kept[0]))
    world.settle()
    assert clone.rows(family) == samira.rows(family) == world.rows(family)
