"""The invented municipality: it comes in as any work does, and holds nothing that could be somebody's."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.server import tables
from app.server.demo_data import demo_data, load_demo
from tests.world import World


def texts(value: Any) -> Iterator[str]:
    """Yield every text in the data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[World]:
    """Return an empty server with the demo in it."""
    world = World(tmp_path)
    with world.house.database.write() as tx:
        tx.connection.execute(tables.municipality.delete())
    load_demo(world.house)
    yield world
    world.close()


def test_every_family_is_taken_in_and_nothing_of_it_is_held(town: World) -> None:
    classes = [row["class"] for row in town.dump(tables.stream)]
    assert (classes.count("family"), classes.count("confidential")) == (12, 2)
    assert town.dump(tables.held) == []


def test_loading_it_twice_leaves_it_as_it_is(town: World) -> None:
    before = [town.dump(table) for table in tables.metadata.sorted_tables]
    load_demo(town.house)
    assert [town.dump(table) for table in tables.metadata.sorted_tables] == before


def test_each_family_has_one_regisseur_and_her_colleagues_have_a_right_on_it(town: World) -> None:
    families = {row["stream"] for row in town.dump(tables.stream) if row["class"] == "family"}
    roles = [row["role"] for row in town.dump(tables.grant) if row["stream"] in families]
    data = demo_data()["families"]
    asked = {
        role: sum(len(family.get(name, [])) for family in data) for role, name in (("colleague", "colleagues"), ("deputy", "deputies"))
    }
    assert {role: roles.count(role) for role in set(roles)} == {"regisseur": 12, **asked}


def test_nobody_in_it_can_be_reached_or_looked_up() -> None:
    data = demo_data()
    assert not [text for text in texts(data["families"]) if re.search(r"@|\d{4,}|\b\d{4} ?[A-Z]{2}\b|https?:", text)]
    reached = {"phone", "email", "case_id"}
    assert not [person for family in data["families"] for person in family["persons"] if reached & person.keys()]


def test_every_action_says_who_makes_sure_and_when(town: World) -> None:
    actions = [action for family in demo_data()["families"] for goal in family["goals"] for action in goal["actions"]]
    arranged = [action for family in demo_data()["families"] for action in family.get("arranged", [])]
    assert len(town.dump(tables.log_tables.records["action"])) == len(actions) + len(arranged)
    for action in actions:
        assert action["doer"]["name"]
        assert action["timing"]
