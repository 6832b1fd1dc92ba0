"""What the list of families asks of the store stays cheap however long the log is: no question reads through all changes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from app.actions.caseload import caseload
from app.actions.families import NewFamily, new_family
from app.actions.fields import FieldRef, change_field
from app.actions.planning import add_goal
from app.actions.syncing import count_unsent
from app.clock import wall_ms
from app.domain.ids import plan_of
from app.domain.record import Id
from app.domain.records.plan import Goal, OwnPlanChoice
from app.store.queries import history
from app.store.queries.asking import asking
from app.store.queries.unsent import Unsent, unsent_in
from app.store.workspace import Workspace
from tests.world import Device, World


@pytest.fixture
def town(tmp_path: Path) -> Iterator[World]:
    """A municipality with its server."""
    town = World(tmp_path)
    yield town
    town.close()


@pytest.fixture
def device(town: World) -> Device:
    """A laptop with families: one with a conflict and a choice of its own plan, one that was never sent."""
    device, joost = town.device("Samira"), town.device("Joost")
    family, goal = begin(device)
    device.sync()
    town.grant(family, "Joost")
    joost.sync()
    for one, said in ((device, "Wij eten om zes uur."), (joost, "Wij eten om zeven uur.")):
        change_field(one.workspace, FieldRef(family, "goal", goal, "text"), said)
        one.sync()
    change_field(device.workspace, FieldRef(family, "plan", plan_of(family), "own_plan_choice"), OwnPlanChoice.NO)
    device.sync()
    begin(device)
    return device


def begin(device: Device) -> tuple[Id[Any], Id[Goal]]:
    """Begin a family with a goal."""
    family = new_family(device.workspace, NewFamily("Gezin De Wit", "Fatma", "moeder"))
    return family, add_goal(device.workspace, family, "Wij eten samen.")


def asked_by(workspace: Workspace, question: Callable[[Workspace], Any]) -> list[str]:
    """Return the SQL that a question runs, with its values in it."""
    asked: list[str] = []

    def watch(connection: Any, *_: object) -> None:
        connection.set_trace_callback(asked.append)

    event.listen(workspace.engine, "checkout", watch)
    question(workspace)
    event.remove(workspace.engine, "checkout", watch)
    with workspace.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.set_trace_callback(None)
    return [sql for sql in asked if sql.lstrip().upper().startswith("SELECT")]


def plan_of_query(workspace: Workspace, sql: str) -> list[str]:
    """Return how the database would answer."""
    with workspace.engine.connect() as connection:
        return [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]


@pytest.mark.parametrize("question", [caseload, count_unsent], ids=["the list", "the count of what waits"])
def test_no_question_reads_through_all_changes(device: Device, question: Callable[[Workspace], Any]) -> None:
    asked = asked_by(device.workspace, question)
    plans = {sql: plan_of_query(device.workspace, sql) for sql in asked}
    of_changes = [step for plan in plans.values() for step in plan if "change" in step]
    assert of_changes
    assert [step for step in of_changes if "SEARCH" not in step or step.endswith("PRIMARY KEY (stream=?)")] == []


def test_what_was_sent_is_not_read_to_count_what_was_not(device: Device) -> None:
    asked = [sql for sql in asked_by(device.workspace, count_unsent) if "count(" in sql]
    steps = {step for sql in asked for step in plan_of_query(device.workspace, sql)}
    assert len(steps) == 1
    assert next(iter(steps)).endswith("(stream=? AND seq=?)")


def test_the_newest_change_is_found_whether_it_was_sent_or_not(device: Device) -> None:
    family = device.begin_family("Gezin Nieuw")
    with device.workspace.read() as reading:
        assert history.newest_wall(reading.stream(bytes(16))) == 0
        assert history.newest_wall(reading.stream(family)) == wall_ms(device.clock)
    device.sync()
    device.clock.advance(60)
    add_goal(device.workspace, family, "Wij slapen weer.")
    for _ in range(2):
        with device.workspace.read() as reading:
            assert history.newest_wall(reading.stream(family)) == wall_ms(device.clock)
        device.sync()


def test_what_waits_is_counted_per_family(device: Device) -> None:
    family = device.begin_family("Gezin Nieuw")
    with device.workspace.read() as reading:
        assert unsent_in(reading.stream(family)) == Unsent(1, 0)
        assert unsent_in(reading.stream(bytes(16))) == Unsent(0, 0)
    device.sync()
    with device.workspace.read() as reading:
        assert unsent_in(reading.stream(family)) == Unsent(0, 0)


def test_a_family_in_which_a_row_asks_is_found_among_all(town: World) -> None:
    device, joost = town.device("Samira"), town.device("Joost")
    family, goal = begin(device)
    device.sync()
    town.grant(family, "Joost")
    joost.sync()
    [row] = device.all(family, Goal)
    device.delete(family, row)
    change_field(joost.workspace, FieldRef(family, "goal", goal, "text"), "Toch anders.")
    for one in (device, joost, device):
        one.sync()
    with device.workspace.read() as reading:
        assert asking(reading) == {family}
