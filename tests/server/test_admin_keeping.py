"""Backup, restore and check: one file for both kinds of database, proven before it counts, and never over anything."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard
from sqlalchemy import Table, select

from app import VERSION
from app.domain.ids import as_text
from app.server import tables
from app.server.database import connect
from app.server.form import forms
from tests.builders import a_plan
from tests.postgres import Cluster
from tests.server.asking import Asking, push
from tests.server.running import Command
from tests.world import World

Lines = list[Any]
AT_RESTORE = {"municipality": {"epoch", "restored_at", "healing_until"}, "enrol_code": {"used_at"}}
"""What a restore changes, beside putting back."""


@pytest.fixture
def town(world: World) -> World:
    """A town with a family, work that is held, and a code."""
    return peopled(world)


def peopled(world: World) -> World:
    """Let something happen in a town."""
    samira, joost = world.device("Samira"), Asking(world, world.device("Joost"))
    family = samira.begin_family("Gezin Ijzerman-Şahin")
    samira.create(family, a_plan(family))
    samira.sync()
    joost.answered(push(family, 1, joost.change("plan", family, "number", 1)))
    world.code("Samira")
    return world


@pytest.fixture(params=("sqlite", "postgresql"))
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database to restore into, of either kind whatever the town has."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'elsewhere.db'}"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    with cluster.database(empty=True) as lent:
        yield lent


def dumped(address: str) -> dict[str, list[dict[str, Any]]]:
    """Return every row of a database, but for what a restore changes."""
    database = connect(address)

    def rows(table: Table) -> list[dict[str, Any]]:
        left = [column for column in table.c if column.name not in AT_RESTORE.get(table.name, ())]
        with database.engine.connect() as connection:
            return sorted((dict(row) for row in connection.execute(select(*left)).mappings()), key=repr)

    try:
        return {table.name: rows(table) for table in tables.metadata.sorted_tables}
    finally:
        database.engine.dispose()


def test_a_backup_of_either_kind_is_put_back_into_either_kind(town: World, run: Command, elsewhere: str, tmp_path: Path) -> None:
    file = str(tmp_path / "kopie.jsonl.zst")
    made = run.json("backup", file)
    assert (made["version"], made["form"], made["streams"]) == (VERSION, forms()[0], 1)
    assert {name: made["rows"][name] for name in ("change", "held", "worker", "device")} == {
        "change": 2,
        "held": 1,
        "worker": 2,
        "device": 2,
    }
    assert run.json("check", file)["findings"] == []
    back = run.json("restore", file, database=elsewhere)
    assert (back["sha256"], back["rows"]) == (made["sha256"], made["rows"])
    assert dumped(elsewhere) == dumped(town.address)
    assert run.json("check", database=elsewhere)["findings"] == []
    assert run.json("heal", database=elsewhere)["restored_at"] == "2026-11-23T09:30:00Z"
    assert len(run.json("heal", database=elsewhere)["missing"]) == 2
    assert run.json("heal", "--finish", database=elsewhere)["waits_until"] is None


def test_a_backup_is_for_whoever_made_it_alone_and_over_nothing(town: World, run: Command, tmp_path: Path) -> None:
    file = tmp_path / "kopie.jsonl.zst"
    run.json("backup", str(file))
    assert file.stat().st_mode & 0o077 == 0
    before = file.read_bytes()
    assert run.refused("backup", str(file)) == (1, "file_exists")
    assert run.refused("backup", str(tmp_path / "nergens" / "kopie")) == (1, "cannot_write")
    assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.glob("*kopie*")) == [file.name]


def test_nothing_is_put_back_over_a_database_in_use(town: World, run: Command, tmp_path: Path) -> None:
    file = str(tmp_path / "kopie.jsonl.zst")
    run.json("backup", file)
    before = dumped(town.address)
    assert run.refused("restore", file) == (1, "not_empty")
    assert run.refused("restore", str(tmp_path / "nergens")) == (1, "cannot_read")
    assert dumped(town.address) == before


def lines_of(file: Path) -> Lines:
    """Return the lines of a backup."""
    with file.open("rb") as packed, zstandard.ZstdDecompressor().stream_reader(packed) as text:
        return [json.loads(line) for line in io.BufferedReader(text)]


def rewritten(file: Path, lines: Lines) -> str:
    """Write a backup as somebody would who does not know its sums."""
    text = b"".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for line in lines)
    file.write_bytes(zstandard.compress(text))
    return str(file)


def no_end(lines: Lines) -> Lines:
    """Leave out the last line."""
    return lines[:-1]


def a_row_less(lines: Lines) -> Lines:
    """Leave out a row of the log."""
    place = next(place for place, line in enumerate(lines) if isinstance(line, dict) and line.get("table") == "change")
    return lines[: place + 1] + lines[place + 2 :]


def another_word(lines: Lines) -> Lines:
    """Change a name."""
    changed: Lines = json.loads(json.dumps(lines).replace("Samira", "Samara"))
    return changed


def another_form(lines: Lines) -> Lines:
    """Say that it is of a form to come."""
    return [{**lines[0], "form": "9999"}, *lines[1:]]


def no_backup(_lines: Lines) -> Lines:
    """Make it something else."""
    return [{"a": 1}]


@pytest.mark.parametrize(
    ("broken", "code", "word"),
    [
        (no_end, 1, "backup_damaged"),
        (a_row_less, 1, "backup_damaged"),
        (another_word, 1, "backup_damaged"),
        (no_backup, 1, "backup_damaged"),
        (another_form, 3, "newer_form"),
    ],
)
def test_a_backup_that_was_changed_is_refused_and_nothing_of_it_stays(
    broken: Callable[[Lines], Lines], code: int, word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = World(tmp_path)
    small.worker("Samira")
    run = Command(small.address, small.clock, capsys)
    device = small.device("Samira")
    device.begin_family()
    device.sync()
    file = tmp_path / "kopie.jsonl.zst"
    run.json("backup", str(file))
    there = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    bad = rewritten(tmp_path / "veranderd", broken(lines_of(file)))
    assert run.refused("restore", bad, database=there) == (code, word)
    assert run.refused("check", bad) == (code, word)
    cut = tmp_path / "afgebroken"
    cut.write_bytes(file.read_bytes()[:-20])
    assert run.refused("restore", str(cut), database=there) == (1, "backup_damaged")
    assert run.refused("worker", database=there) == (3, "no_database")
    small.close()


def touched(world: World, sql: str) -> None:
    """Change the database behind the service's back."""
    with world.house.database.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(sql)


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE plan SET number = 7", {"plan": 2}),
        ("DELETE FROM family", {"family": 1}),
        ("UPDATE head SET ctr = 9 WHERE grp = '*' AND record = 'plan'", {"head": 2}),
        ("UPDATE change SET wall = wall + 1 WHERE seq = 2", {"chain": 1}),
        ("UPDATE change SET seq = 9 WHERE seq = 2", {"numbers": 1, "head": 2}),
        ("UPDATE device_stream SET last_ctr = 3", {"counters": 3}),
        ("DELETE FROM held", {"counters": 1}),
        ("UPDATE stream SET head_hash = (SELECT salt FROM change WHERE seq = 1)", {"chain": 1}),
    ],
)
def test_whatever_was_changed_behind_the_service_is_found(
    sql: str, found: dict[str, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    town = peopled(World(tmp_path))
    run = Command(town.address, town.clock, capsys)
    touched(town, sql)
    ran = run("check", "--json")
    findings = ran.json()["findings"]
    assert ran.code == 4
    assert {one["what"]: one["count"] for one in findings} == found
    assert {one["stream"] for one in findings} == {as_text(town.dump(tables.stream)[0]["stream"])}
    assert "Gezin" not in ran.out + run("check").out
    file = str(tmp_path / "kopie")
    if "chain" in found or "numbers" in found:
        assert run.refused("backup", file) == (1, "does_not_hold")
    town.close()


def test_a_check_says_nothing_of_a_family(town: World, run: Command) -> None:
    told = "".join(ran.out + ran.err for ran in (run("check"), run("hold"), run("rights"), run("device"), run("heal"), run("worker")))
    assert "Ijzerman" not in told
