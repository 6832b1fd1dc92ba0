"""The command that destroys what a row says: it lists rows by their ids, wants a reason, and names nobody."""

import pytest

from app.domain.ids import as_text
from app.server import tables
from tests.builders import a_goal, a_plan
from tests.server.running import Command
from tests.store.markers import new_marker
from tests.world import World


def test_a_row_is_found_by_its_id_and_destroyed_with_a_reason(world: World, run: Command) -> None:
    samira, word = world.device("Samira"), new_marker()
    family = samira.begin_family()
    goal = a_goal(family, text=word)
    samira.create(family, a_plan(family), goal)
    samira.sync()
    listed = run.json("redact", as_text(family))["rows"]
    assert [(one["record"], one["changes"]) for one in listed] == [("family", 1), ("plan", 1), ("goal", 1)]
    assert listed[2]["row"] == as_text(goal.id)
    assert word not in str(listed)
    assert run.refused("redact", as_text(family), "--row", as_text(goal.id)) == (2, "reason")
    said = run.json("redact", as_text(family), "--row", as_text(goal.id), "--reason", "op verzoek")
    assert said == {"family": as_text(family), "row": as_text(goal.id), "changes": 1}
    assert [one["record"] for one in run.json("redact", as_text(family))["rows"]] == ["family", "plan"]
    assert run.json("check")["findings"] == []
    assert run.refused("redact", as_text(family), "--row", as_text(goal.id), "--reason", "nog eens") == (1, "no_row")
    assert run.refused("redact", as_text(goal.id), "--row", as_text(goal.id), "--reason", "nog eens") == (1, "no_family")


@pytest.mark.logs("sync.held")
def test_what_is_held_of_the_row_is_emptied_too(world: World, run: Command) -> None:
    samira, joost, word = world.device("Samira"), world.device("Joost"), new_marker()
    family = samira.begin_family()
    goal = a_goal(family)
    samira.create(family, a_plan(family), goal)
    samira.sync()
    world.grant(family, "Joost")
    joost.sync()
    joost.change(family, goal, text=word)
    world.clock.advance(5)
    world.revoke(family, "Joost")
    world.clock.advance(5)
    joost.change(family, goal, why_important=word)
    joost.sync()
    run("redact", as_text(family), "--row", as_text(goal.id), "--reason", "op verzoek")
    run("hold", "--again", as_text(family))
    samira.sync()
    kept = b"".join(repr(world.dump(table)).encode() for table in tables.metadata.sorted_tables)
    assert word.encode() not in kept
    assert run.json("check")["findings"] == []
