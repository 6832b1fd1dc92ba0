"""A family that leaves the laptop while it is on the screen: what is still in its fields is not written down again."""

from collections.abc import Callable

import pytest

from app.actions.fields import FieldRef, change_field, keep_draft
from app.actions.history import put_back_value
from app.domain.ids import confidential_of
from app.domain.rules.roles import DEPUTY
from app.errors import UserProblem
from app.store import tables
from app.store.workspace import Workspace
from tests.builders import a_goal
from tests.sync.conftest import Shared
from tests.world import World

pytestmark = pytest.mark.one_database

WORDS = "Wij eten samen met oma."


@pytest.mark.logs("sync.held")
def test_a_field_that_is_still_on_the_screen_when_the_family_goes_writes_nothing_down(world: World, shared: Shared) -> None:
    samira, joost, family = shared
    goal = a_goal(family)
    samira.create(family, goal)
    world.grant(family, "Joost", DEPUTY)
    world.settle()
    keep_draft(joost.workspace, FieldRef(family, "goal", goal.id, "text"), WORDS, 1)
    world.revoke(family, "Joost")
    joost.sync()
    field = FieldRef(family, "goal", goal.id, "text")
    keep_draft(joost.workspace, field, WORDS, 1)
    keep_draft(joost.workspace, FieldRef(confidential_of(family), "internal_note", goal.id, "text"), WORDS, 0)
    writes: list[Callable[[Workspace], object]] = [
        lambda workspace: change_field(workspace, field, WORDS),
        lambda workspace: put_back_value(workspace, field, WORDS),
        lambda _: joost.create(family, a_goal(family)),
    ]
    for write in writes:
        with pytest.raises(UserProblem, match="row_gone"):
            write(joost.workspace)
    assert joost.dump(tables.draft) == joost.dump(tables.log_tables.change) == joost.dump(tables.stream_state) == []
