"""The command line of whoever runs the service."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.ids import as_text
from app.server import tables
from app.server.admin import main
from app.server.database import Database, open_database
from app.server.demo_data import demo_data
from app.sync.server_link import ServerLink
from tests.builders import some_id
from tests.fakes import Line
from tests.world import ADDRESS, TOWN, World

Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The command on a database of its own."""
    return lambda *words: main([*words, "--database", str(tmp_path / "eigen.db")])


def database(tmp_path: Path) -> Database:
    """Return what the commands wrote."""
    return open_database(f"sqlite:///{tmp_path / 'eigen.db'}")


def test_a_municipality_begins_with_its_name_its_workers_and_a_code(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("municipality", TOWN, "Voorbeeldstad") == 0
    assert run("worker", "samira", "Samira") == 0
    assert run("worker", "samira", "Samira El Amrani") == 0
    capsys.readouterr()
    assert run("code", "samira") == 0
    code = capsys.readouterr().out.strip()
    assert len(code) == 19
    opened = database(tmp_path)
    with opened.read() as tx:
        assert tx.rows(opened.log.write.select(tables.worker, ("login", "name"), ())) == [("samira", "Samira El Amrani")]
    opened.engine.dispose()


def test_a_command_that_cannot_be_done_says_why_and_ends_with_1(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    family = as_text(some_id())
    assert run("worker", "samira", "Samira") == 1
    run("municipality", TOWN, "Voorbeeldstad")
    assert run("municipality", "GM0001", "Elders") == 1
    assert run("code", "niemand") == 1
    run("worker", "samira", "Samira")
    assert run("grant", family, "samira") == 1
    assert run("revoke", family, "samira") == 1
    assert run("grant", "geen id", "samira") == 1
    assert [line.split(": ")[1] for line in capsys.readouterr().err.splitlines()] == [
        "begin with a municipality",
        "there is a municipality already",
        "there is no such worker",
        "there is no such family",
        "there is no such right",
        "an id of a wrong length",
    ]


def test_rights_are_given_and_ended_by_the_command_line(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    samira, joost = world.device("Samira"), world.device("Joost")
    family = samira.begin_family()
    samira.sync()
    file = str(world.database)
    assert main(["grant", as_text(family), "joost", "--database", file]) == 0
    joost.sync()
    assert joost.state(family) == "active"
    assert main(["revoke", as_text(family), "joost", "--database", file]) == 0
    assert main(["revoke", as_text(family), "joost", "--database", file]) == 1
    joost.sync()
    assert joost.state(family) == ""
    capsys.readouterr()


def test_the_demo_is_loaded_once_and_gives_each_worker_a_code(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    with world.house.database.engine.execution_options(writes=True).begin() as connection:
        connection.execute(tables.municipality.delete())
    for _ in range(2):
        assert main(["demo", "--database", str(world.database)]) == 0
    codes = dict(line.split() for line in capsys.readouterr().out.splitlines())
    assert list(codes) == [worker["login"] for worker in demo_data()["workers"]]
    assert [row["class"] for row in world.dump(tables.stream)].count("family") == len(demo_data()["families"])
    assert world.dump(tables.held) == []
    identity = ServerLink(ADDRESS, transport=Line(world.server)).enrol(next(iter(codes.values())))
    assert identity.worker_name == demo_data()["workers"][0]["name"]
