"""Bringing a database forward: by one command, after a proven backup; whoever meets another form leaves it as it is."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.server import tables
from app.server.backup import tables_of
from app.server.database import connect
from app.server.form import bring_forward, forms
from app.server.main import create_app
from app.server.opening import found_form
from app.server.problems import DatabaseProblem
from app.server.settings import ServerSettings
from tests.builders import a_person, a_plan
from tests.fakes import FakeClock
from tests.house_rules import ROOT
from tests.postgres import Cluster
from tests.server.running import Command
from tests.world import World

RELEASED = ("0001", "0002")
"""The forms of the versions that a municipality may have: 0.1.0 and 0.2.0."""

COMPARED = ("change", "head", "person", "plan", "device", "grant")
LATER = {"epoch", "seen_at"}
"""Columns of devices that came after the released forms."""

Older = Callable[[str], str]


@pytest.fixture
def town(world: World) -> World:
    """A town in which something happened."""
    samira = world.device("Samira")
    family = samira.begin_family()
    samira.create(family, a_plan(family), a_person())
    samira.sync()
    return world


@pytest.fixture
def older(town: World, request: pytest.FixtureRequest, tmp_path: Path) -> Older:
    """A database of an older form, of the same kind, with what of the town could be in it."""

    def made(form: str) -> str:
        address = f"sqlite:///{tmp_path / f'{form}.db'}"
        if town.address.startswith("postgresql"):
            cluster: Cluster = request.getfixturevalue("cluster")
            address = request.getfixturevalue("own")(cluster)
        database = connect(address)
        with database.write() as tx:
            bring_forward(tx.connection, form)
            for name, table in tables_of(tx.connection).items():
                rows = [{one: row[one] for one in [column.name for column in table.c]} for row in town.dump(tables.metadata.tables[name])]
                if rows:
                    tx.connection.execute(table.insert(), rows)
        database.engine.dispose()
        return address

    return made


@pytest.fixture
def own(request: pytest.FixtureRequest) -> Callable[[Cluster], str]:
    """Lends an empty PostgreSQL database until the test ends."""

    def lent(cluster: Cluster) -> str:
        lending = cluster.database(empty=True)
        request.addfinalizer(lambda: lending.__exit__(None, None, None))
        return lending.__enter__()

    return lent


def rows_of(address: str, name: str) -> list[dict[str, Any]]:
    """Return a table's rows, but for the columns that only came later."""
    database = connect(address)
    with database.engine.connect() as connection:
        found = [dict(row) for row in connection.execute(select(tables.metadata.tables[name])).mappings()]
    database.engine.dispose()
    return sorted(({one: row[one] for one in row.keys() - LATER} for row in found), key=lambda row: repr(sorted(row.items())))


@pytest.mark.parametrize("form", RELEASED)
def test_a_database_of_a_released_form_comes_forward_after_a_proven_backup(
    form: str, town: World, older: Older, run: Command, tmp_path: Path
) -> None:
    old = older(form)
    assert run.refused("check", database=old) == (3, "older_form")
    with pytest.raises(DatabaseProblem, match="older_form"):
        create_app(ServerSettings(database=old), FakeClock())
    file = str(tmp_path / "vooraf")
    assert run.json("migrate", "--backup", file, database=old) == {"from": form, "to": forms()[0], "backup": file}
    assert run.json("check", database=old)["findings"] == []
    assert [rows_of(old, name) for name in COMPARED] == [rows_of(town.address, name) for name in COMPARED]
    assert run.json("check", file)["form"] == form
    again = f"sqlite:///{tmp_path / 'terug.db'}"
    assert run.json("restore", file, database=again)["restored_form"] == forms()[0]
    assert run.json("migrate", database=again) == {"from": forms()[0], "to": forms()[0], "backup": None}


def test_without_a_name_the_backup_goes_beside_the_file_or_into_the_set_folder(
    older: Older, town: World, run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = older("0002")
    if town.address.startswith("postgresql"):
        assert run.refused("migrate", database=old) == (1, "backup_where")
        monkeypatch.setenv("KEUKENTAFEL_SERVER_BACKUP_FOLDER", str(tmp_path))
    assert run.refused("migrate", "--backup", "-", database=old) == (2, "backup_to_file")
    made = run.json("migrate", database=old)["backup"]
    assert Path(made) == tmp_path / "keukentafel-0002-20261123T093000Z.jsonl.zst"
    assert Path(made).exists()


def test_a_newer_database_is_refused_by_everything_and_left_untouched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, copy = tmp_path / "server.db", tmp_path / "kopie"
    small = World(tmp_path)
    small.close()
    with sqlite3.connect(file) as line:
        line.execute("UPDATE alembic_version SET version_num = '9999'")
    line.close()
    run = Command(f"sqlite:///{file}", FakeClock(), capsys)
    before = file.read_bytes()
    for words in (["worker"], ["check"], ["backup", str(copy)], ["migrate"], ["demo"], ["serve", "--port", "0"]):
        assert run.refused(*words) == (3, "newer_form"), words
    assert run.refused("restore", str(copy)) == (1, "cannot_read")
    assert (file.read_bytes(), copy.exists()) == (before, False)


def test_two_services_may_begin_on_an_empty_postgresql_at_once(own: Callable[[Cluster], str], cluster: Cluster) -> None:
    address = own(cluster)
    line = [sys.executable, "-m", "app.server.admin", "municipality", "GM9999", "Voorbeeldstad", "--json", "--database", address]
    begun = [subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate() for one in begun]
    assert sorted(one.returncode for one in begun) == [0, 1], said
    assert {json.loads(err)["error"] for _, err in said if err} == {"has_municipality"}


def test_a_database_that_would_not_hold_afterwards_stays_as_it_was(older: Older, town: World, run: Command, tmp_path: Path) -> None:
    old = older("0002")
    database = connect(old)
    with database.write() as tx:
        tx.connection.exec_driver_sql("UPDATE device_stream SET last_ctr = 9")
    ran = run("migrate", "--no-backup", "--json", database=old)
    assert (ran.code, ran.json()["to"], [one["what"] for one in ran.json()["findings"]]) == (4, "0002", ["counters"])
    assert found_form(database) == "0002"
    database.engine.dispose()
