"""The laptop and the family with which the tests of this folder begin."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from app.actions.families import NewFamily, new_family
from app.actions.family_page import FamilyPage, family_page
from app.actions.fields import FieldRef, change_field
from app.actions.planning import add_action, add_goal, new_action
from app.domain.ids import derived_id
from app.domain.record import Id
from app.domain.records.plan import Action, Goal, Plan
from app.store.database import close_store, open_engine
from app.store.workspace import Workspace
from tests.world import KEY, Device, World


@dataclass
class Case:
    """A family on a laptop, with one goal and one action."""

    device: Device
    family: Id[Any]
    goal: Id[Goal]
    action: Id[Action]

    @property
    def workspace(self) -> Workspace:
        """Return the open store."""
        return self.device.workspace

    @property
    def plan(self) -> Id[Plan]:
        """Return the family's plan."""
        return derived_id(self.family, "plan/1")

    def page(self) -> FamilyPage:
        """Return what the family's page shows."""
        return family_page(self.workspace, self.family)

    def ref(self, name: str, record: str = "goal") -> FieldRef:
        """Return a field of the goal, of the action, of the plan or of the family."""
        rows: dict[str, bytes] = {"goal": self.goal, "action": self.action, "plan": self.plan, "family": self.family}
        return FieldRef(self.family, record, rows[record], name)

    def write(self, name: str, value: object, record: str = "goal", seen: int | None = None) -> bool:
        """Write in a field and leave it."""
        return change_field(self.workspace, self.ref(name, record), value, seen)

    def goal_text(self) -> str:
        """Return the goal's words."""
        return self.page().goals[0].goal.text

    def restart(self) -> None:
        """Close the program and open it again."""
        close_store(self.workspace.engine)
        self.device.workspace = Workspace(open_engine(self.device.path, KEY), self.device.identity, self.device.clock)

    def colleague_writes(self, name: str, value: object) -> Device:
        """Let a colleague with another laptop write in a field of the goal, and bring it here."""
        town = self.device.world
        self.device.sync()
        town.grant(self.family, "Joost")
        joost = next((one for one in town.devices if one is not self.device), None) or town.device("Joost")
        joost.sync()
        change_field(joost.workspace, self.ref(name), value)
        joost.sync()
        return joost


@pytest.fixture
def town(tmp_path: Path) -> Iterator[World]:
    """A municipality with its server."""
    town = World(tmp_path)
    yield town
    town.close()


@pytest.fixture
def case(town: World) -> Case:
    """Samira's laptop with a family that has a goal and an action."""
    device = town.device("Samira")
    workspace = device.workspace
    family = new_family(workspace, NewFamily("Gezin De Wit", "Fatma", "moeder"))
    goal = add_goal(workspace, family, "Wij eten samen.")
    action = add_action(workspace, family, replace(new_action(workspace, goal), what="Om zes uur aan tafel"))
    return Case(device, family, goal, action)
