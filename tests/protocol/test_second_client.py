"""A client that was written from PROTOCOL.md alone and the program understand each other, in every way in which two can meet."""

import ast
import functools
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.clock import SystemClock, wall_ms
from app.domain.ids import as_text
from app.domain.records.plan import Goal
from tests.builders import a_goal, a_plan
from tests.demo.town import Town
from tests.protocol import second_client
from tests.protocol.second_client import SecondClient, Send, post, text
from tests.world import ADDRESS, Device, World

PAGE = Path(second_client.__file__)
NAMESPACE = uuid.UUID("6f0c1b52-4d3e-5b7a-9c11-4b6575746166")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[World]:
    """A town with a server and no laptop."""
    town = World(tmp_path)
    yield town
    town.close()


def line_to(town: World) -> Send:
    """Return a way to the town's real server."""

    def send(path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        answer = town.server.answer(httpx.Request("POST", ADDRESS + path, content=body, headers=headers))
        return answer.status_code, b"".join(answer.iter_raw())

    return send


def second(town: World, name: str) -> SecondClient:
    """Return a second client of a worker, enrolled."""
    client = SecondClient(line_to(town), lambda: wall_ms(town.clock))
    client.enrol(town.code(name))
    return client


def begun(town: World) -> tuple[Device, bytes, Goal, SecondClient]:
    """Return Samira's laptop with a family and a goal, and Joost's second client, which has it too."""
    samira, joost = town.device("Samira"), second(town, "Joost")
    family = samira.begin_family()
    goal = a_goal(family, text="Wij slapen door.")
    samira.create(family, a_plan(family), goal)
    samira.sync()
    town.grant(family, "Joost")
    joost.sync()
    return samira, family, goal, joost


def test_it_is_short_and_knows_only_the_standard_library_and_zstandard() -> None:
    tree = ast.parse(PAGE.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names | {"zstandard"}
    assert len(PAGE.read_text(encoding="utf-8").splitlines()) <= 200


def test_both_see_the_same_rows_and_a_sync_with_nothing_to_do_is_one_request(town: World) -> None:
    samira, family, goal, joost = begun(town)
    rows = joost.streams[as_text(family)].rows()
    assert rows["goal", as_text(goal.id)]["text"] == ["Wij slapen door."]
    assert joost.sync() == 1
    assert samira.sync().pulled == 0


def test_a_choice_between_two_values_is_the_same_choice_on_both(town: World) -> None:
    samira, family, goal, joost = begun(town)
    stream, cell = as_text(family), ("goal", as_text(goal.id), "text")
    samira.change(family, goal, text="Om acht uur naar bed.")
    town.clock.advance(60)
    joost.write(stream, cell, "Ieder zijn eigen bed. Żółć, ğ, ’")
    joost.sync()
    samira.sync()
    joost.sync()
    [conflict] = samira.conflicts(family)
    here = [option.value for option in conflict.options]
    assert joost.streams[stream].rows()[cell[:2]]["text"] == here
    joost.write(stream, cell, here[0])
    joost.sync()
    samira.sync()
    assert samira.conflicts(family) == []
    assert samira.find(family, goal).text == here[0]


def test_a_row_thrown_away_here_and_changed_there_asks_on_both(town: World) -> None:
    samira, family, goal, joost = begun(town)
    stream, row = as_text(family), ("goal", as_text(goal.id))
    joost.write(stream, (*row, "_deleted"), value=True, kind="delete")
    samira.change(family, goal, text="Om acht uur naar bed.")
    samira.sync()
    joost.sync()
    samira.sync()
    assert joost.streams[stream].rows()[row]["text"] == ["Om acht uur naar bed."]
    assert len(samira.asked(family)) == 1
    samira.delete(family, goal)
    samira.sync()
    joost.sync()
    assert row not in joost.streams[stream].rows()


def test_a_family_begun_by_the_second_client_is_a_family_like_any_other(town: World) -> None:
    joost, samira = second(town, "Joost"), town.device("Samira")
    family = uuid.UUID(int=0x01A207BDA9C07000AF00FE0F72568A26).bytes
    stream, plan = text(family), uuid.uuid5(NAMESPACE, f"{family.hex()}/plan/1").bytes
    regisseur = {"worker": joost.me["worker"], "name": "Joost", "since_on": "2026-11-23"}
    says = {"display_name": "Gezin Van Dijk", "municipality_code": "GM9999", "registered_on": "2026-11-23", "regisseur": regisseur}
    tx = joost.write(stream, ("family", stream, "*"), says)
    joost.write(stream, ("plan", text(plan), "*"), {"number": 1, "wish": "Weer samen eten."}, tx=tx)
    joost.sync()
    town.grant(family, "Samira")
    samira.sync()
    assert samira.find(family, a_plan(family)).wish == "Weer samen eten."
    assert samira.rows(family) == town.rows(family)


def test_over_a_real_line_it_has_what_the_municipality_has_of_every_family_of_a_worker(tmp_path: Path) -> None:
    town = Town(tmp_path)
    try:
        town.start()
        samira = SecondClient(functools.partial(post, "127.0.0.1", town.port), lambda: wall_ms(SystemClock()))
        samira.enrol(next(iter(town.codes.values())))
        assert samira.sync() > 1
        assert samira.sync() == 1
        names = [row for stream in samira.streams.values() for row in stream.rows() if row[0] == "family"]
        assert len(names) >= 5
    finally:
        town.close()
