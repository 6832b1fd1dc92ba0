"""The command line of whoever runs the service: the municipality, its workers, their rights and their laptops."""

from pathlib import Path

import pytest

from app.domain.ids import as_text, from_text
from app.server import tables
from app.server.demo_data import demo_data
from app.sync.server_link import ServerLink
from tests.builders import some_id
from tests.fakes import FakeClock, Line
from tests.server.asking import Asking
from tests.server.running import Command
from tests.world import ADDRESS, TOWN, World


@pytest.fixture
def alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command line where there is no database yet."""
    return Command(f"sqlite:///{tmp_path / 'eigen.db'}", FakeClock(), capsys)


def test_a_municipality_begins_with_its_name_its_workers_and_a_code(alone: Command, tmp_path: Path) -> None:
    assert alone.json("municipality", TOWN, "Voorbeeldstad") == {"municipality": TOWN}
    added = alone.json("worker", "samira", "Samira")
    assert alone.refused("worker", "samira", "Samira El Amrani") == (1, "has_worker")
    assert alone.json("worker", "samira", "Samira El Amrani", "--rename") == added
    made = alone.json("code", "samira")
    assert (len(made["code"]), made["expires_at"]) == (19, "2026-11-23T09:45:00Z")
    assert alone.json("worker") == {"workers": [{**added, "name": "Samira El Amrani", "devices": 0, "rights": 0}]}
    assert [file.stat().st_mode & 0o077 for file in tmp_path.iterdir()] == [0], "others can read the database"


def test_without_a_database_only_its_beginning_is_possible_and_no_file_is_left(alone: Command, tmp_path: Path) -> None:
    for words in (["worker"], ["code", "samira"], ["device"], ["hold"], ["check"], ["backup", str(tmp_path / "b")], ["migrate"]):
        assert alone.refused(*words) == (3, "no_database"), words
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_cannot_be_done_says_why_and_changes_nothing(world: World, run: Command) -> None:
    family = as_text(some_id())
    assert run.refused("municipality", "GM0001", "Elders") == (1, "has_municipality")
    assert run.refused("code", "niemand") == (1, "no_worker")
    assert run.refused("worker", "niemand", "Niemand", "--rename") == (1, "no_worker")
    assert run.refused("worker", "samira") == (2, "name_missing")
    assert run.refused("worker", "--end") == (2, "login_missing")
    assert run.refused("worker", "x" * 61, "Te lang") == (2, "text_does_not_fit")
    assert run.refused("worker", "samira", "\u202eSamira") == (2, "text_does_not_fit")
    run("worker", "samira", "Samira")
    assert run.refused("grant", family, "samira") == (1, "no_family")
    assert run.refused("revoke", family, "samira") == (1, "no_right")
    assert run.refused("grant", "geen id", "samira") == (1, "no_id")
    assert run.refused("device", "--refuse", family) == (1, "no_device")
    assert world.dump(tables.grant) == []


def test_rights_are_given_listed_and_ended(world: World, run: Command) -> None:
    samira, joost = world.device("Samira"), world.device("Joost")
    family = samira.begin_family()
    samira.sync()
    name = as_text(family)
    assert run.json("grant", name, "joost") == {"family": name, "login": "joost", "role": "colleague", "held": 0}
    joost.sync()
    assert joost.state(family) == "active"
    listed = run.json("rights", "--family", name)["rights"]
    assert [(one["login"], one["role"], one["until"]) for one in listed] == [("joost", "colleague", None), ("samira", "regisseur", None)]
    assert run.json("revoke", name, "joost") == {"family": name, "login": "joost"}
    assert run.refused("revoke", name, "joost") == (1, "no_right")
    [ended] = run.json("rights", "--worker", "joost")["rights"]
    assert ended["until"] == "2026-11-23T09:30:00Z"
    joost.sync()
    assert joost.state(family) == ""


def test_an_id_that_begins_with_a_hyphen_is_no_option(run: Command) -> None:
    for start in ("-", "-h", "--"):
        name = as_text(from_text(f"{start:A<21}A"))
        assert run.refused("hold", "--again", name) == (1, "nothing_held")
        assert run.refused("grant", name, "niemand") == (1, "no_worker")
        assert run.refused("device", "--refuse", name) == (1, "no_device")


def test_a_laptop_that_was_lost_is_let_in_no_more(world: World, run: Command) -> None:
    samira = Asking(world, world.device("Samira"))
    device = as_text(samira.device.identity.device)
    samira.born()
    [listed] = run.json("device")["devices"]
    assert (listed["device"], listed["login"], listed["status"]) == (device, "samira", "active")
    assert listed["enrolled_at"] == "2026-11-23T09:30:00Z"
    assert listed["seen_at"].startswith("2026-11-23")
    assert run.json("device", "--refuse", device) == {"device": device, "status": "refused"}
    assert samira.sync() == (401, {"error": "token"})
    assert run.refused("device", "--refuse", device) == (1, "no_device")
    assert [one["status"] for one in run.json("device", "--worker", "samira")["devices"]] == ["refused"]


@pytest.mark.logs("enrol.refused")
def test_whoever_leaves_has_no_right_no_laptop_and_no_code(world: World, run: Command) -> None:
    samira, joost = Asking(world, world.device("Samira")), Asking(world, world.device("Joost"))
    alone, shared = samira.born(), samira.born()
    assert run("grant", as_text(shared), "joost", "--role", "deputy").code == 0
    code = world.code("Samira")
    ended = run.json("worker", "samira", "--end")
    assert ended == {"login": "samira", "rights_ended": 2, "devices_refused": 1, "families_without_regisseur": [as_text(alone)]}
    assert samira.sync() == (401, {"error": "token"})
    assert joost.sync()[0] == 200
    assert joost.post("/v1/enrol", b'{"v":1,"code":"%s"}' % code.encode(), token="") == (403, b'{"error":"code"}')
    assert {one["until"] is None for one in run.json("rights", "--worker", "samira")["rights"]} == {False}
    assert run.json("worker", "samira", "--end")["rights_ended"] == 0


def test_the_demo_is_loaded_once_and_gives_each_worker_a_code(world: World, run: Command) -> None:
    with world.house.database.engine.execution_options(writes=True).begin() as connection:
        connection.execute(tables.municipality.delete())
    first = dict(line.split() for line in run("demo").out.splitlines())
    again = run.json("demo")
    codes = again["codes"]
    assert (again["expires_at"], codes.keys(), set(codes.values()) & set(first.values())) == ("2026-11-30T09:30:00Z", first.keys(), set())
    assert list(codes) == [worker["login"] for worker in demo_data()["workers"]]
    assert [row["class"] for row in world.dump(tables.stream)].count("family") == len(demo_data()["families"])
    assert world.dump(tables.held) == []
    identity = ServerLink(ADDRESS, transport=Line(world.server)).enrol(next(iter(codes.values())))
    assert identity.worker_name == demo_data()["workers"][0]["name"]
    assert run.json("check")["findings"] == []


def test_the_demo_never_goes_into_a_database_in_which_somebody_works(world: World, run: Command) -> None:
    assert run.refused("demo") == (1, "not_for_demo")
    assert world.dump(tables.worker) == []
